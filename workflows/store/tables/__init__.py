"""The rows (docs/architecture.md). Times are parameters, never the database's clock.

Units, people and posts carry the keys people write in the organisation file; everything that
grows with time has a number. Text columns that may be "none" in a unique key are empty
strings, because SQL never finds two NULLs equal.
"""

from workflows.store.tables.accounts import (
    accounts,
    feeds,
    link_uses,
    login_links,
    login_tries,
    sessions,
    signing_codes,
)
from workflows.store.tables.columns import metadata
from workflows.store.tables.plan import (
    absences,
    anchors,
    chains,
    items,
    memberships,
    offices,
    people,
    policies,
    posts,
    programmes,
    units,
)
from workflows.store.tables.work import (
    documents,
    events,
    files,
    message_items,
    messages,
    obligations,
    seals,
    tallies,
    tally_days,
    tally_lights,
    unnoticed,
)

__all__ = [
    "absences",
    "accounts",
    "anchors",
    "chains",
    "documents",
    "events",
    "feeds",
    "files",
    "items",
    "link_uses",
    "login_links",
    "login_tries",
    "memberships",
    "message_items",
    "messages",
    "metadata",
    "obligations",
    "offices",
    "people",
    "policies",
    "posts",
    "programmes",
    "seals",
    "sessions",
    "signing_codes",
    "tallies",
    "tally_days",
    "tally_lights",
    "units",
    "unnoticed",
]
