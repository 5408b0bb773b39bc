"""The way around: the links each role is offered, and what must be said above every page."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Link:
    """`here`: the page that is open now is this one or lies below it."""

    text: str
    href: str
    here: bool


#: (heading, [(text, path, right)]); texts are looked up in the catalogue.
_GROUPS: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        "",
        [
            ("Today", "/today", "today"),
            ("For decision", "/decisions", "decide"),
            ("My desk", "/desk", "desk"),
            ("Overview", "/overview", "read"),
        ],
    ),
    (
        "Programme",
        [
            ("Plan", "/plan", "read"),
            ("Matrix", "/matrix", "read"),
            ("Statistics", "/figures", "read"),
            ("Ledger", "/ledger", "read"),
            ("Rectifications", "/rectifications", "read"),
            ("Inspections", "/inspections", "read"),
            ("Papers", "/papers", "read"),
            ("Bulletins", "/bulletins", "read"),
            ("Calendar", "/calendar", "read"),
            ("Units", "/units", "read"),
        ],
    ),
    (
        "Office",
        [
            ("Call list", "/calls", "today"),
            ("Register a matter", "/matters/new", "run"),
            ("Issue a rectification", "/findings/new", "run"),
            ("Mail log", "/mails", "mails"),
            ("Anchors", "/anchors", "office"),
            ("People", "/people", "office"),
            ("Publish", "/publish", "run"),
            ("Health", "/health", "office"),
            ("Accounts", "/accounts", "accounts"),
        ],
    ),
]  # fmt: skip


def links(ask: "Ask") -> list[tuple[str, list[Link]]]:
    """Groups of links that `ask.who` may open; none before logging in."""
    if ask.session is None:
        return []
    groups = list(_GROUPS)
    if ask.board.options.demo is not None:
        groups.append(("Demo", [("Mailbox", "/demo/mail", "own")]))
    found = []
    for heading, entries in groups:
        open_to = [
            Link(ask.say(text), path, ask.path == path or ask.path.startswith(f"{path}/"))
            for text, path, may in entries
            if ask.who.may(may)
        ]
        if open_to:
            found.append((ask.say(heading) if heading else "", open_to))
    return found


def home(ask: "Ask") -> str:
    """The first page of somebody who has just come in."""
    for path, may in (("/today", "run"), ("/decisions", "decide"), ("/today", "today")):
        if ask.who.may(may) and not (path == "/decisions" and "office" in ask.who.roles):
            return path
    return "/desk" if ask.who.may("desk") else "/overview"


def warnings(ask: "Ask") -> list[str]:
    """What everybody should know before reading on: a trial, a clock that stands."""
    found = []
    programme = ask.context.programme
    if programme.trial and ask.session is not None:
        found.append(ask.say("Trial run: all mail goes to the office, nobody else is written to."))
    if ask.session is not None and is_stale(ask):
        found.append(
            ask.say("The last good sweep is too long ago: lights and reminders may be late.")
        )
    return found


def is_stale(ask: "Ask") -> bool:
    """Whether the last good sweep is older than three intervals (a demo's clock stands)."""
    programme = ask.context.programme
    if programme.virtual_now is not None:
        return False
    limit = timedelta(seconds=3 * ask.board.options.tick_seconds)
    return programme.swept_at is None or ask.now - programme.swept_at > limit
