"""A sheet of people, as text that `workflows.definition.csv_people` reads."""

import csv
import io

from notifications.papers.sheet_reading import Found, read_under
from workflows.domain.errors import Refused

#: Heads that a sheet of people has, as offices write them or as the organisation file does.
HEADS = (("编号", "姓名", "单位"), ("id", "name", "unit"))


def people_text(data: bytes, suffix: str) -> str:
    """The rows of a sheet of people as CSV, each on the line it has in the sheet, so that what is
    wrong can be told by it. Raises Refused."""
    return _as_csv(read_under(data, suffix, *HEADS))


def _as_csv(rows: Found) -> str:
    if not rows:
        raise Refused("there is no row below the heads", "put one row for each person")
    lines: list[list[str]] = [list(rows[0][1])]
    for line, row in rows:
        lines += [[]] * (line - 1 - len(lines))
        lines.append([" ".join(text.split()) for text in row.values()])
    found = io.StringIO()
    csv.writer(found, lineterminator="\n").writerows(lines)
    return found.getvalue()
