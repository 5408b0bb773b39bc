"""From stored items to a mail: re-read, dropped or kept, put into entries for one reader.

This is the last look before speaking: whatever was closed, moved or handed over since it was
queued is dropped here, each item with its reason.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from notifications import figures, words
from notifications.actions import Actions
from notifications.ahead import Ahead
from notifications.bundle import gather
from notifications.catalogue import KINDS
from notifications.causes import because_of
from notifications.details import details
from notifications.just_late import JustLate
from notifications.message import Entry, Mail
from notifications.mime import Address
from notifications.pages import Figures
from notifications.staleness import keep
from workflows.commands.context import Context
from workflows.domain.assignees import asked_to_verify, doer_of, verifier_of
from workflows.domain.chain import Skipped
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.organisation import Person
from workflows.domain.rows import Event, Obligation
from workflows.domain.standing import Standing, on_time, standing
from workflows.store import outbox_queries, papers, queries

log = logging.getLogger(__name__)
#: No persons' names to leaders: units and posts (docs: who hears what).
LEADERS = ("leader", "principal", "leading_group")
_ASKED = ("decision_asked", "decided", "paper_to_sign")
#: Sent to the heads of all units: where one post is vacant is nobody else's matter.
_TO_ALL = ("bulletin_check", "bulletin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail ready to be put into words, or none; and the items that are not said."""

    mail: Mail | None
    dropped: tuple[tuple[int, str], ...]


class Composer:
    """Composes the mails of one batch at one `now`, reading what they share once."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        messages: Sequence[Mapping[str, Any]],
        base_url: str,
        now: datetime,
        *,
        links_key: bytes = b"",
    ) -> None:
        self.connection = connection
        self.context = context
        self.base_url = base_url
        self.now = now
        self.today = context.today(now)
        self.figures = Figures(connection, context, self.today)
        self.items = outbox_queries.message_items(connection, [m["id"] for m in messages])
        flat = [item for items in self.items.values() for item in items]
        self.events = queries.events_by_id(connection, [item["event"] for item in flat])
        wanted = {item["obligation"] for item in flat if item["obligation"]}
        self.rows = queries.obligations_by_id(connection, wanted)
        abouts = [row.about for row in self.rows.values() if row.about]
        self.rows |= queries.obligations_by_id(connection, abouts)
        self.coverage = figures.coverage(
            connection,
            [self.rows[i["obligation"]] for i in flat if i["kind"] == "escalated"],
        )
        late = [self.rows[i["obligation"]] for i in flat if i["kind"] in ("escalated", "overdue")]
        self.notes = figures.explanations(connection, late)
        reviewed = [i["obligation"] for i in flat if i["kind"].startswith("review")]
        self.reports = queries.last_events(connection, reviewed, "reported")
        wanted_papers = [int(e.why["paper"]) for e in self.events.values() if e.why.get("paper")]
        wanted_papers += [row.id for row in self.rows.values() if row.kind == "bulletin"]
        self.papers = papers.papers(connection, wanted_papers) if wanted_papers else {}
        related = figures.related(connection, context, self.rows.values())
        self.rows_behind = related
        self.behind = because_of(related.values(), context.plan.by_key, related)
        self.actions = Actions(connection, context, base_url, links_key, now)
        self.just_late = JustLate(connection, context)
        self._stands: dict[int, Standing] = {}
        self.ahead = Ahead(context, now)

    def mail(self, message: Mapping[str, Any], reader: Person) -> Composed:
        """The mail of one message as it stands now, addressed to `reader`."""
        items = self.items.get(message["id"], [])
        kept, dropped = keep(items, self.rows, reader, self.today, self.behind, self.context.org)
        # The mail that first asks for it shows the example, whatever else it says of it.
        first = {item["obligation"] for item in items if item["kind"] == "assigned"}
        entries = []
        for item in kept:
            try:
                entry = self._entry(item, reader.language, reader)
            except Exception as error:
                # One matter that cannot be read does not silence the others in the mail.
                log.exception("item %d cannot be put into words", item["id"])
                dropped.append((item["id"], f"unreadable: {type(error).__name__}: {error}"))
                continue
            if entry is None:
                dropped.append((item["id"], "nothing in it"))
            else:
                example = self._example(entry, reader.language) if entry.obligation in first else ""
                entries.append(replace(entry, example=example))
        if not entries:
            return Composed(mail=None, dropped=tuple(dropped))
        return Composed(mail=self._mail(message, reader, entries), dropped=tuple(dropped))

    def _mail(self, message: Mapping[str, Any], reader: Person, entries: list[Entry]) -> Mail:
        org, language = self.context.org, reader.language
        # What lets somebody in goes to him alone, whatever is on trial.
        trial = self.context.programme.trial and message["kind"] not in ("login", "code")
        name = reader.called(language)
        to = Address(name=name, email=reader.email)
        if trial:
            to = Address(name=org.title.in_(language), email=org.email)
        return Mail(
            id=message["id"],
            programme=self.context.key,
            programme_title=self.context.plan.title.in_(language),
            language=language,
            reader=name,
            reader_honorific="同志" if language == "zh" else "",
            to=to,
            today=self.today,
            office=words.office_name(org, language),
            office_email=org.email,
            office_phone=org.phone,
            base_url=self.base_url,
            sections=gather(entries),
            trial_for=f"{name} <{reader.email}>" if trial else "",
            maybe_twice=bool(message["unknowns"]),
            fresh=self.just_late.lines(message["kind"], reader, self.today),
        )

    def _example(self, entry: Entry, language: str) -> str:
        row = self.rows.get(entry.obligation or 0)
        node = self.context.plan.by_key.get(row.item) if row else None
        return node.example.in_(language) if node and node.example else ""

    # --- entries --------------------------------------------------------------------------

    def _entry(self, item: Mapping[str, Any], language: str, reader: Person) -> Entry | None:
        event, row = self.events[item["event"]], self.rows.get(item["obligation"] or 0)
        data = details(self, item, event, row, reader)
        if data is None:
            return None
        kind, why = KINDS[item["kind"]], item["reasons"]
        named = why.get("audience") not in LEADERS
        event = self._told(item, event, row)
        common: dict[str, Any] = {
            "kind": kind.name,
            "rank": kind.rank,
            "level": int(why.get("level", 0)),
            "audience": str(why.get("audience", "")),
            "deputy_for": words.called(self.context.org, why["deputy_for"], language)
            if why.get("deputy_for")
            else "",
            "actor": words.called(self.context.org, event.actor, language),
            "reason": self._reason(event, language),
            "note": str(event.why.get("note", "")) or self.notes.get(item["obligation"] or 0, ""),
            "skipped": tuple(
                words.skipped(
                    self.context.org,
                    Skipped(audience=a, post=p, person=who, reason=reason),
                    language,
                    named=named,
                )
                for a, p, who, reason in why.get("skipped", ())
                if kind.name not in _TO_ALL
            ),
            "missed_on": self.ahead.missed(self.events[item["event"]], reader),
            "why": words.why(why, language),
            "data": data,
        }
        if kind.name == "login":
            acts = self.actions.login(self.events[item["event"]], language)
            return Entry(acts=acts, **common) if acts else None
        if kind.name == "code":
            digits = self.actions.code(self.events[item["event"]])
            return Entry(**(common | {"data": {"code": digits}})) if digits else None
        if row is None:
            return Entry(**common)
        if kind.name == "office_alert":
            title = figures.title(self.context, row, language)
            return Entry(obligation=row.id, title=title, **common)
        return self._of_row(row, event, reader, common)

    def _of_row(
        self, row: Obligation, event: Event, reader: Person, common: dict[str, Any]
    ) -> Entry:
        context, org, language = self.context, self.context.org, reader.language
        stands = self._standing(row)
        node = context.plan.by_key.get(row.item)
        # A verifier reads his own name as the holder; whom he may ask is the doer.
        reviewing = common["kind"].startswith("review")
        doer = doer_of(org, row, self.today)[0] if reviewing else row.holder
        holder = org.people.get(doer)
        about = self.rows.get(row.about, row)
        of_unit = (row.item, row.unit, row.key.occurrence)
        total, missing = self.coverage.get(of_unit, (0, ())) if row.person else (0, ())
        comma = "、" if language == "zh" else ", "
        asked = DecisionFacts.of(row).to
        light = "behind" if stands.behind else stands.light
        return Entry(
            obligation=row.id,
            title=figures.title(context, about if common["kind"] in _ASKED else row, language),
            clause=node.clause if node else "",
            words=row.due_words or about.due_words,
            due_on=stands.due_on or row.due_on,
            days_left=stands.workdays_left,
            days_over=stands.workdays_overdue,
            day_off_between=self.ahead.holiday_before(stands.due_on),
            light=words.light(light, language),
            state=words.state(row.state, language),
            unit=words.unit_name(org, row.unit, language),
            person=words.called(org, row.person, language) if row.person else "",
            holder=holder.called(language) if holder else "",
            holder_phone=holder.phone if holder else "",
            verifier=self._verifier(row, language),
            evidence=node.evidence.in_(language) if node and node.evidence else "",
            after=comma.join(self._titles(node.after, language)) if node else "",
            also=comma.join(self._titles(node.answers, language)) if node else "",
            assist=comma.join(words.unit_name(org, u, language) for u in figures.assist(row, node)),
            old_date=words.day_of(event.old) if event.kind == "redated" else about.due_on,
            new_date=words.day_of(asked) if asked else row.due_on,
            done_on=row.done_on,
            granted=on_time(row)
            if event.kind in ("accepted", "struck_off")
            else figures.granted(event),
            # What comes next presses the office, not those who look for errors.
            next=None
            if common["kind"] in _TO_ALL
            else self.ahead.following(row, language, common["audience"] not in LEADERS),
            link=f"{self.base_url}/obligations/{about.id}" if self.base_url else "",
            behind=comma.join(
                figures.title(context, self.rows_behind[number], language)
                for number, cause in self.behind.items()
                if cause.id == row.id
            ),
            acts=self.actions.of(row, common["kind"], common["audience"], reader),
            missing=len(missing) if common["kind"] == "escalated" else 0,
            total=total if common["kind"] == "escalated" else 0,
            names=tuple(words.called(org, person, language) for person in missing),
            **common,
        )

    def _standing(self, row: Obligation) -> Standing:
        if row.id not in self._stands:
            policy = self.context.policies[row.policy]
            self._stands[row.id] = standing(row, policy, self.context.frame, self.today)
        return self._stands[row.id]

    def _told(self, item: Mapping[str, Any], event: Event, row: Obligation | None) -> Event:
        """The event of a person that a later reminder speaks of: his report, his request."""
        if row is None:
            return event
        if item["kind"].startswith("review"):
            return self.reports.get(row.id, event)
        if item["kind"] == "decision_asked" and (
            not event.actor or event.kind in ("passed", "handed_over")
        ):
            why = {**event.why, "reason": DecisionFacts.of(row).reason}
            return replace(event, why=why, actor=DecisionFacts.of(row).by)
        return event

    def _verifier(self, row: Obligation, language: str) -> str:
        node = self.context.plan.by_key.get(row.item)
        asked = asked_to_verify(row, node.verifier if node else None)
        found = verifier_of(self.context.org, row, asked, self.today)
        return words.called(self.context.org, found.person, language) if found else ""

    def _titles(self, keys: tuple[str, ...], language: str) -> list[str]:
        nodes = self.context.plan.by_key
        return [nodes[key].title.in_(language) for key in keys if key in nodes]

    def _reason(self, event: Event, language: str) -> str:
        reason = str(event.why.get("reason", ""))
        if event.kind == "handed_over":
            return words.hand_over(reason, language)
        return reason
