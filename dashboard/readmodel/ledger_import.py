"""What a ledger that comes back says that is not on record yet, line by line, and what clashes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from dashboard.readmodel.lines import Line, Lines
from dashboard.web import offers
from documents.answers import LEDGER_OF, Answers
from documents.columns import COLUMNS, FILLED
from documents.row_key import mark
from documents.sheet_back import Returned
from workflows.commands.context import Context
from workflows.domain.messages import N_
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE, REVIEWING
from workflows.store import queries

#: Why a line cannot be entered, in texts that both catalogues have.
GONE = "There is no such item."
SIGN_FIRST = N_("Sign for it first; then its measures can be entered.")
NOBODY = N_("Everyone in this row has already reported, or you may not enter for them.")
CLOSED = N_("It is closed, or you may not enter it.")
TOO_LONG = N_("A text in this row is too long; shorten it.")
#: Columns of the 整改台账 that are the plan of a rectification; all others are an answer.
PLAN = ("cause", "goal", "measures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is entered of one line: about whom (number, revision), the texts by column, and the
    marks of what stood on record when it was shown."""

    about: tuple[tuple[int, int], ...]
    language: str
    cells: Mapping[str, str]
    stood: Mapping[str, str]

    def __str__(self) -> str:
        about = [list(one) for one in self.about]
        return json.dumps(
            {
                "about": about,
                "language": self.language,
                "cells": dict(self.cells),
                "stood": dict(self.stood),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell in which something new is written, beside what is on record."""

    head: str
    stands: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A line that says something new. why: the reason why it cannot be entered, a text to be
    translated; empty when it can. moved: the record was changed after the sheet went out.
    others: members of the line for whom it is not entered."""

    sheet: str
    line: int
    about: list[Line]
    others: list[Line]
    cells: list[Cell]
    why: str
    moved: bool
    entry: Entry | None


def answers_of(
    connection: Connection, context: Context, rows: Iterable[Obligation], language: str
) -> Answers:
    """What is on record about `rows` as a ledger in `language` has it."""
    rows = list(rows)
    requests = [
        request
        for part in queries.parts(row.id for row in rows)
        for request in queries.obligations(connection, context.key, kind="decision", abouts=part)
    ]
    return Answers(connection, rows, requests, language)


def stood(answers: Answers, rows: Sequence[Obligation], columns: Iterable[str]) -> dict[str, str]:
    """The marks of what is on record in some columns of a line about `rows`."""
    stands = answers.of_line(rows)
    return {name: mark(stands[name]) for name in columns}


def backs(
    connection: Connection, context: Context, lines: Lines, found: list[Returned], most: int
) -> list[Back]:
    """The lines that say something new, in their order. most: characters a text may have."""
    ids = {number for row in found for number in row.key.ids}
    rows = {
        number: row
        for number, row in queries.obligations_by_id(connection, ids).items()
        if row.programme == context.key and lines.sight(row) != "none"
    }
    answers = {
        language: answers_of(connection, context, rows.values(), language)
        for language in {row.language for row in found}
    }
    reader = _Reader(context, lines, rows, most)
    made = (reader.back(one, answers[one.language]) for one in found)
    return [one for one in made if one is not None]


class _Reader:
    def __init__(
        self, context: Context, lines: Lines, rows: Mapping[int, Obligation], most: int
    ) -> None:
        self.context = context
        self.lines = lines
        self.rows = rows
        self.most = most

    def back(self, one: Returned, answers: Answers) -> Back | None:
        """None when all of it is on record already."""
        members = [self.rows[n] for n in one.key.ids if n in self.rows]
        members = [row for row in members if LEDGER_OF.get(row.kind) == one.kind]
        if not members:
            return self._refused(one, [], GONE)
        if len(one.key.ids) > 1:
            owing = [row for row in members if row.state not in DONE | REVIEWING]
        else:
            owing = members
        new = [row for row in owing if _news(answers, row, one.changed)]
        if owing and not new:
            return None
        can = [row for row in new if self._may(one, row)]
        if not can:
            return self._refused(one, members, self._why(one, members), answers)
        if any(len(text) > self.most for text in one.changed.values()):
            return self._refused(one, can, TOO_LONG, answers)
        stands = stood(answers, owing, one.changed)
        entry = Entry(
            about=tuple((row.id, row.revision) for row in can),
            language=one.language,
            cells=one.changed,
            stood=stood(answers, can, one.changed),
        )
        return Back(
            sheet=one.sheet,
            line=one.line,
            about=[self.lines.line(row) for row in can],
            others=[self.lines.line(row) for row in members if row not in can],
            cells=self._cells(one, owing, answers),
            why="",
            moved=any(stands[name] != one.marked(name) for name in one.changed),
            entry=entry,
        )

    def _refused(
        self, one: Returned, rows: list[Obligation], why: str, answers: Answers | None = None
    ) -> Back:
        return Back(
            sheet=one.sheet,
            line=one.line,
            about=[self.lines.line(row) for row in rows],
            others=[],
            cells=self._cells(one, rows, answers),
            why=why,
            moved=False,
            entry=None,
        )

    def _cells(
        self, one: Returned, rows: Sequence[Obligation], answers: Answers | None
    ) -> list[Cell]:
        """Beside each new text what is on record, for whoever may read it."""
        stands: Mapping[str, str] = {}
        if answers and rows and all(self.lines.sight(row) == "full" for row in rows):
            stands = answers.of_line(rows)
        return [
            Cell(head=self._head(one, name), stands=stands.get(name, ""), says=one.changed[name])
            for name in FILLED[one.kind]
            if name in one.changed
        ]

    def _head(self, one: Returned, name: str) -> str:
        """The head of a column without the day that stands in it."""
        column = next(column for column in COLUMNS[one.kind] if column.key == name)
        head = column.head(self.lines.locale)
        return head.partition("（")[0].partition(" (")[0]

    def _may(self, one: Returned, row: Obligation) -> bool:
        needed = {"plan" if name in PLAN else "note" for name in one.changed}
        can = offers.offered(self.context, row, self.lines.who.person, self.lines.today)
        return needed.issubset(can)

    def _why(self, one: Returned, rows: Sequence[Obligation]) -> str:
        if any(row.state == "issued" for row in rows) and any(n in PLAN for n in one.changed):
            return SIGN_FIRST
        if len(one.key.ids) > 1:
            return NOBODY
        return CLOSED


def _news(answers: Answers, row: Obligation, changed: Mapping[str, str]) -> bool:
    """Whether an item's own record does not say it yet."""
    own = answers.of(row)
    return any(mark(own[name]) != mark(text) for name, text in changed.items())


def read_entry(text: str, most: int) -> Entry | None:
    """An entry as the form hands it in again; None where it is none."""
    try:
        given = json.loads(text)
        about = tuple((int(number), int(revision)) for number, revision in given["about"])
        cells = {str(name): str(said).strip() for name, said in given["cells"].items()}
        marks = {str(name): str(one) for name, one in given["stood"].items()}
        language = str(given["language"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    known = {name for names in FILLED.values() for name in names}
    if not about or not cells or cells.keys() != marks.keys() or not cells.keys() <= known:
        return None
    if any(not said or len(said) > most for said in cells.values()):
        return None
    return Entry(about=about, language=language, cells=cells, stood=marks)
