"""The key of a ledger's line: whose line it is, and what it said when it went out. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

#: A key as it stands in a sheet: o12+13.a1b2c3.d4e5f6.778899
_KEY = re.compile(r"o([0-9]{1,18}(?:\+[0-9]{1,18})*)((?:\.[0-9a-f]{6})+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKey:
    """ids: the matters the line is about, each by itself when something is entered. marks: one of
    every cell that is filled in, in the order of `columns.FILLED`."""

    ids: tuple[int, ...]
    marks: tuple[str, ...]

    def __str__(self) -> str:
        return f"o{'+'.join(map(str, self.ids))}.{'.'.join(self.marks)}"


def key_of(ids: Iterable[int], texts: Iterable[str]) -> RowKey:
    """The key of a line about `ids` whose cells to fill in say `texts`."""
    return RowKey(ids=tuple(ids), marks=tuple(map(mark, texts)))


def read_key(text: str) -> RowKey | None:
    """What a cell of keys says; None where it is no key of ours."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        return None
    ids = dict.fromkeys(int(number) for number in found[1].split("+"))
    return RowKey(ids=tuple(ids), marks=tuple(found[2][1:].split(".")))


def mark(text: str) -> str:
    """Alike for texts that read alike: programs that open a sheet change spaces and line ends."""
    plain = "".join(one for one in text if one.isprintable() and not one.isspace())
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:6]
