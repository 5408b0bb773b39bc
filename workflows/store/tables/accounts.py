"""Who may come in (workflows/commands/accounts.py)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, text

from workflows.store.tables.columns import Number, metadata, words
from workflows.store.types import Instant, Json

# `login` is a mail address in lower case. Rights come from the posts of `person`; `roles`
# holds what no post gives: administrator, auditor.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    words("person"),
    words("password"),
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
    words("language"),
    words("theme"),
    words("address"),
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
    words("person"),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Codes to sign by; as of the links above, only the key tells what they are.
signing_codes = Table(
    "signing_codes",
    metadata,
    Column("id", Number, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Links of mails that have been acted on; each acts once.
link_uses = Table(
    "link_uses",
    metadata,
    Column("digest", String, primary_key=True),
    words("person"),
    words("purpose"),
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
