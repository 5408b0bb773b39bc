"""axe-core on every page in both languages, light and dark; and nothing runs over on a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.dashboard.test_pages import OBJECTS, PAGES
from tests.e2e.conftest import Walk

pytestmark = pytest.mark.e2e
#: Pages beyond those that every test of pages goes through.
MORE = ["/nowhere", "/previews?kind=overdue", "/posts?post=b1-post"]


def findings(page: Page) -> list[str]:
    """Serious and critical ones, each with the first element it is about."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_no_page_has_a_serious_finding(walk: Walk, language, scheme):
    row = walk.board.story.row("rally", "b1")
    token = walk.board.token("report", row.id, "b1-head")
    page = walk.as_("clerk", language=language, color_scheme=scheme)
    found = {}
    for where in [*PAGES, *OBJECTS, *MORE, f"/do/{token}", f"/obligations/{row.id}"]:
        page.goto(where)
        if said := findings(page):
            found[where] = said
    for person, where in (("b1-head", "/desk"), ("b1-liaison", "/desk"), ("administrator",
                          "/accounts"), ("leader-1", "/decisions"), ("", "/login")):  # fmt: skip
        other = walk.as_(person, language=language, color_scheme=scheme)
        other.goto(where)
        if said := findings(other):
            found[f"{person} {where}"] = said
    assert found == {}


def test_no_page_runs_over_on_a_phone(walk: Walk):
    page = walk.as_("clerk", viewport={"width": 360, "height": 740}, has_touch=True, language="en")
    wide = {}
    for where in [*PAGES, *OBJECTS, *MORE, "/login"]:
        page.goto(where)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[where] = (width, page.evaluate(_WIDEST))
    assert wide == {}


#: The innermost elements that stick out and are not inside something that scrolls.
_WIDEST = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
  if (e.closest('.scroll, .side')) return false;
  return e.getBoundingClientRect().right > innerWidth + 1 && !e.querySelector('*');
}).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
