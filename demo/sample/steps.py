"""What a step of the script does: one command, by one person. Moves on an item go through `act`,
as those of everybody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from workflows.commands import accounts, acts, anchors, assigned_tasks, people, rectify, signing
from workflows.commands import inspect as inspections
from workflows.commands.door import Acting
from workflows.domain.rectification import Finding
from workflows.domain.rows import Obligation
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

_FINDING = TypeAdapter(Finding)
_TASK = TypeAdapter(assigned_tasks.AssignedTask)
_INSPECTION = TypeAdapter(inspections.Inspection)
_MOVE = TypeAdapter(acts.Move)
#: Kinds of items that are about another one, and found by it.
_ABOUT = ("decision", "slip", "lookback")


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody at work on one step."""

    acting: Acting
    #: The items that are known so far, by what the script calls them.
    names: dict[str, int]

    def move(self, on: str, verb: str, **given: Any) -> None:
        """A move on the item `on`."""
        move = _MOVE.validate_python({"name": verb, **given})
        acts.act(self.acting, [self.number(on)], move)

    def find(self, **given: Any) -> None:
        rectify.issue(self.acting, _FINDING.validate_python(given))

    def assign_task(self, **given: Any) -> None:
        assigned_tasks.assign(self.acting, _TASK.validate_python(given))

    def inspect(self, day: date, **given: Any) -> None:
        inspections.plan(self.acting, _INSPECTION.validate_python({"on": day, **given}))

    def announce(self, anchor: str, day: date) -> None:
        anchors.announce(self.acting, anchor, day)

    def login(self, email: str) -> None:
        connection, context, now = self.acting.connection, self.acting.context, self.acting.now
        accounts.ask_link(connection, context, email, "127.0.0.1", now, now)

    def code(self) -> None:
        connection, context, now = self.acting.connection, self.acting.context, self.acting.now
        signing.ask_code(connection, context, context.org.people[self.acting.actor], now, now)

    def transfer(self, person: str, units: list[str]) -> None:
        """Somebody changes to other units."""
        connection, context, now = self.acting.connection, self.acting.context, self.acting.now
        org = context.org
        changed = replace(org.people[person], units=tuple(units))
        given = replace(org, people={**org.people, person: changed})
        people.import_org(connection, [context], given, self.acting.who, now)

    def program(self, kind: str, on: str = "", **why: str) -> None:
        """What the program itself puts on record when something is wrong with it."""
        event = NewEvent(
            obligation=self.number(on) if on else None, kind=kind, at=self.acting.now, why=why
        )
        writes.events(self.acting.connection, self.acting.context.key, [event], self.acting.now)

    # --- which item -----------------------------------------------------------------------

    def number(self, on: str) -> int:
        """The item `on`: its title, where it has one of its own, else its line of the plan and who
        owes it (“A1.1 branch-1”); “decision …”, “slip …” and “lookback …” the last about it."""
        connection, key = self.acting.connection, self.acting.context.key
        kind, _, about = on.partition(" ")
        if kind in _ABOUT:
            rows = queries.obligations(connection, key, kind=kind, about=self.number(about))
            return rows[-1].id
        if on not in self.names:
            rows = queries.obligations(connection, key)
            self.names.update((_named(row), row.id) for row in rows if row.kind not in _ABOUT)
        return self.names[on]


def _named(row: Obligation) -> str:
    title = row.facts.title
    return title or f"{row.item} {row.person or row.unit}"


STEPS: dict[str, Callable[..., None]] = {
    "find": Scene.find,
    "assign_task": Scene.assign_task,
    "inspect": Scene.inspect,
    "announce": Scene.announce,
    "login": Scene.login,
    "code": Scene.code,
    "transfer": Scene.transfer,
    "program": Scene.program,
}
