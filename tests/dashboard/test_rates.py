"""What was done of what was due is one number, whichever page, mail or command tells it."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.readmodel import figures, overview, units
from dashboard.readmodel.lines import Lines
from notifications import figures as mailed
from workflows.commands import views
from workflows.domain import figures as counting
from workflows.domain.figures import Numbers
from workflows.domain.roles import who
from workflows.domain.standing import on_time


def counted(key, count, /):
    return count()


@pytest.fixture
def office(board):
    story = board.story
    with story.engine.connect() as connection:
        context = story.context
        yield connection, context, context.today(story.now), story.now


def test_a_unit_has_the_same_numbers_on_the_overview_its_own_page_and_the_statistics(office):
    connection, context, today, now = office
    clerk = who(context.org, today, "clerk")
    rows = figures.page(counted, connection, context, None, today, "zh").units
    known = {row.key: (row.numbers.done, row.numbers.owed) for row in rows}
    assert any(owed > done for done, owed in known.values())
    assert any(done for done, _ in known.values())
    stand = overview.numbers(connection, context, today, "zh", None, counted)
    assert {key: (whole.done, whole.total) for key, _, _, whole in stand.units} == known
    lines = Lines(context, now, "zh", clerk)
    for key in known:
        page = units.unit(connection, context, lines, clerk, key, counted)
        cells = [cell for _, _, cell in page.phases]
        assert (sum(c.done for c in cells), sum(c.total for c in cells)) == known[key]


def test_a_phase_has_the_same_numbers_in_its_mail_on_the_statistics_and_in_status(office):
    connection, context, today, now = office
    (row,) = [r for r in figures.page(counted, connection, context, None, today, "zh").phases
              if r.key == "A"]  # fmt: skip
    told = mailed.phase(connection, context, "A", today, "zh")
    status = views.status(connection, context, now)["phases"]
    (one,) = [phase["numbers"] for phase in status if phase["id"] == "A"]
    assert (told.done, told.owed) == (row.numbers.done, row.numbers.owed)
    assert (told.done, told.owed) == (one["done"], one["owed"])
    assert told.rate == one["done_rate"] == row.numbers.done_rate


@pytest.mark.parametrize(
    ("state", "due_on", "done_on"),
    [("accepted", None, date(2010, 6, 1)), ("contested", date(2010, 5, 31), date(2010, 5, 31)),
     ("held", date(2010, 5, 31), date(2010, 6, 1)), ("accepted", date(2010, 5, 31), None)],
)  # fmt: skip
def test_an_item_without_a_date_or_contested_is_on_time_for_the_item_as_for_the_rate(
    board, state, due_on, done_on
):
    row = board.story.row("rally", "b3")
    row = replace(row, state=state, due_on=due_on, done_on=done_on, reported_on=done_on)
    fact = counting.Fact(
        unit="b3", phase="A", state=state, light="grey", due_on=due_on, done_on=done_on
    )
    numbers = Numbers()
    counting.add(numbers, fact, date(2010, 6, 30))
    assert on_time(row) == bool(numbers.on_time)
