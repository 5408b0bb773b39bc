"""Properties of reading dates: nothing raises, nothing is guessed, the order of days holds."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.phrases_read import ISSUED, READ
from tests.domain.phrases_refused import REFUSED
from workflows.domain.dates import (
    Context,
    Recurs,
    Refused,
    Starts,
    Waits,
    Window,
    add_months,
    describe,
    last_day_of_month,
    read,
)

DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2199, 12, 31))
PIECES = st.sampled_from(
    [
        "2010年",
        "2011",
        "5月",
        "6月",
        "13月",
        "31日",
        "0",
        "二",
        "十",
        "十一",
        "中旬",
        "月底",
        "年底",
        "前",
        "以前",
        "后",
        "内",
        "—",
        "至",
        "到",
        "从",
        "自",
        "起",
        "每",
        "每月",
        "每周",
        "季度",
        "半年",
        "工作日",
        "十八大",
        "召开",
        "收到通知",
        "环节",
        "结束",
        "国庆节",
        "春节",
        "（",
        "）",
        "、",
        ".",
        "/",
        "anchor",
        "by",
        "before",
        "after",
        "the",
        "end",
        "of",
        "June",
        "30",
        "Q3",
        "phase.end",
        "+",
        "-",
        "10wd",
        "monthly",
        "every",
        "Friday",
        "A2.1",
        "near",
    ]
)
NUMERALS = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones else "")


def is_sound(reading: object) -> bool:
    if isinstance(reading, Window):
        return (reading.start or reading.remind_from) <= reading.remind_from <= reading.end
    return not isinstance(reading, Refused) or bool(reading.reason and reading.cure)


@given(st.text(alphabet=st.characters(), max_size=250), DAYS)
def test_no_text_whatever_raises(words: str, issued: date):
    assert is_sound(read(words, Context(issued=issued)))


@given(st.lists(PIECES, max_size=8), st.sampled_from(["", " "]), DAYS)
def test_no_mixture_of_date_words_raises_or_gives_a_window_that_is_none(
    pieces: list[str], glue: str, issued: date
):
    context = Context(issued=issued, anchors={"十八大": "congress-18"})
    assert is_sound(read(glue.join(pieces), context))


@given(st.text(alphabet=st.characters(), max_size=60))
def test_a_refusal_can_always_be_printed(words: str):
    error = describe(read(words, ISSUED))["error"]
    assert error is None or str(error).encode("utf-8").decode().isprintable()


@given(DAYS, DAYS)
def test_an_exact_day_is_that_day_in_every_style(day: date, issued: date):
    styles = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 号",
        "".join(NUMERALS[int(digit)] for digit in str(day.year))
        + f"年{in_chinese(day.month)}月{in_chinese(day.day)}日",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
    ]
    expected = Window(end=day, remind_from=day)
    assert [read(words, Context(issued=issued)) for words in styles] == [expected] * len(styles)


@given(DAYS)
def test_qian_includes_the_day_and_english_before_excludes_it(day: date):
    context = Context(issued=day)
    chinese = read(f"{day.year}年{day.month}月{day.day}日前", context)
    assert chinese == read(f"by {day:%d %B} {day.year}", context)
    assert chinese == Window(end=day, remind_from=day)
    eve = day - timedelta(days=1)
    assert read(f"before {day:%d %B} {day.year}", context) == Window(end=eve, remind_from=eve)


@given(DAYS, DAYS)
def test_a_range_keeps_its_order_or_is_refused(one: date, other: date):
    def words(day: date) -> str:
        return f"{day.year}年{day.month}月{day.day}日"

    reading = read(f"{words(one)}至{words(other)}", ISSUED)
    if one <= other:
        assert reading == Window(start=one, end=other, remind_from=other)
    else:
        assert isinstance(reading, Refused)
        assert "before it starts" in str(reading.reason)


@given(st.integers(1, 12), DAYS)
def test_a_month_without_a_year_ends_within_a_year_of_the_issue(month: int, issued: date):
    reading = read(f"{month}月底前", Context(issued=issued))
    assert isinstance(reading, Window)
    assert reading.end == last_day_of_month(reading.end.year, month)
    first = issued.replace(day=1)
    assert first <= reading.end < add_months(first, 12)


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_a_missing_year_falls_inside_a_window_of_a_year(start: date, month: int, day: int):
    context = Context(issued=start, start=start, end=add_months(start, 12))
    reading = read(f"{month}月{day}日前", context)
    assert isinstance(reading, Window)
    assert start <= reading.end <= add_months(start, 12)


def full_width(words: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in words)


@pytest.mark.parametrize("words", [words for words, _ in READ])
def test_full_width_normal_form_and_brackets_change_nothing(words: str):
    plain = read(words, ISSUED)
    assert read(unicodedata.normalize("NFKC", words), ISSUED) == plain
    assert read(f" （{words}） ", ISSUED) == plain
    assert read(full_width(words), ISSUED) == plain


@pytest.mark.parametrize("words", [words for words, _ in REFUSED])
def test_what_is_refused_stays_refused_in_full_width(words: str):
    assert isinstance(read(full_width(words), ISSUED), Refused)


@given(st.integers(1, 31))
def test_a_monthly_day_comes_every_month_february_too(day: int):
    reading = read(f"每月{day}日前", ISSUED)
    assert isinstance(reading, Recurs)
    first = datetime(2011, 1, 1, tzinfo=UTC)
    days = rrulestr(reading.rrule, dtstart=first).between(
        first, first.replace(month=12, day=31), inc=True
    )
    wanted = [min(day, last_day_of_month(2011, month).day) for month in range(1, 13)]
    assert [found.day for found in days] == wanted


def test_a_moving_holiday_is_refused_until_its_day_is_known():
    reading = read("2011年春节前", Context(issued=date(2010, 5, 28)))
    assert isinstance(reading, Refused)
    assert "2011年2月2日前" in str(reading.cure)


def test_a_moving_holiday_of_an_unknown_year_is_not_taken_from_the_next():
    only_2012 = Context(
        issued=date(2011, 1, 5),
        holidays=lambda name, year: date(2012, 1, 23) if year == 2012 else None,
    )
    assert isinstance(read("春节前", only_2012), Refused)


def test_an_alias_inside_another_name_is_not_that_anchor():
    reading = read("党的十八大预备会召开前", ISSUED)
    assert reading == Waits(anchor="党的十八大预备会", edge="before")


def test_a_closing_is_another_event_than_the_opening():
    assert read("党的十八大闭幕前", ISSUED) == Waits(anchor="党的十八大闭幕", edge="before")


def test_an_event_nobody_named_as_an_anchor_is_kept_as_read():
    unnamed = Context(issued=date(2010, 5, 28))
    reading = read("2012年7月—党的十八大召开前", unnamed)
    assert reading == Waits(anchor="党的十八大", edge="before", start=date(2012, 7, 1))


def test_a_refusal_quotes_the_words_and_never_their_hidden_characters():
    reading = read("6月\u202e底前", ISSUED)
    assert isinstance(reading, Refused)
    assert "6月\\u202e底前" in str(reading.reason)


KEYS = {"start", "end", "press_from", "anchor", "recurs", "relative", "error"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("6月中旬前", {"end": "2010-06-20", "press_from": "2010-06-11"}),
        ("6月", {"start": "2010-06-01", "end": "2010-06-30", "press_from": "2010-06-30"}),
        ("从2010年5月开始", {"start": "2010-05-01"}),
        (
            "2012年7月—党的十八大召开前",
            {"start": "2012-07-01", "anchor": "congress-18", "relative": "before"},
        ),
        ("anchor congress-18 + 10wd", {"anchor": "congress-18", "relative": "after+10wd"}),
        ("每月25日前", {"recurs": "FREQ=MONTHLY;BYMONTHDAY=25"}),
        ("phase.end - 10wd", {"relative": "phase.end-10wd"}),
        ("after A2.1", {"relative": "after:A2.1"}),
    ],
)
def test_the_json_of_a_reading_has_every_key_and_null_where_nothing_is_said(
    words: str, said: dict[str, str]
):
    assert describe(read(words, ISSUED)) == {key: said.get(key) for key in KEYS}


def test_the_json_of_a_refusal_holds_reason_and_cure():
    told = describe(read("近期", ISSUED))
    assert told["end"] is None
    assert "近期 is vague" in str(told["error"])
    assert "6月30日前" in str(told["error"])


@pytest.mark.parametrize(
    "words", ["phase.end-10wd", "phase.start+15wd", "after:A2.1+10wd", "notice+3d", "phase.end"]
)
def test_a_relative_reads_back_as_it_is_described(words: str):
    assert describe(read(words, ISSUED))["relative"] == words


def test_a_start_alone_is_a_start():
    assert read("2011年7月起", ISSUED) == Starts(on=date(2011, 7, 1))
