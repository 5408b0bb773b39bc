"""axe-core on every page in both languages, light and dark; and nothing runs over on a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy import update

from tests.dashboard.conftest import BULLETIN
from tests.e2e.conftest import Walk
from workflows.store import tables as t

pytestmark = pytest.mark.e2e
#: Pages that are another page to whoever sees them.
OTHERS = (("b1-head", "/desk"), ("b1-liaison", "/desk"), ("leader-1", "/decisions"),
          ("leader-1", "/"), ("clerk", "/nowhere"), ("clerk", "/previews?kind=overdue"),
          ("clerk", "/posts?post=b1-post"))  # fmt: skip
#: What is folded is looked at as well.
_UNFOLDED = "document.querySelectorAll('details').forEach(each => { each.open = true })"


@pytest.fixture
def walk(demo_walk: Walk) -> Walk:
    """A demo's board, which has every page."""
    return demo_walk


def findings(page: Page) -> list[str]:
    """Serious and critical ones, each with the first element it is about."""
    page.evaluate(_UNFOLDED)
    found: list[dict[str, Any]] = (
        Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    )
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_no_page_has_a_serious_finding(walk: Walk, language, scheme):
    walk.board.story.leap(BULLETIN)
    found = {}
    for who, where in everywhere(walk):
        page = walk.window(who, language=language, color_scheme=scheme)
        opened(page, where)
        if said := findings(page):
            found[f"{who} {where}"] = said
    assert found == {}


def test_no_page_runs_over_on_a_phone(walk: Walk):
    walk.board.story.leap(BULLETIN)
    wide = {}
    for who, where in everywhere(walk):
        page = walk.window(
            who, viewport={"width": 360, "height": 740}, has_touch=True, language="en"
        )
        opened(page, where)
        if where.endswith("/print"):
            continue  # A sheet of paper is as wide as it is.
        page.evaluate(_UNFOLDED)
        page.evaluate(_MANY_COLUMNS)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[f"{who} {where}"] = (width, page.evaluate(_WIDEST))
    assert wide == {}


def test_no_table_breaks_words_letter_by_letter_on_a_small_screen(walk: Walk):
    walk.board.story.leap(BULLETIN)
    names = {"zh": "农业技术推广中心党支部", "en": "Agricultural Extension Headquarters branch"}
    with walk.board.story.engine.begin() as connection:
        connection.execute(update(t.units).values(titles=names))
    broken = {}
    for who, where in everywhere(walk):
        page = walk.window(who, viewport={"width": 1024, "height": 768}, language="en")
        opened(page, where)
        if where.endswith("/print"):
            continue  # A sheet of paper is as wide as it is.
        page.evaluate(_UNFOLDED)
        width = page.evaluate("document.documentElement.scrollWidth")
        if (found := page.evaluate(_BROKEN)) or width > 1024:
            broken[f"{who} {where}"] = (width, found)
    assert broken == {}


def opened(page: Page, where: str) -> None:
    """The page itself: one that says why it is not shown has nothing to find fault with."""
    answer = page.goto(where)
    assert answer and answer.status == (404 if where == "/nowhere" else 200), where


def everywhere(walk: Walk) -> list[tuple[str, str]]:
    """(who, where): every page there is, and those that differ by who sees them."""
    who = {"": "", "accounts": "administrator"}
    pages = [(who.get(visit.may, "clerk"), visit.path) for visit in walk.board.visits().values()]
    return [*pages, *OTHERS]


#: A programme with more phases and units than ours has wider tables, which scroll in their blocks.
_MANY_COLUMNS = """() => document.querySelectorAll('.grid td, .grid th').forEach(
  each => { each.style.minWidth = '9rem' })"""
#: The innermost elements that stick out and are not inside something that scrolls.
_WIDEST = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
  if (e.closest('.scroll, .side')) return false;
  return e.getBoundingClientRect().right > innerWidth + 1 && !e.querySelector('*');
}).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
#: Words that have less than three quarters of their width: a line too long by a letter is no harm.
_BROKEN = """() => {
  const pen = document.createElement('canvas').getContext('2d'), found = [];
  for (const cell of document.querySelectorAll('main td')) {
    if (!cell.offsetParent || cell.closest('.scroll')) continue;
    const style = getComputedStyle(cell);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    for (const word of cell.innerText.split(/[-\\s\\u2e80-\\uffff]+/))
      if (word.length < 25 && pen.measureText(word).width * 0.75 > room) found.push(word);
  }
  return found.slice(0, 3);
}"""
