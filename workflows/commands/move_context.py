"""One move on one row while it is carried out, and what all moves share."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.domain.assignees import responsible_of
from workflows.domain.chain import chain_of
from workflows.domain.model import Reviewer
from workflows.domain.rectification import Finding
from workflows.domain.roles import roles_of
from workflows.domain.rows import Obligation
from workflows.domain.states import TABLE
from workflows.store import writes
from workflows.store.writes import NewEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move and what comes with it. `evidence` are (sha256, file name) of stored files.

    Entered for somebody else (代填): `entered_for` names them, `came_by` how their answer came.
    `parts`: an answer by the columns of a ledger (progress, obstacles, next_steps), where it came
    so; `note` holds all of it in one.
    """

    name: str
    reason: str = ""
    note: str = ""
    person: str = ""
    to: date | None = None
    due: date | None = None
    done_on: date | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    cause: str = ""
    goal: str = ""
    measures: str = ""
    because: int = 0
    units: tuple[str, ...] = ()
    n: int = 0
    seed: str = ""
    findings: tuple[Finding, ...] = ()
    entered_for: str = ""
    came_by: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class MoveContext:
    """One move on one row while it is carried out."""

    acting: Acting
    row: Obligation
    move: Move
    events: list[NewEvent] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        return self.acting.connection

    @property
    def context(self) -> Context:
        return self.acting.context

    @property
    def actor(self) -> str:
        return self.acting.actor

    @property
    def now(self) -> datetime:
        return self.acting.now

    @property
    def today(self) -> date:
        return self.acting.today

    @property
    def reviewer(self) -> Reviewer | None:
        return self.context.asked_reviewer(self.row)

    def say(self, kind: str, **why: Any) -> None:
        """Add the event of this move."""
        move = self.move
        given = {
            "reason": move.reason,
            "note": move.note,
            "evidence": [list(pair) for pair in move.evidence],
            "entered_for": move.entered_for,
            "came_by": move.came_by,
            "parts": dict(move.parts) or None,
            **why,
        }
        event = NewEvent(
            obligation=self.row.id,
            kind=kind,
            at=self.now,
            step=self.row.step,
            old=self.row.state,
            new=TABLE[(self.row.kind, self.row.state, move.name)].to,
            why={k: _plain(v) for k, v in given.items() if v not in (None, "", [], ())},
            actor=self.actor,
        )
        self.events.append(event)


def entering(doing: MoveContext) -> str:
    """Whoever makes the move for the one who owes it (代填), and so neither verifies nor decides
    it themselves. Empty for the responsible party; the office enters what it is told on the
    telephone, and verifies as before."""
    row, org, day = doing.row, doing.context.org, doing.today
    if doing.actor == responsible_of(org, row, day)[0]:
        return ""
    roles, _ = roles_of(org, row, doing.reviewer, doing.actor, day)
    return "" if "office" in roles else doing.actor


def closed(row: Obligation, state: str) -> Obligation:
    """`row` done: nobody holds it, no moment waits for it, and no error stands in its way."""
    return replace(
        row,
        state=state,
        error="",
        assignee="",
        assignee_post="",
        light="grey",
        light_until=None,
        next_check_at=None,
        level=0,
    )


def freeze(doing: MoveContext, unit: str, post: str) -> str:
    """The chain above a post, kept by its hash."""
    return writes.freeze_chain(doing.connection, chain_of(doing.context.org, unit, post))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
