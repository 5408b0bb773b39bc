"""The older names of messages, for modules that still expect them to be strings.

New code uses `workflows.domain.messages`; each of these carries its message.
"""

from collections.abc import Iterable
from typing import Self

from workflows.domain.messages import Message, Text, message, several, term


class Said(str):
    """An English text that carries its message."""

    message: Message

    def __new__(cls, text: str, /, **facts: object) -> Self:
        return cls._carrying(Message(text, **facts))

    @classmethod
    def _carrying(cls, made: Message) -> Self:
        carrier = super().__new__(cls, str(made))
        carrier.message = made
        return carrier

    @classmethod
    def of(cls, text: Text) -> "Said":
        """`text`, which may be one already."""
        return text if isinstance(text, Said) else Said._carrying(message(text))

    @property
    def text(self) -> str:
        return self.message.msgid

    @property
    def facts(self) -> dict[str, object]:
        return dict(self.message.params)


class Term(Said):
    """A word of the tables, a state or a move; `kind` tells which, as one word can be both."""

    def __new__(cls, kind: str, word: str) -> Self:
        return cls._carrying(term(kind, word))


class Several(Said):
    """Some texts with the same mark between them."""

    def __new__(cls, parts: Iterable[Text], mark: str = ", ") -> Self:
        return cls._carrying(several(parts, mark))
