"""Working days: what a wrong one would cost the person who counts on it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.domain.workdays import CalendarError, Override, calendar, read_overrides

ROOT = Path(__file__).resolve().parents[2]
CHINA = calendar("CN")
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2010, 5, 28), True),
        (date(2010, 5, 29), False),
        (date(2010, 5, 30), False),
        (date(2010, 6, 12), True),  # Saturday, made up for the 14th
        (date(2010, 6, 13), True),  # Sunday, made up for the 15th
        (date(2010, 6, 14), False),
        (date(2010, 6, 15), False),
        (date(2010, 6, 16), False),  # Dragon Boat Festival
        (date(2010, 6, 20), False),
        (date(2011, 6, 30), True),
        (date(2012, 6, 30), False),
        (date(2012, 11, 8), True),
    ],
)
def test_the_days_of_the_2010_programme_are_those_people_really_worked(day, works):
    assert CHINA.is_workday(day) is works


def test_the_levels_of_a_missed_rally_fall_on_1_3_8_june_and_the_make_up_saturday():
    due = date(2010, 5, 31)
    assert [CHINA.add(due, n) for n in (1, 3, 6, 10)] == [
        date(2010, 6, 1),
        date(2010, 6, 3),
        date(2010, 6, 8),
        date(2010, 6, 12),
    ]


def test_a_make_up_day_counts_as_a_working_day_like_any_other():
    assert CHINA.count(date(2010, 6, 11), date(2010, 6, 17)) == 3  # 12, 13 and 17 June


def test_counting_back_from_a_holiday_skips_it():
    assert CHINA.add(date(2010, 10, 8), -1) == date(2010, 9, 30)


def test_no_days_added_leaves_the_day_alone_even_when_it_is_off():
    assert CHINA.add(date(2010, 6, 20), 0) == date(2010, 6, 20)


def test_moving_off_a_day_off_goes_to_the_nearest_working_day_on_that_side():
    assert CHINA.on_or_before(date(2010, 6, 20)) == date(2010, 6, 18)
    assert CHINA.on_or_after(date(2010, 6, 20)) == date(2010, 6, 21)
    assert CHINA.on_or_after(date(2010, 6, 21)) == date(2010, 6, 21)


def test_a_year_nobody_has_announced_is_provisional_and_not_an_error():
    assert CHINA.provisional(2028)
    assert CHINA.provisional(2003)
    assert not CHINA.provisional(2012)
    assert CHINA.is_workday(date(2028, 10, 2))  # a Monday: the weekday rule, not a guess
    assert CHINA.add(date(2027, 12, 31), 1) == date(2028, 1, 3)


def test_the_last_announced_year_and_the_first_unknown_one_join_without_a_gap():
    known = [year for year in range(2000, 2040) if not CHINA.provisional(year)]
    assert known == list(range(2004, known[-1] + 1))
    assert known[-1] >= 2026
    for year in (2004, known[-1] + 1):
        assert CHINA.count(date(year - 2, 12, 31), date(year, 12, 31)) > 480


def test_an_office_that_enters_the_notice_ends_the_provisional_year():
    notice = [
        Override(date(2030, 1, 1), False, "元旦"),
        Override(date(2030, 10, 1), False, "国庆节"),
    ]
    assert calendar("CN", notice[:1]).provisional(2030)
    assert not calendar("CN", notice).provisional(2030)
    assert calendar("CN", notice).provisional(2031)


def test_overrides_win_over_the_calendar_both_ways():
    ours = calendar(
        "CN",
        [
            Override(date(2010, 6, 12), False, "停电"),
            Override(date(2010, 6, 20), True, "加班"),
        ],
    )
    assert not ours.is_workday(date(2010, 6, 12))
    assert ours.is_workday(date(2010, 6, 20))
    assert ours.add(date(2010, 6, 11), 1) == date(2010, 6, 13)


def test_the_version_says_which_days_off_a_date_was_worked_out_with():
    first, second = Override(date(2030, 5, 17), False, "a"), Override(date(2030, 5, 18), True, "b")
    assert CHINA.version.startswith("CN:chinesecalendar-")
    assert calendar("CN", [first]).version != CHINA.version
    assert calendar("CN", [first, second]).version == calendar("CN", [second, first]).version


def test_two_different_words_on_one_day_are_refused_instead_of_one_being_lost():
    day = date(2030, 5, 17)
    with pytest.raises(CalendarError, match="2030-05-17 has two different overrides"):
        calendar("CN", [Override(day, False, "a"), Override(day, True, "b")])


@pytest.mark.parametrize(
    ("name", "year", "first"),
    [
        ("国庆节", 2010, date(2010, 10, 1)),
        ("元旦", 2011, date(2011, 1, 1)),
        ("劳动节", 2011, date(2011, 5, 1)),
        ("端午节", 2010, date(2010, 6, 16)),  # the feast itself, not the days moved to it
        ("中秋节", 2010, date(2010, 9, 22)),
        ("清明节", 2011, date(2011, 4, 5)),
        ("春节", 2010, date(2010, 2, 13)),  # the eve was statutory from 2008 to 2013 …
        ("春节", 2014, date(2014, 1, 31)),  # … not from 2014 to 2024 …
        ("春节", 2025, date(2025, 1, 28)),  # … and is again
        ("国庆节", 2035, date(2035, 10, 1)),
        ("中秋节", 2005, None),  # not yet a day off
        ("光棍节", 2010, None),
    ],
)
def test_before_a_holiday_means_before_the_holiday_itself(name, year, first):
    assert CHINA.holiday_start(name, year) == first


def test_another_country_keeps_its_own_days_off():
    usa = calendar("us")
    assert not usa.is_workday(date(2027, 7, 5))  # Independence Day, observed
    assert usa.holiday_start("Thanksgiving Day", 2027) == date(2027, 11, 25)
    assert not usa.provisional(2027)
    assert usa.provisional(2028)
    assert usa.add(date(2060, 1, 1), 1) > date(2060, 1, 1)


def test_a_subdivision_has_its_own_holidays():
    bavaria = calendar("DE", subdivision="BY")
    assert not bavaria.is_workday(date(2025, 6, 19))  # Corpus Christi
    assert calendar("DE").is_workday(date(2025, 6, 19))
    assert bavaria.version.startswith("DE-BY:holidays-")


@pytest.mark.parametrize(
    ("code", "subdivision"), [("XX", None), ("", None), ("DE", "ZZ"), ("CN", "SH")]
)
def test_an_unknown_country_is_refused_with_what_to_write(code, subdivision):
    with pytest.raises(CalendarError) as refused:
        calendar(code, subdivision=subdivision)
    assert refused.value.problems[0].cure


def test_the_end_of_the_calendar_is_a_refusal_and_not_an_endless_loop():
    with pytest.raises(CalendarError, match="no working day left"):
        CHINA.add(date(9999, 12, 30), 100)
    with pytest.raises(CalendarError, match="no working day left"):
        CHINA.add(date(1, 1, 2), -100)


@given(day=DAYS, n=st.integers(1, 600))
def test_counting_finds_as_many_days_as_were_added(day, n):
    later = CHINA.add(day, n)
    assert CHINA.is_workday(later)
    assert CHINA.count(day, later) == n
    assert CHINA.count(day, later - timedelta(days=1)) == n - 1


@given(day=DAYS, n=st.integers(1, 600))
def test_going_back_as_many_days_as_forth_comes_home(day, n):
    home = CHINA.on_or_before(day)
    assert CHINA.add(CHINA.add(home, n), -n) == home
    assert CHINA.add(CHINA.add(home, -n), n) == home


@given(first=DAYS, days=st.integers(-5, 400))
def test_counting_by_year_agrees_with_counting_day_by_day(first, days):
    last = first + timedelta(days=days)
    one_by_one = sum(CHINA.is_workday(first + timedelta(days=i)) for i in range(1, days + 1))
    assert CHINA.count(first, last) == one_by_one


@given(day=DAYS, works=st.booleans())
def test_whatever_day_it_is_an_override_decides(day, works):
    ours = calendar("CN", [Override(day, works, "office")])
    assert ours.is_workday(day) is works
    assert ours.add(day - timedelta(days=1), 1) >= day
    assert (ours.on_or_after(day) == day) is works


# --- the file ------------------------------------------------------------------


def test_the_shipped_example_reads():
    text = (ROOT / "config/calendars/example.csv").read_text(encoding="utf-8")
    assert read_overrides(text) == [
        Override(date(2030, 5, 17), False, "建局纪念日"),
        Override(date(2030, 5, 18), True, "建局纪念日调休"),
    ]


def test_a_file_saved_by_excel_reads_too():
    assert read_overrides('\ufeffday,kind,name\r\n2027-10-08,workday,"班, 补"\r\n') == [
        Override(date(2027, 10, 8), True, "班, 补")
    ]


def test_every_bad_line_is_named_at_once_with_what_to_write():
    text = "# 2027\n2027-02-30,off,x\n2027-10-08,works,x\n2027-10-09,off\n2027-10-10,off,\n"
    with pytest.raises(CalendarError) as refused:
        read_overrides(text, "2027.csv")
    assert [(p.file, p.line) for p in refused.value.problems] == [
        ("2027.csv", n) for n in (2, 3, 4, 5)
    ]
    assert "'2027-02-30', which is no day — write the day as YYYY-MM-DD" in str(refused.value)
    assert "read 'works' for the kind of day — write workday or off" in str(refused.value)


def test_one_day_twice_is_refused_with_both_lines():
    with pytest.raises(CalendarError, match=r"overrides:2: 2027-10-08 stands already in line 1"):
        read_overrides("2027-10-08,workday,x\n2027-10-08,off,y\n")
