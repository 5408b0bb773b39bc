"""What comes out of the printer: the document, its side, one page wide, the head on every page."""

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Walk

pytestmark = pytest.mark.e2e
UPRIGHT, LYING, A3 = (595, 842), (842, 595), (1191, 842)


def printed(page: Page) -> set[tuple[int, int]]:
    """The sizes of the pages that come out, in points."""
    data = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert boxes
    return {(round(float(wide)), round(float(high))) for wide, high in boxes}


@pytest.mark.parametrize("where", ["/ledger", "/rectifications", "/calls", "/matrix?phase=A",
                                   "/papers", "/figures"])  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_prints_on_its_side_one_page_wide_with_room_for_the_seal(walk, where, language):
    page = walk.as_("clerk", language=language, viewport={"width": 1047, "height": 700})
    page.goto(where)
    assert printed(page) == {LYING}
    page.emulate_media(media="print")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1047, "it runs over the edge of the paper"
    asked = "填报单位（盖章）" if language == "zh" else "Filled in by the unit (seal)"
    assert page.get_by_text(asked).is_visible()
    assert page.get_by_text("审核人：" if language == "zh" else "Checked by:").is_visible()
    assert not page.locator(".side, .filters, button").filter(visible=True).count()
    for head in page.locator("main thead").all():
        shown = head.evaluate("head => getComputedStyle(head).display")
        assert shown == "table-header-group"


def test_the_full_ledger_prints_on_a3_and_a_dossier_on_a4(walk: Walk):
    page = walk.as_("clerk")
    page.goto("/ledger/print")
    assert printed(page) == {A3}
    page.goto(f"/obligations/{walk.board.story.row('rally', 'b1').id}/dossier")
    assert printed(page) == {UPRIGHT}


def test_a_dark_screen_prints_black_on_white(walk: Walk):
    page = walk.as_("clerk", color_scheme="dark")
    page.goto("/today")
    page.emulate_media(media="print", color_scheme="dark")
    colour = page.evaluate("getComputedStyle(document.querySelector('main td, main p')).color")
    assert colour == "rgb(0, 0, 0)" or colour == "rgb(51, 51, 51)"
