"""The moments of a step: a wrong one reminds people early, late or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.office import CHINA, FIRM, FRAME, MAY_28, MAY_31, STANDARD, at, step
from workflows.definition.policies import BUILT_IN
from workflows.domain.model import Trigger
from workflows.domain.moments import Frame
from workflows.domain.timeline import due, moments, next_moment, red_on, upcoming, yellow_on
from workflows.domain.workdays import Calendar

EARLY = datetime(2000, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2009, 1, 5), date(2012, 12, 1))


def days(of, policy=STANDARD, most=30):
    return {m.key: FRAME.day(m.at) for m in islice(moments(of, policy, FRAME), most) if not m.n}


@st.composite
def steps(draw):
    due_on = draw(DAYS)
    opened = due_on - timedelta(days=draw(st.integers(0, 200)))
    press = due_on - timedelta(days=draw(st.integers(0, 15)))
    state = draw(st.sampled_from(["open", "reported"]))
    return step(due_on, opened, state=state, remind_from=press)


POLICIES = st.sampled_from([STANDARD, FIRM, BUILT_IN["decision"]])


def test_points_before_the_due_day_count_back_from_the_first_day_of_a_fuzzy_end():
    mid_june = step(date(2010, 6, 20), remind_from=date(2010, 6, 11))
    found = days(mid_june)
    assert found["-3wd"] == date(2010, 6, 8)
    assert found["0"] == date(2010, 6, 18)


def test_the_due_day_point_of_a_day_off_falls_on_the_working_day_before():
    assert days(step(date(2010, 6, 20)))["0"] == date(2010, 6, 18)
    assert days(step(date(2010, 6, 16)))["0"] == date(2010, 6, 13)  # a Sunday that was worked


def test_a_point_after_the_due_day_moves_on_to_a_working_day():
    policy = replace(STANDARD, triggers=(Trigger(offset=4, unit="d"), Trigger(offset=0, every=5)))
    assert days(step(date(2010, 6, 10)), policy)["+4d"] == date(2010, 6, 17)


def test_a_point_before_the_due_day_in_plain_days_moves_back_to_a_working_day():
    policy = replace(STANDARD, triggers=(Trigger(offset=-4, unit="d"), Trigger(offset=0, every=5)))
    assert days(step(date(2010, 6, 20)), policy)["-4d"] == date(2010, 6, 13)


def test_the_levels_of_a_firm_item_fall_on_1_3_8_and_12_june():
    pressed = [m for m in islice(moments(step(MAY_31), FIRM, FRAME), 12) if m.kind == "press"]
    assert [(FRAME.day(m.at).day, m.level) for m in pressed[:4]] == [
        (1, 1),
        (3, 2),
        (8, 3),
        (12, 4),
    ]


def test_red_begins_at_midnight_of_the_programme_not_of_greenwich():
    (red,) = [m for m in islice(moments(step(MAY_31), FIRM, FRAME), 12) if m.key == "red"]
    assert red.at == datetime(2010, 5, 31, 16, 0, tzinfo=UTC)
    assert red_on(step(MAY_31)) == date(2010, 6, 1)


def test_yellow_begins_with_the_first_point_but_never_more_than_ten_working_days_before():
    long = step(date(2010, 9, 30), date(2010, 6, 1))
    assert yellow_on(long, STANDARD, FRAME) == CHINA.add(date(2010, 9, 30), -10)
    early = replace(STANDARD, triggers=(Trigger(offset=-20), *STANDARD.triggers))
    assert yellow_on(long, early, FRAME) == CHINA.add(date(2010, 9, 30), -10)
    short = step(date(2010, 6, 11))
    assert yellow_on(short, STANDARD, FRAME) == date(2010, 6, 8)


def test_a_policy_without_a_point_before_turns_yellow_on_the_due_day():
    policy = replace(STANDARD, triggers=(Trigger(offset=0), Trigger(offset=0, every=5)))
    assert yellow_on(step(MAY_31), policy, FRAME) == MAY_31


def test_the_early_reminder_is_only_for_windows_of_thirty_working_days():
    long, short = step(date(2010, 9, 30)), step(date(2010, 6, 30))
    assert "-10wd" in days(long) and "-10wd" not in days(short)


def test_the_last_point_repeats_for_ever():
    many = list(islice(moments(step(MAY_31), FIRM, FRAME), 200))
    repeated = [m for m in many if m.key == "every 5wd"]
    assert [m.n for m in repeated] == list(range(1, len(repeated) + 1))
    assert len(repeated) > 180
    assert FRAME.day(repeated[0].at) == CHINA.add(MAY_31, 15)


def test_a_point_with_an_hour_fires_at_that_hour():
    policy = replace(
        STANDARD, triggers=(Trigger(offset=0, hour=time(14)), Trigger(offset=0, every=5))
    )
    (moment,) = [m for m in islice(moments(step(MAY_31), policy, FRAME), 3) if m.key == "0"]
    assert moment.at == at(MAY_31, 14)


def test_a_reviewers_step_follows_the_points_of_verifying():
    found = days(step(date(2010, 6, 3), MAY_31, state="reported"), FIRM)
    assert found["0"] == date(2010, 6, 3) and found["+2wd"] == date(2010, 6, 7)
    assert "-3wd" not in found


def test_a_phase_closes_the_midnight_after_its_end_and_is_not_reminded_afterwards():
    phase = step(date(2010, 6, 20), kind="phase")
    every = list(moments(phase, BUILT_IN["phase"], FRAME))
    assert (every[-1].kind, every[-1].at) == ("close", at(date(2010, 6, 21)))


def test_a_phase_that_was_over_before_it_opened_closes_after_it_opens():
    phase = step(date(2010, 5, 20), MAY_28, kind="phase")
    last = list(moments(phase, BUILT_IN["phase"], FRAME))[-1]
    assert last.kind == "close" and last.at > phase.opened_at


def test_the_date_of_an_anchor_is_asked_for_on_the_first_of_each_month_or_the_working_day_after():
    asked = islice(moments(step(None, kind="anchor"), BUILT_IN["anchor"], FRAME), 6)
    assert [(FRAME.day(m.at).month, FRAME.day(m.at).day) for m in asked] == [
        (6, 1),
        (7, 1),
        (8, 2),
        (9, 1),
        (10, 8),
        (11, 1),
    ]


def test_what_goes_on_for_ever_is_asked_each_half_year():
    asked = islice(moments(step(None, state="ongoing"), BUILT_IN["ongoing"], FRAME), 3)
    found = [(FRAME.day(m.at), m.kind) for m in asked]
    assert found == [
        (date(2010, 11, 29), "ask"),
        (date(2011, 5, 30), "ask"),
        (date(2011, 11, 28), "ask"),
    ]


def test_what_waits_for_an_anchor_has_no_moment():
    assert list(moments(step(None), STANDARD, FRAME)) == []
    assert next_moment(step(None), STANDARD, FRAME, EARLY) is None


@given(steps(), POLICIES)
def test_moments_come_in_order_of_time(of, policy):
    found = list(islice(moments(of, policy, FRAME), 25))
    assert all(one.at <= other.at for one, other in pairwise(found))


@given(steps(), POLICIES)
def test_every_moment_has_its_own_name(of, policy):
    found = [(m.key, m.n) for m in islice(moments(of, policy, FRAME), 25)]
    assert len(found) == len(set(found))


@given(steps(), POLICIES, st.integers(0, 90), st.integers(1, 90), st.integers(0, 60 * 24))
def test_an_interval_asked_in_two_parts_gives_the_moments_of_one(of, policy, first, more, minute):
    since = of.opened_at - timedelta(days=20)
    middle = since + timedelta(days=first, minutes=minute)
    end = middle + timedelta(days=more)
    parts = due(of, policy, FRAME, since, middle)
    parts += due(of, policy, FRAME, middle + timedelta(microseconds=1), end)
    whole = due(of, policy, FRAME, since, end)
    assert [m for m in parts if not m.n] == [m for m in whole if not m.n]
    rounds, latest = [m for m in parts if m.n], [m for m in whole if m.n]
    assert [m.n for m in latest] == [m.n for m in rounds][-1:]
    assert sum(1 + m.missed for m in latest) == sum(1 + m.missed for m in rounds)


@given(steps(), POLICIES, st.integers(-30, 2000))
def test_looking_on_from_a_day_finds_what_a_walk_from_the_beginning_finds(of, policy, after):
    since = of.opened_at + timedelta(days=after)
    walked = takewhile(lambda m: m.at <= since + timedelta(days=90), moments(of, policy, FRAME))
    found = islice(moments(of, policy, FRAME, since), 40)
    later = [m for m in found if m.at >= since]
    expected = [m for m in walked if m.at >= since]
    assert later[: len(expected)] == expected[: len(later)]


@pytest.mark.parametrize("unit", ["wd", "d"])
def test_of_a_point_that_repeats_only_the_latest_missed_one_is_due_with_their_number(unit):
    policy = replace(STANDARD, triggers=(Trigger(offset=1), Trigger(offset=0, every=5, unit=unit)))
    of, now = step(MAY_31), at(date(2026, 3, 2))
    every = [m for m in takewhile(lambda m: m.at <= now, moments(of, policy, FRAME)) if m.n]
    (latest,) = [m for m in due(of, policy, FRAME, at(MAY_28), now) if m.n]
    assert latest == replace(every[-1], missed=len(every) - 1)


@pytest.mark.parametrize(
    "of", [step(MAY_31), step(None, kind="anchor"), step(None, state="ongoing")], ids=str
)
def test_sixteen_years_that_nobody_swept_are_not_walked_day_by_day(of):
    class Asked(Calendar):
        times = 0

        def _year(self, number):
            Asked.times += 1
            return CHINA._year(number)

    frame = Frame(Asked.__new__(Asked), FRAME.zone)
    now = at(date(2026, 3, 2))
    found = due(of, FIRM, frame, at(MAY_28), now)
    assert found[-1].missed > 20
    following = next_moment(of, FIRM, frame, now)
    assert following is not None and following.n == found[-1].n + 1
    assert Asked.times < 200


@given(steps(), POLICIES, st.integers(-30, 120))
def test_the_next_moment_is_the_first_that_is_not_due_yet(of, policy, after):
    now = of.opened_at + timedelta(days=after)
    following = next_moment(of, policy, FRAME, now)
    assert following is not None and following.at > now
    assert following not in due(of, policy, FRAME, EARLY, now)
    assert due(of, policy, FRAME, now + timedelta(microseconds=1), following.at)[0] == following


@given(steps(), POLICIES)
def test_whatever_speaks_falls_on_a_working_day(of, policy):
    spoken = upcoming(of, policy, FRAME, EARLY, most=12)
    assert all(CHINA.is_workday(FRAME.day(m.at)) for m in spoken)


@given(steps(), POLICIES)
def test_nobody_is_reminded_before_the_day_after_the_due_day(of, policy):
    reminding = [m for m in islice(moments(of, policy, FRAME), 25) if m.kind == "press"]
    assert all(FRAME.day(m.at) > of.due_on for m in reminding)


@pytest.mark.parametrize("policy", [STANDARD, FIRM])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_each_point_comes_once_on_its_local_day_across_changes_of_the_clock(policy, zone):
    frame = replace(FRAME, zone=zone)
    of = step(date(2010, 11, 5), date(2010, 9, 1))
    found = [m for m in islice(moments(of, policy, frame), 20) if m.to]
    assert len({(m.key, m.n) for m in found}) == len(found)
    assert all(m.at.astimezone(ZoneInfo(zone)).hour == 0 for m in found)


def test_a_step_that_opens_late_still_has_all_its_moments_for_the_record():
    late = step(MAY_31, date(2010, 6, 9))
    passed = [m.key for m in due(late, FIRM, FRAME, EARLY, late.opened_at) if m.to]
    assert passed == ["-3wd", "0", "+1wd", "+3wd", "+6wd"]
