"""What the office's daily page and the leaders' weekly page are made of, read when they are said.

The pages themselves: notifications/kinds/office_daily.py and leader_weekly.py.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select

from notifications.figures import explanations
from workflows.commands.context import Context
from workflows.domain.kinds import kinds_that
from workflows.domain.rows import Obligation
from workflows.store import outbox_queries, queries, tallies
from workflows.store import tables as t

T = TypeVar("T")
MOST = 20
WEEK = timedelta(days=7)
_DONE = ("reported", "accepted", "applied", "checked", "struck_off", "held", "waived", "withdrawn")
#: Kinds that figures count.
COUNTED = tuple(sorted(kinds_that("counts")))
_o, _e = t.obligations.c, t.events.c
_PROGRAMME: BindParameter[str] = bindparam("programme")
_ITEMS = (
    select(_o.id, _o.unit, _o.due_on, _o.light, _o.state)
    .where(_o.programme == _PROGRAMME, _o.kind.in_(COUNTED), _o.step > 0)
    .order_by(_o.id)
)
_WRONG = select(_o.id).where(_o.programme == _PROGRAMME, _o.error != "")
_TURNS = (
    select(_e.obligation, _e.at, _e.old)
    .where(
        _e.programme == _PROGRAMME,
        _e.at >= bindparam("since"),
        _e.kind.in_((*_DONE, "inspected", "contested", "returned", "reopened", "relapsed")),
    )
    .order_by(_e.id)
)


class DigestItem(NamedTuple):
    """What the leaders' numbers need to know of one task."""

    id: int
    unit: str
    due_on: date | None
    light: str
    state: str


class Digests:
    """What the pages of one batch of mails show, each read once however many readers it has."""

    def __init__(self, connection: Connection, context: Context, today: date) -> None:
        self.connection = connection
        self.context = context
        self.today = today
        self._once: dict[Any, Any] = {}

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for all readers who see the same."""
        if key not in self._once:
            self._once[key] = make()
        found: T = self._once[key]
        return found

    @cached_property
    def red(self) -> list[Obligation]:
        """Everything whose light is red."""
        return queries.obligations(self.connection, self.context.key, light="red")

    @cached_property
    def asked(self) -> list[Obligation]:
        """The requests for more time that nobody has decided yet."""
        key = self.context.key
        return queries.obligations(self.connection, key, kind="decision", state="open")

    @cached_property
    def items(self) -> list[DigestItem]:
        """Every task that has begun."""
        return [DigestItem(*row) for row in self.connection.execute(_ITEMS, self._named).all()]

    @cached_property
    def turns(self) -> list[tuple[int, datetime, str]]:
        """(obligation, moment, state before it) of this week's reports, returns and ends."""
        since = self.context.frame.instant(self.today - WEEK)
        rows = self.connection.execute(_TURNS, self._named | {"since": since})
        return [(id_, at, old) for id_, at, old in rows.all()]

    def done(self, before: date) -> set[int]:
        """The tasks that were reported or closed when the day `before` began."""
        at = self.context.frame.instant(before)
        was: dict[int, str] = {}
        for number, moment, old in self.turns:
            if moment >= at:
                was.setdefault(number, old)
        return {row.id for row in self.items if was.get(row.id, row.state) in _DONE}

    @property
    def _named(self) -> dict[str, str]:
        return {"programme": self.context.key}

    @cached_property
    def notes(self) -> dict[int, str]:
        """What the responsible parties last said of what is overdue."""
        return explanations(self.connection, [row for row in self.red if row.kind in COUNTED])

    @cached_property
    def reported(self) -> list[Obligation]:
        """What waits for its reviewer."""
        return [
            row
            for light in ("red", "yellow", "green")
            for row in queries.obligations(
                self.connection, self.context.key, light=light, state="reported"
            )
        ]

    @cached_property
    def due_today(self) -> list[Obligation]:
        yellow = queries.obligations(self.connection, self.context.key, light="yellow")
        return [row for row in yellow if row.step_due_on == self.today and row.state == "open"]

    @cached_property
    def quarantined(self) -> list[Obligation]:
        """Rows whose processing failed."""
        ids = list(self.connection.execute(_WRONG, self._named).scalars())
        return list(queries.obligations_by_id(self.connection, ids).values())

    @cached_property
    def undelivered(self) -> list[Mapping[str, Any]]:
        """Messages that did not arrive."""
        return outbox_queries.messages(self.connection, self.context.key, state="failed")

    @cached_property
    def date_pending(self) -> int:
        """How many items wait for their date."""
        lights = tallies.lights(self.connection, self.context.key)
        return sum(n for _, _, light, n in lights if light == "white")

    def over(self, row: Obligation) -> int:
        """Working days since the step was due."""
        return self.context.frame.calendar.count(row.step_due_on or self.today, self.today)

    def worst(self, rows: Iterable[Obligation]) -> list[Obligation]:
        """The highest level first, then what has been due longest."""
        return sorted(rows, key=lambda row: (-row.level, row.step_due_on or self.today, row.id))
