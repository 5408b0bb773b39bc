"""The key of a ledger's line: whose line it is, and what it said when it went out. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

#: A key as it stands in a sheet: o12+13-0a1b2c3d4e.a1b2c3.d4e5f6.778899. Older sheets have no part
#: after the dash.
_KEY = re.compile(r"o([0-9]{1,18}(?:\+[0-9]{1,18})*)(?:-([0-9a-f]{10}))?((?:\.[0-9a-f]{6})+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKey:
    """ids: the items the line is about, each by itself when something is entered. shown: the mark
    of what the line showed that tells it from others, "" in older sheets: a sort may leave the key
    behind. marks: one of every cell that is filled in, in the order of `columns.FILLED`."""

    ids: tuple[int, ...]
    shown: str
    marks: tuple[str, ...]

    def __str__(self) -> str:
        shown = f"-{self.shown}" if self.shown else ""
        return f"o{'+'.join(map(str, self.ids))}{shown}.{'.'.join(self.marks)}"


def key_of(ids: Iterable[int], shown: Iterable[str], texts: Iterable[str]) -> RowKey:
    """The key of a line about `ids`, whose cells of `columns.SHOWN` say `shown` and whose cells to
    fill in say `texts`."""
    return RowKey(ids=tuple(ids), shown=shown_mark(shown), marks=tuple(map(mark, texts)))


def read_key(text: str) -> RowKey | None:
    """What a cell of keys says; None where it is no key of ours."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        return None
    ids = dict.fromkeys(int(number) for number in found[1].split("+"))
    marks = tuple(found[3][1:].split("."))
    return RowKey(ids=tuple(ids), shown=found[2] or "", marks=marks)


def shown_mark(texts: Iterable[str]) -> str:
    """One mark for what a line shows."""
    return sha256("\0".join(map(mark, texts)).encode()).hexdigest()[:10]


def mark(text: str) -> str:
    """Alike for texts that read alike: programs that open a sheet change spaces and line ends."""
    plain = "".join(one for one in text if one.isprintable() and not one.isspace())
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:6]
