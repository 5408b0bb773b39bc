"""One table as offices send it: in each encoding, with each separator, as a workbook."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

Table = Sequence[Sequence[str]]


def delimited(rows: Table, separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def book(rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    """A workbook; of each range of `merged` only the first cell keeps its text."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(out)
    return out.getvalue()


def spread(head: str) -> str:
    """姓名 as 姓 名."""
    return " ".join(head) if len(head) == 2 else head[:2] + "\n" + head[2:]


def forms(rows: Table) -> dict[str, tuple[str, bytes]]:
    """Name of the form → name and bytes of a file that holds `rows`, of which the first are the
    heads."""
    spaced = [[spread(head) for head in rows[0]], *rows[1:]]
    title = [[f"2026年名单（共{len(rows) - 1}行；截至12月1日，核对过）"], *rows]
    unseen = [
        rows[0],
        *([f"\u200b{cell[:1]}\u00ad{cell[1:]}\u200f" for cell in r] for r in rows[1:]),
    ]
    return {
        "UTF-8": ("a.csv", delimited(rows).encode()),
        "UTF-8 with a mark": ("a.csv", delimited(rows).encode("utf-8-sig")),
        "Chinese Excel": ("a.csv", delimited(rows).encode("gb18030")),
        "UTF-16": ("a.csv", delimited(rows).encode("utf-16")),
        "Unicode text of Excel": ("a.txt", delimited(rows, "\t").encode("utf-16")),
        "big-endian": ("a.csv", b"\xfe\xff" + delimited(rows, ";").encode("utf-16-be")),
        "semicolons": ("a.csv", delimited(rows, ";").encode()),
        "tabs": ("a.csv", delimited(rows, "\t").encode()),
        "a declared separator": ("a.csv", ("sep=;\r\n" + delimited(rows, ";")).encode("gb18030")),
        "a title above": ("a.csv", delimited(title).encode("gb18030")),
        "spaces and line ends in heads": ("a.csv", delimited(spaced).encode()),
        "unseen characters": ("a.csv", delimited(unseen).encode()),
        "workbook": ("a.xlsx", book(rows)),
        "workbook with a title, spaces in heads": ("a.xlsx", book([["名单"], *spaced], "A1:D1")),
    }
