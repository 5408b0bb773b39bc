"""The programme of 2010 as it ships: the rally of branch 3, and what waits for the congress."""

from datetime import date

import pytest

from tests.story import shipped

HEAD, IN_CHARGE, PRINCIPAL = "p046", "p005", "p001"
GROUP = {"p001", "p002", "p003", "p004", "p005"}


@pytest.fixture
def programme(tell):
    def start(**more):
        return tell(
            shipped("programme.yaml"),
            decisions=shipped("decisions.yaml"),
            org=shipped("org.yaml"),
            **more,
        )

    return start


def test_a_branch_that_never_reports_its_rally_is_reminded_one_level_higher_each_time(programme):
    story = programme()
    assert story.row("41-1", "branch-3").due_on == date(2010, 5, 31)
    story.to("2010-05-31")
    assert story.row("41-1", "branch-3").light == "yellow"
    story.to("2010-06-01T00:00")
    assert story.row("41-1", "branch-3").light == "red"
    story.to("2010-06-16")
    row = story.row("41-1", "branch-3")
    pressed = [(story.context.today(e.at), e.why["level"]) for e in story.events(row, "overdue")]
    assert pressed == [(date(2010, 6, day), level) for day, level in _STEPS]
    heard = story.said(row, "escalated", "overdue")
    for day, audience in ((1, {IN_CHARGE}), (3, {IN_CHARGE}), (8, {PRINCIPAL}), (12, GROUP)):
        on = {to for when, to, _ in heard if when == f"2010-06-{day:02}"}
        assert on == audience | {HEAD}, day
    assert _skipped(story, row, IN_CHARGE, "2010-06-01") == [
        ["head", "branch-3-head", HEAD, "late"]
    ]
    assert story.mails(on="2010-06-12") and story.mails(on="2010-06-13")
    assert [m for day in (14, 15, 16) for m in story.mails(on=f"2010-06-{day}")] == []


_STEPS = ((1, 1), (3, 2), (8, 3), (12, 4))


def _skipped(story, row, to, on):
    (letter,) = story.mails(to=to, on=on, kind="escalated")
    return next(i.why["skipped"] for i in letter.items if i.obligation == row.id)


def test_what_waits_for_the_congress_is_left_in_peace_until_its_day_is_known(programme):
    story = programme(smtp=0)
    story.leap("2010-06-01T09:00")
    waiting = [r.id for r in story.rows(kind="task") if r.waits_for == "congress-18"]
    assert {row.light for row in story.rows() if row.id in waiting} == {"white"}
    story.leap("2010-06-17T09:00")
    reminding = {"reminder", "due_today", "overdue", "escalated"}
    said = [i for m in story.mails(state="") for i in m.items if i.kind in reminding]
    assert said and not [item for item in said if item.obligation in waiting]
    story.announce("2012-11-08", "congress-18")
    found = {row.due_on for row in story.rows() if row.id in waiting}
    assert found == {date(2012, 11, 7)}
    assert not [row for row in story.rows() if row.waits_for]
