"""A full ledger as it is filled into its Word template: rows by the keys of their columns. Pure."""

from dataclasses import dataclass, make_dataclass
from datetime import date, time
from typing import Any

from documents.cleaning import cleaned
from documents.columns import COLUMNS
from documents.forms import LedgerForm, LedgerKind
from documents.tables import printed

KINDS: tuple[LedgerKind, ...] = ("matters", "rectifications")


def _text_type(kind: LedgerKind) -> type:
    columns = [(column.key, str) for column in COLUMNS[kind]]
    row = make_dataclass(f"{kind}_row", columns, frozen=True, slots=True)
    texts = [(name, str) for name in ("title", "unit", "filled_by", "checked_by", "phone")]
    others = [("as_of", date), ("as_of_time", time | None), ("rows", tuple[row, ...])]  # type: ignore[valid-type]
    return make_dataclass(f"{kind}_text", [*texts, *others], frozen=True, slots=True)


#: What is filled into the template of each ledger. rows: texts, by the keys of `columns.COLUMNS`.
LEDGER_TEXTS: dict[str, type] = {kind: _text_type(kind) for kind in KINDS}
_ROWS = {kind: made.__annotations__["rows"].__args__[0] for kind, made in LEDGER_TEXTS.items()}


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row; each may have several lines."""

    text: tuple[str, ...]


def ledger_text(form: LedgerForm) -> Any:
    """The ledger with every text of it cleaned."""
    row_type, plain = _ROWS[form.kind], cleaned(form)
    return LEDGER_TEXTS[form.kind](
        title=plain.title,
        unit=plain.unit,
        filled_by=plain.filled_by,
        checked_by=plain.checked_by,
        phone=plain.phone,
        as_of=form.as_of,
        as_of_time=form.as_of_time,
        rows=tuple(
            row_type(*cleaned(_Cells(tuple(text for text, _ in row))).text)
            for row in printed(form).rows
        ),
    )
