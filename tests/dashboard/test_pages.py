"""Every page in both languages: it is there, in few queries, and says what the mail says."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from notifications.words import light as worded
from tests.dashboard.board import Board, Counting, with_a_mail, words
from tests.dashboard.conftest import BULLETIN, begun
from tests.dashboard.visits import visits
from tests.prepared import Prepared
from workflows.commands import views

#: By the name of each page; a route that is added is visited with the others.
PAGES = [visit.name for visit in visits(defaultdict(str))]


@pytest.fixture(scope="module")
def shown(prepared_sqlite: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board that only looks, with a demo's pages as well."""
    folder = tmp_path_factory.mktemp("shown")
    made = begun(prepared_sqlite, folder, demo=with_a_mail(folder / "mail"))
    made.story.leap(BULLETIN)
    yield made
    made.close()


@pytest.mark.parametrize("chosen", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_in_both_languages_in_at_most_eight_queries(shown, name, chosen):
    visit = shown.visits()[name]
    client, where = shown.visitor(visit), visit.path
    client.post("/language", data={"language": chosen, "back": "/"})
    client.get(where)
    with Counting(shown.story.engine) as counting:
        answer = client.get(where)
    assert answer.status_code == 200, where
    assert counting.n <= 8, where
    assert f'<html lang="{"zh-CN" if chosen == "zh" else "en"}"' in answer.text
    # A document as it prints is several sheets, each with its title.
    assert answer.text.count("<h1") == 1 or (where.endswith("/print") and "<h1" in answer.text)
    assert len(answer.content) < 100_000


def test_page_and_command_say_the_same_of_an_obligation(standing):
    board = standing
    context = board.story.context
    for row in board.story.rows("rally"):
        facts = views.obligation(context, row, board.story.now)
        shown = words(board.client("clerk").get(f"/obligations/{row.id}"))
        light = worded("behind" if facts["behind"] else facts["light"], "zh")
        assert light in shown
        if facts["workdays_overdue"]:
            assert f"已逾期{facts['workdays_overdue']}个工作日" in shown


def test_who_is_late_with_what_and_why_is_on_the_first_page(board):
    row = board.story.act("note", "rally", "b1", by="b1-head", note="会场被抗旱会议占用")
    shown = words(board.client("clerk").get("/today"))
    assert "动员大会" in shown and "会场被抗旱会议占用" in shown
    assert f"/obligations/{row.id}" in board.client("clerk").get("/today").text


def test_the_wall_names_units_and_no_person(standing):
    board = standing
    shown = words(board.client("clerk").get("/wall"))
    main = shown.partition("联系")[0]
    for person in ("b1-head", "b2-deputy", "b3-liaison", "leader-1"):
        assert person not in main


def test_an_unknown_filter_is_left_out_and_said(standing):
    board = standing
    answer = board.client("clerk").get("/ledger?unit=nowhere&light=purple&page=x")
    assert answer.status_code == 200
    assert "nowhere" in words(answer) and "purple" in words(answer)


def test_what_somebody_wrote_is_text_on_every_page(board):
    evil = "<script>alert(1)</script>{{7*7}}"
    row = board.story.act("note", "rally", "b1", by="b1-head", note=evil)
    for where in ("/today", "/overview", "/ledger", f"/obligations/{row.id}", "/decisions"):
        text = board.client("clerk").get(where).text
        assert "<script>alert" not in text and "{{7*7}}" in text, where


def test_a_kind_that_is_not_known_here_shows_its_title_and_state(board):
    story = board.story
    row = story.row("rally", "b1")
    story.damage(row, kind="novelty", state="sealed", facts={"title": "新事物"})
    answer = board.client("clerk").get(f"/obligations/{row.id}")
    assert answer.status_code == 200


def test_every_page_is_there_on_postgresql(prepared_postgresql, tmp_path):
    board = begun(prepared_postgresql, tmp_path)
    try:
        board.story.leap(BULLETIN)
        for visit in board.visits().values():
            if not visit.path.startswith("/demo"):
                assert board.visitor(visit).get(visit.path).status_code == 200, visit
        row = board.story.row("rally", "b1")
        data = {"revision": str(row.revision), "note": "开过了", "done_on": "2010-05-31"}
        board.client("clerk").post(f"/obligations/{row.id}/report", data=data)
        assert board.story.row("rally", "b1").state == "reported"
        token = board.token("note", board.story.row("essay", "b1-head").id, "b1-head")
        assert board.client().post(f"/do/{token}", data={"note": "快了"}).status_code == 200
        assert board.client().post(f"/do/{token}", data={"note": "快了"}).status_code == 410
        board.client().post("/login/link", data={"mail": "b1-plain@example.org"})
    finally:
        board.close()
