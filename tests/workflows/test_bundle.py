"""Which day's mail a thing goes with, and how one mail is ordered. Pure."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.bundle import gather, lead
from notifications.kinds import KINDS
from notifications.kinds.escalated import Escalated
from notifications.kinds.overdue import Overdue
from notifications.kinds.reminder import Reminder
from notifications.mail_hour import following, slot
from notifications.message import About, Asked, Item, Section
from tests.domain.office import CHINA, ZONE, at
from workflows.domain.workdays import Override, calendar

NINE = time(9)
INSTANTS = st.integers(0, 350 * 24 * 60).map(
    lambda minutes: datetime(2010, 1, 4, tzinfo=ZONE) + timedelta(minutes=minutes)
)
DELAYS = st.timedeltas(timedelta(0), timedelta(days=12))


def said(happened, now=None, hour=NINE, zone="Asia/Shanghai"):
    return slot(happened, now or happened, hour, zone, CHINA)


def item(number=1, **more):
    return Item(**({"number": number, "title": "essay", "clause": "一", "unit": "b1"} | more))


def escalated(number=1, *, total=3, level=0, skipped=(), **more):
    about = About(level=level, skipped=skipped)
    return Escalated(about=about, item=item(number, **more), total=total)


def folded(section: Section) -> list[Escalated]:
    return [entry for entry in section.entries if isinstance(entry, Escalated)]


def overdue(number=1, **more):
    return Overdue(about=About(), item=item(number, **more), asked=Asked())


@pytest.mark.parametrize(
    ("happened", "day"),
    [
        (at(date(2010, 6, 1)), date(2010, 6, 1)),
        (at(date(2010, 6, 1), 9), date(2010, 6, 1)),
        (at(date(2010, 6, 1), 9, 1), date(2010, 6, 2)),
        (at(date(2010, 5, 29)), date(2010, 5, 31)),  # a Saturday
        (at(date(2010, 5, 28), 10), date(2010, 5, 31)),  # a Friday after the hour
        (at(date(2010, 6, 12)), date(2010, 6, 12)),  # a Saturday that was worked
        (at(date(2010, 6, 13), 10), date(2010, 6, 17)),  # three days of holiday follow
    ],
)
def test_a_thing_is_said_at_the_next_mail_hour_of_a_working_day(happened, day):
    assert said(happened).day == day
    assert said(happened).at == at(day, 9)


def test_when_the_hour_was_missed_it_is_said_at_once_on_a_working_day():
    found = said(at(date(2010, 6, 1)), at(date(2010, 6, 4), 10))
    assert (found.day, found.at) == (date(2010, 6, 4), at(date(2010, 6, 4), 9))


def test_when_the_hour_was_missed_and_today_is_a_day_off_it_waits_for_a_working_day():
    found = said(at(date(2010, 6, 11)), at(date(2010, 6, 15), 10))
    assert found.day == date(2010, 6, 17)


def test_when_yesterdays_hour_was_missed_and_todays_has_not_struck_it_waits_for_it():
    assert said(at(date(2010, 6, 1)), at(date(2010, 6, 4), 8)).at == at(date(2010, 6, 4), 9)


def test_a_reader_elsewhere_gets_their_mail_at_their_own_hour():
    found = said(at(date(2010, 6, 1), 12), zone="Europe/Berlin")
    assert (found.day, found.at.astimezone(ZONE).hour) == (date(2010, 6, 1), 15)


@pytest.mark.parametrize("sunday", [date(2010, 3, 14), date(2010, 11, 7)])
@pytest.mark.parametrize("hour", [time(1, 30), time(2, 30)])
def test_an_hour_that_a_change_of_the_clock_skips_or_repeats_gives_one_mail(sunday, hour):
    """The Sundays on which New York changes its clock, here working days."""
    worked = calendar("US", [Override(sunday, True, "worked")])
    new_york = ZoneInfo("America/New_York")
    midnight = datetime.combine(sunday, time(0), new_york)
    found = {
        slot(happened, happened, hour, "America/New_York", worked)
        for happened in (midnight + timedelta(minutes=10 * n) for n in range(7))
    }
    assert {one.day for one in found} == {sunday} and len(found) == 1


@given(INSTANTS, DELAYS, st.sampled_from([time(8, 30), NINE, time(17)]))
def test_nothing_is_said_on_a_day_off_or_before_it_happened(happened, delay, hour):
    now = happened + delay
    found = said(happened, now, hour)
    assert CHINA.is_workday(found.day)
    assert found.at >= happened or found.day == now.date()
    assert found.day >= happened.date()


@given(INSTANTS, DELAYS)
def test_what_was_missed_is_not_put_off_longer_than_to_the_next_working_day(happened, delay):
    now = happened + delay
    found = said(happened, now)
    assert found.day <= max(CHINA.on_or_after(now.date() + timedelta(days=1)), said(happened).day)


@given(INSTANTS)
def test_the_mailing_after_one_that_left_is_the_next_working_day(happened):
    first = said(happened)
    after = following(first, NINE, "Asia/Shanghai", CHINA)
    assert after.day == CHINA.add(first.day, 1)


def test_the_most_urgent_comes_first_and_within_it_the_latest():
    one = overdue(1, days_over=1, due_on=date(2010, 6, 3))
    two = overdue(2, days_over=6, due_on=date(2010, 5, 28))
    soon = Reminder(about=About(), item=item(3), asked=Asked())
    sections = gather([soon, one, escalated(4), two])
    assert [section.kind for section in sections] == ["overdue", "escalated", "reminder"]
    assert [e.number for e in sections[0].entries] == [2, 1]


def test_what_the_reader_alone_can_do_comes_before_what_they_are_told():
    assert lead(["escalated", "paper_to_sign", "overdue"]) == "paper_to_sign"
    assert lead(["escalated", "review", "office_daily"]) == "review"
    assert lead(["escalated", "decision_asked", "overdue"]) == "decision_asked"


def test_what_members_owe_one_by_one_is_one_line_of_the_units_coverage():
    late = [escalated(n, person=f"p{n}", level=2, skipped=("vacant",)) for n in (1, 2)]
    (section,) = gather([*late, escalated(3, person="p3", unit="b2")])
    first, second = sorted(folded(section), key=lambda e: e.item.unit)
    assert (first.missing, first.total, first.names) == (2, 3, ("p1", "p2"))
    assert first.about.skipped == ("vacant",)
    assert (second.missing, second.names) == (1, ("p3",))


def test_what_a_unit_owes_and_other_kinds_are_not_folded():
    alone = [escalated(1, total=0), escalated(2, total=1)]
    assert [len(s.entries) for s in gather([*alone, overdue(3)])] == [1, 2]


ENTRIES = st.lists(
    st.one_of(
        st.builds(
            escalated,
            st.integers(1, 30),
            unit=st.sampled_from(["b1", "b2"]),
            level=st.integers(0, 4),
            days_over=st.integers(0, 9),
            total=st.sampled_from([0, 3]),
        ),
        st.builds(overdue, st.integers(1, 30), days_over=st.integers(0, 9)),
    ),
    max_size=12,
)


@given(ENTRIES)
def test_each_kind_stands_in_one_section_in_order_of_urgency_and_nothing_is_lost(entries):
    sections = gather(entries)
    ranks = [KINDS[section.kind].rank for section in sections]
    assert all(one < other for one, other in pairwise(ranks))
    kept = [e for section in sections for e in section.entries]
    assert sum(getattr(e, "missing", 0) or 1 for e in kept) == len(entries)


def test_a_mail_is_called_by_its_most_urgent_kind():
    assert lead(["assigned", "reminder", "overdue"]) == "overdue"
