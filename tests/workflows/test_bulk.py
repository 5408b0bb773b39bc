"""What is written in bulk is what is read back, whatever people have typed; on both databases."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from workflows.store import bulk
from workflows.store import tables as t
from workflows.store.engine import connect

HOSTILE = (
    "", "NULL", "null", '"', "\\", '\\"', "{a,b}", "a,b", " a ", "a\nb\r\tc", "王", "%s", "?",
    "'; --", "{\"a\": [1]}", "\\N", "\\.", "\u2028",
)  # fmt: skip
COLUMNS = ("key", "titles", "plan_text", "decisions_text", "published_at", "swept_at",
           "org_check_on", "seed", "trial")  # fmt: skip
AT = datetime(2010, 5, 28, 8, 30, 0, 1, UTC)


@pytest.fixture
def engine(database_url: str):
    found = connect(database_url)
    yield found
    found.dispose()


def programmes(times: int):
    """(as written, as read): one programme for each hostile text, `times` times over."""
    for n in range(times):
        for place, text in enumerate(HOSTILE):
            swept, on = (AT, None) if place % 2 else (None, date(2010, 6, 12))
            both = (text, text, AT, swept, on, place if n else None, bool(n % 2))
            said = {"zh": text, "en": [text]}
            key = f"{n}-{place}-{text}"
            yield (key, json.dumps(said), *both), (key, said, *both)


@pytest.mark.parametrize("times", [1, 5], ids=["few", "many"])
@pytest.mark.parametrize("new", [False, True], ids=["plain", "unless there"])
def test_what_people_typed_comes_back_as_it_was_written(engine: Engine, times: int, new: bool):
    rows = list(programmes(times))
    with engine.begin() as connection:
        assert bulk.insert(connection, t.programmes, COLUMNS, [w for w, _ in rows], new=new)
    with engine.connect() as connection:
        keys = [read[0] for _, read in rows]
        found = bulk.select(connection, t.programmes, COLUMNS, "WHERE key = ANY(%s)", keys)
    assert sorted(found) == sorted(read for _, read in rows)


def test_what_is_changed_in_bulk_comes_back_as_it_was_written(engine: Engine):
    rows = list(programmes(1))
    with engine.begin() as connection:
        bulk.insert(connection, t.programmes, COLUMNS, [written for written, _ in rows])
        turned = [
            (text, None, read[0]) for text, (_, read) in zip(HOSTILE[::-1], rows, strict=True)
        ]
        columns = ("plan_text", "swept_at")
        bulk.update(connection, t.programmes, columns, turned, guard=("key",))
        found = bulk.select(connection, t.programmes, (*columns, "key"), "ORDER BY seed")
        assert sorted(found, key=repr) == sorted(turned, key=repr)


def test_what_one_statement_reads_the_next_one_reads_too(engine: Engine):
    rows = [written for written, _ in programmes(1)]
    with engine.begin() as connection:
        bulk.insert(connection, t.programmes, COLUMNS, rows)
    with engine.connect() as reading:
        assert bulk.select(reading, t.programmes, ("key",), "WHERE key = %s", rows[0][0])
        assert reading.in_transaction()
