"""A process that has been warmed: its first reader waits no longer than those after them."""

from sqlalchemy import func, select

from dashboard import warm as warming
from dashboard.pages import ROUTES
from dashboard.warm import warm
from dashboard.web import views
from workflows.store import tables as t
from workflows.store.engine import reading


def templates(language: str) -> int:
    cache = views.environment(language).cache
    assert cache is not None
    return len(cache)


def test_every_page_of_the_office_has_been_drawn_before_the_first_reader_comes(standing):
    drawn = warm(standing.app.state.board)
    own = {
        route.path
        for route in ROUTES
        if route.method == "GET"
        and route.may
        and "{" not in route.path
        and not route.path.endswith(("xlsx", "docx", "zip", "print"))
    }
    assert own - set(drawn) <= {"/", "/matrix/one", "/demo/mail"}
    assert {path.split("/")[1] for path in drawn if path.count("/") == 2} >= {
        "phases",
        "units",
        "people",
        "obligations",
    }
    known = templates("zh")
    clerk = standing.client("clerk", roles=("administrator",))
    for path in drawn:
        assert clerk.get(path, headers={"accept-language": "zh"}).status_code == 200, path
    assert templates("zh") == known


def test_warming_changes_nothing_and_leaves_no_session(standing):
    def counts() -> list[int]:
        with reading(standing.story.engine).connect() as connection:
            return [
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (t.events, t.sessions, t.accounts, t.messages)
            ]

    before = counts()
    warm(standing.app.state.board)
    assert counts() == before


def test_a_page_that_cannot_be_drawn_keeps_the_board_from_nothing(standing, monkeypatch):
    def failing(*_args, **_facts):
        raise LookupError

    monkeypatch.setattr(views, "render", failing)
    assert warm(standing.app.state.board) == []


def test_readers_are_let_in_in_time_however_slow_the_machine_is(standing, monkeypatch):
    monkeypatch.setattr(warming, "LONGEST", -1.0)
    assert warm(standing.app.state.board) == []
