"""Killed at some moment and started days later: what was missed is said once, and recorded."""

from contextlib import ExitStack

import pytest

from demo.smtp_sink import Mailbox
from tests.databases import sqlite_copy
from tests.delivery.kills import Moment, Victim
from tests.delivery.office import MORNING, Office
from tests.story import instant

DOWN, BACK = instant("2010-06-01T00:00"), instant("2010-06-04T10:00")
BRANCHES = ("b1", "b2", "b3")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def killed(request, tmp_path_factory):
    """Three branches turn red at midnight; the process dies after the first of them was written
    down, and is started three days later. Nobody changes anything afterwards."""
    folder = tmp_path_factory.mktemp("killed")
    with ExitStack() as stack:
        box = stack.enter_context(Mailbox(folder / "mail"))
        office = Office(_database(request, stack, folder))
        stack.callback(office.close)
        office.courier(box.port).run_once(office.at(MORNING))
        with Victim(office.url, box.port, batch=1) as victim:
            assert victim.live(DOWN, Moment("commit", 2))
            office.before = [office.story.row("rally", branch).light for branch in BRANCHES]
            assert not victim.live(BACK)
        office.box = box.port
        yield office


def _database(request, stack, folder):
    if request.param == "sqlite":
        return sqlite_copy(request.getfixturevalue("_sqlite_template"), folder)
    return stack.enter_context(request.getfixturevalue("postgres").database())


def test_what_the_dead_process_had_not_come_to_is_found_three_days_later(killed):
    assert {"red"} < set(killed.before), "it was not killed between two batches"
    for branch in BRANCHES:
        row = killed.story.row("rally", branch)
        assert (row.light, row.level) == ("red", 2)
        triggers = [(e.trigger, e.step) for e in killed.story.events(row, "overdue")]
        assert triggers == [("+1wd", 1), ("+3wd", 1)]
    killed.at(BACK)  # looks whether lights, numbers and moments are what they must be


def test_what_was_missed_is_recorded_as_merged_into_what_was_said(killed):
    missed = [b for b, light in zip(BRANCHES, killed.before, strict=True) if light != "red"]
    for branch in missed:
        row = killed.story.row("rally", branch)
        events = killed.story.events(row, "overdue")
        assert [(e.why["outcome"], e.why.get("into")) for e in events] == [
            ("merged", "+3wd"),
            ("said", None),
        ]
        assert {e.recorded_at for e in events} == {BACK}


def test_everybody_concerned_hears_of_every_missed_item(killed):
    for branch, leader in (("b1", "leader-1"), ("b2", "leader-1"), ("b3", "leader-2")):
        heard = {
            to
            for day, to, _ in killed.story.said(killed.story.row("rally", branch))
            if day == "2010-06-04"
        }
        assert heard == {f"{branch}-head", leader}
    assert not [m for m in killed.messages() if m["state"] not in ("sent", "cancelled")]


def test_everybody_gets_one_mail_after_the_process_was_killed_between_two_batches(killed):
    readers = [letter.to for letter in killed.story.mails(on="2010-06-04")]
    assert sorted(readers) == sorted(set(readers))


def test_the_same_instant_a_second_time_sends_nothing(killed):
    before = killed.story.mails(state=""), killed.story.events()
    assert killed.courier(killed.box).run_once(killed.at(BACK)).sent == 0
    assert (killed.story.mails(state=""), killed.story.events()) == before
