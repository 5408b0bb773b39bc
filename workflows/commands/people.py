"""People come and go: an organisation is imported whole, and what is owed follows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from workflows.commands.changes import Occasion, apply
from workflows.commands.context import Context, open_context, setting_of
from workflows.domain.fanout import Change, owed, reconcile
from workflows.domain.organisation import Org, OrgUnit, Person
from workflows.domain.orgdays import next_change
from workflows.domain.overrides import Override
from workflows.domain.roles import Who
from workflows.store import queries, snapshots, writes


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import changes: people by key, and the rows that follow."""

    org: Org
    joined: tuple[str, ...]
    left: tuple[str, ...]
    changed: tuple[str, ...]
    units: tuple[str, ...]
    changes: Mapping[str, tuple[Change, ...]]


def all_contexts(connection: Connection, overrides: Iterable[Override] = ()) -> list[Context]:
    """Every programme: it is one office, and what each of them owes follows its people."""
    given = tuple(overrides)
    return [
        open_context(connection, programme.key, overrides=given)
        for programme in queries.programmes(connection)
    ]


def merged(stands: Org, given: Org, today: date) -> Org:
    """`given`, with those it does not name any more kept as gone: the record names them."""
    yesterday = today - timedelta(days=1)
    people: dict[str, Person] = dict(given.people)
    for key, person in stands.people.items():
        if key not in people:
            ends = min(person.ends_on or yesterday, yesterday)
            people[key] = replace(person, ends_on=ends)
    units: dict[str, OrgUnit] = dict(given.units)
    for key, unit in stands.units.items():
        if key not in units:
            units[key] = replace(unit, kind="closed")
    return replace(given, people=people, units=units)


def import_org(
    connection: Connection,
    contexts: list[Context],
    given: Org,
    who: Who,
    now: datetime,
    *,
    preview: bool = False,
) -> Imported:
    """Replace the organisation and let every programme's rows follow, in one transaction.

    With `preview` nothing is written; the answer is the same.
    """
    who.require("run", "import_people")
    before = snapshots.load_org(connection, bounced=True)
    # People leave by the day of the office, not of Greenwich; it is one office.
    today = max((context.today(now) for context in contexts), default=now.date())
    org = merged(before, given, today)
    changes: dict[str, tuple[Change, ...]] = {}
    for context in contexts:
        rows = queries.obligations(connection, context.key)
        setting = setting_of(replace(context, org=org), now, rows)
        changes[context.key] = tuple(reconcile(owed(setting), rows, org, setting.today))
    if not preview:
        writes.replace_org(connection, org)
        for context in contexts:
            later = replace(context, org=org)
            occasion = Occasion(now=now, actor=who.actor, cause=(("cause", "people"),))
            apply(connection, later, changes[context.key], occasion)
            on = next_change(org, context.today(now))
            writes.set_programme(connection, context.key, org_check_on=on)
    return Imported(
        org=org,
        joined=tuple(key for key in given.people if key not in before.people),
        left=tuple(key for key in before.people if key not in given.people),
        changed=tuple(
            key
            for key, person in given.people.items()
            if key in before.people and _facts(before.people[key]) != _facts(person)
        ),
        units=tuple(key for key in given.units if key not in before.units),
        changes=changes,
    )


def _facts(person: Person) -> Person:
    """What matters of a person: where they stand in the file is not news."""
    return replace(person, order=0)
