"""Texts of ours that keep what they are made of, so that a page can say them in its language.

They are plain English strings wherever they are printed, logged, recorded or compared.
"""

from collections.abc import Iterable
from typing import Self


class Said(str):
    """An English text: `text` as the catalogues know it, with places for its `facts`.

    A fact that is a Said is itself put into the reader's language; any other stays as it is.
    """

    text: str
    facts: dict[str, object]

    def __new__(cls, text: str, /, **facts: object) -> Self:
        made = super().__new__(cls, text.format(**facts) if facts else text)
        made.text, made.facts = text, facts
        return made

    @classmethod
    def of(cls, text: str) -> "Said":
        """`text`, which may be one already."""
        return text if isinstance(text, Said) else Said(text)


class Term(Said):
    """A word of the tables, a state or a move; `kind` tells which, as one word can be both."""

    kind: str

    def __new__(cls, kind: str, word: str) -> Self:
        made = super().__new__(cls, word)
        made.kind, made.text = kind, f"{kind}-{word}"
        return made


class Several(Said):
    """Some texts with the same mark between them."""

    parts: tuple[str, ...]
    mark: str

    def __new__(cls, parts: Iterable[str], mark: str = ", ") -> Self:
        kept = tuple(parts)
        made = super().__new__(cls, mark.join(kept))
        made.parts, made.mark = kept, mark
        return made
