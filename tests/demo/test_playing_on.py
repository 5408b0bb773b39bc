"""The demo played on from its board: its people go on, and do nothing they did before."""

import shutil
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from demo.playback import DemoFolder, Playback
from demo.scenario import scenario
from tests.demo.conftest import Played
from workflows.domain.record import demo_key
from workflows.store import queries
from workflows.store import tables as t
from workflows.store.engine import connect

pytestmark = pytest.mark.slow
DAYS = 5


def told(played: Played, after: int) -> Counter[tuple[str, int, str]]:
    """(kind, item, what was said) of what people did after an event."""
    e = t.events.c
    engine = connect(played.url)
    with engine.connect() as connection:
        rows = connection.execute(
            select(e.kind, e.obligation, e.why).where(e.id > after, e.actor != "")
        ).all()
    engine.dispose()
    return Counter((kind, number, str(why.get("note", ""))) for kind, number, why in rows)


def test_whoever_plays_on_sees_the_days_that_the_demo_would_have_played(as_printed, tmp_path):
    shutil.copytree(as_printed.folder, tmp_path / "demo")
    folder = DemoFolder(tmp_path / "demo")
    engine = connect(folder.url, record_key=demo_key(1))
    with engine.connect() as connection:
        before = queries.programme(connection, scenario().programme)
        last = max(e.id for e in queries.events_since(connection, scenario().programme, 0))
    Playback(engine, folder, 1).forward(DAYS)
    with engine.connect() as connection:
        after = queries.programme(connection, scenario().programme)
    engine.dispose()
    assert before and before.virtual_now and after and after.virtual_now
    assert after.virtual_now - before.virtual_now == timedelta(days=DAYS)
    done = told(Played(folder.path, ""), last)
    assert done and max(done.values()) == 1
    assert sum(n for (kind, _, _), n in done.items() if kind == "phoned") <= DAYS
