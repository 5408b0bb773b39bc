"""Rows pasted from a sheet, which are parted by tabs, as CSV; and rows as text for a form."""

import csv
import io
from collections.abc import Mapping, Sequence


def as_csv(text: str) -> str:
    """`text` as CSV; what is CSV already stays as it is."""
    first = text.split("\n", 1)[0]
    if "\t" not in first:
        return text
    return _written(csv.reader(io.StringIO(text), delimiter="\t"))


def text_of(rows: Sequence[tuple[int, Mapping[str, str]]]) -> str:
    """Rows under their heads as CSV, so that a form can hand them in again."""
    heads = list(dict.fromkeys(head for _, cells in rows for head in cells))
    return _written([heads, *([cells.get(head, "") for head in heads] for _, cells in rows)])


def _written(rows: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
