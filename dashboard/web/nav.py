"""The way around: the links each role is offered, and what must be said above every page."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.domain.messages import N_
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
            (N_("Today"), "/today", "today"),
            (N_("For decision"), "/decisions", "decide"),
            (N_("My desk"), "/desk", "desk"),
            (N_("Overview"), "/overview", "read"),
        ],
    ),
    (
        N_("Programme"),
        [
            (N_("Plan"), "/plan", "read"),
            (N_("Matrix"), "/matrix", "read"),
            (N_("Statistics"), "/figures", "read"),
            (N_("Ledger"), "/ledger", "read"),
            (N_("Rectifications"), "/rectifications", "read"),
            (N_("Inspections"), "/inspections", "read"),
            (N_("Documents"), "/papers", "read"),
            (N_("Bulletins"), "/bulletins", "read"),
            (N_("Calendar"), "/calendar", "read"),
            (N_("Units"), "/units", "read"),
            (N_("Rules"), "/rules", "read"),
        ],
    ),
    (
        N_("Office"),
        [
            (N_("Call list"), "/calls", "today"),
            (N_("Assign a task"), "/matters/new", "register"),
            (N_("Issue a rectification"), "/findings/new", "register"),
            (N_("Mail log"), "/mails", "mails"),
            (N_("Email preview"), "/previews", "mails"),
            (N_("Key dates"), "/anchors", "office"),
            (N_("People"), "/people", "office"),
            (N_("Roles"), "/posts", "office"),
            (N_("Holidays"), "/holidays", "office"),
            (N_("Publish"), "/publish", "run"),
            (N_("Health"), "/health", "office"),
            (N_("Accounts"), "/accounts", "accounts"),
        ],
    ),
]  # fmt: skip


def links(
    say: Callable[[str], str], who: Who, here: str, *, demo: bool
) -> list[tuple[str, list[Link]]]:
    """Groups of links that `who` may open, with their headings; `here`: the path that is open."""
    groups = [*GROUPS, (N_("Demo"), [(N_("Mailbox"), "/demo/mail", "own")])] if demo else GROUPS
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
        found.append(say("The last update is too long ago: statuses and reminders may be late."))
    return found
