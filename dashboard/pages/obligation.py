"""One obligation: its page, its print view, its files, and the moves that can be made on it."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from dashboard.readmodel import obligation as readmodel
from dashboard.readmodel import page_facts
from dashboard.readmodel.lines import Lines
from dashboard.web import choices, moves, offers, supervision
from dashboard.web.confirm import confirmed
from dashboard.web.moves import Typed, Wrong
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes
from documents import approvals
from workflows.commands import evidence
from workflows.commands.move_context import Move
from workflows.domain.assignees import responsible_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import DecisionFacts
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rectification import SEVERITIES
from workflows.domain.rows import Obligation
from workflows.store import queries

routes = Routes()


@routes.get("/obligations/{number:int}", may="read")
def show(ask: PageRequest, number: int) -> Response:
    return _page(ask, number, Typed(), done=ask.given("done"))


def seen(ask: PageRequest, number: int) -> tuple[Lines, Obligation]:
    """The obligation, for somebody who may see it. Raises Missing for anybody else."""
    row = readmodel.find(ask.connection, ask.context, number)
    lines = Lines(ask.context, ask.now, ask.locale, ask.who)
    if row is None or lines.sight(row) == "none":
        raise Missing
    return lines, row


def _page(
    ask: PageRequest,
    number: int,
    typed: Typed,
    status: int = 200,
    *,
    stale: str = "",
    done: str = "",
) -> Response:
    lines, row = seen(ask, number)
    found = readmodel.dossier(ask.connection, ask.context, row, lines, ask.now)
    actor = ask.who.person if ask.who.may("act") else ""
    offered = offers.offered(ask.context, row, actor, ask.today)
    if "agree" in offered and not typed.move:
        typed = Typed(values={"unit": DecisionFacts.of(row).unit}, move="agree")
    if row.kind in moves.DOCUMENTS:
        offered = [name for name in offered if name != "sign"]
    return ask.page(
        "obligation.html",
        status,
        d=found,
        offered=offered,
        typed=typed,
        stale=stale,
        unsent=_unsent(typed, offered) if stale else [],
        done=ask.say(offers.form_of(row, done)[0]) if done in MOVE_TYPES else "",
        entered_for=moves.for_whom(ask.context, row, actor, ask.today) if actor else "",
        came_by=moves.CAME_BY,
        beside=page_facts.Facts(ask.context, ask.locale, ask.today).of(row)
        if lines.sight(row) == "full"
        else [],
        signed_form=approvals.has_form(row) if lines.sight(row) == "full" else "",
        **form_facts(ask, row, offered),
        needs_file=bool(found.node and found.node.evidence_file),
    )


def _unsent(typed: Typed, offered: list[str]) -> list[str]:
    """What was written for a move that nobody can make any more, so that no form holds it."""
    if typed.move in offered:
        return []
    written = ("reason", "note", "cause", "goal", "measures")
    return [text for name in written if (text := typed.of(name))]


def refused(ask: PageRequest, number: int, why: str) -> Response:
    """The page of an obligation, saying why something that was asked of it is not done."""
    return _page(ask, number, Typed(), 422, stale=why)


def form_facts(ask: PageRequest, row: Obligation, offered: list[str]) -> dict[str, Any]:
    """What the forms of the moves of `row` choose from."""
    context = ask.context
    everybody = list(context.org.units)
    members = choices.people_of(context, [row.unit], ask.today)
    return {
        "forms": {name: offers.form_of(row, name) for name in offered},
        "labels": {move: kind.labels for move, kind in MOVE_TYPES.items()},
        "members": {
            name: choices.people_of(context, everybody, ask.today) if name == "check" else members
            for name in offered
        },
        "units": choices.units_for(ask, row),
        "returns": moves.RETURNS,
        "findings": supervision.FINDINGS,
        "severities": SEVERITIES,
    }


@routes.post("/obligations/{number:int}/{name}", may="act")
def act(ask: PageRequest, number: int, name: str) -> Response:
    _, row = seen(ask, number)
    if name == "announce":
        return ask.go("/anchors")
    typed, wrong = attempt(ask, row, name)
    if wrong is not None:
        stale = wrong.text if wrong.stale else ""
        return _page(ask, number, typed, wrong.status, stale=stale)
    return ask.go(f"/obligations/{number}", done=name)


def attempt(
    ask: PageRequest, row: Obligation, name: str, *, signs: bool = False
) -> tuple[Typed, Wrong | None]:
    """Make the move of the form on `row`: what was typed, and why not where it was not made.
    `signs`: the form asks whoever signs to show once more who they are."""
    if name not in MOVE_TYPES:
        raise Missing
    fields = (*MOVE_TYPES[name].fields, "came_by")
    typed = Typed(move=name, values=supervision.values_of(ask, fields))
    try:
        lead, _ = responsible_of(ask.context.org, row, ask.today)
        move, typed = moves.read(ask, name, lead=lead)
        revision = int(ask.text("revision") or -1)
        sure = confirmed(ask) if signs and name == "sign" else False
        with ask.acting() as acting:
            connection, context = acting.connection, acting.context
            move = moves.with_source(ask, context, row, move)
            move = with_files(ask, connection, move, ask.files("file"))
            moves.make(ask, acting, row.id, revision, move, confirmed=sure)
    except ValueError:
        raise Missing from None
    except Wrong as wrong:
        ask.connection.rollback()
        return Typed(values=typed.values, wrong={wrong.field: wrong.text}, move=name), wrong
    return typed, None


def with_files(
    ask: PageRequest, connection: Connection, move: Move, uploads: list[UploadFile]
) -> Move:
    """`move` with its files kept. Raises Wrong for one that is too large or no type we keep."""
    if not uploads:
        return move
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, upload in enumerate(uploads):
            name = Path(str(upload.filename).replace("\\", "/")).name[-120:] or "file"
            place = Path(folder) / str(number)
            place.mkdir()
            if (upload.size or 0) > evidence.MOST_BYTES:
                raise Wrong(ask.say("{name} is larger than 20 MB.", name=name), "file")
            upload.file.seek(0)  # One file for all is read for each.
            (place / name).write_bytes(upload.file.read(evidence.MOST_BYTES + 1))
            paths.append(place / name)
        try:
            kept = evidence.keep(connection, ask.board.options.files_dir, paths, ask.now)
        except Refused as error:
            said = ask.say("The file is not taken: {why}", why=ask.why(error))
            raise Wrong(said, "file") from None
    return moves.with_evidence(move, kept)


@routes.get("/obligations/{number:int}/files/{sha}", may="read")
def file(ask: PageRequest, number: int, sha: str) -> Response:
    """A file of its record, to save; only for those who see the record."""
    lines, row = seen(ask, number)
    if lines.sight(row) != "full":
        raise Missing
    events = queries.events(ask.connection, ask.context.key, obligation=number)
    names = {str(s): str(name) for e in events for s, name in e.why.get("evidence", ())}
    place = ask.board.options.files_dir / sha[:2] / sha
    if sha not in names or not place.is_file():
        raise Missing
    return FileResponse(
        place,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(names[sha])}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
