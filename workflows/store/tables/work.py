"""What is owed, what happened, what is said, and what is kept of both."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.store.tables.columns import Number, count, metadata, words
from workflows.store.types import Instant, Json

obligations = Table(
    "obligations",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    words("item"),
    words("phase"),
    words("kind"),
    words("unit"),
    words("person"),
    words("post"),
    words("occurrence"),
    words("source", "plan"),
    # The obligation a request is about.
    Column("about", Number, nullable=False, server_default="0"),
    words("state", "planned"),
    count("step"),
    words("assignee"),
    words("assignee_post"),
    words("reviewer"),
    Column("opens_on", Date),
    Column("due_on", Date),
    Column("remind_from", Date),
    # The due day as the plan last gave it; differs from due_on once more time was granted.
    Column("base_due_on", Date),
    words("due_words"),
    words("waits_for"),
    Column("step_opened_at", Instant),
    Column("step_due_on", Date),
    Column("step_remind_from", Date),
    Column("done_on", Date),
    Column("reported_on", Date),
    words("policy"),
    words("chain"),
    words("calendar"),
    count("level"),
    words("light", "green"),
    Column("light_until", Date),
    Column("next_check_at", Instant),
    # What it was waiting for when it was quarantined with an error; nothing of that is lost.
    Column("since", Instant),
    count("returns"),
    words("error"),
    count("version"),
    count("revision"),
    Column("facts", Json, nullable=False),
    UniqueConstraint(
        "programme",
        "item",
        "kind",
        "unit",
        "person",
        "post",
        "occurrence",
        "about",
        name="uq_obligations_identity",
    ),
)
Index(
    # The programme first: without statistics SQLite would take another index of its programme
    # and walk through every row at each sweep.
    "ix_obligations_due",
    obligations.c.programme,
    obligations.c.next_check_at,
    obligations.c.id,
    sqlite_where=obligations.c.next_check_at.is_not(None),
    postgresql_where=obligations.c.next_check_at.is_not(None),
)
# The light with the day it counts from: what is overdue longest is the first of its part, for all,
# in a unit, and with a person.
_URGENT = (obligations.c.light, obligations.c.step_due_on, obligations.c.id)
Index("ix_obligations_light", obligations.c.programme, *_URGENT)
Index("ix_obligations_unit", obligations.c.programme, obligations.c.unit, *_URGENT)
Index("ix_obligations_assignee", obligations.c.programme, obligations.c.assignee, *_URGENT)
Index("ix_obligations_item", obligations.c.programme, obligations.c.item)
Index("ix_obligations_about", obligations.c.about)
# What its responsible parties are at: of the same light may be thousands that are reported and
# wait.
_AT_WORK = obligations.c.state.in_(("open", "in_progress", "ongoing"))
Index(
    "ix_obligations_at_work",
    obligations.c.programme,
    obligations.c.unit,
    *_URGENT,
    sqlite_where=_AT_WORK,
    postgresql_where=_AT_WORK,
)
# What is no task of the plan, by its kind: rectifications, inspections, documents.
_BESIDE = obligations.c.kind != "task"
Index(
    "ix_obligations_beside",
    obligations.c.programme,
    obligations.c.kind,
    obligations.c.id,
    sqlite_where=_BESIDE,
    postgresql_where=_BESIDE,
)
# The few rows somebody has to look at or to sign for.
_WAITING = obligations.c.state.in_(
    (
        "reported",
        "applied",
        "checked",
        "issued",
        "disputed",
        "draft",
        "sent_back",
        "checking",
        "contested",
    )
)
Index(
    "ix_obligations_waiting",
    obligations.c.programme,
    obligations.c.state,
    obligations.c.step_due_on,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
_ASKED = obligations.c.kind == "decision"
Index(
    "ix_obligations_asked",
    obligations.c.programme,
    obligations.c.state,
    sqlite_where=_ASKED,
    postgresql_where=_ASKED,
)
_QUARANTINED = obligations.c.error != ""
Index(
    "ix_obligations_quarantined",
    obligations.c.programme,
    obligations.c.id,
    sqlite_where=_QUARANTINED,
    postgresql_where=_QUARANTINED,
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    Column("obligation", Number, ForeignKey("obligations.id")),
    count("step"),
    words("kind"),
    Column("trigger", String),
    count("n"),
    words("old"),
    words("new"),
    Column("why", Json, nullable=False),
    words("actor"),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    # Over all columns above (workflows/domain/record.py); empty where there was no key.
    words("mac"),
    UniqueConstraint("obligation", "step", "trigger", "n", name="uq_events_point"),
)

# The chain over the events, in order of their numbers. Nothing refers to `event` by a foreign
# key: the seal of an event that was deleted is what tells of it. Triggers of the migration
# 0003 refuse to change or delete events and seals.
seals = Table(
    "seals",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("event", Number, nullable=False),
    Column("prev", String, nullable=False),
    Column("hash", String, nullable=False),
)

# Events of people that the notices pass has not turned into messages yet.
unnoticed = Table(
    "unnoticed",
    metadata,
    Column("event", Number, ForeignKey("events.id"), primary_key=True),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    words("person"),
    words("address"),
    Column("mailing", String, nullable=False),
    words("kind"),
    words("language"),
    Column("not_before", Instant, nullable=False),
    words("state", "pending"),
    words("owner"),
    count("attempt"),
    # Attempts whose end nobody knows: each may have arrived.
    count("unknowns"),
    Column("lease_until", Instant),
    Column("next_try_at", Instant),
    words("outcome"),
    words("subject"),
    Column("body", Text),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    UniqueConstraint("mailing", name="uq_messages_wave"),
)
Index("ix_messages_state", messages.c.state, messages.c.not_before)
Index("ix_messages_person", messages.c.person)

message_items = Table(
    "message_items",
    metadata,
    Column("id", Number, primary_key=True),
    Column("message", Number, ForeignKey("messages.id"), nullable=False, index=True),
    Column("obligation", Number, index=True),
    Column("event", Number, ForeignKey("events.id"), nullable=False),
    words("kind"),
    count("step"),
    Column("reasons", Json, nullable=False),
    Column("dedupe", String, nullable=False, unique=True),
    words("dropped_why"),
)

# Numbers beside the rows: what no page of numbers tells apart is one cell
# (workflows/domain/tallies.py). What changes is added as rows of its own, so that nobody waits for
# anybody and nothing can deadlock; the rows of a cell are summed up once a week, those of a square
# once a day. Days are ISO texts.
tallies = Table(
    "tallies",
    metadata,
    Column("id", Number, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("programme", "phase", "item", "unit")),
    *(Column(name, String, nullable=False) for name in ("kind", "state", "light", "due_on")),
    *(Column(name, String, nullable=False) for name in ("step_due_on", "waits_for")),
    count("on_time"),
    count("n"),
    # How often they were returned, all together.
    count("returned"),
    # The statistics want what is due by today; the calendar the days of a month.
    Index("ix_tallies_due", "programme", "due_on"),
    Index("ix_tallies_step_due", "programme", "step_due_on"),
)

# The same without days, for the pages that show lights: in a large office a thirtieth of the cells.
tally_lights = Table(
    "tally_lights",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", String, nullable=False, index=True),
    *(Column(name, String, nullable=False) for name in ("phase", "item", "unit", "kind")),
    *(Column(name, String, nullable=False) for name in ("state", "light")),
    count("on_time"),
    count("n"),
    count("returned"),
)

# What a document says, frozen when it was signed (a bulletin: when its numbers were taken). The
# number is given at signing, in one series for each year, without gaps.
documents = Table(
    "documents",
    metadata,
    Column("obligation", Number, ForeignKey("obligations.id"), primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    words("series"),
    count("year"),
    Column("number", Integer),
    Column("body", Json, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    UniqueConstraint("programme", "series", "year", "number", name="uq_papers_number"),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String, primary_key=True),
    words("name"),
    words("type"),
    count("size"),
    Column("stored_at", Instant, nullable=False),
)

# The numbers as they stood when each day began, for “against last week”.
tally_days = Table(
    "tally_days",
    metadata,
    Column("programme", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("phase", String, primary_key=True),
    Column("unit", String, primary_key=True),
    Column("light", String, primary_key=True),
    count("n"),
)
