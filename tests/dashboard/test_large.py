"""Large offices: a page reads what it shows, and what is kept between requests is never stale."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.app import make_app
from dashboard.readmodel import today
from dashboard.web import views
from tests.dashboard.board import Board, Steps, multiply, words
from tests.dashboard.conftest import begun
from tests.dashboard.visits import visits
from tests.prepared import Prepared
from tests.stories import world
from workflows.store import queries, writes
from workflows.store.engine import connect
from workflows.store.writes import NewEvent

#: What prints as a whole, or is gone through as a whole once, when a programme is taken over.
WHOLE = ("/ledger/print", "/rectifications/print", "/take-over")
#: Pages with an address of their own, and some of what can be named in one.
PAGES = [
    visit.path
    for visit in visits(defaultdict(str))
    if visit.may not in ("", "accounts")
    and visit.path not in WHOLE
    and visit.path.strip("/").replace("/", "-") == visit.name
]
OBJECTS = ["/phases/A", "/units/b1", "/people/b1-head", "/obligations/1", "/mails/1"]
#: Pages of numbers: what they show changes with every item that is done.
NUMBERS = ("/overview", "/plan", "/phases/A", "/matrix", "/figures", "/units", "/wall", "/calendar")


def grown(prepared: Prepared, folder: Path, copies: int) -> Board:
    """A board over an office in which each task is owed so many times more, and as many have not
    begun."""
    board = begun(prepared, folder)
    multiply(board, copies)
    with board.story.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE obligations SET state = 'planned', light = 'green', step = 0,"
                " step_due_on = NULL WHERE item = 'rally' AND occurrence LIKE 'copy%'"
            )
        )
    return board


@pytest.fixture(scope="module")
def offices(
    prepared_sqlite: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Board, Board]]:
    """One office, and one eight times as large."""
    small = grown(prepared_sqlite, tmp_path_factory.mktemp("small"), 100)
    large = grown(prepared_sqlite, tmp_path_factory.mktemp("large"), 800)
    yield small, large
    small.close()
    large.close()


def steps(board: Board, person: str, where: str) -> int:
    """What a page takes just after something was written, when no number is kept."""
    client = board.client(person)
    client.get(where)
    board.app.state.board._counts.clear()
    with Steps(board.story.engine) as counted:
        assert client.get(where).status_code == 200
    return counted.n


@pytest.mark.parametrize("where", [*PAGES, *OBJECTS, "/ledger?light=red", "/ledger?kind=slip"])
def test_a_page_reads_no_more_of_a_large_office_than_of_a_small_one(offices, where):
    small, large = (steps(board, "clerk", where) for board in offices)
    assert large <= 1.05 * small + 5


@pytest.mark.parametrize(
    ("person", "where"),
    [
        ("b1-head", "/desk"),
        ("b1-liaison", "/desk"),
        ("b1-head", "/overview"),
        ("b1-head", "/units/b1"),
        ("committee-head", "/desk"),
        ("committee-head", "/overview"),
        ("leader-1", "/decisions"),
        ("leader-1", "/overview"),
    ],
)
def test_nor_does_it_for_those_who_see_a_part(offices, person, where):
    small, large = (steps(board, person, where) for board in offices)
    assert large <= 1.05 * small + 5


def test_a_document_sent_back_is_on_today_however_much_waits_to_be_reviewed(offices):
    _, large = offices
    story = large.story
    supervision_notice = next(row for row in story.rows(kind="slip") if row.state == "draft")
    waiting = [row for row in story.rows() if row.state == "reported"]
    assert len(waiting) > today.READ
    # Due later than all that waits to be reviewed, so after it in every order by days.
    far = max(row.step_due_on for row in waiting if row.step_due_on).replace(year=2011)
    story.damage(supervision_notice, state="sent_back", assignee="clerk", step_due_on=far)
    shown = words(large.client("clerk").get("/today"))
    story.damage(
        supervision_notice,
        state="draft",
        assignee=supervision_notice.assignee,
        step_due_on=supervision_notice.step_due_on,
    )
    assert "退回拟稿" in shown
    assert "60+" in shown or "120+" in shown


@pytest.fixture
def board(prepared: Prepared, tmp_path: Path) -> Iterator[Board]:
    made = begun(prepared, tmp_path)
    yield made
    made.close()


def test_what_another_process_wrote_is_on_every_page_of_numbers_at_once(board, tmp_path):
    engine = connect(board.story.engine.url.render_as_string(hide_password=False))
    board.app = make_app(engine, board.options)
    client = board.client("clerk")
    before = {where: client.get(where).text for where in NUMBERS}
    assert before == {where: client.get(where).text for where in NUMBERS}
    board.story.act("accept", "rally", "b2", by="committee-head")
    after = {where: client.get(where).text for where in NUMBERS}
    assert [where for where in NUMBERS if before[where] == after[where]] == []
    engine.dispose()


def test_a_post_that_another_process_gave_away_opens_nothing_any_more(board):
    engine = connect(board.story.engine.url.render_as_string(hide_password=False))
    board.app = make_app(engine, board.options)
    client = board.client("b1-head")
    assert client.get("/desk").status_code == 200
    assert client.get("/ledger/xlsx").status_code == 200
    board.story.import_org(world.org(posts={"b1-post": None}))
    assert client.get("/ledger/xlsx").status_code == 403
    engine.dispose()


def test_an_event_that_is_committed_after_a_later_one_is_not_overlooked(
    prepared_postgresql, tmp_path
):
    board = begun(prepared_postgresql, tmp_path)
    engine, now = board.story.engine, board.story.now
    key = board.story.rows()[0].programme
    said = [NewEvent(obligation=None, kind="noted", at=now, why={})]
    with engine.connect() as first, engine.connect() as reader:
        writes.events(first, key, said, now)
        with engine.begin() as second:
            writes.events(second, key, said, now)
        while_under_way = queries.written(reader)
        first.commit()
        assert queries.written(reader) != while_under_way
    board.close()


@pytest.mark.parametrize(("person", "where"), [
    ("clerk", "/today"), ("clerk", "/ledger"), ("clerk", "/units/b1"), ("b1-head", "/desk"),
])  # fmt: skip
def test_a_line_that_looks_as_it_did_is_not_drawn_again(offices, person, where):
    client = offices[0].client(person)
    first = client.get(where).text
    before = views.drawn.cache_info()
    assert client.get(where).text == first
    after = views.drawn.cache_info()
    assert after.misses == before.misses and after.hits > before.hits
