"""The record's key, canonical form and text, without a database."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from workflows.domain import record, record_text
from workflows.domain.rows import Event

SECRET = "a secret of at least thirty-two characters"
KEY = record.derive(SECRET)
EVENT = Event(
    id=7,
    programme="small",
    obligation=None,
    step=1,
    kind="reported",
    trigger=None,
    n=0,
    old="open",
    new="reported",
    why={"说明": "已“办结”\n", "a": [1, 2.5, None, True]},
    actor="b1-head",
    at=datetime(2010, 6, 1, 9, tzinfo=timezone(timedelta(hours=8))),
    recorded_at=datetime(2010, 6, 1, 1, 0, 0, 5, tzinfo=UTC),
)


def test_the_key_is_hkdf_of_the_secret_for_this_purpose_and_no_other():
    extracted = hmac.new(b"duban", SECRET.encode(), hashlib.sha256).digest()
    said = b"the record of events, version 1\x01"
    assert hmac.new(extracted, said, hashlib.sha256).digest() == KEY
    assert len({KEY, record.derive(SECRET + "x"), record.demo_key(1), record.demo_key(2)}) == 4


def test_the_canonical_form_is_one_json_object_with_its_keys_in_order():
    assert record.canonical_of(EVENT).decode() == (
        '{"actor":"b1-head","at":"2010-06-01T01:00:00.000000+00:00","id":7,"kind":"reported",'
        '"leg":1,"n":0,"new":"reported","obligation":null,"old":"open","point":null,'
        '"programme":"small","recorded_at":"2010-06-01T01:00:00.000005+00:00",'
        '"why":{"a":[1,2.5,null,true],"说明":"已“办结”\\n"}}'
    )


def test_the_same_instant_in_another_zone_is_the_same_event():
    there = replace(EVENT, at=EVENT.at.astimezone(UTC))
    assert record.canonical_of(there) == record.canonical_of(EVENT)
    assert not record.genuine(KEY, replace(EVENT, at=EVENT.at.replace(tzinfo=None), mac="x"))


@pytest.mark.parametrize(
    "change",
    [{"id": 8}, {"programme": "s"}, {"obligation": 1}, {"step": 2}, {"kind": "x"}, {"trigger": ""},
     {"n": 1}, {"old": ""}, {"new": ""}, {"why": {}}, {"actor": ""}, {"at": EVENT.recorded_at},
     {"recorded_at": EVENT.at}],
    ids=str,
)  # fmt: skip
def test_every_column_is_under_the_mac(change):
    signed = replace(EVENT, mac=record.mac(KEY, record.canonical_of(EVENT)))
    assert record.genuine(KEY, signed)
    assert not record.genuine(KEY, replace(signed, **change))
    assert not record.genuine(record.derive("another"), signed)


def test_a_link_depends_on_its_place_on_the_one_before_and_on_the_event():
    first = record.begin(KEY, 0)
    link = record.link(KEY, first, EVENT)
    assert (link.seq, link.event, link.prev) == (1, 7, first.hash)
    others = [
        record.link(KEY, replace(first, seq=1), EVENT),
        record.link(KEY, record.begin(KEY, 1), EVENT),
        record.link(KEY, first, replace(EVENT, actor="x")),
        record.link(KEY, first, replace(EVENT, mac="x")),
        record.link(record.derive("another"), first, EVENT),
    ]
    assert len({link.hash, *(one.hash for one in others)}) == 6


def test_an_export_read_back_is_what_was_written():
    seals = [record.begin(KEY, 0)]
    seals.append(record.link(KEY, seals[0], EVENT))
    text = "".join(record_text.export(seals, [(7, EVENT), (8, None)], EVENT.at))
    found = record_text.read(text)
    assert found.seals == seals and found.head == record.head_of(seals[-1])
    assert found.events == [(7, EVENT)]
    assert text == "".join(record_text.export(seals, found.events, EVENT.at))


_RECORD = '{"record":1}'


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "1", "x", _RECORD, '{"record":2}\n{"head":1}', _RECORD + '\n7\n{"head":null}'],
)
def test_what_is_no_export_or_only_the_beginning_of_one_is_refused(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        record_text.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", '{"seq":"1","event":1,"hash":"x"}', '{"seq":-1,"event":1,"hash":"x"}',
        '{"seq":1,"event":1,"hash":2}',
    ],
)  # fmt: skip
def test_what_is_no_head_is_refused(text):
    with pytest.raises(ValueError, match="no head"):
        record_text.head_from(text)
