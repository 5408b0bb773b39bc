"""Rows read into frozen snapshots, and snapshots laid out as rows."""

import json
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from sqlalchemy import Connection, Select, select

from workflows.domain.model import Text
from workflows.domain.organisation import Absence, Org, OrgUnit, Person, Tenure
from workflows.domain.rows import Event, Key, Obligation, Party
from workflows.store import tables as t

#: The columns of a snapshot, in the order in which `obligation` takes them.
OBLIGATION = (
    "id", "programme", "item", "kind", "unit", "person", "post", "occurrence",
    "phase", "state", "leg", "holder", "holder_post", "verifier",
    "opens_on", "due_on", "press_from", "base_due_on", "due_words", "waits_for",
    "leg_opened_at", "leg_due_on", "leg_press_from", "done_on", "reported_on",
    "policy", "chain", "level", "light", "light_until", "next_check_at",
    "returns", "error", "version", "revision", "about", "extra", "since",
)  # fmt: skip


def obligation(row: Sequence[Any]) -> Obligation:
    """The columns `OBLIGATION` of one row as a snapshot."""
    return Obligation(
        id=row[0],
        programme=row[1],
        key=Key(
            item=row[2],
            kind=row[3],
            party=Party(unit=row[4], person=row[5], post=row[6]),
            occurrence=row[7],
        ),
        phase=row[8], state=row[9], leg=row[10], holder=row[11], holder_post=row[12],
        verifier=row[13], opens_on=row[14], due_on=row[15], press_from=row[16],
        base_due_on=row[17], due_words=row[18], waits_for=row[19], leg_opened_at=row[20],
        leg_due_on=row[21], leg_press_from=row[22], done_on=row[23], reported_on=row[24],
        policy=row[25], chain=row[26], level=row[27], light=row[28], light_until=row[29],
        next_check_at=row[30], returns=row[31], error=row[32], version=row[33],
        revision=row[34],
        about=row[35],
        extra=row[36],
        since=row[37],
    )  # fmt: skip


#: The statement is built once, with parameters: building one costs five times as much as
#: running it, and SQLAlchemy knows a statement it has seen by its identity.
EVENTS: Select[Any] = select(*t.events.c)
EVENT: tuple[str, ...] = tuple(t.events.c.keys())


def event(row: Sequence[Any]) -> Event:
    """The columns `EVENT` of one row as a snapshot."""
    return Event(**dict(zip(EVENT, row, strict=True)))


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
