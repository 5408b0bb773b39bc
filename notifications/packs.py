"""The month-end pack: what an office lays on the table at the end of a month, as of one instant."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection

from notifications import filling
from notifications.ledgers import Ledgers
from notifications.papers import docx, sheet
from workflows.commands.context import Context
from workflows.commands.papers.views import bulletins
from workflows.store import papers

#: Files of an archive carry no time of their own: the same facts give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_NAMES = {
    "zh": {"ledgers": "督办台账和整改台账.xlsx", "calls": "电话催办清单.xlsx",
           "leader": "呈阅.docx", "bulletin": "督查通报{}.docx"},
    "en": {"ledgers": "ledgers.xlsx", "calls": "call-list.xlsx", "leader": "leader-page.docx",
           "bulletin": "bulletin-{}.docx"},
}  # fmt: skip


def files(
    connection: Connection, context: Context, now: datetime, language: str
) -> dict[str, bytes]:
    """The pack's files by name, all read at `now`."""
    names = _NAMES["en" if language == "en" else "zh"]
    ledgers = Ledgers(connection, context, now, language)
    last = _latest(connection, context)
    found = {
        names["ledgers"]: sheet.workbook([ledgers.matters(), ledgers.rectifications()]),
        names["calls"]: sheet.workbook([ledgers.calls()]),
        names["leader"]: docx.leader_page(
            ledgers.leader_page(last[1]["last_total"] if last else None)
        ),
    }
    if last is not None:
        form = filling.bulletin_form(context, last[0], last[1], language)
        found[names["bulletin"].format(last[1]["month"])] = docx.bulletin(form)
    return found


def _latest(connection: Connection, context: Context) -> tuple[Any, Mapping[str, Any]] | None:
    """The bulletin whose numbers were taken last, draft or signed."""
    rows = {row.id: row for row in bulletins(connection, context)}
    bodies = papers.papers(connection, rows)
    if not bodies:
        return None
    last = max(bodies.values(), key=lambda paper: paper.frozen_at)
    return rows[last.obligation], last.body


def archive(found: Mapping[str, bytes]) -> bytes:
    """The files as one .zip."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in found.items():
            made.writestr(ZipInfo(name, _NO_TIME), data, ZIP_DEFLATED)
    return out.getvalue()
