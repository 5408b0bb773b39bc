"""From a row and its record to the form that is signed by hand for it: a rectification has its
销号审核表, a request for more time its 延期申请表.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from config.i18n import translator
from documents import docx
from documents.approval_forms import ClosureForm, Entered, MoreTimeForm
from documents.conventions import plain_day
from documents.options import DocumentOptions
from notifications import words
from notifications.figures import title
from workflows.commands.context import Context
from workflows.domain.assignees import in_post, responsible_of
from workflows.domain.kind_facts import DecisionFacts, RectificationFacts
from workflows.domain.messages import N_
from workflows.domain.rows import Event, Obligation
from workflows.store import queries

#: What begins a rectification anew: what was shown before is no evidence for it.
_ANEW = frozenset({"reopened", "relapsed"})
#: After these, earlier applications and visits do not count any more.
_BACK = _ANEW | {"returned"}
_TOLD = frozenset({"noted", "reported", "applied"})


def has_form(row: Obligation) -> str:
    """Which form `row` has, by its English name; empty where it has none."""
    if row.kind == "rectification":
        return N_("Closing review form")
    asks = row.kind == "decision" and DecisionFacts.of(row).asked == "extend"
    return N_("Extension request") if asks else ""


def written(
    connection: Connection,
    context: Context,
    row: Obligation,
    now: datetime,
    options: DocumentOptions,
) -> bytes:
    """The form of a row that has one, as .docx."""
    filling = _Filling(connection, context, now, options.language)
    if row.kind == "rectification":
        return docx.closure(filling.closure(row), options.templates_dir)
    return docx.more_time(filling.more_time(row), options.templates_dir)


class _Filling:
    """Fills the forms in one language, as of `now`."""

    def __init__(
        self, connection: Connection, context: Context, now: datetime, language: str
    ) -> None:
        self.connection = connection
        self.context = context
        self.today = context.today(now)
        self.language = language

    def closure(self, row: Obligation) -> ClosureForm:
        events, facts = self._by_people(row.id), RectificationFacts.of(row)
        plan, life = facts.plan, _after(events, _ANEW)
        shown = _after(events, _BACK)
        return ClosureForm(
            language=self.language,
            number=row.item,
            finding="\n".join(filter(None, (facts.what, facts.where))),
            goal=plan.goal,
            measures=plan.measures,
            done=self._done(row, shown),
            evidence=tuple(_files(life)),
            unit=self._unit(row),
            applied=self._entered(_last(shown, "applied"), spoken=False),
            checked=self._entered(_last(shown, "checked")),
            reviewed=self._entered(_last(shown, "struck_off")),
            struck_off_on=facts.closed_on,
            as_of=self.today,
        )

    def more_time(self, request: Obligation) -> MoreTimeForm:
        about = queries.obligations_by_id(self.connection, [request.about])[request.about]
        events, steps = self._by_people(about.id), self._by_people(request.id)
        responsible = responsible_of(self.context.org, about, self.today)[0]
        person = self.context.org.people.get(responsible)
        asked = next((e for e in events if e.why.get("request") == request.id), None)
        decided = _last(steps, "agreed", "refused")
        before = [event for event in events if decided is None or event.id < decided.id]
        return MoreTimeForm(
            language=self.language,
            number=f"#{request.id}",
            unit=self._unit(about),
            item=title(self.context, about, self.language),
            item_number=f"#{about.id}",
            assigned_on=RectificationFacts.of(about).issued_on or about.opens_on,
            due_on=_limit_before(request, about, events),
            earlier=DecisionFacts.of(request).earlier,
            to=DecisionFacts.of(request).to,
            progress=next((e.why["note"] for e in reversed(before) if _tells(e)), ""),
            reason=DecisionFacts.of(request).reason,
            evidence=tuple(_files([asked])) if asked else (),
            measures=RectificationFacts.of(about).plan.measures,
            responsible=person.called(self.language) if person else "",
            phone=person.phone if person else "",
            asked_on=self.context.today(asked.at) if asked else None,
            agreed=self._entered(asked, spoken=False) if self._by_head(asked, about) else Entered(),
            reviewed=self._entered(_last(steps, "passed")),
            decided=self._entered(decided),
            granted_to=words.day_of(decided.why.get("to")) if decided else None,
            refused=request.state == "refused",
            as_of=self.today,
        )

    def _by_people(self, number: int) -> list[Event]:
        return queries.events_by_people(self.connection, [number]).get(number, [])

    def _unit(self, row: Obligation) -> str:
        return words.unit_name(self.context.org, row.unit, self.language)

    def _done(self, row: Obligation, shown: Sequence[Event]) -> str:
        """The day it was done, and the unit's last word on it."""
        said = next((e.why["note"] for e in reversed(shown) if _tells(e)), "")
        if row.done_on is None:
            return str(said)
        texts, day = translator(self.language), plain_day(row.done_on, self.language)
        done = texts.gettext("Done on {day}.", day=day)
        return texts.sentences([done, str(said)] if said else [done])

    def _by_head(self, event: Event | None, row: Obligation) -> bool:
        """Whether the head of the unit asked themselves; else they have yet to sign."""
        if event is None:
            return False
        day, org = self.context.today(event.at), self.context.org
        return event.actor in {in_post(org, post, day) for post in org.seats("head", row.unit)}

    def _entered(self, event: Event | None, *, spoken: bool = True) -> Entered:
        """A step of the record; what was entered for somebody else bears their name."""
        if event is None:
            return Entered()
        people = event.why.get("by") or [event.why.get("entered_for") or event.actor]
        said = str(event.why.get("note") or event.why.get("reason") or "") if spoken else ""
        return Entered(
            by=tuple(words.called(self.context.org, one, self.language) for one in people),
            on=self.context.today(event.at),
            said=said,
        )


def _after(events: Sequence[Event], kinds: frozenset[str]) -> Sequence[Event]:
    """What came after the last event of `kinds`; all of it where there was none."""
    last = max((n for n, event in enumerate(events) if event.kind in kinds), default=-1)
    return events[last + 1 :]


def _last(events: Sequence[Event], *kinds: str) -> Event | None:
    return next((event for event in reversed(events) if event.kind in kinds), None)


def _tells(event: Event) -> Any:
    """Whether the responsible party says how it stands; not what a reviewer remarks aside."""
    return event.kind in _TOLD and event.why.get("note") and not event.why.get("aside")


def _files(events: Iterable[Event]) -> Iterator[str]:
    """The names of the files shown, each file once."""
    seen = set()
    for event in events:
        for sha, name in event.why.get("evidence", ()):
            if (sha, name) not in seen:
                seen.add((sha, name))
                yield str(name)


def _limit_before(request: Obligation, about: Obligation, events: Sequence[Event]) -> date | None:
    """The limit as it was before the request was granted; the one that stands while it is not."""
    granted = (e for e in events if e.kind == "extended" and e.why.get("request") == request.id)
    old = next((event.old for event in granted), "")
    return words.day_of(old) or about.due_on
