"""The rows (docs/architecture.md). Times are parameters, never the database's clock.

Units, people and posts carry the keys people write in the organisation file; everything that
grows with time has a number. Text columns that may be "none" in a unique key are empty
strings, because SQL never finds two NULLs equal.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from workflows.store.types import Instant, Json

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives numbers by itself only to INTEGER primary keys.
Number = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, String, nullable=False, server_default=default)


def _count(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


programmes = Table(
    "programmes",
    metadata,
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    _text("language"),
    _text("zone"),
    Column("plan_text", Text, nullable=False),
    Column("decisions_text", Text, nullable=False),
    _text("digest"),
    _count("revision"),
    Column("published_at", Instant, nullable=False),
    Column("trial", Boolean, nullable=False, server_default=text("false")),
    Column("swept_at", Instant),
    # The next day on which posts, people or absences change by themselves.
    Column("org_check_on", Date),
    Column("digests_until", Date),
    # The furthest back the clock was seen; empty once the office has been told.
    Column("clock_back_to", Instant),
    # A demo database holds its own clock; `run` refuses such a file.
    Column("virtual_now", Instant),
    Column("seed", Integer),
)

items = Table(
    "items",
    metadata,
    Column("programme", ForeignKey("programmes.key"), primary_key=True),
    Column("key", String, primary_key=True),
    _count("place"),
    _text("clause"),
    _text("kind"),
    _text("parent"),
    _text("phase"),
    Column("titles", Json, nullable=False),
    _text("text"),
    _text("words"),
    Column("asks", Boolean, nullable=False, server_default=text("false")),
    Column("ends_on", Date),
    _text("anchor"),
    _text("owes"),
    _text("verifier"),
    _text("evidence"),
    _count("quota", 1),
    _text("rrule"),
    _text("policy"),
    _text("after"),
    _text("answers"),
)

anchors = Table(
    "anchors",
    metadata,
    Column("programme", ForeignKey("programmes.key"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    _text("state", "unknown"),
    Column("on_date", Date),
    _text("expected"),
    _count("revision"),
)

units = Table(
    "units",
    metadata,
    Column("key", String, primary_key=True),
    _text("kind"),
    _text("parent"),
    Column("titles", Json, nullable=False),
    _text("phone"),
    _count("place"),
)

people = Table(
    "people",
    metadata,
    Column("key", String, primary_key=True),
    _text("name"),
    _text("name_en"),
    _text("unit"),
    _text("email"),
    _text("phone"),
    _text("language", "zh"),
    _text("zone"),
    _text("mail_hour", "09:00"),
    _text("tags"),
    _count("place"),
    Column("starts_on", Date),
    Column("ends_on", Date),
    # What the server said last when it refused this address for good.
    _text("bounced"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", ForeignKey("people.key"), primary_key=True),
    Column("unit", ForeignKey("units.key"), primary_key=True),
    _count("place"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Number, primary_key=True),
    _text("post"),
    Column("unit", ForeignKey("units.key"), nullable=False),
    _text("role"),
    Column("person", ForeignKey("people.key"), nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
    _text("deputy"),
    Column("portfolio", Json, nullable=False),
    _count("place"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Number, primary_key=True),
    Column("person", ForeignKey("people.key"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    _text("deputy"),
)

offices = Table(
    "offices",
    metadata,
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    _text("email"),
    _text("phone"),
    _count("revision"),
)

policies = Table(
    "policies",
    metadata,
    Column("hash", String, primary_key=True),
    _text("name"),
    Column("body", Text, nullable=False),
)

chains = Table(
    "chains",
    metadata,
    Column("hash", String, primary_key=True),
    Column("body", Text, nullable=False),
)

obligations = Table(
    "obligations",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    _text("item"),
    _text("phase"),
    _text("kind"),
    _text("unit"),
    _text("person"),
    _text("post"),
    _text("occurrence"),
    _text("source", "plan"),
    # The obligation a request is about.
    Column("about", Number, nullable=False, server_default="0"),
    _text("state", "planned"),
    _count("leg"),
    _text("holder"),
    _text("holder_post"),
    _text("verifier"),
    Column("opens_on", Date),
    Column("due_on", Date),
    Column("press_from", Date),
    # The due day as the plan last gave it; differs from due_on once more time was granted.
    Column("base_due_on", Date),
    _text("due_words"),
    _text("waits_for"),
    Column("leg_opened_at", Instant),
    Column("leg_due_on", Date),
    Column("leg_press_from", Date),
    Column("done_on", Date),
    Column("reported_on", Date),
    _text("policy"),
    _text("chain"),
    _text("calendar"),
    _count("level"),
    _text("light", "green"),
    Column("light_until", Date),
    Column("next_check_at", Instant),
    # What it was waiting for when it was put aside with an error; nothing of that is lost.
    Column("since", Instant),
    _count("returns"),
    _text("error"),
    _count("version"),
    _count("revision"),
    Column("extra", Json, nullable=False),
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
Index("ix_obligations_holder", obligations.c.holder, obligations.c.light)
# The light with the day it counts from: what is overdue longest is the first of its part.
Index(
    "ix_obligations_light",
    obligations.c.programme,
    obligations.c.light,
    obligations.c.leg_due_on,
)
Index("ix_obligations_item", obligations.c.programme, obligations.c.item)
Index("ix_obligations_about", obligations.c.about)
Index("ix_obligations_unit", obligations.c.programme, obligations.c.unit, obligations.c.item)
# The few rows somebody has to look at or to sign for.
_WAITING = obligations.c.state.in_(
    ("reported", "applied", "checked", "issued", "disputed", "draft", "sent_back", "checking",
     "contested")
)  # fmt: skip
Index(
    "ix_obligations_waiting",
    obligations.c.programme,
    obligations.c.state,
    obligations.c.leg_due_on,
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
_ASIDE = obligations.c.error != ""
Index(
    "ix_obligations_aside",
    obligations.c.programme,
    obligations.c.id,
    sqlite_where=_ASIDE,
    postgresql_where=_ASIDE,
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    Column("obligation", Number, ForeignKey("obligations.id")),
    _count("leg"),
    _text("kind"),
    Column("point", String),
    _count("n"),
    _text("old"),
    _text("new"),
    Column("why", Json, nullable=False),
    _text("actor"),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    # Over all columns above (workflows/domain/record.py); empty where there was no key.
    _text("mac"),
    UniqueConstraint("obligation", "leg", "point", "n", name="uq_events_point"),
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
    _text("person"),
    _text("address"),
    Column("wave", String, nullable=False, unique=True),
    _text("kind"),
    _text("language"),
    Column("not_before", Instant, nullable=False),
    _text("state", "pending"),
    _text("owner"),
    _count("attempt"),
    # Attempts whose end nobody knows: each may have arrived.
    _count("unknowns"),
    Column("lease_until", Instant),
    Column("next_try_at", Instant),
    _text("outcome"),
    _text("subject"),
    Column("body", Text),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
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
    _text("kind"),
    _count("leg"),
    Column("reasons", Json, nullable=False),
    Column("dedupe", String, nullable=False, unique=True),
    _text("dropped_why"),
)

tallies = Table(
    "tallies",
    metadata,
    Column("programme", String, primary_key=True),
    Column("phase", String, primary_key=True),
    Column("unit", String, primary_key=True),
    Column("light", String, primary_key=True),
    _count("n"),
)

# What a paper says, frozen when it was signed (a bulletin: when its numbers were taken). The
# number is given at signing, in one series for each year, without gaps.
papers = Table(
    "papers",
    metadata,
    Column("obligation", Number, ForeignKey("obligations.id"), primary_key=True),
    Column("programme", ForeignKey("programmes.key"), nullable=False),
    _text("series"),
    _count("year"),
    Column("number", Integer),
    Column("body", Json, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    UniqueConstraint("programme", "series", "year", "number", name="uq_papers_number"),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String, primary_key=True),
    _text("name"),
    _text("type"),
    _count("size"),
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
    _count("n"),
)

# --- who may come in (workflows/commands/accounts.py) ----------------------------------------

# `login` is a mail address in lower case. Rights come from the posts of `person`; `roles`
# holds what no post gives: administrator, auditor.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    _text("person"),
    _text("password"),
    Column("roles", Json, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False),
)

# `token` is the hash of what the browser holds.
sessions = Table(
    "sessions",
    metadata,
    Column("token", String, primary_key=True),
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    _text("language"),
    _text("theme"),
    _text("address"),
)

# Failed tries, by account and by address: on every node the same number.
login_tries = Table(
    "login_tries",
    metadata,
    Column("id", Number, primary_key=True),
    Column("who", String, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_login_tries_who", login_tries.c.who, login_tries.c.at)

# The token itself stands nowhere: it is worked out from the secret key and the row.
login_links = Table(
    "login_links",
    metadata,
    Column("id", Number, primary_key=True),
    _text("person"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Links of mails that have been acted on; each acts once.
link_uses = Table(
    "link_uses",
    metadata,
    Column("digest", String, primary_key=True),
    _text("person"),
    _text("purpose"),
    Column("obligation", Number, nullable=False),
    Column("used_at", Instant, nullable=False),
)

# Secret addresses of calendars; a new one in place of the old makes that of no use.
feeds = Table(
    "feeds",
    metadata,
    Column("person", String, primary_key=True),
    Column("kind", String, primary_key=True),
    # The hash of what stands in the address.
    Column("token", String, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
)
