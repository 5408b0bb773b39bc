"""Texts of ours as values: what they are made of, for each reader in their own language.

A message id is the English text; `str(message)` gives it with its parameters filled in, for logs,
records and comparisons. `config.i18n.translate` gives the reader's text. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """An English text and what fills its places: `Message("there is no unit “{one}”", one="b9")`.

    A parameter that is a Message is translated with it; any other is data and stays as it is.
    `context` tells equal words of different meaning apart. With `plural`, `n` chooses the form.
    With `parts`, the message is those parts with `msgid` between them.
    """

    msgid: str
    params: tuple[tuple[str, object], ...]
    context: str
    plural: str
    n: int
    parts: tuple["str | Message", ...] | None

    def __init__(self, msgid: str, /, **params: object) -> None:
        _fill(self, msgid, params)

    def __bool__(self) -> bool:
        return bool(self.msgid or self.parts)

    def __str__(self) -> str:
        if self.parts is not None:
            return self.msgid.join(str(part) for part in self.parts)
        text = self.plural if self.plural and self.n != 1 else self.msgid
        return text.format(**dict(self.params)) if self.params else text


#: What is said to somebody: a message, or a text as it is.
Text = str | Message


def as_message(text: Text) -> Message:
    """`text` as a message."""
    return text if isinstance(text, Message) else Message(text)


def term(context: str, word: str) -> Message:
    """A word of a table, such as a state or a move; one word can be both."""
    return _fill(Message(word), word, {}, context=context)


def counted(one: str, many: str, n: int, /, **params: object) -> Message:
    """A text that depends on a number: `counted("{n} file", "{n} files", 3)`."""
    return _fill(Message(one), one, {"n": n, **params}, plural=many, n=n)


def several(parts: Iterable[Text], mark: str = ", ") -> Message:
    """Some texts with the same mark between them."""
    return _fill(Message(mark), mark, {}, context="mark", parts=tuple(parts))


def N_(text: str) -> str:
    """Marks a text of a table for the catalogue; it is looked up where it is shown."""
    return text


def terms(context: str, *words: str) -> tuple[str, ...]:
    """Marks the words of a table for the catalogue, in their context."""
    return words


def _fill(
    made: Message,
    msgid: str,
    params: dict[str, object],
    *,
    context: str = "",
    plural: str = "",
    n: int = 1,
    parts: tuple[Text, ...] | None = None,
) -> Message:
    values = (msgid, tuple(params.items()), context, plural, n, parts)
    for name, value in zip(Message.__slots__, values, strict=True):
        object.__setattr__(made, name, value)
    return made
