"""Rows as the text of a CSV file, which is read again by ours and by any other program."""

import csv
import io
from collections.abc import Iterable, Sequence


def written(rows: Iterable[Sequence[str]]) -> str:
    """One line for each row, an empty one for an empty row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
