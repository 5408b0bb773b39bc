"""The two tables: what each phrase means, and which phrases are refused and why."""

from datetime import UTC, date, datetime

import pytest
from dateutil.rrule import rrulestr

from tests.domain.phrases_read import ELSEWHERE, ISSUED, READ, RECURRING
from tests.domain.phrases_refused import REFUSED
from workflows.domain.dates import Context, Reading, Recurs, Refused, read

FIRST = datetime(2010, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("words", "meaning"), READ)
def test_a_phrase_means_what_the_table_says(words: str, meaning: Reading):
    assert read(words, ISSUED) == meaning


@pytest.mark.parametrize(("issued", "start", "end", "words", "meaning"), ELSEWHERE)
def test_a_missing_year_comes_from_the_context(
    issued: str, start: str | None, end: str | None, words: str, meaning: Reading
):
    context = Context(
        issued=date.fromisoformat(issued),
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
    )
    assert read(words, context) == meaning


@pytest.mark.parametrize(("words", "why"), REFUSED)
def test_a_phrase_that_is_no_date_is_refused_with_the_reason(words: str, why: str):
    reading = read(words, ISSUED)
    assert isinstance(reading, Refused)
    assert why in str(reading.reason)
    assert reading.cure


@pytest.mark.parametrize(("words", "meaning"), RECURRING)
def test_a_recurrence_is_a_rule_that_dateutil_can_follow(words: str, meaning: Reading):
    assert isinstance(meaning, Recurs)
    rule = rrulestr(meaning.rrule, dtstart=FIRST)
    assert len(list(rule.xafter(FIRST, count=5))) == 5


def test_each_table_holds_at_least_150_phrases_and_none_twice():
    for table in ([words for words, _ in READ], [words for words, _ in REFUSED]):
        assert len(table) >= 150
        assert len(table) == len(set(table))
