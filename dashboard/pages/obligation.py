"""One obligation: its page, its print view, its files, and the moves that can be made on it."""

import tempfile
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from dashboard.readmodel import obligation as readmodel
from dashboard.readmodel.lines import Lines
from dashboard.web import moves
from dashboard.web.ask import Ask, Missing
from dashboard.web.moves import Typed, Wrong
from dashboard.web.routes import Routes
from workflows.commands import evidence
from workflows.commands.doing import Move
from workflows.domain.errors import Refused
from workflows.domain.rows import Obligation
from workflows.store import queries

routes = Routes()


@routes.get("/obligations/{number:int}", may="read")
def show(ask: Ask, number: int) -> Response:
    return _page(ask, number, Typed(), done=ask.given("done"))


def seen(ask: Ask, number: int) -> tuple[Lines, Obligation]:
    """The obligation, for somebody who may see it. Raises Missing for anybody else."""
    row = readmodel.find(ask.connection, ask.context, number)
    lines = Lines(ask.context, ask.now, ask.language, ask.who)
    if row is None or lines.sight(row) == "none":
        raise Missing
    return lines, row


def _page(
    ask: Ask, number: int, typed: Typed, status: int = 200, *, stale: str = "", done: str = ""
) -> Response:
    lines, row = seen(ask, number)
    found = readmodel.dossier(ask.connection, ask.context, row, lines, ask.now)
    actor = ask.who.person if ask.who.may("act") else ""
    offered = moves.offered(ask.context, row, actor, ask.today)
    labels = {name: label for name, (label, _) in moves.FORMS.items()}
    return ask.page(
        "obligation.html",
        status,
        d=found,
        offered=offered,
        forms=moves.FORMS,
        typed=typed,
        stale=stale,
        done=ask.say(labels[done]) if done in labels else "",
        entered_for=moves.for_whom(ask.context, row, actor, ask.today) if actor else "",
        members=moves.people_of(ask.context, [row.unit], ask.today),
        units=moves.units_of(ask.context, ask.language),
        returns=moves.RETURNS,
        came_by=moves.CAME_BY,
        needs_file=bool(found.node and found.node.evidence_file),
    )


@routes.post("/obligations/{number:int}/{name}", may="act")
def act(ask: Ask, number: int, name: str) -> Response:
    if name not in moves.FORMS:
        raise Missing
    _, row = seen(ask, number)
    typed = Typed(move=name, values={f: ask.text(f) for f in (*moves.FORMS[name][1], "came_by")})
    try:
        move, typed = moves.read(ask, name)
        revision = int(ask.text("revision") or -1)
        with ask.acting() as (connection, context):
            move = moves.with_source(ask, context, row, move)
            move = with_files(ask, connection, move, ask.files("file"))
            moves.make(ask, number, revision, move, connection=connection, context=context)
    except ValueError:
        raise Missing from None
    except Wrong as wrong:
        ask.connection.rollback()
        typed = Typed(values=typed.values, wrong={wrong.field: wrong.text}, move=name)
        stale = wrong.text if wrong.stale else ""
        return _page(ask, number, typed, 409 if wrong.stale else 422, stale=stale)
    return ask.go(f"/obligations/{number}", done=name)


def with_files(ask: Ask, connection: Connection, move: Move, uploads: list[UploadFile]) -> Move:
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
            (place / name).write_bytes(upload.file.read(evidence.MOST_BYTES + 1))
            paths.append(place / name)
        try:
            kept = evidence.keep(connection, ask.board.options.files_dir, paths, ask.now)
        except Refused as error:
            said = ask.say("The file is not taken: {why}", why=str(error))
            raise Wrong(said, "file") from None
    return moves.with_evidence(move, kept)


@routes.get("/obligations/{number:int}/files/{sha}", may="read")
def file(ask: Ask, number: int, sha: str) -> Response:
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
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(names[sha])}",
                 "Content-Security-Policy": "default-src 'none'; sandbox"},
    )  # fmt: skip
