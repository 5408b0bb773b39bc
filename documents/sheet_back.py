"""A ledger that was filled in comes back: its lines by their keys, and what is left out of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from config.i18n import SOURCE, languages, translate
from documents.columns import COLUMNS, FILLED, KEY_HEAD, OLD_HEADS, SHOWN
from documents.forms import LedgerKind
from documents.row_key import RowKey, mark, read_key, shown_mark
from workflows.definition.nodes import Source
from workflows.definition.sheets.grid import plain_head, short
from workflows.definition.sheets.reading import Sheet, read_sheets
from workflows.domain.errors import Refused
from workflows.domain.messages import Message, Text

#: The ledgers that come back.
_KINDS: tuple[LedgerKind, ...] = ("matters", "rectifications")
#: Items that the lines of one file may be about.
_MOST_ITEMS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A line in which something was written. changed: column → text, of the cells that do not say
    any more what they said when the sheet went out."""

    sheet: str
    line: int
    kind: LedgerKind
    language: str
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
    why: Text


@dataclass(frozen=True, slots=True)
class _Written:
    """A line as it stands in the sheet: what fills its columns, its key, the mark of what it
    shows, and the number it shows."""

    line: int
    texts: Mapping[str, str]
    key_text: str
    key: RowKey | None
    shown: str
    number: str

    @property
    def agrees(self) -> bool:
        """Whether its key is that of what it shows."""
        if self.key is None or not self.key.shown:
            # Sheets of an older version: only those of items show a number.
            return self.key is not None and self.number in map(str, self.key.ids)
        return self.key.shown == self.shown


def returned(source: Source) -> tuple[list[Returned], list[LeftOut]]:
    """What was written into the ledgers of a file, in whichever language they went out.

    Raises Refused where it holds no ledger that comes back.
    """
    found: list[Returned] = []
    out: list[LeftOut] = []
    known = False
    for sheet in read_sheets(source, tuple(translate(KEY_HEAD, one) for one in languages())):
        if (what := _what(sheet)) is not None:
            known = True
            _read(sheet, *what, found, out)
    if not known:
        raise Refused(
            "no sheet of it is a ledger that comes back",
            "export the full ledger of action items or of rectifications as .xlsx, and fill it in",
        )
    items = sum(len(row.key.ids) for row in found)
    if items > _MOST_ITEMS:
        message = Message("it covers {n:,} items, more than {most:,}", n=items, most=_MOST_ITEMS)
        raise Refused(message, "split it")
    return found, out


def _what(sheet: Sheet) -> tuple[LedgerKind, str] | None:
    """Which ledger it is, and in which language, by its heads; None where it is none."""
    return next(
        (
            (kind, language)
            for language in languages()
            for kind in _KINDS
            if _same(KEY_HEAD, sheet, [language]) and _head("progress", sheet, kind)
        ),
        None,
    )


def _same(title: Text, sheet: Sheet, those: Iterable[str]) -> str:
    """The head of that title in one of `those` languages, as it stands in the sheet; "" where it
    does not."""
    # The day in a head stands in brackets, which do not count.
    known = {plain_head(translate(title, language)) for language in those}
    return next((one for one in sheet.heads if plain_head(one) in known), "")


def _head(column: str, sheet: Sheet, kind: LedgerKind) -> str:
    """The head of a column, in whichever language and of whichever version the sheet is."""
    known = next(one for one in COLUMNS[kind] if one.key == column)
    return _same(known.title, sheet, languages()) or _same(
        OLD_HEADS[kind].get(column, ""), sheet, [SOURCE]
    )


def _read(
    sheet: Sheet,
    kind: LedgerKind,
    language: str,
    found: list[Returned],
    out: list[LeftOut],
) -> None:
    heads = {name: _head(name, sheet, kind) for name in (*FILLED[kind], *SHOWN[kind])}
    key_head = _same(KEY_HEAD, sheet, [language])
    lines = []
    for line, cells in sheet.rows:
        said = {name: cells.get(head, "") for name, head in heads.items()}
        key = read_key(cells[key_head])
        lines.append(
            _Written(
                line=line,
                texts={name: said[name] for name in FILLED[kind] if heads[name]},
                key_text=cells[key_head],
                key=key if key and len(key.marks) == len(FILLED[kind]) else None,
                shown=shown_mark(said[name] for name in SHOWN[kind]),
                number=said.get("number", ""),
            )
        )
    for written, match in _matched(lines):
        if isinstance(match, Message):
            out.append(LeftOut(sheet=sheet.title, line=written.line, why=match))
            continue
        row = Returned(
            sheet=sheet.title,
            line=written.line,
            kind=kind,
            language=language,
            key=match,
            changed=_changed(kind, match, written.texts),
        )
        out.extend(_emptied(row, heads))
        if changed := {name: text for name, text in row.changed.items() if text}:
            found.append(replace(row, changed=changed))


def _matched(lines: Sequence[_Written]) -> Iterator[tuple[_Written, RowKey | Message]]:
    """Each line with the key of what it shows, or with the reason why it is left out.

    A sort of the columns that can be seen leaves the hidden keys where they were, and so does
    whoever inserts or deletes cells. Where a key is not that of what its line shows, the line gets
    the key of the one line that went out showing the same.
    """
    keys = {str(one.key): one.key for one in lines if one.key is not None}
    went_out: dict[str, list[RowKey]] = {}
    for key in keys.values():
        went_out.setdefault(key.shown, []).append(key)
    moved = any(one.key is not None and not one.agrees for one in lines)
    taken: dict[str, int] = {}
    for one in lines:
        # Keys of lines that show the same may have changed places when others did.
        if one.agrees and not (moved and len(went_out[one.key.shown if one.key else ""]) > 1):
            taken.setdefault(str(one.key), one.line)
    for one in lines:
        alike = went_out.get(one.shown, [])
        own = one.key
        if own is not None and taken.get(str(own)) == one.line:
            yield one, own
        elif len(alike) == 1 and taken.setdefault(str(alike[0]), one.line) == one.line:
            yield one, alike[0]
        elif counts := taken.get(str(alike[0] if len(alike) == 1 else own)):
            yield one, Message("it has the key of line {line}, which counts", line=counts)
        elif one.key_text and own is None:
            yield (
                one,
                Message(
                    "“{key}” is not a row key of Duban: export the ledger again",
                    key=short(one.key_text),
                ),
            )
        elif any(one.texts.values()):
            yield one, _unmatched(own, alike)


def _unmatched(key: RowKey | None, alike: Sequence[RowKey]) -> Message:
    if alike:
        return Message(
            "the sheet was sorted and several of its lines show the same, so this line cannot be "
            "matched; enter it on the page of the item"
        )
    if key is None:
        return Message(
            "it has no row key, so it is in no ledger of Duban; register it as a new assigned task"
        )
    return Message(
        "its row key belongs to another line, and no exported line shows the same item and "
        "unit: export the ledger again"
    )


def _changed(kind: LedgerKind, key: RowKey, texts: Mapping[str, str]) -> dict[str, str]:
    marks = dict(zip(FILLED[kind], key.marks, strict=True))
    return {name: text for name, text in texts.items() if mark(text) != marks[name]}


def _emptied(row: Returned, heads: Mapping[str, str]) -> Iterator[LeftOut]:
    """Cells whose text was taken out: the record keeps it."""
    for name, text in row.changed.items():
        if not text:
            why = Message(
                "“{head}” was emptied, and stays on record; write “none” where it is settled",
                head=heads[name],
            )
            yield LeftOut(sheet=row.sheet, line=row.line, why=why)
