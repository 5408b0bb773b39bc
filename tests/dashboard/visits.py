"""Every page of the board, found in its routes: who visits it, and what its picture is called.

A page with an address of its own is visited without being named here. One whose address names
something needs an example, and a route that gives no page says so; who adds a route and forgets
is told by `visits`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.pages import ROUTES


@dataclass(frozen=True, slots=True)
class Visit:
    """`path` may have a question; `may` is the right it asks for, empty where nobody logs in."""

    name: str
    may: str
    path: str


#: Route → (name, address with what the caller knows by these words).
EXAMPLES = {
    "/login/{token}": ("login-link", "/login/{login}"),
    "/phases/{key}": ("phase", "/phases/{phase}"),
    "/units/{key}": ("unit", "/units/{unit}"),
    "/people/{key}": ("person", "/people/{person}"),
    "/obligations/{number:int}": ("obligation", "/obligations/{obligation}"),
    "/obligations/{number:int}/dossier": ("dossier", "/obligations/{obligation}/dossier"),
    "/rules/{key}": ("rule", "/rules/{rule}"),
    "/papers/{number:int}": ("slip", "/papers/{slip}"),
    "/papers/{number:int}/print": ("paper", "/papers/{slip}/print"),
    "/bulletins/{number:int}": ("bulletin", "/bulletins/{bulletin}"),
    "/bulletins/{number:int}/print": ("bulletin-print", "/bulletins/{bulletin}/print"),
    "/mails/{number:int}": ("mail", "/mails/{mail}"),
    "/demo/mail": ("mailbox", "/demo/mail"),
    "/demo/mail/{name}": ("mailbox-mail", "/demo/mail/{letter}"),
    "/do/{token}": ("link", "/do/{act}"),
}
#: What answers with something else than a page: files, feeds, frames, the health of the process;
#: and the wall by a secret address, which is the page of another route.
_NO_PAGE = re.compile(
    r"/|/wall/\{token\}|/healthz|/readyz|/matrix/one|/previews/\{kind\}/\{spoken\}|/desk/\{what\}|/demo/mail/\{name\}/html|.*/\{sha\}"
    r"|.*\.(?:docx|xlsx|ics|zip|json|csv|txt|svg)|.*/(?:xlsx|docx|zip)"
)


def visits(facts: Mapping[str, str]) -> Iterator[Visit]:
    """All pages; `facts` are what the examples name: a phase, a unit, the number of a supervision
    notice …"""
    for route in ROUTES:
        if route.method != "GET" or _NO_PAGE.fullmatch(route.path):
            continue
        name, path = EXAMPLES.get(route.path, (route.path.strip("/").replace("/", "-"), route.path))
        assert "{" not in name, f"{route.path} needs its example in tests/dashboard/visits.py"
        yield Visit(name, route.may, path.format_map(facts))
