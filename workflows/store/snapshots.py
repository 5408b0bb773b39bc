"""Rows read into frozen snapshots, and snapshots laid out as rows."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import time
from itertools import repeat
from operator import call
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from workflows.domain.kind_facts import KindFacts
from workflows.domain.kinds import kind_of
from workflows.domain.model import Text
from workflows.domain.organisation import Absence, Org, OrgUnit, Person, Tenure
from workflows.domain.rows import Event, Key, Obligation, Party
from workflows.store import tables as t

_T = TypeVar("_T")


def _maker(of: type[_T]) -> Callable[[Iterable[Any]], _T]:
    """Makes frozen snapshots of all their values, in the order of their fields.

    A dataclass's own __init__ costs three times as much: it sets field by field in Python.
    """
    sets = [getattr(of, name).__set__ for name in _names(of)]

    def make(values: Iterable[Any]) -> _T:
        one = object.__new__(of)
        deque(map(call, sets, repeat(one), values), maxlen=0)
        return one

    return make


def _names(of: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


#: The columns that snapshots have as they are, between those of the key and the facts.
PLAIN = _names(Obligation)[3:-1]
assert _names(Obligation) == ("id", "programme", "key", *PLAIN, "facts")
#: The columns of a snapshot, in the order in which `obligation` takes them.
OBLIGATION = (
    "id", "programme", *PLAIN,
    "facts", "item", "kind", "unit", "person", "post", "occurrence",
)  # fmt: skip
_obligation, _key, _party = _maker(Obligation), _maker(Key), _maker(Party)
_AT = 2 + len(PLAIN)


def obligation(row: Sequence[Any]) -> Obligation:
    """The columns `OBLIGATION` of one row as a snapshot."""
    facts_json, item, kind, unit, person, post, occurrence = row[_AT:]
    key = _key((item, kind, _party((unit, person, post)), occurrence))
    return _obligation((row[0], row[1], key, *row[2:_AT], facts(kind, facts_json)))


def facts(kind: str, facts_json: object) -> KindFacts:
    """The column `facts` of a row of `kind`."""
    of = kind_of(kind).facts
    return of.of_json(facts_json) if facts_json else of.nothing()


#: The columns of an event, in the order in which `event` takes them.
EVENT = _names(Event)
#: The statement is built once, with parameters: building one costs five times as much as
#: running it, and SQLAlchemy knows a statement it has seen by its identity.
EVENTS: Select[Any] = select(*(t.events.c[name] for name in EVENT))
#: The columns `EVENT` of one row as a snapshot.
event: Callable[[Sequence[Any]], Event] = _maker(Event)


def load_org(connection: Connection, *, bounced: bool = False) -> Org:
    """The whole organisation, in the office's own order.

    An address the relay refused for good is no way to reach anybody and is left out, unless
    `bounced` asks for it (an import must not forget it).
    """
    office = connection.execute(select(t.offices)).mappings().first()
    units = connection.execute(select(t.units).order_by(t.units.c.place)).mappings()
    people = connection.execute(select(t.people).order_by(t.people.c.place)).mappings()
    more: dict[str, list[str]] = {}
    memberships = select(t.memberships).order_by(t.memberships.c.place)
    for row in connection.execute(memberships).mappings():
        more.setdefault(row["person"], []).append(row["unit"])
    return Org(
        units={row["key"]: _unit(row) for row in units},
        people={row["key"]: _person(row, more.get(row["key"], ()), bounced) for row in people},
        tenures=tuple(
            _tenure(row)
            for row in connection.execute(select(t.posts).order_by(t.posts.c.place)).mappings()
        ),
        absences=tuple(
            Absence(
                person=row["person"],
                first=row["first"],
                last=row["last"],
                deputy=row["deputy"] or None,
            )
            for row in connection.execute(select(t.absences).order_by(t.absences.c.id)).mappings()
        ),
        title=text_of(office["titles"]) if office else Text("", ""),
        email=office["email"] if office else "",
        phone=office["phone"] if office else "",
    )


def text_of(titles: Any) -> Text:
    return Text(titles.get("zh", ""), titles.get("en", ""))


def titles_of(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _unit(row: Any) -> OrgUnit:
    return OrgUnit(
        key=row["key"],
        kind=row["kind"],
        title=text_of(row["titles"]),
        parent=row["parent"] or None,
        order=row["place"],
        phone=row["phone"],
    )


def _person(row: Any, units: Sequence[str], bounced: bool) -> Person:
    return Person(
        key=row["key"],
        name=row["name"],
        name_en=row["name_en"],
        unit=row["unit"],
        units=tuple(units),
        tags=tuple(row["tags"].split()),
        email=row["email"] if bounced or not row["bounced"] else "",
        phone=row["phone"],
        language=row["language"],
        zone=row["zone"],
        mail_hour=time.fromisoformat(row["mail_hour"]),
        order=row["place"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )


def _tenure(row: Any) -> Tenure:
    return Tenure(
        post=row["post"],
        unit=row["unit"],
        role=row["role"],
        person=row["person"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        deputy=row["deputy"] or None,
        portfolio=tuple(row["portfolio"]),
        order=row["place"],
    )


def org_rows(org: Org) -> dict[str, list[dict[str, Any]]]:
    """An organisation as rows of its tables, in an order that satisfies foreign keys."""
    return {
        "offices": [
            {
                "key": "office",
                "titles": titles_of(org.title),
                "email": org.email,
                "phone": org.phone,
                "revision": 0,
            }
        ],
        "units": [
            {
                "key": unit.key,
                "kind": unit.kind,
                "parent": unit.parent or "",
                "titles": titles_of(unit.title),
                "phone": unit.phone,
                "place": place,
            }
            for place, unit in enumerate(org.units.values())
        ],
        "people": [_person_row(place, person) for place, person in enumerate(org.people.values())],
        "memberships": [
            {"person": person.key, "unit": unit, "place": place}
            for person in org.people.values()
            for place, unit in enumerate(person.units)
        ],
        "posts": [_post_row(place, tenure) for place, tenure in enumerate(org.tenures)],
        "absences": [
            {"person": a.person, "first": a.first, "last": a.last, "deputy": a.deputy or ""}
            for a in org.absences
        ],
    }


def _person_row(place: int, person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "name_en": person.name_en,
        "unit": person.unit,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "zone": person.zone,
        "mail_hour": person.mail_hour.strftime("%H:%M"),
        "tags": " ".join(person.tags),
        "place": place,
        "starts_on": person.starts_on,
        "ends_on": person.ends_on,
        "bounced": "",
    }


def _post_row(place: int, tenure: Tenure) -> dict[str, Any]:
    return {
        "post": tenure.post,
        "unit": tenure.unit,
        "role": tenure.role,
        "person": tenure.person,
        "starts_on": tenure.starts_on,
        "ends_on": tenure.ends_on,
        "deputy": tenure.deputy or "",
        "portfolio": list(tenure.portfolio),
        "place": place,
    }


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(value: Any) -> str:
    """JSON as it stands in rows: keys in order, so that the same facts are the same bytes."""
    return _ENCODER.encode(value)


def bodies(rows: Iterable[Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}
