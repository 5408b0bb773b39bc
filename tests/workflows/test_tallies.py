"""Numbers kept beside the rows: they say what the rows say, in every page of numbers."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import text

from tests.stories.always import kept, recounted
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan
from tests.story import Story
from workflows.domain import figures
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
        found = rows.matters(connection, june.context.key, day)
        exactly = figures.cells((matter.fact for matter in found), day)
        quickly = figures.cells(tallies.facts(connection, june.context.key), day)
    assert {cell: numbers for cell, numbers in quickly.items() if numbers != figures.Numbers()} == {
        cell: numbers for cell, numbers in exactly.items() if numbers != figures.Numbers()
    }
    assert any(numbers.returned for numbers in quickly.values())


def test_an_office_that_is_brought_to_this_version_keeps_its_numbers(june):
    counted = import_module("workflows.store.migrations.versions.0010_tallies")._COUNT
    with june.engine.begin() as connection:
        before = kept(connection, june.context.key)
        connection.execute(text("DELETE FROM tallies"))
        connection.execute(text(counted))
        assert kept(connection, june.context.key) == before == recounted(june.rows())


def test_cells_that_count_nothing_any_more_are_cleared_away_at_the_next_day(june):
    june.leap("2010-06-22T09:00")
    with reading(june.engine).connect() as connection:
        assert not connection.execute(text("SELECT 1 FROM tallies WHERE n = 0")).all()
