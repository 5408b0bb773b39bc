"""The demo's 30 months of supervision: rectifications with every ending, documents, inspections."""

import contextlib
import json
import sqlite3
from itertools import groupby

import pytest

from demo.scenario import scenario

pytestmark = pytest.mark.slow
#: What can happen to a rectification, as its events are called.
ENDINGS = {
    "issued", "signed", "objected", "upheld", "reassigned", "measures", "noted", "reported",
    "applied", "checked", "struck_off", "returned", "extension_asked", "extended", "held",
    "resumed", "listed", "delisted", "waived", "withdrawn", "reopened", "relapsed", "looked_back",
    "slip", "note_called",
}  # fmt: skip


@pytest.fixture(scope="module")
def ask(thirty_months):
    with contextlib.closing(sqlite3.connect(thirty_months.folder / "duban.sqlite")) as connection:
        yield lambda query: connection.execute(query).fetchall()


def happened(ask, kind):
    query = f"SELECT DISTINCT e.kind FROM events e JOIN obligations o ON o.id = e.obligation WHERE o.kind = '{kind}'"  # noqa: E501
    return {row[0] for row in ask(query)}


def test_some_forty_rectifications_come_to_every_ending_there_is(ask):
    ((n,),) = ask("SELECT count(*) FROM obligations WHERE kind = 'rectification'")
    assert n >= 40
    assert ENDINGS - happened(ask, "rectification") == set()
    assert {"confirmed", "failed"} <= happened(ask, "lookback")
    asked = ask("SELECT state, facts FROM obligations WHERE kind = 'decision' AND item LIKE 'R%'")
    ways = {(json.loads(extra)["asked"], state) for state, extra in asked}
    assert {("extend", "agreed"), ("extend", "refused"), ("explain", "agreed")} <= ways


def test_some_were_sent_back_twice_some_never_signed_for_and_some_never_put_right(ask):
    rows = ask("SELECT state, returns, due_on FROM obligations WHERE kind = 'rectification'")
    assert {"issued", "in_progress", "struck_off"} <= {state for state, _, _ in rows}
    sent_back = ask(
        "SELECT count(*) FROM events e JOIN obligations o ON o.id = e.obligation "
        "WHERE o.kind = 'rectification' AND e.kind = 'returned' GROUP BY o.id"
    )
    assert {n for (n,) in sent_back} == {1, 2}


def test_supervision_notices_have_numbers_without_gaps_and_one_is_void(ask):
    given = ask(
        "SELECT year, number FROM documents WHERE series = 'slip' AND number IS NOT NULL "
        "ORDER BY year, number"
    )
    for year, rows in groupby(given, lambda row: row[0]):
        numbers = [number for _, number in rows]
        assert numbers == list(range(1, len(numbers) + 1)), year
    assert ask("SELECT count(*) FROM obligations WHERE kind = 'slip' AND state = 'void'") == [(1,)]
    colours = ask("SELECT facts FROM obligations WHERE kind = 'slip' AND state = 'signed'")
    assert {"yellow", "red", "second", "listing"} == {json.loads(e)["colour"] for (e,) in colours}


def test_documents_were_sent_back_corrected_and_signed_and_some_lay_too_long(ask):
    assert {"sent_back", "redrafted", "signed_off", "voided", "overdue"} <= happened(ask, "slip")
    assert {"corrected", "sent_back", "bulletin_signed"} <= happened(ask, "bulletin")


def test_inspections_were_drawn_held_contested_moved_and_held_late(ask):
    told = {"drawn", "inspected", "contested", "contest_answered", "redated", "overdue"}
    assert told <= happened(ask, "inspection")
    seeds = ask("SELECT why FROM events WHERE kind = 'drawn'")
    assert all(json.loads(why)["seed"].startswith("1:") for (why,) in seeds)


def test_a_dozen_instructions_were_reported_and_accepted_some_of_them_late(ask):
    rows = ask("SELECT state, due_on, done_on FROM obligations WHERE kind = 'matter'")
    assert len(rows) >= 12 and {state for state, _, _ in rows} == {"accepted"}
    assert 2 <= sum(done > due for _, due, done in rows) < len(rows)


def test_the_office_reminded_telephoned_and_called_for_notes_and_leaders_had_seen_it(ask):
    kinds = {kind for (kind,) in ask("SELECT DISTINCT kind FROM events")}
    assert {"pressed", "pressed_late", "phoned", "note_called", "seen"} <= kinds


def test_no_row_was_ever_quarantined(ask):
    assert ask("SELECT id FROM obligations WHERE error <> ''") == []
    assert ask("SELECT id FROM events WHERE kind = 'quarantined'") == []


def test_the_end_shows_rectifications_supervision_notices_inspections_and_bulletins(thirty_months):
    for words in (
        "Rectifications: 4",
        "Supervision notices, the last 师农督〔2012〕",
        "Inspections",
        "Bulletins",
    ):
        assert words in thirty_months.out


def test_everything_the_scenario_answers_happens_at_least_once(ask):
    kinds = {kind for (kind,) in ask("SELECT DISTINCT kind FROM events")}
    answered = {event for reaction in scenario().behaviour for event in reaction.on}
    assert answered - {"any"} - kinds == set()
