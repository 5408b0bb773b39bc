"""The inspection pack 迎检材料: the evidence of a programme by clause, as of one instant.

One book (cover, contents, a statement of each clause), for each clause a folder with its evidence
files and supervision notices, the bulletins that name what is in it, and the ledgers, in one .zip.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.i18n import translator
from documents import docx, sheet
from documents.inspection_evidence import Choice, Gathered, Section
from documents.inspection_forms import Answer, Clause, InspectionForm
from documents.ledgers import Ledgers
from documents.options import DocumentOptions
from documents.packs import Archive, safe_name
from documents.written import written
from notifications import words
from notifications.figures import title
from workflows.commands import views
from workflows.commands.context import Context
from workflows.commands.documents.views import bulletins
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.store import documents

#: Events with which somebody says that it was looked at and holds.
_VERIFIED = ("accepted", "struck_off", "confirmed", "looked_back")


def write(
    connection: Connection,
    context: Context,
    choice: Choice,
    now: datetime,
    options: DocumentOptions,
    out: IO[bytes],
) -> list[str]:
    """The pack into `out`; returns the names in it. Refused when it would be too large.

    What people said, files and documents stand in it whole: it is for the office and auditors.
    """
    ledgers = Ledgers(connection, context, now, options.language)
    found = Gathered(connection, context, choice, ledgers.rows, options.language, options.files_dir)
    pack = _Pack(context, ledgers, found, now, options)
    with Archive(out) as archive:
        return pack.write(archive)


class _Pack:
    def __init__(
        self,
        context: Context,
        ledgers: Ledgers,
        found: Gathered,
        now: datetime,
        options: DocumentOptions,
    ) -> None:
        self.context, self.ledgers, self.found, self.now = context, ledgers, found, now
        self.options = options
        self.language = found.language
        texts = translator(self.language)
        self.book = texts.pgettext("file", "00 for the inspection.docx")
        self.sheet = texts.pgettext("file", "ledgers.xlsx")
        self.proofs = texts.pgettext("file", "evidence")
        self.documents = texts.pgettext("file", "notices")
        self.bulletins = texts.pgettext("file", "bulletins")

    def write(self, archive: Archive) -> list[str]:
        made: list[str] = []

        def put(name: str, data: bytes) -> None:
            archive.put(name, data)
            made.append(name)

        issued = list(self._bulletins())
        form = self._form(bool(issued))
        put(self.book, docx.inspection(form, self.options.templates_dir))
        put(self.sheet, self._workbook())
        for section in self.found.sections:
            for proof in (one for of in section.proofs.values() for one in of if not one.lost):
                name = f"{section.folder}/{self.proofs}/{proof.name}"
                archive.copy(name, self.found.place(proof.sha256))
                made.append(name)
            folder = f"{section.folder}/{self.documents}"
            self._documents(
                [
                    (f"{folder}/{name}", supervision_notice)
                    for name, supervision_notice in section.supervision_notices
                ],
                put,
            )
        self._documents(issued, put)
        return made

    def _documents(
        self, rows: list[tuple[str, Obligation]], put: Callable[[str, bytes], None]
    ) -> None:
        bodies = documents.documents(self.found.connection, [row.id for _, row in rows])
        for name, row in rows:
            if row.id in bodies:
                body = bodies[row.id].body
                put(name, written(self.context, row, body, ".docx", self.options))

    def _bulletins(self) -> Iterator[tuple[str, Obligation]]:
        """Those issued that name an item of the pack; all of them where nothing was chosen."""
        connection, ids = self.found.connection, self.found.ids
        rows = {
            row.id: row
            for row in bulletins(connection, self.context)
            if row.state in ("signed", "void")
        }
        for number, document in documents.documents(connection, rows).items():
            named = {
                one["id"]
                for key in ("overdue", "long_overdue", "listed", "struck_off", "relapsed")
                for one in document.body[key]
            }
            if self.found.choice == Choice() or ids & named:
                said = safe_name(title(self.context, rows[number], self.language))
                yield f"{self.bulletins}/{said}.docx", rows[number]

    def _workbook(self) -> bytes:
        ids = self.found.ids
        self.ledgers.rows = [row for row in self.ledgers.rows if row.id in ids]
        return sheet.workbook([self.ledgers.items(), self.ledgers.rectifications()])

    def _form(self, has_bulletins: bool) -> InspectionForm:
        context, at = self.context, self.now.astimezone(ZoneInfo(self.context.frame.zone))
        texts = translator(self.language)
        beside = [(self.sheet, texts.gettext("the ledgers, as of the same moment"))]
        if has_bulletins:
            beside.append((self.bulletins, texts.gettext("the bulletins")))
        return InspectionForm(
            language=self.language,
            title=context.plan.title.in_(self.language),
            number=context.plan.number,
            issuer=words.office_name(context.org, self.language),
            phone=context.org.phone,
            scope=tuple(self._scope()),
            as_of=at.date(),
            as_of_time=at.time().replace(second=0, microsecond=0),
            clauses=tuple(self._clause(section) for section in self.found.sections),
            beside=tuple(beside),
        )

    def _scope(self) -> Iterator[tuple[str, str]]:
        by_key, choice = self.context.plan.by_key, self.found.choice
        texts = translator(self.language)

        def called(key: str) -> str:
            node = by_key[key]
            return node.clause or node.title.in_(self.language)

        if choice.phase:
            yield texts.gettext("Phase"), by_key[choice.phase].title.in_(self.language)
        if choice.unit:
            yield (
                texts.gettext("Unit"),
                words.unit_name(self.context.org, choice.unit, self.language),
            )
        ends = [called(key) for key in (choice.first, choice.last) if key]
        said = " ".join(ends) or texts.pgettext("clauses", "all")
        if len(ends) == 2:
            said = texts.gettext("{first} to {last}", first=ends[0], last=ends[1])
        yield texts.gettext("Clauses"), said

    def _clause(self, section: Section) -> Clause:
        node, rows = section.node, section.rows
        other = self.context.plan.by_key.get((node and node.answered_by) or "")
        return Clause(
            clause=node.clause if node else "",
            title=section.name,
            text="\n".join(filter(None, node.text.split("\n"))) if node else "",
            due_words=node.due_words if node else "",
            asks=node.evidence.in_(self.language) if node and node.evidence else "",
            answered_with=f"{other.clause} {other.title.in_(self.language)}" if other else "",
            folder=section.folder if section.proofs or section.supervision_notices else "",
            done=sum(row.state in DONE for row in rows),
            answers=tuple(self._answer(row, section) for row in rows),
            documents=tuple(name for name, _ in section.supervision_notices),
        )

    def _answer(self, row: Obligation, section: Section) -> Answer:
        stands = views.stands(self.context, row, self.now)
        events = self.found.events.get(row.id, [])
        said = [
            event.why["note"]
            for event in events
            if event.why.get("note") and event.kind not in _VERIFIED
        ]
        last = [event for event in events if event.kind in _VERIFIED and row.state in DONE][-1:]
        org = self.context.org
        return Answer(
            who=self.found.who(row, "\n"),
            item=""
            if section.node and not row.key.occurrence
            else title(self.context, row, self.language),
            state=words.state(row.state, self.language),
            light="behind" if stands.behind else stands.light,
            due_on=row.due_on,
            done_on=row.done_on,
            said=str(said[-1]) if said else "",
            verified_by=words.called(org, last[0].actor, self.language) if last else "",
            verified_on=self.context.frame.day(last[0].at) if last else None,
            proofs=tuple(section.proofs.get(row.id, ())),
        )
