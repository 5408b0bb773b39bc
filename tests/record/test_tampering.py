"""What a hand in the database does, and that it comes out: the kinds listed in docs/record.md."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.record.book import Book
from workflows.domain import record
from workflows.domain.audit import Finding
from workflows.store import record as rows
from workflows.store.engine import reading


def first_bad(book: Book, **more) -> tuple[str, int, str]:
    found = book.verify(**more).finding
    assert isinstance(found, Finding) and found.said
    return found.table, found.number, found.what


def test_a_record_nobody_touched_verifies_live_and_as_an_export(book):
    for verdict in (book.verify(book.kept_head()), book.verify_export(book.kept_head())):
        assert (verdict.finding, verdict.sealed, verdict.unsealed) == (None, 12, 0)
        assert verdict.compared


# 1
@pytest.mark.parametrize(
    "change",
    ["why = '{\"note\": \"nothing was said\"}'", "actor = 'clerk'", "kind = 'accepted'",
     "new = 'open'", "step = 2", "n = 1", "trigger = '+1wd'"],
)  # fmt: skip
def test_what_an_event_said_cannot_be_changed_unseen(book, change):
    book.break_in(f"UPDATE events SET {change} WHERE id = 5")
    assert first_bad(book) == ("events", 5, "edited")


_REPLACED = (
    "INSERT OR REPLACE INTO events (id, programme, kind, why, at, recorded_at, mac) SELECT id,"
    " programme, 'accepted', why, at, recorded_at, mac FROM events WHERE id = 5"
)


def test_sqlite_lets_a_row_be_replaced_past_the_trigger_and_it_is_found_all_the_same(sqlite_book):
    """INSERT OR REPLACE deletes without asking the trigger against deletion."""
    book = sqlite_book
    by_hand(book, "DELETE FROM unnoticed", _REPLACED)
    assert book.column("SELECT kind FROM events WHERE id = 5") == ["accepted"]
    assert first_bad(book) == ("events", 5, "edited")


def test_sqlite_lets_a_seal_be_replaced_past_the_trigger_and_it_is_found(sqlite_book):
    book = sqlite_book
    by_hand(
        book, "INSERT OR REPLACE INTO seals SELECT seq, event, prev, prev FROM seals WHERE seq = 7"
    )
    assert first_bad(book)[:2] in (("seals", 7), ("events", 7))


def test_postgresql_does_not_let_a_row_be_replaced(on_postgresql):
    book = on_postgresql
    book.write(6)
    book.seal()
    upsert = (
        "INSERT INTO events (id, programme, kind, why, at, recorded_at) SELECT id, programme, kind,"
        " why, at, recorded_at FROM events WHERE id = 5 ON CONFLICT (id) DO UPDATE SET kind = 'x'"
    )
    with pytest.raises(DBAPIError, match="append-only"):
        by_hand(book, upsert)
    assert book.verify().finding is None


@pytest.fixture
def sqlite_book(sqlite_url, tmp_path):
    found = Book(sqlite_url, tmp_path / "record.head")
    found.write(12)
    found.seal()
    yield found
    found.engine.dispose()


def by_hand(book, *statements):
    """With the triggers in place, as anybody with the program's rights can."""
    with book.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


# 2
@pytest.mark.parametrize("column", ["at", "recorded_at"])
def test_nobody_can_make_a_late_report_early_by_changing_its_date(book, column):
    book.break_in(f"UPDATE events SET {column} = '2010-05-31T01:00:00.000000Z' WHERE id = 7")
    assert first_bad(book) == ("events", 7, "edited")


# 3
def test_an_edited_event_with_a_mac_of_another_key_is_not_taken_for_ours(book):
    events = dict(_events(book))
    forged = record.mac(record.derive("another secret"), record.canonical_of(events[4]))
    book.break_in("UPDATE events SET mac = :mac WHERE id = 4", mac=forged)
    assert first_bad(book) == ("events", 4, "edited")


# 4
def test_a_reminder_that_was_recorded_cannot_be_deleted_unseen(book):
    book.break_in("DELETE FROM unnoticed", "DELETE FROM events WHERE id = 6")
    assert first_bad(book) == ("events", 6, "deleted")


def test_an_event_deleted_together_with_its_seal_leaves_a_hole_in_the_chain(book):
    book.break_in("DELETE FROM unnoticed", "DELETE FROM events WHERE id = 6")
    book.break_in("DELETE FROM seals WHERE seq = 6")
    assert first_bad(book) == ("seals", 6, "deleted")


# 5
@pytest.mark.parametrize("number", [0, -3, 13, 99])
def test_an_invented_report_without_a_mac_is_found_wherever_it_is_put(book, number):
    book.break_in(_INVENTED, id=number, mac="")
    found = first_bad(book)
    assert found[:2] == ("events", number)
    assert found[2] == ("inserted" if number < 1 else "without MAC")


# 6
def test_an_invented_report_with_the_mac_of_a_true_one_is_found(book):
    (mac,) = book.column("SELECT mac FROM events WHERE id = 3")
    book.break_in(_INVENTED, id=40, mac=mac)
    assert first_bad(book) == ("events", 40, "inserted")


def test_an_invented_report_is_found_after_others_were_sealed_behind_it(book):
    book.break_in(_INVENTED, id=20, mac="0" * 64)
    _go_on_from(book, 21)
    assert list(book.write(2)) == [21, 22]
    done = book.seal()
    assert (done.sealed, done.refused) == (2, [20])
    assert first_bad(book) == ("events", 20, "inserted")


# 7
def test_two_events_cannot_change_places_unseen(book):
    book.break_in(
        "DELETE FROM unnoticed",
        "UPDATE events SET id = 1000 WHERE id = 5",
        "UPDATE events SET id = 5 WHERE id = 6",
        "UPDATE events SET id = 6 WHERE id = 1000",
    )
    assert first_bad(book) == ("events", 5, "reordered")
    assert "written as event 6" in str(book.verify().finding.said)


def test_two_seals_cannot_change_places_unseen(book):
    book.break_in(
        "UPDATE seals SET seq = 1000 WHERE seq = 5",
        "UPDATE seals SET seq = 5 WHERE seq = 6",
        "UPDATE seals SET seq = 6 WHERE seq = 1000",
    )
    assert first_bad(book) == ("seals", 5, "reordered")


# 8
def test_a_chain_made_anew_without_the_key_is_not_taken_for_ours(book):
    book.break_in("DELETE FROM unnoticed", "DELETE FROM events WHERE id = 6", "DELETE FROM seals")
    events = [event for _, event in _events(book)]
    links = [record.begin(book.key, 0)]
    for event in events:
        guessed = record.link(b"", links[-1], event)
        plain = hashlib.sha256((links[-1].hash + event.mac).encode()).hexdigest()
        links.append(record.Seal(guessed.seq, guessed.event, guessed.prev, plain))
    for one in links:
        book.break_in(_SEAL, seq=one.seq, event=one.event, prev=one.prev, hash=one.hash)
    assert first_bad(book) == ("seals", 1, "re-chained")


def test_a_chain_begun_anew_with_another_key_is_not_taken_for_ours(book):
    book.break_in("DELETE FROM seals")
    one = record.begin(record.derive("another secret"), 12)
    book.break_in(_SEAL, seq=one.seq, event=one.event, prev=one.prev, hash=one.hash)
    assert first_bad(book) == ("seals", 0, "re-chained")


def test_an_event_replaced_by_a_genuine_one_of_another_database_is_found(book):
    other = dict(_events(book))[8]
    stranger = record.mac(book.key, record.canonical_of(replace(other, actor="from a copy")))
    book.break_in("UPDATE events SET actor = 'from a copy', mac = :mac WHERE id = 8", mac=stranger)
    assert first_bad(book) == ("events", 8, "edited")


# 9
@pytest.mark.parametrize("kept", [0, 9])
def test_a_tail_that_was_cut_is_found_by_the_head_that_was_kept_elsewhere(book, kept):
    head = book.kept_head()
    book.break_in(
        "DELETE FROM unnoticed",
        f"DELETE FROM events WHERE id > {kept}",
        f"DELETE FROM seals WHERE seq > {kept}",
    )
    assert book.verify().finding is None, "what is left is sound: only the head tells"
    assert first_bad(book, head=head) == ("seals", kept + 1, "tail cut")
    found = book.verify_export(head).finding
    assert (found.number, found.what) == (kept + 1, "tail cut")


def test_all_seals_deleted_do_not_make_the_record_a_sound_one(book):
    book.break_in("DELETE FROM seals")
    assert first_bad(book) == ("seals", 0, "not sealed")
    assert first_bad(book, head=book.kept_head()) == ("seals", 0, "tail cut")


# 10
def test_taking_the_mac_away_does_not_make_an_event_one_from_before_the_record(book):
    book.break_in("UPDATE events SET mac = '' WHERE id = 2")
    assert first_bad(book) == ("events", 2, "without MAC")


@pytest.mark.parametrize("change", ["hash = prev", "prev = hash", "event = 77"])
def test_a_seal_cannot_be_changed_unseen(book, change):
    book.break_in(f"UPDATE seals SET {change} WHERE seq = 9")
    table, number, _ = first_bad(book)
    assert (table, number) in (("seals", 9), ("events", 9))


def test_an_event_edited_before_it_was_sealed_is_found_all_the_same(book):
    book.write(3)
    book.break_in("UPDATE events SET actor = 'clerk' WHERE id = 14")
    assert first_bad(book) == ("events", 14, "inserted")
    assert book.seal().refused == [14]
    assert first_bad(book) == ("events", 14, "inserted")


_NO_EVENTS = {
    "sqlite": ["at = 'yesterday'", "why = 'because'", "why = '7'", "actor = CAST(x'ff' AS TEXT)",
               "actor = x'00'", "step = 'two'", "at = '2010-06-01T01:01:00.000000'"],
    "postgresql": ["at = 'infinity'", "recorded_at = '0044-03-15 BC'", "why = '7'",
                   "why = '[]'", "why = 'null'"],
}  # fmt: skip


def test_a_row_that_is_no_event_any_more_is_named_instead_of_ending_the_audit(book):
    for change in _NO_EVENTS[book.engine.dialect.name]:
        book.break_in(f"UPDATE events SET {change} WHERE id = 11")
        assert first_bad(book) == ("events", 11, "edited"), change


_INVENTED = (
    "INSERT INTO events (id, programme, kind, why, at, recorded_at, mac) VALUES (:id, 'small',"
    " 'reported', '{}', '2010-06-01T01:00:00.000000Z', '2010-06-01T01:00:00.000000Z', :mac)"
)
_SEAL = "INSERT INTO seals (seq, event, prev, hash) VALUES (:seq, :event, :prev, :hash)"


def _events(book):
    with reading(book.engine).connect() as connection:
        return list(rows.every_event(connection))


def _go_on_from(book, number):
    """PostgreSQL's next number; SQLite takes the highest by itself."""
    if book.engine.dialect.name == "postgresql":
        book.break_in(f"SELECT setval(pg_get_serial_sequence('events', 'id'), {number}, false)")
