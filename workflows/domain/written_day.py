"""A day as people write it into a sheet or a form. Pure."""

import re
from datetime import date
from unicodedata import normalize

from workflows.domain.errors import Refused
from workflows.domain.messages import Message

#: Points and commas that an input method writes for a point, and dashes of every length.
_MARKS = str.maketrans(dict.fromkeys("。、｡､", ".") | dict.fromkeys("‐‑‒–—―−", "-"))
_AROUND = re.compile(r"\s*([-/.年月日号])\s*")
_DAY = re.compile(
    r"((?:19|20|21)\d\d)(?:([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号.]?|(\d\d)(\d\d))"
    r"(?:[T ]?(?<!\d)0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_YEAR_NOT_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{1,2})")


def written_day(text: str) -> date:
    """The day that `text` names: 2026-12-01, 2026/12/1, 2026.12.1, 2026年12月1日 or 20261201, in
    digits of any width, also with the hour 00:00. Raises Refused for what is no day, and for what
    could be two, such as 1/2/2026."""
    plain = _AROUND.sub(r"\1", normalize("NFKC", text).translate(_MARKS).strip())
    if found := _DAY.fullmatch(plain):
        year, _, month, day, *together = found.groups()
        try:
            return date(int(year), int(month or together[0]), int(day or together[1]))
        except ValueError:
            pass
    elif _YEAR_NOT_FIRST.fullmatch(plain):
        raise Refused(
            Message("“{words}” may be read as two days", words=text),
            Message("write the year first, with four digits: 2026-12-01"),
        )
    raise Refused(
        Message("“{words}” is no day", words=text), Message("write 2026-12-01 or 2026年12月1日")
    )
