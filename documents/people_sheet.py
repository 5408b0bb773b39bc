"""A sheet of people, as text that `workflows.definition.csv_people` reads."""

from collections.abc import Mapping

from documents.csv_text import written
from documents.sheet_reading import Found, read_under
from documents.tables import WORDS
from workflows.domain.errors import Refused

#: Heads that a sheet of people has, as offices write them or as the organisation file does.
HEADS = (("姓名", "单位"), ("name", "unit"))
#: How the line begins that our own sheets have below their rows.
_FOOT = tuple(words["filled"].format("") for words in WORDS.values())


def people_text(data: bytes, suffix: str) -> str:
    """The rows of a sheet of people as CSV, each on the line it has in the sheet, so that what is
    wrong can be told by it. Raises Refused."""
    rows = [(line, row) for line, row in read_under(data, suffix, *HEADS) if not _is_foot(row)]
    return _as_csv(rows)


def _is_foot(row: Mapping[str, str]) -> bool:
    return next(iter(row.values()), "").startswith(_FOOT)


def _as_csv(rows: Found) -> str:
    if not rows:
        raise Refused("there is no row below the heads", "put one row for each person")
    lines: list[list[str]] = [list(rows[0][1])]
    for line, row in rows:
        lines += [[]] * (line - 1 - len(lines))
        lines.append([" ".join(text.split()) for text in row.values()])
    return written(lines)
