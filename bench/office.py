"""The shipped programme in an office of a size: the sample organisation with many more branches.

Everything is invented and follows from the size alone, so that every run measures the same.
"""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, text

import config
from workflows.commands.context import Context, open_context
from workflows.commands.publish import Publication, publish
from workflows.definition import Source, load_org
from workflows.domain.model import Text
from workflows.domain.organisation import Org, OrgUnit, Person, Tenure
from workflows.domain.record import demo_key
from workflows.domain.roles import Who
from workflows.store import tables as t
from workflows.store import writes

PROGRAMME = Path(config.__file__).parent / "programmes" / "shizong-2010"
PUBLISHED = datetime(2011, 3, 1, 1, tzinfo=UTC)
#: An instant of the evening before, and half a minute past the midnight after it (China).
EVENING = datetime(2011, 3, 14, 12, tzinfo=UTC)
MIDNIGHT = datetime(2011, 3, 14, 16, 0, 30, tzinfo=UTC)
#: The next morning, when the mail hours of all have struck.
MORNING = datetime(2011, 3, 15, 2, tzinfo=UTC)
#: Events carry a MAC, as in an office that has a secret key.
KEY = demo_key(0)
#: The built-in policies without the documents they draft.
WITHOUT_DOCUMENTS = """
policies:
  standard:
    points:
      - {at: -10wd, window: 30wd}
      - {at: -3wd}
      - {at: 0}
      - {at: +1wd}
      - {at: +3wd, to: [holder, head]}
      - {at: +6wd, to: [holder, leader]}
      - {at: +10wd, to: [holder, principal, leading_group]}
      - {every: 5wd, to: [holder, principal, leading_group]}
  firm:
    points:
      - {at: -3wd}
      - {at: 0}
      - {at: +1wd, to: [holder, head]}
      - {at: +3wd, to: [holder, leader]}
      - {at: +6wd, to: [holder, principal]}
      - {at: +10wd, to: [holder, leading_group]}
      - {every: 5wd, to: [holder, principal, leading_group]}
"""
#: Members per branch that is added.
BRANCH = 16


#: Who publishes.
CLERK = Who(roles=frozenset({"office"}))


def open_office(engine: Engine, people: int) -> Context:
    """Publish the programme in an empty database, for an office of so many people."""
    with engine.begin() as connection:
        writes.replace_org(connection, larger(_shipped_org(), people))
        # Documents and bulletins are few; the sweep is measured by what comes by the thousand.
        plan = _source("programme.yaml", add=WITHOUT_DOCUMENTS)
        decisions = _source("decisions.yaml", ("bulletins: true", "bulletins: false"))
        publish(connection, Publication(plan=plan, decisions=decisions), CLERK, PUBLISHED)
        _forget_rows(connection)
        return open_context(connection)


def _source(name: str, change: tuple[str, str] = ("", ""), add: str = "") -> Source:
    text_ = (PROGRAMME / name).read_text(encoding="utf-8")
    assert change[0] in text_
    return Source(name, text_.replace(*change) + add if change[0] else text_ + add)


def _shipped_org() -> Org:
    found = load_org(_source("org.yaml"))
    assert isinstance(found, Org)
    return found


def _forget_rows(connection: Connection) -> None:
    """The rows are ours (`bench.obligations`); only plan, people and policies are the plan's."""
    postgresql = connection.dialect.name == "postgresql"
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
    triggers = [] if postgresql else connection.execute(text(made)).all()
    if postgresql:
        connection.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    for table in (
        t.unnoticed,
        t.message_items,
        t.messages,
        t.events,
        t.obligations,
        t.tallies,
        t.tally_lights,
        t.chains,
    ):
        connection.execute(delete(table))
    if postgresql:
        connection.execute(text("ALTER TABLE events ENABLE TRIGGER USER"))
    for _, sql in triggers:
        connection.execute(text(sql))


def larger(org: Org, people: int) -> Org:
    """`org` with branches of 16 added until it has so many people."""
    units, everybody, tenures = dict(org.units), dict(org.people), list(org.tenures)
    leaders = [tenure for tenure in tenures if tenure.role == "leader"]
    portfolios = {tenure.post: list(tenure.portfolio) for tenure in leaders}
    number = 100
    while len(everybody) < people:
        number += 1
        unit = f"branch-{number}"
        units[unit] = OrgUnit(
            key=unit,
            kind="branch",
            title=Text(f"第{number}支部", f"Branch {number}"),
            parent="committee",
            phone=f"0874-555{number:04d}",
        )
        for place in range(min(BRANCH, people - len(everybody))):
            person = _person(unit, len(everybody), place)
            everybody[person.key] = person
            if place < 2:
                role = ("head", "liaison")[place]
                tenures.append(
                    Tenure(
                        post=f"{unit}/{role}",
                        unit=unit,
                        role=role,
                        person=person.key,
                        order=10_000 + number,
                    )
                )
        portfolios[leaders[number % len(leaders)].post].append(unit)
    tenures = [
        replace(one, portfolio=tuple(portfolios.get(one.post, one.portfolio))) for one in tenures
    ]
    return replace(org, units=units, people=everybody, tenures=tuple(tenures))


def _person(unit: str, number: int, place: int) -> Person:
    return Person(
        key=f"q{number:05d}",
        name=f"样例{number}",
        name_en=f"Sample {number}",
        unit=unit,
        tags=("member",),
        email=f"q{number:05d}@example.org",
        phone=f"0874-7{number:06d}",
        language="en" if place == 15 else "zh",
        mail_hour=time(8, 30) if place % 4 == 0 else time(9, 0),
    )
