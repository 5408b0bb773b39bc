"""Databases that are prepared once: a copy is what the story would be, and nobody else's."""

from typing import Any

import pytest

from tests.stories.world import RALLY, org, plan
from tests.story import Story
from workflows.domain.errors import BadInput

GIVEN: dict[str, Any] = {"plan": plan(RALLY), "org": org()}


def lines(story):
    """What happened, without the numbers that are drawn anew for each message."""
    letters = [(m.to, m.on, m.kinds) for m in story.mails(state="")]
    return story.now, story.rows(), story.events(), sorted(letters)


@pytest.mark.parametrize("days", [["2010-06-01"], ["2010-06-01", "2010-06-03T10:00"]])
def test_a_copy_is_as_the_story_told_from_the_start(prepared, database_url, days):
    with Story(database_url, **GIVEN) as whole, prepared.tell(**GIVEN) as copied:
        for day in days:
            assert lines(copied.to(day)) == lines(whole.to(day))


@pytest.mark.parametrize("days", [["2010-05-31", "2010-06-01T10:00"], ["2010-06-01T10:00"]])
def test_the_way_to_a_day_makes_no_difference_to_it(prepared, database_url, days):
    with Story(database_url, **GIVEN) as whole, prepared.tell(**GIVEN) as copied:
        for day in days:
            copied.to(day)
        assert lines(copied) == lines(whole.to(days[-1]))


def test_what_one_test_writes_no_other_sees(prepared):
    with prepared.tell(**GIVEN).to("2010-06-01") as one:
        with prepared.tell(**GIVEN).to("2010-06-01") as other:
            before = lines(other)
            one.act("report", "rally", "b1", by="b1-head")
            one.tick(one.now.replace(hour=20))
            assert lines(other) == before
        with prepared.tell(**GIVEN).to("2010-06-01") as later:
            assert lines(later) == before


def test_a_plan_with_mistakes_is_refused_when_it_is_told(prepared):
    with pytest.raises(BadInput):
        prepared.tell(plan="programme: {}\n", org=org())


def test_a_copied_file_has_no_log_beside_it_that_stayed_behind(prepared_sqlite, tmp_path_factory):
    with prepared_sqlite.tell(**GIVEN) as story:
        story.rows()
    folder = tmp_path_factory.getbasetemp() / "prepared0"
    assert list(folder.glob("*.sqlite")) and not list(folder.glob("*-wal"))
