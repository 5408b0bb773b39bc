"""What mails are made from: the rows of one batch, read once, and one item of it for one reader.

`build()` of a kind of mail (notifications/kinds) gets a `Read` and nothing else. A reader who is
told of units only (`LEADERS`) gets no names out of it, whatever a kind asks for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from config.i18n import translator
from notifications import dates_words, figures, words
from notifications.actions import Actions
from notifications.ahead import Ahead
from notifications.causes import because_of
from notifications.digests import Digests
from notifications.message import About, Asked, Item
from workflows.commands.context import Context
from workflows.domain.assignees import asked_to_verify, responsible_of, reviewer_of
from workflows.domain.chain import Skipped, SkipReason
from workflows.domain.kind_facts import DecisionFacts, WorkFacts
from workflows.domain.messages import N_
from workflows.domain.model import Node
from workflows.domain.organisation import Person
from workflows.domain.rows import Event, Obligation
from workflows.domain.standing import Standing, standing
from workflows.store import documents, outbox_queries, queries

#: Audiences that are told of units and roles, never of people (docs: who hears what).
LEADERS = frozenset({"leader", "principal", "leading_group"})
_A_FILE = N_("a file is required")


class Batch:
    """What the mails of one batch share, read once at one `now`."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        messages: Sequence[Mapping[str, Any]],
        base_url: str,
        now: datetime,
        links_key: bytes,
    ) -> None:
        self.connection = connection
        self.context = context
        self.base_url = base_url
        self.now = now
        self.today = context.today(now)
        self.digests = Digests(connection, context, self.today)
        self.items = outbox_queries.message_items(connection, [m["id"] for m in messages])
        flat = [item for items in self.items.values() for item in items]
        self.events = queries.events_by_id(connection, [item["event"] for item in flat])
        wanted = {item["obligation"] for item in flat if item["obligation"]}
        self.rows = queries.obligations_by_id(connection, wanted)
        abouts = [row.about for row in self.rows.values() if row.about]
        self.rows |= queries.obligations_by_id(connection, abouts)
        self.related = figures.related(connection, context, self.rows.values())
        self.behind = because_of(self.related.values(), context.plan.by_key, self.related)
        self.actions = Actions(connection, context, base_url, links_key, now)
        self.ahead = Ahead(context, now)
        self._stands: dict[int, Standing] = {}

    @cached_property
    def coverage(self) -> dict[tuple[str, str, str], tuple[int, tuple[str, ...]]]:
        """(item, unit, occurrence) → how many members owe it, and who has not reported."""
        return figures.coverage(self.connection, [r for r in self.rows.values() if r.person])

    @cached_property
    def notes(self) -> dict[int, str]:
        """What whoever is responsible said last of each row."""
        return figures.explanations(self.connection, list(self.rows.values()))

    @cached_property
    def reports(self) -> dict[int, Event]:
        """The last report of each row that waits for its reviewer."""
        reported = [row.id for row in self.rows.values() if row.state == "reported"]
        return queries.last_events(self.connection, reported, "reported")

    @cached_property
    def documents(self) -> dict[int, documents.Document]:
        """The documents that the batch speaks of."""
        wanted = [int(e.why["paper"]) for e in self.events.values() if e.why.get("paper")]
        wanted += [row.id for row in self.rows.values() if row.kind == "bulletin"]
        return documents.documents(self.connection, wanted) if wanted else {}

    def standing(self, row: Obligation) -> Standing:
        if row.id not in self._stands:
            policy = self.context.policies[row.policy]
            self._stands[row.id] = standing(row, policy, self.context.frame, self.today)
        return self._stands[row.id]


class Read:
    """One item of a mail, its event and its row, as `reader` may see them."""

    #: The obligations that the mail asks for the first time.
    first: frozenset[int] = frozenset()

    def __init__(self, batch: Batch, item: Mapping[str, Any], reader: Person) -> None:
        self.batch = batch
        self.context, self.org, self.today = batch.context, batch.context.org, batch.today
        self.item, self.reader, self.language = item, reader, reader.language
        self.kind: str = item["kind"]
        self.reasons: dict[str, Any] = item["reasons"]
        self.audience = str(self.reasons.get("audience", ""))
        self.named = self.audience not in LEADERS
        self.event: Event = batch.events[item["event"]]
        self.maybe_row: Obligation | None = batch.rows.get(item["obligation"] or 0)
        self.texts = translator(reader.language)

    @property
    def row(self) -> Obligation:
        """The obligation it is about. Raises LookupError where there is none."""
        if self.maybe_row is None:
            raise LookupError(f"item {self.item['id']} is about no obligation")
        return self.maybe_row

    @property
    def about_row(self) -> Obligation:
        """What a request or a document is about; the row itself where it is about nothing else."""
        return self.batch.rows.get(self.row.about, self.row)

    @property
    def node(self) -> Node | None:
        """Its line of the plan."""
        return self.context.plan.by_key.get(self.row.item)

    # --- words ----------------------------------------------------------------------------

    def title(self, row: Obligation) -> str:
        return figures.title(self.context, row, self.language)

    def unit(self, key: str) -> str:
        return words.unit_name(self.org, key, self.language) if key else ""

    def name(self, person: str) -> str:
        """A person's name, “you” for the reader; empty for nobody, and for readers who are told
        of no people."""
        return self.signer(person) if self.named else ""

    def signer(self, person: str) -> str:
        """Whoever signed a document, whom leaders are told of too."""
        if person == self.reader.key:
            return self.texts.gettext("you")
        return words.called(self.org, person, self.language) if person else ""

    def day(self, at: datetime) -> str:
        """The programme's day of an instant."""
        return self.context.frame.day(at).isoformat()

    def phone(self, person: str) -> str:
        found = self.org.people.get(person) if self.named else None
        return found.phone if found else ""

    def list(self, texts: Iterable[str]) -> str:
        return dates_words.joined(texts, self.language)

    def why(self, key: str) -> str:
        """A text of the event's own facts."""
        return str(self.event.why.get(key, ""))

    @property
    def actor(self) -> str:
        """Who did what the mail tells of."""
        return self.name(self.event.actor)

    @property
    def note(self) -> str:
        """What the event says, else what was last said of the row."""
        return self.why("note") or self.batch.notes.get(self.row.id, "")

    def heads(self, unit: str) -> bool:
        """Whether the reader heads the unit today."""
        return self._holds(self.org.seats("head", unit))

    def in_office(self) -> bool:
        return self._holds(self.org.seats("office"))

    def _holds(self, posts: Iterable[str]) -> bool:
        holders = (self.org.post_holder(post, self.today) for post in posts)
        return any(person is not None and person.key == self.reader.key for person in holders)

    # --- what most kinds share ------------------------------------------------------------

    def about(self, *, next: bool = True, to_all: bool = False) -> About:
        """Why the reader is told, and what they can do; not `next`: nothing follows by itself.
        `to_all`: every head is told the same, and what follows or who is absent is no news."""
        row = self.maybe_row
        deputy_for = str(self.reasons.get("deputy_for", ""))
        of = self.batch.rows.get(row.about, row) if row else None
        base = self.batch.base_url
        return About(
            audience=self.audience,
            level=int(self.reasons.get("level", 0)),
            why=words.why(self.reasons | {"at": self.day(self.event.at)}, self.language),
            deputy_for=words.called(self.org, deputy_for, self.language) if deputy_for else "",
            skipped=()
            if to_all
            else tuple(self._skipped(*one) for one in self.reasons.get("skipped", ())),
            missed_on=self.batch.ahead.missed(self.event, self.reader),
            link=f"{base}/obligations/{of.id}" if of and base else "",
            acts=self.batch.actions.of(row, self.kind, self.audience, self.reader) if row else (),
            next=self.batch.ahead.following(row, self.reader, self.named)
            if row and next and not to_all
            else None,
        )

    def about_item(self, *, title: Obligation | None = None, assignee: str | None = None) -> Item:
        """The item as the reader may see it. `title`: the row that names it; `assignee`: whom to
        turn to, in place of whoever it is assigned to."""
        row, batch, node = self.row, self.batch, self.node
        stands = batch.standing(row)
        with_it = row.assignee if assignee is None else assignee
        behind = [batch.related[n] for n, cause in batch.behind.items() if cause.id == row.id]
        return Item(
            number=row.id,
            title=self.title(title or row),
            clause=node.clause if node else "",
            words=row.due_words or self.about_row.due_words,
            due_on=stands.due_on or row.due_on,
            days_left=stands.workdays_left,
            days_over=stands.workdays_overdue,
            day_off_between=batch.ahead.holiday_before(stands.due_on),
            ongoing=row.state == "ongoing",
            reported=row.state == "reported",
            unit=self.unit(row.unit),
            person=self.name(row.person),
            assignee=self.name(with_it) if with_it in self.org.people else "",
            phone=self.phone(with_it),
            waiting=self.list(self.title(one) for one in behind),
        )

    def responsible(self) -> str:
        """Who is responsible, also while a reviewer has it."""
        return responsible_of(self.org, self.row, self.today)[0]

    def asked(self) -> Asked:
        row, node = self.row, self.node
        keys = self.context.plan.by_key
        after, also = (node.after, node.answers) if node else ((), ())

        def titles(found: Iterable[str]) -> str:
            return self.list(keys[key].title.in_(self.language) for key in found if key in keys)

        return Asked(
            evidence=self.evidence(),
            example=self._example(),
            after=titles(after),
            also=titles(also),
            assist=self.list(self.unit(unit) for unit in figures.assist(row, node)),
            reviewer=self.reviewer(),
        )

    def evidence(self) -> str:
        """What is to be handed in with a report; empty: a sentence will do."""
        node = self.node
        if node and node.evidence:
            return node.evidence.in_(self.language)
        return self.texts.gettext(_A_FILE) if WorkFacts.of(self.row).needs_file else ""

    def _example(self) -> str:
        node = self.node if self.row.id in self.first else None
        return node.example.in_(self.language) if node and node.example else ""

    def reviewer(self) -> str:
        asked = asked_to_verify(self.row, self.node.reviewer if self.node else None)
        found = reviewer_of(self.org, self.row, asked, self.today)
        return self.name(found.person) if found else ""

    def told(self, event: Event | None) -> "Read":
        """The same item, told of by another event: a person's report, or their request."""
        if event is None:
            return self
        other = Read(self.batch, self.item, self.reader)
        other.event = event
        return other

    def asked_for(self) -> "Read":
        """The request itself, where time or a hand-over reminds of it."""
        row, event = self.row, self.event
        if event.actor and event.kind not in ("passed", "handed_over"):
            return self
        facts = DecisionFacts.of(row)
        why = {**event.why, "reason": facts.reason}
        return self.told(replace(event, why=why, actor=facts.by))

    def _skipped(self, audience: str, post: str, person: str, reason: SkipReason) -> str:
        one = Skipped(audience=audience, post=post, person=person, reason=reason)
        return words.skipped(self.org, one, self.language, named=self.named)
