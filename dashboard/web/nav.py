"""The way around: the links each role is offered, and what must be said above every page."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.domain.roles import Who


@dataclass(frozen=True, slots=True)
class Link:
    """`here`: the page that is open now is this one or lies below it."""

    text: str
    href: str
    here: bool


#: (heading, [(text, path, right)]); texts are looked up in the catalogue.
GROUPS: list[tuple[str, list[tuple[str, str, str]]]] = [
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
            ("Rules", "/rules", "read"),
        ],
    ),
    (
        "Office",
        [
            ("Call list", "/calls", "today"),
            ("Register a matter", "/matters/new", "register"),
            ("Issue a rectification", "/findings/new", "register"),
            ("Mail log", "/mails", "mails"),
            ("Mails to look at", "/previews", "mails"),
            ("Anchors", "/anchors", "office"),
            ("People", "/people", "office"),
            ("Posts", "/posts", "office"),
            ("Holidays", "/holidays", "office"),
            ("Publish", "/publish", "run"),
            ("Health", "/health", "office"),
            ("Accounts", "/accounts", "accounts"),
        ],
    ),
]  # fmt: skip


def links(
    say: Callable[[str], str], who: Who, here: str, *, demo: bool
) -> list[tuple[str, list[Link]]]:
    """Groups of links that `who` may open, with their headings; `here`: the path that is open."""
    groups = [*GROUPS, ("Demo", [("Mailbox", "/demo/mail", "own")])] if demo else GROUPS
    found = []
    for heading, entries in groups:
        open_to = [
            Link(say(text), path, here == path or here.startswith(f"{path}/"))
            for text, path, may in entries
            if who.may(may)
        ]
        if open_to:
            found.append((say(heading) if heading else "", open_to))
    return found


def home(who: Who) -> str:
    """The first page of somebody who has just come in."""
    for path, may in (("/today", "run"), ("/decisions", "rule"), ("/overview", "today")):
        if who.may(may) and not (path == "/decisions" and "office" in who.roles):
            return path
    return "/desk" if who.may("desk") else "/overview"


def warnings(say: Callable[[str], str], *, trial: bool, stale: bool) -> list[str]:
    """What everybody should know before reading on: a trial, a clock that stands."""
    found = []
    if trial:
        found.append(say("Trial run: all mail goes to the office, nobody else is written to."))
    if stale:
        found.append(say("The last good sweep is too long ago: lights and reminders may be late."))
    return found
