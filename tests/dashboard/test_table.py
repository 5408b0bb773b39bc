"""Every row of the table of states that people move is a form for who may, and for nobody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from dashboard.web import moves, offers
from dashboard.web.page_request import NOBODY
from tests.dashboard.board import Board
from tests.dashboard.conftest import begun
from tests.prepared import Prepared
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rows import Obligation
from workflows.domain.states import KINDS, TABLE, states

FINDING = {"title": "问题", "severity": "hard", "issued_on": "2010-06-01", "verifier": "leader-2"}


@dataclass(frozen=True)
class Cast:
    """Person → their roles with regard to the row of one kind, written out by hand."""

    roles: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)


#: The rally of b1 stands in for a row of each kind: owed by b1, whose head is b1-head.
CASTS = {
    "task": Cast(
        {"b1-head": "doer above", "committee-head": "verifier above", "leader-1": "above",
         "clerk": "office above"}
    ),
    "matter": Cast(
        {"b1-head": "doer above", "leader-1": "above", "clerk": "verifier office above"},
        {"title": "交办"},
    ),
    "phase": Cast({"clerk": "office"}),
    "anchor": Cast({"clerk": "office"}),
    "rectification": Cast(
        {"b1-head": "doer head above", "leader-2": "verifier", "leader-1": "above",
         "clerk": "office above"},
        FINDING,
    ),
    "decision": Cast(
        {"b1-head": "doer", "committee-head": "approver", "clerk": "office"},
        {"to": "2010-07-01", "by": "b1-head", "earlier": 0, "answering": ["b1-head"]},
        {"assignee": "committee-head", "assignee_post": "committee-post"},
    ),
    "slip": Cast(
        {"leader-1": "approver", "clerk": "office"},
        {"colour": "red", "signer_post": "in-charge-1", "of_leg": 1},
        {"assignee": "leader-1", "assignee_post": "in-charge-1"},
    ),
    "bulletin": Cast(
        {"leader-2": "approver", "b2-head": "head", "clerk": "office doer"},
        {"signer_post": "in-charge-2", "title": "通报"},
        {"unit": "group-office", "post": "office-post", "occurrence": "2010-05",
         "assignee": "leader-2",
         "assignee_post": "in-charge-2"},
    ),
    "inspection": Cast(
        {"leader-2": "doer", "b2-head": "inspected", "clerk": "office"},
        {"way": "round_visit", "title": "督查", "units": ["b2"]},
        {"unit": "office", "person": "leader-2", "assignee": "leader-2", "assignee_post": ""},
    ),
    "lookback": Cast(
        {"b1-head": "doer", "committee-head": "verifier", "clerk": "office"},
        FINDING | {"of_unit": "b3"},
    ),
}  # fmt: skip
#: With the office, so not with whoever signs.
WITH_OFFICE = {("slip", "sent_back"), ("bulletin", "checking")}
#: Kind → what the day or the row rules out for everybody: it is late and not listed, and the days
#: for objections are over.
RULED_OUT = {"task": {"extend"}, "matter": {"extend"},
             "rectification": {"extend", "delist", "object"}}  # fmt: skip
#: Holds no post, owes and verifies none of it.
STRANGER = "b1-plain"
#: Columns that a cast may change; the next one finds them as they were.
WHOLE = {
    "unit": "b1",
    "person": "",
    "post": "",
    "occurrence": "",
    "assignee": "b1-head",
    "assignee_post": "",
}
PEOPLE = [(kind, state) for kind in KINDS for state in states(kind)]


@pytest.fixture(scope="module")
def shared(
    prepared_sqlite: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Board, int]]:
    """One board, and the number of the row that is damaged again and again."""
    made = begun(prepared_sqlite, tmp_path_factory.mktemp("table"))
    yield made, made.story.row("rally", "b1").id
    made.close()


def put(board: Board, number: int, kind: str, state: str) -> Obligation:
    """The rally of b1 as a row of that kind in that state."""
    cast, row = CASTS[kind], next(row for row in board.story.rows() if row.id == number)
    columns: dict[str, Any] = WHOLE | cast.columns
    if kind in ("task", "matter") and state == "reported":
        columns |= {"assignee": "clerk" if kind == "matter" else "committee-head"}
    if kind == "slip":
        columns["about"] = board.story.row("rally", "b2").id
    board.story.damage(row, kind=kind, state=state, facts=cast.facts, **columns)
    return next(one for one in board.story.rows() if one.id == row.id)


def forms(board: Board, person: str, number: int, kind: str) -> set[str]:
    """The moves that the pages of an obligation offer somebody; none where they are shown none. A
    document is signed on its own page only."""
    client, found = board.client(person), set[str]()
    for page in ("obligations", "papers", "bulletins"):
        text = client.get(f"/{page}/{number}").text
        found |= set(re.findall(rf'action="/{page}/{number}/(\w+)"', text))
        assert page != "obligations" or kind not in moves.DOCUMENTS or "sign" not in found
    text = client.get(f"/obligations/{number}").text
    return found | ({"announce"} if 'href="/anchors#' in text else set())


@pytest.mark.parametrize(("kind", "state"), PEOPLE)
def test_every_move_of_people_is_a_form_for_who_may_and_for_nobody_else(shared, kind, state):
    board, number = shared
    row = put(board, number, kind, state)
    listed = {move: rule for (k, s, move), rule in TABLE.items() if (k, s) == (kind, state)}
    for person, text in CASTS[kind].roles.items():
        roles = set(text.split()) - ({"approver"} if (kind, state) in WITH_OFFICE else set())
        # Nobody decides on what they owe themselves; a follow-up check asks who answered before.
        own = roles & {"doer", "head"} and kind != "lookback"
        wanted = {
            move
            for move, rule in listed.items()
            if roles & set(rule.by) and not (own and "not_own" in rule.needs)
        } - RULED_OUT.get(kind, set())
        assert forms(board, person, row.id, kind) == wanted, (kind, state, person)
    assert forms(board, STRANGER, row.id, kind) == set(), (kind, state)


@pytest.mark.parametrize("kind", ["task", "matter", "rectification"])
def test_a_liaison_enters_for_a_member_what_the_table_says_and_gives_it_to_nobody(shared, kind):
    board, number = shared
    for state in states(kind):
        row = put(board, number, kind, state)
        board.story.damage(row, person="b1-plain", assignee="b1-plain")
        roles = {"liaison", "above"}
        listed = {m: rule for (k, s, m), rule in TABLE.items() if (k, s) == (kind, state)}
        wanted = {move for move, rule in listed.items() if roles & set(rule.by)} - RULED_OUT[kind]
        assert forms(board, "b1-liaison", number, kind) == wanted, state
        assert wanted <= {"seen", *(name for name, move in MOVE_TYPES.items() if move.entered)}


def test_every_kind_is_walked_and_every_move_has_a_form():
    assert set(CASTS) == set(KINDS)
    people = {move for (_, _, move), rule in TABLE.items() if rule.by != ("time",)}
    assert people == set(MOVE_TYPES)
    assert not offers.offered.__defaults__ and NOBODY.person == ""


def test_a_form_names_no_field_it_has_not():
    fields = {name for move in MOVE_TYPES.values() for name in move.fields}
    for move in MOVE_TYPES.values():
        assert set(move.labels) <= fields
