"""An organisation, from YAML to the frozen Org."""

from datetime import date, time
from itertools import count
from typing import cast

from workflows.definition.fields import ORG
from workflows.definition.nodes import Source
from workflows.definition.org_checks import check_org
from workflows.definition.plan import read_file
from workflows.definition.problems import Problems, quoted
from workflows.definition.records import Record
from workflows.domain.model import Language, Text
from workflows.domain.organisation import Absence, Org, OrgUnit, Person, Tenure
from workflows.domain.said import Said

MAIL_HOUR = time(9, 0)


def read_org(source: Source, problems: Problems) -> Org | None:
    """The organisation, or None where the file cannot be read at all.

    Every mistake goes to `problems`; the organisation means little while there are any.
    """
    root = read_file(source, ORG, problems)
    if root is None:
        return None
    _twice(root, problems)
    check_org(root, problems)
    head = root.maybe("organisation", Record)
    return Org(
        units={unit.key: unit for unit in map(_unit, root.rows("units"), count())},
        people={one.key: one for one in map(person, root.rows("people"), count())},
        tenures=tuple(map(_tenure, root.rows("posts"), count())),
        absences=tuple(_absence(row) for row in root.rows("absences")),
        title=head.take("title", Text("", "")) if head is not None else Text("", ""),
        email=head.take("email", "") if head is not None else "",
        phone=head.take("phone", "") if head is not None else "",
    )


def person(row: Record, order: int) -> Person:
    """One person, from a record that has been checked."""
    return Person(
        key=row.take("id", ""),
        name=row.take("name", ""),
        name_en=row.take("name_en", ""),
        unit=row.take("unit", ""),
        units=row.names("units"),
        tags=row.names("is"),
        email=row.take("email", ""),
        phone=row.take("phone", ""),
        language=cast(Language, row.take("language", "zh")),
        zone=row.take("zone", ""),
        mail_hour=row.take("mail_hour", MAIL_HOUR),
        order=order,
        starts_on=row.maybe("from", date),
        ends_on=row.maybe("to", date),
    )


def _unit(row: Record, order: int) -> OrgUnit:
    return OrgUnit(
        key=row.take("id", ""),
        kind=row.take("kind", ""),
        title=row.take("title", Text("", "")),
        parent=row.maybe("parent", str),
        order=order,
        phone=row.take("phone", ""),
    )


def _tenure(row: Record, order: int) -> Tenure:
    return Tenure(
        post=row.take("id", ""),
        unit=row.take("unit", ""),
        role=row.take("role", ""),
        person=row.take("person", ""),
        starts_on=row.maybe("from", date),
        ends_on=row.maybe("to", date),
        deputy=row.maybe("deputy", str),
        portfolio=row.names("portfolio"),
        order=order,
    )


def _absence(row: Record) -> Absence:
    return Absence(
        person=row.take("person", ""),
        first=row.take("from", date.min),
        last=row.take("to", date.max),
        deputy=row.maybe("deputy", str),
    )


def _twice(root: Record, problems: Problems) -> None:
    for name in ("units", "people"):
        seen: dict[str, int] = {}
        for row in root.rows(name):
            key = row.take("id", "")
            if key in seen:
                message = Said(
                    "the id {key} stands twice, first on line {line}",
                    key=quoted(key),
                    line=seen[key],
                )
                problems.add(row.where("id"), message, Said("give each an id of its own"))
            elif key:
                seen[key] = row.at.line
