"""The plan as published, the office and its people, policies and chains kept by their hash."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, text

from workflows.store.tables.columns import Number, count, metadata, words
from workflows.store.types import Instant, Json

programmes = Table(
    "programmes",
    metadata,
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    words("language"),
    words("zone"),
    Column("plan_text", Text, nullable=False),
    Column("decisions_text", Text, nullable=False),
    words("digest"),
    count("revision"),
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
    count("place"),
    words("clause"),
    words("kind"),
    words("parent"),
    words("phase"),
    Column("titles", Json, nullable=False),
    words("text"),
    words("words"),
    Column("asks", Boolean, nullable=False, server_default=text("false")),
    Column("ends_on", Date),
    words("anchor"),
    words("responsible"),
    words("reviewer"),
    words("evidence"),
    count("quota", 1),
    words("rrule"),
    words("policy"),
    words("after"),
    words("answers"),
)

anchors = Table(
    "anchors",
    metadata,
    Column("programme", ForeignKey("programmes.key"), primary_key=True),
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    words("state", "unknown"),
    Column("on_date", Date),
    words("expected"),
    count("revision"),
)

units = Table(
    "units",
    metadata,
    Column("key", String, primary_key=True),
    words("kind"),
    words("parent"),
    Column("titles", Json, nullable=False),
    words("phone"),
    count("place"),
)

people = Table(
    "people",
    metadata,
    Column("key", String, primary_key=True),
    words("name"),
    words("name_en"),
    words("unit"),
    words("email"),
    words("phone"),
    words("language", "zh"),
    words("zone"),
    words("mail_hour", "09:00"),
    words("tags"),
    count("place"),
    Column("starts_on", Date),
    Column("ends_on", Date),
    # What the server said last when it refused this address for good.
    words("bounced"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", ForeignKey("people.key"), primary_key=True),
    Column("unit", ForeignKey("units.key"), primary_key=True),
    count("place"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Number, primary_key=True),
    words("post"),
    Column("unit", ForeignKey("units.key"), nullable=False),
    words("role"),
    Column("person", ForeignKey("people.key"), nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
    words("deputy"),
    Column("portfolio", Json, nullable=False),
    count("place"),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Number, primary_key=True),
    Column("person", ForeignKey("people.key"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    words("deputy"),
)

offices = Table(
    "offices",
    metadata,
    Column("key", String, primary_key=True),
    Column("titles", Json, nullable=False),
    words("email"),
    words("phone"),
    count("revision"),
)

policies = Table(
    "policies",
    metadata,
    Column("hash", String, primary_key=True),
    words("name"),
    Column("body", Text, nullable=False),
)

chains = Table(
    "chains",
    metadata,
    Column("hash", String, primary_key=True),
    Column("body", Text, nullable=False),
)
