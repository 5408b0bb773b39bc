"""Follow-up checks 回头看: which rectifications are looked at again, and the life of a follow-up
check.

Sixty days after closing somebody goes and sees whether it still holds. All that were
listed and all that were returned twice or more are looked at; of the others one in five.
"""

import hmac
from datetime import date
from hashlib import sha256
from typing import Literal

from workflows.domain.messages import Message, Text
from workflows.domain.rows import Obligation
from workflows.domain.rules import Rule, reminding, rows

Chosen = Literal["listed", "returned", "drawn", ""]
#: Days from closing until it opens; working days it then takes; returns that always call
#: for one; one in so many of the others.
OPENS_AFTER = 60
WITHIN = 5
RETURNS = 2
ONE_IN = 5

FOLLOW_UP: list[Rule] = [
    *rows("open", "planned", "open", by=("time",), assignee="doer"),
    # Its responsible party is the verifier of what it looks back at; whoever answered for that is
    # no judge.
    *rows(
        "holds",
        "planned open",
        "confirmed",
        by=("doer", "office"),
        assignee="nobody",
        needs=("not_own", "note"),
    ),
    *rows(
        "relapse",
        "planned open",
        "failed",
        by=("doer", "office"),
        assignee="nobody",
        needs=("not_own", "reason"),
    ),
    *reminding("open"),
    *rows("note", "planned open", ".", by=("doer", "office"), needs=("note",)),
    # What it would look at was taken up again meanwhile.
    *rows("lapse", "planned open", "lapsed", by=("time",), assignee="nobody"),
    *rows(
        "waive",
        "planned open",
        "waived",
        by=("office",),
        assignee="nobody",
        needs=("not_own", "reason"),
    ),
    *rows(
        "withdraw",
        "planned open",
        "withdrawn",
        by=("time", "office"),
        assignee="nobody",
        needs=("reason",),
    ),
]


def quarter(day: date) -> str:
    """The calendar quarter of `day`, as 2010Q2."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def chosen(*, listed: bool, returns: int, n: int, unit: str, of: str, seed: str) -> Chosen:
    """Whether what is closed now is looked at again, and why; "" when it is not.

    `n` counts, from 1, what the unit has had closed in the quarter `of` without being
    chosen anyway (neither listed nor returned twice). These come in fives: exactly one of each
    five is drawn. In the first five it is the first, so that a unit with a single one in a quarter
    has one follow-up check; in each later five its place is HMAC-SHA256 of unit, quarter and number
    of
    the five under `seed`, modulo five. Whoever knows the recorded seed can draw again; without it
    nobody can tell beforehand.
    """
    if listed:
        return "listed"
    if returns >= RETURNS:
        return "returned"
    five, place = divmod(n - 1, ONE_IN)
    text = f"{unit} {of} {five}".encode()
    drawn = int.from_bytes(hmac.new(seed.encode(), text, sha256).digest()) % ONE_IN if five else 0
    return "drawn" if place == drawn else ""


def following_up(row: Obligation, title: str) -> Text:
    """What a follow-up check is called: by what it looks back at; any other row by its title."""
    if row.kind != "lookback":
        return title
    return Message("Follow-up check: {title}", title=title)
