"""The machine's clock jumps: nothing twice, nothing early, and the office hears of it."""

from datetime import timedelta

import pytest

from scheduler.sweep import Sweeper
from tests.stories.world import RALLY, plan
from tests.story import instant
from workflows.commands import gaps
from workflows.commands.door import as_person
from workflows.domain.standing import standing
from workflows.store import queries
from workflows.store.engine import reading


@pytest.fixture
def story(tell):
    """3 June, all by the machine's own clock."""
    found = tell(plan(RALLY)).to("2010-06-03")
    found.sweeper = Sweeper(found.engine, by_clock=True)
    found.courier.by_clock = True
    return found


def at(story, when):
    """One round at an instant the story does not take for its own."""
    kept, swept = story.now, story.sweeper.run_once(instant(when))
    story.courier.run_once(instant(when))
    story.now = kept
    return swept


def programme(story):
    with reading(story.engine).connect() as connection:
        (found,) = queries.programmes(connection)
    return found


def seen(story):
    return story.rows(), story.events(), story.mails(state="")


# --- back ---------------------------------------------------------------------------------


def test_a_clock_that_went_back_two_hours_says_nothing_again_and_the_office_hears_it_once(story):
    before = seen(story)
    for when in ("2010-06-03T07:00", "2010-06-03T06:30", "2010-06-03T06:31"):
        at(story, when)
    assert seen(story) == before
    story.to("2010-06-04T00:00")
    (event,) = story.events(None, "clock_back")
    assert event.why["detail"] == "2010-06-03 09:00 → 2010-06-03 06:30"
    story.to("2010-06-08")
    assert len(story.events(None, "clock_back")) == 1
    (letter,) = story.mails(to="clerk", kind="office_alert")
    assert letter.on.isoformat() == "2010-06-04" and "时钟曾倒退" in letter.body
    assert programme(story).clock_back_to is None


def test_a_clock_set_back_by_a_moment_alarms_nobody(story):
    at(story, "2010-06-03T08:56")
    story.to("2010-06-04")
    assert story.events(None, "clock_back") == []


def test_while_the_clock_is_behind_no_number_of_days_is_negative(story):
    row = story.row("rally", "b3")
    assert row.light == "red"
    context = story.context
    policy = context.policies[row.policy]
    for days in range(12):
        day = context.today(story.now) - timedelta(days=days)
        stands = standing(row, policy, context.frame, day)
        assert min(stands.workdays_overdue, stands.days_overdue, stands.workdays_left) >= 0


def test_it_is_told_also_when_the_program_was_started_anew_meanwhile(story):
    at(story, "2010-06-02T12:00")
    story.sweeper = Sweeper(story.engine, by_clock=True)
    story.to("2010-06-04")
    assert len(story.events(None, "clock_back")) == 1


# --- forward ------------------------------------------------------------------------------


def test_a_clock_a_year_ahead_says_nothing_and_is_as_if_it_had_never_been(story):
    before, swept_at = seen(story), programme(story).swept_at
    swept = at(story, "2011-06-03T09:00")
    assert "365 days ago" in str(swept.held["small"]) and swept.messages == swept.events == 0
    assert seen(story) == before and programme(story).swept_at == swept_at
    story.to("2010-06-04")
    assert story.mails(on="2010-06-04"), "the clock is right again and all goes on"


def test_mail_that_waits_for_its_hour_does_not_leave_by_a_clock_that_is_ahead(story):
    story.to("2010-06-04T00:00")
    waiting = story.mails(state="pending")
    assert waiting
    delivered = story.courier.run_once(instant("2011-06-04T09:00"))
    assert "ago" in str(delivered.halted)
    assert story.mails(state="pending") == waiting


@pytest.mark.parametrize("days", [3, 7, 14])
def test_a_weekend_a_week_and_a_fortnight_without_power_are_caught_up_by_themselves(story, days):
    swept = story.leap((story.now + timedelta(days=days)).isoformat())
    assert not swept.held and programme(story).swept_at == story.now
    assert story.row("rally", "b3").level == {3: 2, 7: 3, 14: 4}[days]


def test_a_real_outage_of_two_months_is_caught_up_once_somebody_confirms_it(story):
    now = instant("2010-08-05T10:00")
    before = story.events()
    assert story.sweeper.run_once(now).held and story.events() == before
    with story.engine.begin() as connection:
        gaps.confirm(as_person(connection, story.context, "clerk", now))
    story.sweeper.by_clock = False  # `duban tick --confirm-gap`
    story.leap("2010-08-05T10:00")
    (event,) = story.events(None, "gap_confirmed")
    assert (event.actor, event.why["days"]) == ("clerk", 63)
    assert programme(story).swept_at == now
    assert story.mails(to="b3-head", on="2010-08-05", kind="overdue")
    story.sweeper.by_clock = True
    assert not story.sweeper.run_once(now + timedelta(minutes=1)).held


@pytest.mark.parametrize(("many", "held"), [(1, []), (12, ["small"])])
def test_three_weeks_are_believed_while_little_is_due_and_asked_about_when_much_is(
    tell, many, held
):
    essays = [f"{{id: e{n}, owes: each person(member), words: 6月11日前}}" for n in range(many)]
    story = tell(plan(*essays), smtp=0).to("2010-05-31")
    swept = Sweeper(story.engine, by_clock=True).run_once(instant("2010-06-20T10:00"))
    assert list(swept.held) == held
    assert all("items are due at once" in str(why) for why in swept.held.values())


def test_whoever_names_the_instant_themselves_is_not_asked(tell):
    story = tell(plan(RALLY)).to("2010-06-03")
    story.leap("2010-10-08T10:00")
    assert programme(story).swept_at == story.now
