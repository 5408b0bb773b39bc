"""Documents bear their date as offices wrote it at the time."""

from datetime import date

import pytest

from notifications import dates_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2010, 5, 28), "二〇一〇年五月二十八日"),
        (date(2010, 10, 1), "二〇一〇年十月一日"),
        (date(2011, 11, 10), "二〇一一年十一月十日"),
        (date(2012, 12, 31), "二〇一二年十二月三十一日"),
        (date(2009, 1, 20), "二〇〇九年一月二十日"),
    ],
)
def test_chinese_numerals(day: date, words: str):
    assert dates_words.document_day(day, "zh", "chinese") == words


def test_arabic_numerals_and_english():
    assert dates_words.document_day(date(2012, 7, 2), "zh", "arabic") == "2012年7月2日"
    assert dates_words.document_day(date(2010, 5, 28), "en", "chinese") == "28 May 2010"


def test_the_habit_changed_in_the_middle_of_2012():
    assert dates_words.numerals_of(date(2012, 6, 30)) == "chinese"
    assert dates_words.numerals_of(date(2012, 7, 1)) == "arabic"


def test_a_day_on_paper_always_has_its_year_and_weekday():
    assert dates_words.full_day(date(2010, 6, 20), "zh") == "2010年6月20日（周日）"
    assert dates_words.full_day(date(2010, 6, 20), "en") == "Sunday 20 June 2010"
