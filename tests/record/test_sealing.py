"""The sealer: everything once, in order, nothing without a valid MAC, and never over a cut."""

import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from scheduler.housekeeping import Sealer
from tests.record.book import KEY, TABLES, Book
from workflows.domain import record
from workflows.domain.errors import Refused
from workflows.store import record as rows
from workflows.store.engine import connect, reading


def test_every_event_is_sealed_once_in_order_whatever_the_size_of_the_batch(empty):
    empty.write(13)
    assert empty.seal().sealed == 13
    assert empty.seal().sealed == 0
    empty.write(1)
    assert empty.seal().sealed == 1
    assert empty.column("SELECT event FROM seals ORDER BY seq") == [0, *range(1, 15)]
    assert empty.verify(empty.kept_head()).sealed == 14


def test_the_head_in_the_file_is_the_last_seal_and_follows_it(book):
    head = book.kept_head()
    assert (head.seq, head.event) == (12, 12)
    assert [head.hash] == book.column("SELECT hash FROM seals WHERE seq = 12")
    book.head.unlink()
    book.seal()
    assert book.kept_head() == head, "written again where it was lost"


@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize("table", TABLES)
def test_the_database_itself_refuses_to_change_or_delete_what_was_recorded(book, table, act):
    column = {"events": "actor", "seals": "hash"}[table]
    with pytest.raises(DBAPIError, match="append-only"), book.engine.begin() as connection:
        connection.execute(text("DELETE FROM unnoticed"))
        connection.execute(text(act.format(table, column, "'x'")))
    assert book.verify(book.kept_head()).finding is None


def test_postgresql_refuses_to_empty_the_record_at_one_stroke(on_postgresql):
    book = on_postgresql
    book.write(1)
    with pytest.raises(DBAPIError, match="append-only"), book.engine.begin() as connection:
        connection.execute(text("TRUNCATE seals"))


def test_an_event_without_a_valid_mac_is_refused_and_reported_and_the_others_go_on(book, caplog):
    ids = book.write(11)
    book.break_in("UPDATE events SET mac = 'x' WHERE id = :id", id=ids[0])
    book.break_in("UPDATE events SET mac = '' WHERE id = :id", id=ids[7])
    with caplog.at_level(logging.ERROR, logger="scheduler.housekeeping"):
        done = book.seal()
        book.seal()
    assert (done.sealed, done.refused) == (9, [ids[0], ids[7]])
    assert [r.args for r in caplog.records] == [(ids[0],), (ids[7],)], "each is told once"
    with reading(book.engine).connect() as connection:
        assert rows.without_seal(connection) == (2, ids[0])


def test_more_forged_rows_than_a_batch_do_not_keep_what_follows_from_being_sealed(book):
    ids = book.write(12)
    book.break_in("UPDATE events SET mac = 'x' WHERE id > 12 AND id < :id", id=ids[-1])
    assert book.seal().sealed == 1


def test_events_from_before_the_office_had_a_key_are_sealed_as_they_stand(database_url, tmp_path):
    old = Book(database_url, tmp_path / "record.head", key=b"")
    old.write(7)
    assert old.seal().sealed == 0 and not old.head.exists()
    old.engine.dispose()
    book = Book(database_url, tmp_path / "record.head")
    book.write(2)
    assert book.seal().sealed == 9
    assert book.verify().finding is None
    book.break_in("UPDATE events SET actor = 'clerk' WHERE id = 3")
    found = book.verify().finding
    assert found is not None
    assert (found.table, found.number, found.what) == ("events", 3, "edited")
    book.engine.dispose()


def test_an_event_without_a_key_that_is_under_way_when_the_record_begins_is_not_left_forged(
    on_postgresql, tmp_path
):
    book = on_postgresql
    old = Book(book.url, tmp_path / "old.head", key=b"")
    book.write(1)
    with book.engine.begin() as connection:
        book.write_in(connection, 1)
        assert book.seal().sealed == 0
    with old.engine.connect() as slow, slow.begin() as open_:
        old.write_in(slow, 1)
        assert book.seal().sealed == 0
        assert book.column("SELECT count(*) FROM seals") == [0], "it does not know of a beginning"
        open_.commit()
    assert book.seal().sealed == 3
    assert book.verify().finding is None
    old.engine.dispose()


@pytest.mark.parametrize("key", [b"", record.derive("another secret")])
def test_a_command_without_the_right_key_is_refused_before_it_spoils_the_record(
    book, key, tmp_path
):
    stranger = Book(book.url, tmp_path / "record.head", key=key)
    with pytest.raises(Refused, match="DUBAN_SECRET_KEY"):
        stranger.write(1)
    stranger.engine.dispose()
    assert book.column("SELECT count(*) FROM events") == [12]


def test_after_a_cut_the_sealer_does_not_write_a_head_that_would_hide_it(book, caplog):
    head = book.kept_head()
    book.break_in(
        "DELETE FROM unnoticed",
        "DELETE FROM events WHERE id > 9",
        "DELETE FROM seals WHERE seq > 9",
    )
    book.write(2)
    done = book.seal()
    assert done.sealed == 0 and "not in the database" in done.stopped
    assert "duban audit verify" in done.stopped and "backup" in done.stopped
    assert book.kept_head() == head


def test_a_restored_backup_goes_on_once_its_head_was_moved_away(book):
    book.break_in(
        "DELETE FROM unnoticed",
        "DELETE FROM events WHERE id > 9",
        "DELETE FROM seals WHERE seq > 9",
    )
    book.head.unlink()
    book.write(2)
    assert book.seal().sealed == 2


def test_an_event_that_commits_late_is_sealed_in_its_place_and_no_gap_is_taken_for_a_deletion(
    on_postgresql,
):
    """PostgreSQL gives numbers before transactions commit; SQLite lets one write at a time."""
    empty = on_postgresql
    empty.write(2)
    with empty.engine.connect() as slow, slow.begin() as open_:
        empty.write_in(slow, 3)
        later = list(empty.write(2))
        assert later == [6, 7]
        assert empty.seal().sealed == 0 and empty.seal().sealed == 0
        open_.commit()
    assert empty.seal().sealed == 7
    assert empty.verify().finding is None


def test_a_number_that_was_rolled_back_does_not_hold_up_the_record(empty):
    with empty.engine.connect() as doomed, doomed.begin() as open_:
        empty.write_in(doomed, 3)
        open_.rollback()
    empty.write(2)
    assert empty.seal().sealed == 2
    assert empty.verify().finding is None


def test_somebody_is_always_writing_and_the_record_is_sealed_all_the_same(on_postgresql):
    empty = on_postgresql
    empty.write(1)
    assert empty.seal().sealed == 1
    with empty.engine.connect() as first, empty.engine.connect() as second:
        one = first.begin()
        empty.write_in(first, 2)
        assert empty.seal().sealed == 0
        two = second.begin()
        empty.write_in(second, 2)
        one.commit()
        assert empty.seal().sealed == 0, "what was seen then was nothing yet"
        two.commit()
        three = first.begin()
        empty.write_in(first, 2)
        assert empty.seal().sealed == 2, "all that was seen before two ended"
        three.rollback()
        four = second.begin()
        empty.write_in(second, 2)
        assert empty.seal().sealed == 2
        four.rollback()


def test_while_a_long_sweep_holds_the_database_sealing_waits_for_the_next_run(sqlite_url, tmp_path):
    book = Book(sqlite_url, tmp_path / "record.head")
    book.write(3)
    hasty = connect(book.url, record_key=KEY)
    event.listen(hasty, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=0"))
    sealer = Sealer(hasty, book.head)
    with book.engine.begin():
        done = sealer.run_once(book.now)
        assert done.sealed == 0 and "next run" in str(done.stopped)
    assert sealer.run_once(book.now).sealed == 3
    hasty.dispose()
    book.engine.dispose()


def test_two_nodes_seal_one_record_without_a_fork(book, tmp_path):
    other = Sealer(connect(book.url, record_key=KEY), tmp_path / "other.head", batch=3)
    for _ in range(3):
        book.write(4)
        done = [other.run_once(book.now).sealed, book.seal().sealed]
        assert sum(done) == 4
    other.engine.dispose()
    assert book.verify(book.kept_head()).sealed == 24


def test_a_second_role_cannot_touch_the_record_and_can_do_everything_else(on_postgresql):
    book = on_postgresql
    role = f"office_{abs(hash(book.url)) % 10**9}"
    with book.engine.begin() as connection:
        for line in (f"CREATE ROLE {role}", *grants(role)):
            connection.execute(text(line))
    try:
        with book.engine.begin() as connection:
            connection.execute(text(f"SET LOCAL ROLE {role}"))
            assert rows.rights(connection) == []
            assert len(book.write_in(connection, 2)) == 2
        with pytest.raises(DBAPIError, match="permission denied"), book.engine.begin() as opened:
            opened.execute(text(f"SET LOCAL ROLE {role}"))
            opened.execute(text("UPDATE events SET actor = 'x'"))
    finally:
        with book.engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
    with reading(book.engine).connect() as connection:
        assert "UPDATE events" in rows.rights(connection), "the owner could"


def grants(role: str) -> list[str]:
    """The statements of docs/running.md, for another role."""
    page = Path(__file__).resolve().parents[2] / "docs" / "running.md"
    lines = page.read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0].splitlines()
    return [re.sub(r"\bduban\b", role, line).rstrip(";") for line in lines]


def test_a_trigger_that_somebody_dropped_is_missed(book):
    with reading(book.engine).connect() as connection:
        assert rows.loose(connection) == []
    book.break_in()
    with reading(book.engine).connect() as connection:
        assert rows.loose(connection) == ["events", "seals"]
