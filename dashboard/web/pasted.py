"""Rows pasted from a sheet, which are parted by tabs, as CSV; and rows as text for a form."""

import csv
import io
from collections.abc import Mapping, Sequence

from documents.csv_text import written


def as_csv(text: str) -> str:
    """`text` as CSV; what is CSV already stays as it is."""
    first = text.split("\n", 1)[0]
    if "\t" not in first:
        return text
    return written(csv.reader(io.StringIO(text), delimiter="\t"))


def text_of(rows: Sequence[tuple[int, Mapping[str, str]]]) -> str:
    """Rows under their heads as CSV, so that a form can hand them in again."""
    heads = list(dict.fromkeys(head for _, cells in rows for head in cells))
    return written([heads, *([cells.get(head, "") for head in heads] for _, cells in rows)])
