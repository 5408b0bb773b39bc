"""YAML as plain data: words as written, lists and mappings, each of which knows its line.

Built from the parser's events, one by one, so that nothing is built or followed before it
is known to be plain: no tags, anchors or aliases, not too deep, not too large.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from workflows.definition.parser_words import parsers_words
from workflows.definition.problems import Place, Problems, quoted
from workflows.domain.clean_text import FORBIDDEN, clean
from workflows.domain.messages import Message

MOST_BYTES = 1024 * 1024
MOST_LEVELS = 20

#: Line breaks of the file are \n by then: a \r left in a word was written as an escape.
_FORBIDDEN_IN_WORDS = re.compile(f"{FORBIDDEN.pattern}|\r")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its name as messages show it, and what it holds."""

    name: str
    text: str | bytes


class Scalar(str):
    """One word or text, verbatim. `plain` is true where it stands without quotes."""

    __slots__ = ("at", "plain")
    at: Place
    plain: bool

    def __new__(cls, text: str, at: Place, plain: bool = True) -> Self:
        made = super().__new__(cls, text)
        made.at, made.plain = at, plain
        return made


class Sequence(list["Node"]):
    """A list, at the line of its first entry."""

    __slots__ = ("at",)

    def __init__(self, items: Iterable["Node"], at: Place) -> None:
        super().__init__(items)
        self.at = at


class Mapping(dict[str, "Node"]):
    """Values by their keys, and where each key stands, also of a value that was taken out."""

    __slots__ = ("at", "places")

    def __init__(self, entries: Iterable[tuple[Scalar, "Node"]], at: Place) -> None:
        super().__init__(entries)
        self.at = at
        self.places = {str(key): key.at for key in self if isinstance(key, Scalar)}

    def where(self, key: str) -> Place:
        """Where a key stands, else where the mapping begins."""
        return self.places.get(key, self.at)


Node = Scalar | Sequence | Mapping


def parse(source: Source, problems: Problems) -> Node | None:
    """The root node of a YAML file, or None; every mistake goes to `problems`."""
    text = decoded(source, problems)
    if text is None:
        return None
    builder = _Builder(source.name, problems)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if not builder.take(event):
                return None
    except YAMLError as error:
        problems.add(_mark(source.name, error), *_syntax(error))
        return None
    except Exception as error:  # the parser trips over some broken files with errors of its own
        kind = type(error).__name__
        message = Message("this is not YAML that can be read ({kind})", kind=kind)
        problems.add(builder.last, message, Message("check the line for stray signs and quotes"))
        return None
    if builder.root is None:
        at = Place(source.name, 0)
        problems.add(at, Message("the file is empty"), Message("see docs/plan-format.md"))
    return builder.root


def decoded(source: Source, problems: Problems, most: int = MOST_BYTES) -> str | None:
    """The file as text, or None when it is too large, not UTF-8 or holds forbidden signs."""
    raw = source.text
    size = len(raw) if isinstance(raw, bytes) else len(raw.encode("utf-8", "surrogatepass"))
    if size > most:
        message = Message(
            "the file has {size:,} bytes, more than {most:,} KiB", size=size, most=most // 1024
        )
        problems.add(
            Place(source.name, 0), message, Message("split it, or leave out what is no plan")
        )
        return None
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = Message(
            "byte 0x{byte:02x} at position {position} is not UTF-8",
            byte=error.object[error.start],
            position=error.start,
        )
        problems.add(Place(source.name, line), message, Message("save the file as UTF-8 (not GBK)"))
        return None
    text = text.removeprefix("\ufeff")
    clean = True
    for number, line_text in enumerate(text.split("\n"), start=1):
        clean = _clean(line_text, Place(source.name, number), problems, FORBIDDEN) and clean
    return text if clean else None


def _clean(text: str, at: Place, problems: Problems, forbidden: re.Pattern[str]) -> bool:
    found = forbidden.search(text)
    if found is None:
        return True
    code = ord(found.group())
    message = Message("the character U+{code:04X} may not stand in a text", code=code)
    problems.add(at, message, Message("delete it; it is invisible, or not a character at all"))
    return False


def _mark(file: str, error: YAMLError) -> Place:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            return Place(file, mark.line + 1)
    return Place(file, 0)


def _syntax(error: YAMLError) -> tuple[Message, Message]:
    reason = getattr(error, "problem", None) or str(error).splitlines()[0]
    return (
        Message(
            "this is not YAML: “{reason}”", reason=parsers_words(quoted(str(reason), 120)[1:-1])
        ),
        Message(
            "check indentation (spaces, no tabs), colons and quotes on this line and the one before"
        ),
    )


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not come yet."""

    at: Place
    is_mapping: bool
    nodes: list[Node] = field(default_factory=list)


class _Builder:
    """Puts the tree together from events; stops at what may not stand in a plan at all."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.root: Node | None = None
        self.last = Place(file, 1)
        self._file, self._problems = file, problems
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Event) -> bool:
        """Takes one event in; false when reading on makes no sense."""
        at = self.last = Place(self._file, event.start_mark.line + 1)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                return self._documents == 1 or self._refuse(
                    at,
                    Message("a second document begins here (---)"),
                    Message("write one document in one file"),
                )
            case AliasEvent():
                return self._refuse(
                    at,
                    Message("*{anchor} is a YAML alias", anchor=event.anchor),
                    Message("write the words out where they belong"),
                )
            case MappingStartEvent() | SequenceStartEvent():
                self._decorated(event, at)
                self._open.append(_Open(at, isinstance(event, MappingStartEvent)))
                return len(self._open) <= MOST_LEVELS or self._refuse(
                    at,
                    Message("more than {most} levels deep", most=MOST_LEVELS),
                    Message("write it flatter"),
                )
            case ScalarEvent():
                self._decorated(event, at)
                text = event.value
                if not _clean(text, at, self._problems, _FORBIDDEN_IN_WORDS):
                    text = _FORBIDDEN_IN_WORDS.sub("\N{REPLACEMENT CHARACTER}", text)
                self._place(Scalar(clean(text), at, plain=event.style in (None, "")))
            case MappingEndEvent() | SequenceEndEvent():
                self._close(self._open.pop())
        return True

    def _refuse(self, at: Place, message: Message, cure: Message) -> bool:
        self._problems.add(at, message, cure)
        return False

    def _decorated(self, event: NodeEvent, at: Place) -> None:
        if event.anchor is not None:
            self._refuse(
                at,
                Message("&{anchor} is a YAML anchor", anchor=event.anchor),
                Message("leave it out"),
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(
                at,
                Message("{tag} is a tag", tag=quoted(str(tag))),
                Message("leave it out, or put the word in quotes"),
            )

    def _place(self, node: Node) -> None:
        if self._open:
            self._open[-1].nodes.append(node)
        else:
            self.root = node

    def _close(self, opened: _Open) -> None:
        if opened.is_mapping:
            self._place(Mapping(self._entries(opened.nodes), opened.at))
        else:
            self._place(Sequence(opened.nodes, opened.at))

    def _entries(self, nodes: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._refuse(
                    key.at, Message("a key must be one word"), Message("write `key: value`")
                )
            elif key in seen:
                message = Message(
                    "{key} stands twice, first on line {line}", key=quoted(key), line=seen[key]
                )
                self._refuse(key.at, message, Message("keep one of the two"))
            else:
                seen[key] = key.at.line
                # The parser places what is not there on the line of what comes next.
                absent = isinstance(value, Scalar) and value.plain and not value
                yield key, (Scalar("", key.at) if absent else value)
