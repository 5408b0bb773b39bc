"""Every number of every bulletin of the demo's 30 months, counted again from the record."""

import contextlib
import json
import sqlite3
from typing import Any

import pytest

from tests.demo import recount
from workflows.domain.workdays import calendar

pytestmark = pytest.mark.slow
CALENDAR = calendar("CN")
UNITS = "SELECT key FROM units ORDER BY place"


@pytest.fixture(scope="module")
def record(thirty_months):
    with contextlib.closing(sqlite3.connect(thirty_months.folder / "duban.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.fixture(scope="module")
def bulletins(record):
    """The frozen bulletins with their instants, the oldest first."""
    rows = record.execute(
        "SELECT frozen_at, body FROM documents WHERE series = 'bulletin' ORDER BY frozen_at"
    ).fetchall()
    return [(row["frozen_at"], json.loads(row["body"])) for row in rows]


@pytest.fixture(scope="module")
def recounted(record, bulletins):
    """The same bulletins, counted again; each knows the one before."""
    found: list[dict[str, Any]] = []
    for instant, _ in bulletins:
        found.append(counted(record, instant, found[-1] if found else None))
    return found


def counted(record, instant, before):
    """A bulletin as it should be, from the events through `instant`."""
    day, lives = recount.local(instant), recount.lives(record, instant)
    sent, nothing = recount.supervision_notices(record, instant), {"blue": 0, "yellow": 0, "red": 0}
    last = {one["unit"]: one["rate"] for one in before["units"]} if before else {}
    units = [
        {
            "unit": unit,
            **recount.count(mine, day),
            "slips": sent.get(unit, nothing),
            "last_rate": last.get(unit),
        }
        for (unit,) in record.execute(UNITS)
        if (mine := [life for life in lives if life.unit == unit])
    ]
    late = recount.overdue(lives, day, CALENDAR)
    standing = [life for life in lives if life.state not in recount.DONE | recount.GONE]
    since = before["instant"] if before else ""
    return {
        "instant": instant,
        "total": recount.count(lives, day),
        "last_total": before["total"] if before else None,
        "units": units,
        "phases": {
            phase: recount.count([life for life in lives if life.phase == phase], day)
            for phase in {life.phase for life in lives}
        },
        "overdue": late,
        "long_overdue": [one for one in late if one[3] > 10],
        "listed": [life.id for life in standing if life.listed],
        # Since the bulletin before: nothing is left out between two of them, or told twice.
        "struck_off": [life.id for life in lives if life.closed_on and life.closed_at > since],
        "relapsed": [life.id for life in standing if life.relapsed],
        "good": [u["unit"] for u in units if 0 < u["owed"] == u["on_time"] and not u["relapsed"]],
    }


def said(body):
    """What a bulletin says, in the shape of the recount."""
    lines = ("listed", "struck_off", "relapsed")
    late = ("overdue", "long_overdue")
    return {
        **{name: body[name] for name in ("total", "last_total", "units", "good")},
        **{name: [one["id"] for one in body[name]] for name in lines},
        **{
            name: [(o["id"], o["unit"], o["due_on"], o["days_over"]) for o in body[name]]
            for name in late
        },
        "phases": {
            p["phase"]: {k: v for k, v in p.items() if k != "phase"} for p in body["phases"]
        },
    }


def test_every_number_of_every_bulletin_is_what_the_events_say(bulletins, recounted):
    differences = [
        (body["month"], name, value, again[name])
        for (_, body), again in zip(bulletins, recounted, strict=True)
        for name, value in said(body).items()
        if value != again[name]
    ]
    assert differences == []


def test_there_is_a_bulletin_for_every_month_from_june_2010_to_the_end(bulletins):
    months = [f"{year}-{month:02}" for year in (2010, 2011, 2012) for month in range(1, 13)]
    assert [body["month"] for _, body in bulletins] == months[5:]


def test_the_recount_has_something_to_count(recounted):
    """Were nobody late, listed or sent back, equal numbers would prove little."""
    names = ("overdue", "long_overdue", "listed", "struck_off", "relapsed", "good")
    assert {name for name in names if not any(one[name] for one in recounted)} == set()
    seen = {name for one in recounted for name, n in one["total"].items() if n}
    assert seen >= set(recount.COUNTS)
