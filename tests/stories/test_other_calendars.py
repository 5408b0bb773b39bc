"""What another calendar would change is told before anybody puts it in place."""

from datetime import date

from tests.stories.world import plan
from workflows.commands.calendars import what_if
from workflows.domain.overrides import read_overrides

FIXED = "{id: fixed, owes: each unit(kind=branch), words: 6月11日前}"


def told(story, text: str):
    with story.engine.begin() as connection:
        return what_if(connection, story.context, (), read_overrides(text), story.now)


def test_where_the_plan_moves_dates_off_days_off_the_moved_ones_are_named(tell):
    story = tell(plan(FIXED, day_off="back")).to("2010-06-02T10:00")
    before = story.rows()
    found = told(story, "2010-06-11,off,建局纪念日")
    assert found.days == ((date(2010, 6, 11), False),)
    moved = {(row.item, old, new) for row, old, new in found.moves}
    assert moved == {("fixed", date(2010, 6, 11), date(2010, 6, 10))}
    assert (story.rows(), found.falls) == (before, ())


def test_what_would_be_due_on_a_day_off_is_named(tell):
    story = tell(plan(FIXED)).to("2010-06-02T10:00")
    found = told(story, "2010-06-11,off,建局纪念日")
    assert {row.item for row in found.falls} == {"fixed"} and found.moves == ()


def test_a_file_that_says_what_the_calendar_says_changes_nothing(tell):
    story = tell(plan(FIXED)).to("2010-06-02T10:00")
    found = told(story, "2010-06-12,workday,端午节调休")
    assert (found.days, found.moves, found.falls) == ((), (), ())
