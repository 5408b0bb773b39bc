"""Stories: given a plan, fast-forward, expect mail.

A story publishes, runs the sweeper and the courier at the interesting instants of each day
(00:00, 08:30 and 09:00 programme time) on a virtual clock, lets people act, and looks at what
was said. No sleeps, no patching, no clock. After every step it checks what must always hold.
"""

from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, update

from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.sending import Sending
from scheduler.passes.apply import Swept
from scheduler.sweep import Sweeper
from tests.stories.always import Watch
from tests.stories.letters import ZONE, Letter, letter_of
from workflows.commands import acts, anchors, assigned_tasks, people, rectify
from workflows.commands import inspect as inspections
from workflows.commands import publish as publishing
from workflows.commands.context import Context, open_context
from workflows.commands.door import Acting, as_person
from workflows.definition import Source, load_org
from workflows.domain.rectification import Finding
from workflows.domain.roles import Who
from workflows.domain.rows import Event, Obligation
from workflows.store import outbox_queries, queries
from workflows.store import tables as t
from workflows.store.engine import connect, reading

#: Who publishes and imports.
OFFICE = Who(person="clerk", roles=frozenset({"office"}))
HOURS = (time(0), time(8, 30), time(9))


def instant(text: str | date | datetime) -> datetime:
    """`2010-06-01` or `2010-06-01T10:00` in programme time, or an instant as it is."""
    at = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a story stands, besides its database; a copy of the database goes on from here."""

    now: datetime
    published: publishing.Published
    files: dict[str, str | bytes | None]
    known: Context | None
    watch: Watch
    smtp: int
    batch: int
    record_key: bytes


class Story:
    """One programme from its publication on. `smtp` is a port on loopback, 0 for no relay."""

    def __init__(
        self,
        url: str,
        *,
        plan: str | bytes,
        org: str | bytes,
        decisions: str | bytes | None = None,
        at: str = "2010-05-28T09:30+08:00",
        smtp: int = 0,
        batch: int = 1000,
        record_key: bytes = b"",
        **more: Any,
    ) -> None:
        self.now = instant(at)
        self._files: dict[str, str | bytes | None] = {
            "plan": plan,
            "decisions": decisions,
            "org": org,
        }
        self._known: Context | None = None
        self._watch = Watch()
        self._connect(url, smtp, batch, record_key)
        try:
            self.published = self.publish(**more)
        except BaseException:
            self.__exit__(None, None, None)  # whoever waits for it in a `with` never gets it
            raise

    def _connect(self, url: str, smtp: int, batch: int, record_key: bytes) -> None:
        self._how: dict[str, Any] = {"smtp": smtp, "batch": batch, "record_key": record_key}
        #: What is done once nobody is connected any more.
        self.afterwards = ExitStack()
        self.engine = connect(url, record_key=record_key)
        self.sweeper = Sweeper(self.engine, batch=batch)
        relay = Relay(host="127.0.0.1", port=smtp, security="plain") if smtp else None
        self.courier = Courier(self.engine, Sending(relay=relay, sender="duban@example.org"))

    def stand(self) -> Stand:
        """What a story on a copy of the database needs to go on from here."""
        return Stand(
            now=self.now,
            published=self.published,
            files=dict(self._files),
            known=self._known,
            watch=copy(self._watch),
            **self._how,
        )

    @classmethod
    def on(cls, url: str, stand: Stand) -> Self:
        """The story that stood there, continued on `url`, a copy of its database."""
        story = cls.__new__(cls)
        story.go_on(url, stand)
        return story

    def go_on(self, url: str, stand: Stand) -> None:
        self.now = stand.now
        self.published = stand.published
        self._files = dict(stand.files)
        self._known = stand.known
        self._watch = copy(stand.watch)
        self._connect(url, stand.smtp, stand.batch, stand.record_key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None
    ) -> None:
        self.courier.close()
        self.engine.dispose()
        self.afterwards.close()

    # --- time -----------------------------------------------------------------------------

    def to(self, until: str) -> Self:
        """Run through the day `until`, or up to that instant and then exactly at it."""
        end = instant(until)
        whole_day = "T" not in until
        last = end + timedelta(days=1, seconds=-1) if whole_day else end
        day = self.now.astimezone(ZONE).date()
        while day <= last.date():
            for hour in HOURS:
                at = datetime.combine(day, hour, ZONE)
                if self.now < at <= last:
                    self.tick(at)
            day += timedelta(days=1)
        if not whole_day and self.now < end:
            self.tick(end)
        return self

    def leap(self, until: str) -> Swept:
        """The process was down: nothing runs before `until`, then one tick."""
        return self.tick(instant(until))

    def tick(self, at: datetime | None = None, *, send: bool = True) -> Swept:
        """One round of the sweeper and the courier at `at` (by default: now)."""
        self.now = at or self.now
        swept = self.sweeper.run_once(self.now)
        with reading(self.engine).connect() as connection:
            self._watch.after_sweep(connection, self._open(connection), self.now)
        if send and self.courier.sending.relay is not None:
            self.courier.run_once(self.now)
        return swept

    # --- what people do -------------------------------------------------------------------

    def publish(self, **more: Any) -> publishing.Published:
        """Publish, again with `plan=`, `org=` or `decisions=` changed, `confirm=` and so on."""
        self._files |= {k: more.pop(k) for k in ("plan", "decisions", "org") if k in more}
        files: dict[str, Any] = {
            name: Source(name, text) for name, text in self._files.items() if text
        }
        with self.engine.begin() as connection:
            publication = publishing.Publication(**files, **more)
            found = publishing.publish(connection, publication, OFFICE, self.now)
        self.check()
        return found

    def act(
        self,
        move: str,
        item: str = "",
        unit: str = "",
        *,
        by: str,
        row: Obligation | None = None,
        at: str = "",
        **more: Any,
    ) -> Obligation:
        """One move on the obligation of `unit` (a unit or a person); days may be text."""
        if at:
            self.to(at)
        if row is not None and unit:
            more["unit"] = unit  # the move's own: where it goes
        row = row or self.row(item, unit)
        days: dict[str, Any] = {k: date.fromisoformat(more.pop(k)) for k in _DAYS if k in more}
        with self.engine.begin() as connection:
            context = self._open(connection)
            done = acts.Move(name=move, **days, **more)
            (after,) = acts.act(as_person(connection, context, by, self.now), [row.id], done)
        self.check()
        return after

    def find(self, unit: str, *, by: str = "clerk", **more: Any) -> Obligation:
        """The office issues a rectification to `unit`; days may be text."""
        if "limit" in more:
            more["limit"] = date.fromisoformat(more["limit"])
        given = {"what": "消防通道堆放种子", "reviewer": "committee-head"} | more
        with self.engine.begin() as connection:
            context = self._open(connection)
            finding = Finding(unit=unit, **given)
            row = rectify.issue(as_person(connection, context, by, self.now), finding)
        self.check()
        return row

    def assign(self, unit: str, *, by: str = "clerk", **more: Any) -> Obligation:
        """The office registers an item for `unit`; days may be text."""
        if "due" in more:
            more["due"] = date.fromisoformat(more["due"])
        with self.engine.begin() as connection:
            context = self._open(connection)
            item = assigned_tasks.AssignedTask(unit=unit, **more)
            row = assigned_tasks.assign(as_person(connection, context, by, self.now), item)
        self.check()
        return row

    def inspect(
        self, way: str = "round_visit", *, on: str = "", by: str = "clerk", **more: Any
    ) -> Obligation:
        """The office plans an inspection led by leader-1, or calls it for today."""
        day = date.fromisoformat(on) if on else self.now.astimezone(ZONE).date()
        with self.engine.begin() as connection:
            context = self._open(connection)
            values: dict[str, Any] = {"way": way, "on": day, "lead": "leader-1"}
            given = inspections.Inspection(**(values | more))
            row = inspections.plan(as_person(connection, context, by, self.now), given)
        self.check()
        return row

    def announce(
        self, on: str, anchor: str = "congress", *, what_if: bool = False
    ) -> anchors.Announced:
        """The office gives `anchor` its day."""
        with self.engine.begin() as connection:
            context = self._open(connection)
            day = date.fromisoformat(on)
            acting = Acting(connection=connection, context=context, who=OFFICE, now=self.now)
            found = anchors.announce(acting, anchor, day, what_if=what_if)
        self.check()
        return found

    def import_org(self, text: str, *, preview: bool = False) -> people.Imported:
        with self.engine.begin() as connection:
            context = self._open(connection)
            given = load_org(Source("org", text))
            found = people.import_org(
                connection, [context], given, OFFICE, self.now, preview=preview
            )
        self.check()
        return found

    def damage(self, row: Obligation, **columns: Any) -> None:
        """Write past all guards, as a failing disk or a hand would."""
        o = t.obligations.c
        columns["version"] = o.version + 1
        with self.engine.begin() as connection:
            connection.execute(update(t.obligations).where(o.id == row.id).values(columns))
        self._watch.forget(self.rows())

    # --- what there is to see -------------------------------------------------------------

    def rows(self, item: str = "", **where: Any) -> list[Obligation]:
        """Rows by their columns; of an item all but the supervision notices about it, which have
        its name."""
        with reading(self.engine).connect() as connection:
            items = [item] if item else None
            found = queries.obligations(connection, self.context.key, items=items, **where)
        return [row for row in found if row.kind != "slip" or not item or "kind" in where]

    def row(self, item: str, party: str = "", *, kind: str = "", round_: str = "") -> Obligation:
        """The one obligation for `item` of a unit or person; what is about it only by its kind."""
        found = [
            row
            for row in (self.rows(item, kind=kind) if kind else self.rows(item))
            if party in ("", row.person or row.unit)
            and (row.kind == kind if kind else row.kind not in _BESIDE)
            and round_ in ("", row.key.occurrence)
        ]
        assert len(found) == 1, (item, party, [(row.id, row.key) for row in found])
        return found[0]

    def events(self, row: Obligation | None = None, *kinds: str) -> list[Event]:
        with reading(self.engine).connect() as connection:
            number = row.id if row else None
            found = queries.events(connection, self.context.key, obligation=number)
        return [event for event in found if not kinds or event.kind in kinds]

    def mails(
        self, to: str = "", on: str = "", kind: str = "", *, state: str = "sent"
    ) -> list[Letter]:
        """Messages in `state` ("" for any), by recipient, day and what they say."""
        return [
            letter
            for letter in self._letters()
            if to in ("", letter.to)
            and on in ("", letter.on.isoformat())
            and (not kind or kind in letter.kinds)
            and state in ("", letter.state)
        ]

    def said(self, row: Obligation, *kinds: str) -> list[tuple[str, str, str]]:
        """(day, recipient, kind) of whatever was sent about `row`."""
        return [
            (letter.on.isoformat(), letter.to, item.kind)
            for letter in self.mails()
            for item in letter.items
            if item.obligation == row.id and not item.dropped and (not kinds or item.kind in kinds)
        ]

    @property
    def context(self) -> Context:
        with reading(self.engine).connect() as connection:
            return self._open(connection)

    def _open(self, connection: Connection) -> Context:
        self._known = open_context(connection, before=self._known)
        return self._known

    def _letters(self) -> list[Letter]:
        with reading(self.engine).connect() as connection:
            rows = outbox_queries.messages(connection, self.context.key)
            items = outbox_queries.message_items(connection, [row["id"] for row in rows])
        return [letter_of(row, items.get(row["id"], [])) for row in rows]

    def check(self) -> None:
        """What must hold after every step."""
        with reading(self.engine).connect() as connection:
            self._watch.look(connection, self._open(connection))


_DAYS = ("done_on", "to", "due")
#: Kinds about another obligation, which are looked for by their kind.
_BESIDE = ("decision", "slip", "lookback")


def shipped(name: str) -> bytes:
    """A file of the 2010 programme as it ships."""
    root = Path(__file__).resolve().parents[1]
    return (root / "config" / "programmes" / "shizong-2010" / name).read_bytes()
