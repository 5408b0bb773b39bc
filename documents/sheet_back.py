"""A ledger that was filled in comes back: its lines by their keys, and what is left out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.columns import COLUMNS, FILLED
from documents.forms import Language, LedgerKind
from documents.row_key import RowKey, mark, read_key
from documents.sheet import KEY_HEADS
from documents.sheet_package import short
from documents.sheet_reading import Found, read_sheets
from workflows.domain.errors import Refused
from workflows.domain.said import Said

#: The ledgers that come back.
_KINDS: tuple[LedgerKind, ...] = ("matters", "rectifications")
#: Matters that the lines of one file may be about.
_MOST_MATTERS = 20_000
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A line in which something was written. changed: column → text, of the cells that do not say
    any more what they said when the sheet went out."""

    sheet: str
    line: int
    kind: LedgerKind
    language: Language
    key: RowKey
    changed: Mapping[str, str]

    def marked(self, column: str) -> str:
        """The mark of what the column said when the sheet went out."""
        return self.key.marks[FILLED[self.kind].index(column)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A line, or a cell of it, that is not taken, and why."""

    sheet: str
    line: int
    why: str


def returned(data: bytes, suffix: str) -> tuple[list[Returned], list[LeftOut]]:
    """What was written into the ledgers of a file, in whichever language they went out.

    Raises Refused where it holds no ledger that comes back.
    """
    found: list[Returned] = []
    out: list[LeftOut] = []
    known = False
    for title, rows in read_sheets(data, suffix, *([KEY_HEADS[one]] for one in _LANGUAGES)):
        if (what := _what(rows)) is not None:
            known = True
            _read(title, rows, *what, found, out)
    if not known:
        raise Refused(
            "no sheet of it is a ledger that comes back",
            "take the full ledger out as .xlsx, of matters or of rectifications, and fill that in",
        )
    matters = sum(len(row.key.ids) for row in found)
    if matters > _MOST_MATTERS:
        message = Said(
            "it is about {n:,} matters, more than {most:,}", n=matters, most=_MOST_MATTERS
        )
        raise Refused(message, "split it")
    return found, out


def _what(rows: Found) -> tuple[LedgerKind, Language] | None:
    """Which ledger the rows are of, by their heads; None where they are of none."""
    if not rows:
        return None
    return next(
        (
            (kind, language)
            for language in _LANGUAGES
            for kind in _KINDS
            if KEY_HEADS[language] in rows[0][1] and _head("progress", rows[0][1], kind, language)
        ),
        None,
    )


def _head(column: str, cells: Mapping[str, str], kind: LedgerKind, language: Language) -> str:
    """The head of a column as it stands in the sheet; empty where somebody took it out."""
    known = next(one for one in COLUMNS[kind] if one.key == column)
    before, _, after = known.head(language, "\n").partition("\n")
    return next((head for head in cells if head.startswith(before) and head.endswith(after)), "")


def _read(
    title: str,
    rows: Found,
    kind: LedgerKind,
    language: Language,
    found: list[Returned],
    out: list[LeftOut],
) -> None:
    heads = {name: _head(name, rows[0][1], kind, language) for name in FILLED[kind]}
    seen: dict[str, int] = {}
    for line, cells in rows:
        texts = {name: cells[head] for name, head in heads.items() if head}
        text, why = cells[KEY_HEADS[language]], ""
        key = read_key(text)
        if key is None or len(key.marks) != len(FILLED[kind]):
            why = _unknown(text) if text or any(texts.values()) else ""
            key = None
        elif text in seen:
            why = Said("it has the key of line {line}, which counts", line=seen[text])
            key = None
        else:
            seen[text] = line
        if why:
            out.append(LeftOut(sheet=title, line=line, why=why))
        if key is not None:
            _add(
                Returned(
                    sheet=title,
                    line=line,
                    kind=kind,
                    language=language,
                    key=key,
                    changed=_changed(kind, key, texts),
                ),
                heads,
                found,
                out,
            )


def _unknown(text: str) -> Said:
    if not text:
        return Said("it has no key: it stands in no ledger of ours; register it as a new matter")
    return Said("“{key}” is no key of ours: take the ledger out anew", key=short(text))


def _changed(kind: LedgerKind, key: RowKey, texts: Mapping[str, str]) -> dict[str, str]:
    marks = dict(zip(FILLED[kind], key.marks, strict=True))
    return {name: text for name, text in texts.items() if mark(text) != marks[name]}


def _add(
    row: Returned, heads: Mapping[str, str], found: list[Returned], out: list[LeftOut]
) -> None:
    out.extend(_emptied(row, heads))
    changed = {name: text for name, text in row.changed.items() if text}
    if changed:
        found.append(
            Returned(
                sheet=row.sheet,
                line=row.line,
                kind=row.kind,
                language=row.language,
                key=row.key,
                changed=changed,
            )
        )


def _emptied(row: Returned, heads: Mapping[str, str]) -> Iterator[LeftOut]:
    """Cells whose text was taken out: the record keeps it."""
    for name, text in row.changed.items():
        if not text:
            why = Said(
                "“{head}” was emptied, and stays on record; write “none” where it is settled",
                head=heads[name],
            )
            yield LeftOut(sheet=row.sheet, line=row.line, why=why)
