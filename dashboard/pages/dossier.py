"""The dossier 一事一档 of one obligation: a page that prints, and a .zip with its files."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from starlette.responses import Response

from dashboard.pages.documents import document
from dashboard.pages.obligation import refused, seen
from dashboard.pages.packs import ZIP, streamed
from dashboard.readmodel import dossier as readmodel
from dashboard.readmodel import obligation as one
from dashboard.readmodel import page_facts
from dashboard.web.page_request import PageRequest
from dashboard.web.routes import Routes
from documents.dossier import DossierForm, Kept, dossier
from documents.inspection_evidence import MOST_BYTES
from documents.packs import Archive, safe_name, untaken

routes = Routes()


@routes.get("/obligations/{number:int}/dossier", may="read")
def page(ask: PageRequest, number: int) -> Response:
    return document(dossier(_form(ask, number)))


@routes.get("/obligations/{number:int}/dossier.zip", may="read")
def archive(ask: PageRequest, number: int) -> Response:
    """The same page with the files beside it, under the names it gives them."""
    form = _form(ask, number)
    places = {kept.sha256: _place(ask, kept.sha256) for kept in form.files if kept.href}
    if sum(place.stat().st_size for place in places.values()) > MOST_BYTES:
        said = ask.say("Its files are more than 500 MB together. Save them one by one.")
        return refused(ask, number, said)
    folder, names = ask.pgettext("file", "evidence"), set[str]()
    inside = []
    for kept in form.files:
        stem, dot, suffix = safe_name(kept.name).rpartition(".")
        name = untaken(stem if dot else suffix, f".{suffix}" if dot else "", names)
        inside.append(replace(kept, href=f"{folder}/{name}" if kept.href else ""))
    stem = safe_name(f"{ask.say('Dossier')} {number} {form.title}")
    with ExitStack() as closing:
        made = closing.enter_context(tempfile.TemporaryFile())
        with Archive(made) as packed:
            text = dossier(replace(form, files=tuple(inside)))
            packed.put(f"{stem}.html", text.encode())
            for kept in inside:
                if kept.href:
                    packed.copy(kept.href, places[kept.sha256])
        closing.pop_all()
    return streamed(made, f"{stem}-{ask.today}.zip", ZIP)


def _form(ask: PageRequest, number: int) -> DossierForm:
    """What its reader may see of it. Raises Missing for somebody who may see nothing."""
    lines, row = seen(ask, number)
    found = one.dossier(ask.connection, ask.context, row, lines, ask.now)
    full = found.line.sight == "full"
    facts = page_facts.Facts(ask.context, ask.locale, ask.today).of(row) if full else []
    names = {sha: name for told in found.record for sha, name in told.files}
    files = tuple(
        Kept(
            name=name,
            sha256=sha,
            href=f"/obligations/{number}/files/{sha}" if _place(ask, sha).is_file() else "",
        )
        for sha, name in names.items()
    )
    return readmodel.form(ask.context, found, facts, files, ask.now, ask.locale)


def _place(ask: PageRequest, sha: str) -> Path:
    return ask.board.options.files_dir / sha[:2] / sha
