"""Every route × every role × somebody else's object: nobody sees or does what is not their."""

import pytest
from fastapi.testclient import TestClient

from dashboard.pages import ROUTES
from dashboard.web.routes import Route
from tests.dashboard.board import Board, target, words

#: Role → (person, rights of the account).
ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "member": ("b1-plain", ()),
    "liaison": ("b1-liaison", ()),
    "head": ("b1-head", ()),
    "leader": ("leader-1", ()),
    "principal": ("director", ()),
    "office": ("clerk", ()),
    "auditor": ("", ("auditor",)),
    "administrator": ("", ("administrator",)),
}
#: Right → the roles that have it, written out once more and by hand.
HAVE = {
    "own": set(ROLES),
    "read": set(ROLES),
    "desk": {"member", "liaison", "head", "leader", "principal", "office"},
    "act": {"member", "liaison", "head", "leader", "principal", "office"},
    "sheet": set(ROLES) - {"member"},
    "today": {"office", "auditor", "administrator"},
    "decide": {"leader", "principal", "office", "auditor"},
    "rule": {"leader", "principal", "office"},
    "mails": {"office", "auditor", "administrator"},
    "office": {"office", "auditor", "administrator"},
    "run": {"office", "administrator"},
    "register": {"office"},
    "accounts": {"administrator"},
}
SEE_ALL = {"principal", "office", "auditor", "administrator"}
LISTS = (
    *("/overview", "/plan", "/matrix", "/ledger", "/calendar?day=2010-05-31", "/units", "/desk"),
    *("/papers", "/bulletins", "/inspections"),
    *("/wall", "/rectifications", "/ledger?unit=b3", "/matrix?phase=A"),
)


DATA = {"revision": "0", "note": "x", "switch": "off", "move": "agree"}


def path(route: Route, board: Board, unit: str = "b3") -> str:
    """The route's path about an object of another unit."""
    row = board.story.row("rally", unit)
    if route.path.startswith("/accounts/{"):
        return "/accounts/0"
    found = route.path.replace("{number:int}", str(row.id)).replace("{sha}", "0" * 64)
    if route.path.startswith("/units"):
        found = found.replace("{key}", unit)
    if route.path.startswith("/people"):
        found = found.replace("{key}", f"{unit}-head")
    if route.path.startswith("/anchors"):
        found = found.replace("{key}", "congress")
    found = found.replace("{key}", "A").replace("{what}", "unit")
    found = found.replace("{kind}", "overdue").replace("{spoken}", "zh")
    return found.replace("{name}", "note")


def ask(client: TestClient, route: Route, where: str) -> int:
    if route.method == "GET":
        return int(client.get(where).status_code)
    return int(client.post(where, data=DATA).status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.may], ids=lambda r: r.method + r.path)
def test_nobody_comes_in_without_logging_in(standing, route):
    board = standing
    before = board.events()
    where = path(route, board)
    client = board.client()
    answer = client.get(where) if route.method == "GET" else client.post(where, data={})
    assert (answer.status_code, target(answer)) == (303, "/login")
    assert board.events() == before


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_is_its_own_and_nothing_of_another_unit(standing, role):
    board = standing
    person, roles = ROLES[role]
    client = board.client(person, roles)
    before = board.events()
    for route in (r for r in ROUTES if r.may):
        if (
            route.path in ("/logout", "/theme", "/demo/forward", "/trial")
            and route.method == "POST"
        ):
            continue
        where = path(route, board)
        found = ask(client, route, where)
        shown = f"{role} {route.method} {where}: {found}"
        if role not in HAVE[route.may]:
            assert found == 403, shown
        elif route.path.startswith("/demo"):
            assert found == 404, shown
        elif _foreign(route) and role not in SEE_ALL:
            assert found in (404, 422), shown
        elif route.path.startswith(("/papers/{", "/bulletins/{")):
            assert found == 404, f"{shown}: it is no paper"
        elif "/files/" in route.path or route.path == "/mails/{number:int}":
            assert found in (200, 404), shown
        else:
            assert found in (200, 303, 404, 409, 422), shown
    assert board.events() == before, "somebody did something to what is not his"


def _foreign(route: Route) -> bool:
    one = (
        "/obligations/{number",
        "/units/{key}",
        "/people/{key}",
        "/decisions/{number",
        "/papers/{number",
        "/bulletins/{number",
    )
    return route.path.startswith(one)


@pytest.mark.parametrize("person", ["b1-plain", "b1-liaison", "b1-head", "leader-1"])
def test_no_list_names_what_is_in_another_unit(standing, person):
    board = standing
    client = board.client(person)
    number = board.story.row("rally", "b3").id
    for where in LISTS:
        answer = client.get(where)
        assert answer.status_code == 200
        assert f'/obligations/{number}"' not in answer.text, where
        assert "b3-head" not in answer.text, where


def test_a_member_sees_the_public_state_of_their_unit_and_not_what_was_said(board):
    row = board.story.act("note", "rally", "b1", by="b1-head", note="会场被占用")
    assert "会场被占用" in board.client("b1-head").get(f"/obligations/{row.id}").text
    answer = board.client("b1-plain").get(f"/obligations/{row.id}")
    assert answer.status_code == 200
    assert "会场被占用" not in answer.text
    assert "会场被占用" not in board.client("b1-plain").get("/units/b1").text
    assert "会场被占用" not in board.client("b1-plain").get("/ledger").text


def test_a_line_of_several_members_tells_none_of_them_what_another_wrote(board):
    board.story.to("2010-06-14T10:00")
    board.story.act("note", "essay", "b1-head", by="b1-head", note="下乡抗旱，未及写")
    assert "下乡抗旱" in words(board.client("b1-head").get("/units/b1"))
    shown = words(board.client("b1-plain").get("/units/b1"))
    assert "学习心得" in shown and "下乡抗旱" not in shown


def test_an_auditor_reads_everything_and_changes_nothing_also_when_they_hold_a_post(board):
    row = board.story.row("rally", "b1")
    client = board.client("b1-head", ("auditor",))
    assert client.get(f"/obligations/{board.story.row('rally', 'b3').id}").status_code == 200
    answer = client.post(
        f"/obligations/{row.id}/note", data={"revision": row.revision, "note": "x"}
    )
    assert answer.status_code == 403


def test_a_responsible_party_can_neither_verify_nor_move_their_own_date(board):
    row = board.story.row("essay", "b1-deputy")
    client = board.client("b1-deputy")
    page = client.get(f"/obligations/{row.id}").text
    for move in ("accept", "waive", "withdraw"):
        assert f'/obligations/{row.id}/{move}"' not in page
        data = {"revision": row.revision, "reason": "x"}
        assert client.post(f"/obligations/{row.id}/{move}", data=data).status_code == 422
    assert board.story.row("essay", "b1-deputy").state == "reported"
