"""Numbers kept beside the rows: they say what the rows say, in every page of numbers."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import text

from tests.stories.always import kept, lights, recounted
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan
from tests.story import Story
from workflows.domain import figures
from workflows.domain.tallies import Change, cell
from workflows.store import figures as rows
from workflows.store import tallies
from workflows.store.engine import reading

LATER = date(2010, 6, 20)


@pytest.fixture(params=["sqlite", "postgresql"])
def june(request):
    """Some done in time, some late, one returned, one withdrawn by a new plan, some to come."""
    url = request.getfixturevalue(f"{request.param}_url")
    with Story(url, plan=plan(RALLY, ESSAY, OPINION), org=org()) as story:
        for at in ("2010-05-31T00:00", "2010-06-01T00:00"):
            story.leap(at)
        story.act("report", "rally", "b1", by="b1-head")
        story.act("report", "rally", "b2", by="b2-head")
        story.act("accept", "rally", "b1", by="committee-head")
        story.act("return", "rally", "b2", by="committee-head", reason="无附件")
        story.leap("2010-06-21T00:00")
        yield story


@pytest.mark.parametrize("days", [-30, -1, 0, 1, 30])
def test_the_statistics_are_those_of_a_bulletin_made_row_by_row(june, days):
    day = LATER + timedelta(days=days)
    with reading(june.engine).connect() as connection:
        found = rows.items(connection, june.context.key, day)
        exactly = figures.cells((item.fact for item in found), day)
        quickly = figures.cells(tallies.facts(connection, june.context.key, day), day)
    assert {cell: numbers for cell, numbers in quickly.items() if numbers != figures.Numbers()} == {
        cell: numbers for cell, numbers in exactly.items() if numbers != figures.Numbers()
    }
    assert any(numbers.returned for numbers in quickly.values())


def test_an_office_that_is_brought_to_this_version_keeps_its_numbers(june):
    counted = [
        import_module(f"workflows.store.migrations.versions.{name}")._COUNT
        for name in ("0010_tallies", "0012_tallies_added")
    ]
    with june.engine.begin() as connection:
        before, shown = kept(connection, june.context.key), lights(connection, june.context.key)
        for table, count in zip(("tallies", "tally_lights"), counted, strict=True):
            connection.execute(text(f"DELETE FROM {table}"))
            # Written before the columns got their names of today (migration 0014).
            connection.execute(text(count.replace("leg_due_on", "step_due_on")))
        assert kept(connection, june.context.key) == before == recounted(june.rows())
        assert lights(connection, june.context.key) == shown


def test_what_was_added_is_summed_up_and_stays_the_same(june):
    def rows(table: str) -> int:
        with reading(june.engine).connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    june.act("report", "rally", "b3", by="b3-head")
    with reading(june.engine).connect() as connection:
        cells, squares = kept(connection, june.context.key), lights(connection, june.context.key)
    assert rows("tallies") > len(cells)
    assert rows("tally_lights") > len(squares)
    with june.engine.begin() as connection:
        tallies.keep_day(connection, june.context.key, LATER)
        tallies.sum_up(connection, june.context.key)
        assert kept(connection, june.context.key) == cells
        assert lights(connection, june.context.key) == squares
    assert rows("tallies") == len(cells)
    assert rows("tally_lights") == len(squares)


def test_what_counts_nothing_any_more_is_cleared_away_when_the_next_week_begins(june):
    june.leap("2010-06-28T00:00")
    with reading(june.engine).connect() as connection:
        assert not connection.execute(text("SELECT 1 FROM tallies WHERE n = 0")).all()


@pytest.mark.parametrize("june", ["postgresql"], indirect=True)
def test_two_who_count_in_the_same_cells_never_wait_for_each_other(june):
    first, second = (june.row("rally", unit) for unit in ("b1", "b3"))
    with june.engine.connect() as clerk, june.engine.connect() as sweep:
        for connection in (clerk, sweep):
            connection.execute(text("SET lock_timeout = '2s'"))
        for connection, row in ((clerk, first), (sweep, second), (clerk, second), (sweep, first)):
            changed = [Change(cell(row), 1, 0)]
            tallies.change(connection, june.context.key, changed)
        clerk.rollback()
        sweep.rollback()
