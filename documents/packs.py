"""The month-end pack: what an office lays on the table at the end of a month, as of one instant.

And `Archive`, as which it and the inspection pack go out.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection

from config.i18n import translator
from documents import document_forms as filling
from documents import docx, sheet
from documents.ledgers import Ledgers
from documents.options import DocumentOptions
from notifications.mime import clean_header
from workflows.commands.context import Context
from workflows.commands.documents.bulletins import drafted
from workflows.commands.documents.views import bulletins
from workflows.domain.rows import Obligation
from workflows.store import documents

#: Files of an archive carry no time of their own: the same facts give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: What a folder on a disk or a stick refuses in a name, or takes for a path.
_REFUSED = re.compile(r'[\\/:*?"<>|%\ufeff\ufffe\uffff]')


def files(
    connection: Connection, context: Context, now: datetime, options: DocumentOptions
) -> dict[str, bytes]:
    """The pack's files by name, all read at `now`: also the numbers of the bulletin, of which it
    has a draft. The last one that was signed lies in a folder of its own, as it was issued."""
    language, templates = options.language, options.templates_dir
    texts = translator(language)
    ledgers = Ledgers(connection, context, now, language)
    body = drafted(connection, context, now)
    found = {
        texts.pgettext("file", "ledgers.xlsx"): sheet.workbook(
            [ledgers.items(), ledgers.rectifications()]
        ),
        texts.pgettext("file", "call-list.xlsx"): sheet.workbook([ledgers.calls()]),
        texts.pgettext("file", "leader-page.docx"): docx.leader_page(
            ledgers.leader_page(body["last_total"]), templates
        ),
    }
    if context.plan.office.bulletins:
        draft = filling.bulletin_form(context, None, body, language)
        month = body["month"]
        found[texts.pgettext("file", "bulletin-{month}-draft.docx", month=month)] = docx.bulletin(
            draft, templates
        )
    if (issued := _issued(connection, context)) is not None:
        row, said = issued
        form = filling.bulletin_form(context, row, said, language)
        month = said["month"]
        found[texts.pgettext("file", "issued/bulletin-{month}.docx", month=month)] = docx.bulletin(
            form, templates
        )
    return found


def _issued(
    connection: Connection, context: Context
) -> tuple[Obligation, Mapping[str, Any]] | None:
    """The signed bulletin whose numbers were taken last."""
    rows = {row.id: row for row in bulletins(connection, context) if row.state == "signed"}
    bodies = documents.documents(connection, rows)
    if not bodies:
        return None
    last = max(bodies.values(), key=lambda document: document.frozen_at)
    return rows[last.obligation], last.body


def archive(found: Mapping[str, bytes]) -> bytes:
    """The files as one .zip."""
    out = BytesIO()
    with Archive(out) as made:
        for name, data in found.items():
            made.put(name, data)
    return out.getvalue()


class Archive:
    """A .zip written into `out` as it grows; names are ours, or come from `safe_name`."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = ZipFile(out, "w", ZIP_DEFLATED)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def put(self, name: str, data: bytes) -> None:
        self._zip.writestr(ZipInfo(name, _NO_TIME), data, ZIP_DEFLATED)

    def copy(self, name: str, path: Path) -> None:
        """A file of the disk, piece by piece."""
        entry = ZipInfo(name, _NO_TIME)
        entry.compress_type = ZIP_DEFLATED
        with path.open("rb") as source, self._zip.open(entry, "w", force_zip64=True) as target:
            copyfileobj(source, target, 1 << 16)


def safe_name(text: str, most: int = 60) -> str:
    """`text` as one name of a file or folder anywhere: no path, no control, its ending kept."""
    plain = clean_header(unicodedata.normalize("NFC", text))
    plain = re.sub(r"\.{2,}", ".", _REFUSED.sub("-", plain)).strip(" .")
    if len(plain) > most:
        stem, dot, suffix = plain.rpartition(".")
        ending = f".{suffix}" if dot and stem and len(suffix) <= 5 else ""
        plain = plain[: most - len(ending)].strip(" .") + ending
    return plain or "-"


def untaken(stem: str, suffix: str, taken: set[str]) -> str:
    """A name that no file of the folder has, also where capitals do not count."""
    name, n = f"{stem}{suffix}", 1
    while name.casefold() in taken:
        n += 1
        name = f"{stem}-{n}{suffix}"
    taken.add(name.casefold())
    return name
