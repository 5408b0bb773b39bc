"""Acting from the mail: a link for one purpose, one person, one obligation at one revision.

Opening it, also by a scanner, shows a page and changes nothing. Its form acts once. A link that
is used, too old, altered or overtaken says what is the case now.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from dashboard.pages.obligation import with_files
from dashboard.readmodel import desk, documents, obligation
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, moves, offers
from dashboard.web.confirm import Factors, confirmed, factors
from dashboard.web.conflicts import last_done
from dashboard.web.moves import Typed, Wrong
from dashboard.web.page_request import NOBODY, PageRequest
from dashboard.web.routes import Routes
from workflows.commands.documents.views import shown
from workflows.domain import links, roles
from workflows.domain.errors import NotFound
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.moves import LINKED, MOVE_TYPES
from workflows.domain.rows import Obligation
from workflows.domain.states import possible
from workflows.store import accounts

routes = Routes()
#: Working days of silence that are offered to whoever has seen it.
SEEN_DAYS = 5
#: Fields that hold sentences.
_SAID = ("note", "reason", "cause", "goal", "measures")
Why = Literal["", "altered", "expired", "used", "stale", "gone", "barred"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A link as it stands now. `row` is None where nothing may be told of the item."""

    why: Why
    link: links.ActLink | None = None
    row: Obligation | None = None


@routes.get("/do/{token}", may="")
def show(ask: PageRequest, token: str) -> Response:
    found = _open(ask, ask.connection, token)
    return _page(ask, token, found, 200 if not found.why else 410)


def _open(ask: PageRequest, connection: Connection, token: str) -> Opened:
    """What the link is for, and why it does not act (any more); whoever it was sent to is who
    asks from here on."""
    key = ask.board.options.links_key
    link = links.read_act(key, token) if key else None
    if link is None or link.purpose not in LINKED:
        return Opened("altered")
    person = ask.context.org.people.get(link.person)
    row = obligation.find(connection, ask.context, link.obligation)
    if person is None or not person.here(ask.today) or row is None:
        return Opened("gone", link)
    ask.by_link(NOBODY, person.language)
    account = accounts.of_person(connection, person.key)
    # Whoever may not come in, or only reads, does not act from their mailbox either.
    if account is not None and (account.disabled or "auditor" in account.roles):
        return Opened("barred", link)
    ask.who = roles.who(ask.context.org, ask.today, person.key, login=person.email)
    if Lines(ask.context, ask.now, ask.locale, ask.who).sight(row) == "none":
        return Opened("gone", link)
    if accounts.link_used(connection, links.digest(token)) is not None:
        return Opened("used", link, row)
    if link.is_expired(ask.today):
        return Opened("expired", link, row)
    if row.revision != link.revision or link.purpose not in possible(row.kind, row.state):
        return Opened("stale", link, row)
    return Opened("", link, row)


def _page(
    ask: PageRequest,
    token: str,
    found: Opened,
    status: int,
    /,
    *,
    typed: Typed | None = None,
    done: str = "",
) -> Response:
    """`done`: what was just entered. Of a link that does not act, what was typed is given back."""
    row, link = found.row, found.link
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    last = ""
    if row is not None and (found.why or done) and lines.sight(row) == "full":
        last = last_done(ask, ask.connection, ask.context, row)
    unsaid = "\n".join(filter(None, map(ask.text, _SAID))) if found.why else ""
    purpose = link.purpose if link else "note"
    responsible = moves.for_whom(ask.context, row, ask.who.person, ask.today) if row else ""
    people = ask.context.org.people
    return ask.page(
        "link.html",
        status,
        token=token,
        why=found.why,
        each=desk.owed(ask.context, lines, row) if row else None,
        asked=desk.asked(ask.context, lines, row) if row and row.kind == "decision" else None,
        purpose=purpose,
        form=offers.form_of(row, purpose)
        if row
        else (MOVE_TYPES[purpose].label, MOVE_TYPES[purpose].fields),
        units=choices.units_for(ask, row) if row else (),
        labels=MOVE_TYPES[purpose].labels,
        typed=typed or Typed(values=_suggested(ask, row, purpose)),
        **_document(ask, row if not (found.why or done) else None),
        done=done,
        last=last,
        unsaid="" if unsaid and unsaid in last else unsaid,
        entered_for=people[responsible].called(ask.language) if responsible in people else "",
        came_by=moves.CAME_BY,
        name=people[ask.who.person].called(ask.language) if ask.who.person in people else "",
    )


@routes.post("/do/{token}", may="")
def act(ask: PageRequest, token: str) -> Response:
    found = _open(ask, ask.connection, token)
    if found.why or found.link is None or found.row is None:
        return _page(ask, token, found, 410)
    link, name = found.link, found.link.purpose
    values = {f: ask.text(f) for f in (*MOVE_TYPES[name].fields, "came_by")}
    try:
        move, _ = moves.read(ask, name)
        sure = found.row.kind in moves.DOCUMENTS and name == "sign" and confirmed(ask)
        with ask.acting() as acting:
            connection, context = acting.connection, acting.context
            accounts.use_link(
                connection,
                digest=links.digest(token),
                person=link.person,
                purpose=name,
                obligation=link.obligation,
                used_at=ask.wall,
            )
            move = moves.with_source(ask, context, found.row, move)
            move = with_files(ask, connection, move, ask.files("file"))
            moves.make(ask, acting, link.obligation, link.revision, move, confirmed=sure)
    except IntegrityError:
        ask.connection.rollback()
        return _page(ask, token, Opened("used", link, _fresh(ask, link)), 410)
    except Wrong as wrong:
        ask.connection.rollback()
        if wrong.stale:
            return _page(ask, token, Opened("stale", link, _fresh(ask, link)), 410)
        typed = Typed(values=values, wrong={wrong.field: wrong.text}, move=name)
        return _page(ask, token, found, wrong.status, typed=typed)
    ask.connection.rollback()
    done = Opened("", link, _fresh(ask, link))
    return _page(ask, token, done, 200, done=ask.say(MOVE_TYPES[name].label))


def _document(ask: PageRequest, row: Obligation | None) -> dict[str, Any]:
    """A document to be signed, as it goes out, and with the password or code that its signer
    enters."""
    if row is None or row.kind not in moves.DOCUMENTS:
        return {"document": "", "text": None, "factors": Factors()}
    try:
        found = shown(ask.connection, ask.context, row.id, row.kind, ask.now)
        base = ask.board.options.base_url
        text = documents.text(ask.context, row, found.body, ask.language, base)
    except NotFound:
        text = None
    return {"document": row.kind, "text": text, "factors": factors(ask)}


def _suggested(ask: PageRequest, row: Obligation | None, purpose: str) -> dict[str, str]:
    """What stands in the form before anything is typed."""
    if purpose == "seen":
        return {"to": ask.context.frame.calendar.add(ask.today, SEEN_DAYS).isoformat()}
    return {"unit": DecisionFacts.of(row).unit} if row and purpose == "agree" else {}


def _fresh(ask: PageRequest, link: links.ActLink) -> Obligation | None:
    return obligation.find(ask.connection, ask.context, link.obligation)
