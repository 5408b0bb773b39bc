"""The kinds of value a field may hold: each reads a node and draws its piece of the schema.

Reading and schema stand side by side, so that what an editor accepts and what `check`
accepts cannot drift apart. `read` answers None after telling `problems` what is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from workflows.definition.expressions import (
    Unread,
)
from workflows.definition.nodes import Mapping, Node, Scalar, Sequence
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.domain.addresses import normal_address, why_bad
from workflows.domain.model import Text
from workflows.domain.said import Said

Schema = dict[str, Any]


class Kind(Protocol):
    def read(self, node: Node, problems: Problems) -> object | None: ...

    def schema(self) -> Schema: ...


def word(node: Node, problems: Problems, form: str) -> str | None:
    """The text of a scalar, trimmed; None and a problem when it is empty or no scalar."""
    if not isinstance(node, Scalar):
        found = Said("a list") if isinstance(node, Sequence) else Said("several keys")
        message = Said("{found} where one value belongs", found=found)
        problems.add(node.at, message, Said("write {form}", form=form))
        return None
    text = node.text.strip()
    if not text or (node.plain and text in ("~", "null")):
        cure = Said("write {form}, or leave the key out", form=form)
        problems.add(node.at, Said("the value is empty"), cure)
        return None
    return text


def _is_not(node: Node, problems: Problems, text: str, form: str) -> None:
    message = Said("{text} is not {form}", text=quoted(text), form=form)
    problems.add(node.at, message, Said("write {form}", form=form))


_ONE_LINE = Said("one line of text")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `pattern` and `form` say what it must look like."""

    form: Said = _ONE_LINE
    pattern: str = ""

    def read(self, node: Node, problems: Problems) -> str | None:
        text = word(node, problems, self.form)
        if text is None:
            return None
        if "\n" in text or "\t" in text:
            message = Said("{text} has several lines", text=quoted(text))
            problems.add(node.at, message, Said("write it in one line"))
            return None
        if self.pattern and not re.fullmatch(self.pattern, text):
            _is_not(node, problems, text, self.form)
            return None
        return text

    def schema(self) -> Schema:
        if self.pattern:
            return {"type": ["string", "number"], "pattern": f"^(?:{self.pattern})$"}
        return {"type": ["string", "number"]}


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that may run over several lines."""

    def read(self, node: Node, problems: Problems) -> str | None:
        return word(node, problems, Said("text"))

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One line for both languages, or {zh: …, en: …}."""

    def read(self, node: Node, problems: Problems) -> Text | None:
        if isinstance(node, Scalar):
            same = Line().read(node, problems)
            return None if same is None else Text(same, same)
        if isinstance(node, Sequence) or not node.entries:
            problems.add(
                node.at, Said("this is no text"), Said("write one text, or {zh: …, en: …}")
            )
            return None
        words = {"zh": "", "en": ""}
        for key, value in node.entries:
            if key.text not in words:
                message = Said("{key} is not a language of the office", key=quoted(key.text))
                problems.add(key.at, message, Said("write zh and en"))
                continue
            line = Line().read(value, problems)
            if line is None:
                return None
            words[key.text] = line
        return Text(**words)

    def schema(self) -> Schema:
        languages = {"zh": {"type": "string"}, "en": {"type": "string"}}
        both: Schema = {"type": "object", "properties": languages, "minProperties": 1}
        return {"anyOf": [{"type": ["string", "number"]}, both | {"additionalProperties": False}]}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: Node, problems: Problems) -> bool | None:
        text = word(node, problems, Said("true or false"))
        if text is None:
            return None
        if text not in ("true", "false"):
            message = Said("{text} is neither true nor false", text=quoted(text))
            problems.add(node.at, message, Said("write true or false"))
            return None
        return text == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 1 to `most`."""

    most: int = 1000

    def read(self, node: Node, problems: Problems) -> int | None:
        form = Said("a whole number from 1 to {most}", most=self.most)
        text = word(node, problems, form)
        if text is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= self.most:
            _is_not(node, problems, text, form)
            return None
        return int(text)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 1, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Choice:
    words: tuple[str, ...]
    form: str = ""  # a further form as it is shown, such as role(x)
    pattern: str = ""

    def read(self, node: Node, problems: Problems) -> str | None:
        text = word(node, problems, " | ".join(self.words))
        if text is None or text in self.words or re.fullmatch(self.pattern or "$^", text):
            return text
        shown = (*self.words, self.form) if self.form else self.words
        message = Said("{text} is not known here", text=quoted(text))
        problems.add(node.at, message, choose(text, shown))
        return None

    def schema(self) -> Schema:
        known: Schema = {"enum": list(self.words)}
        more: Schema = {"type": "string", "pattern": f"^{self.pattern}$"}
        return {"anyOf": [known, more]} if self.pattern else known


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value with a notation of its own; `parse` answers None where the words are not it."""

    form: Said
    pattern: str
    parse: Callable[[str], object | None]
    also_zero: bool = False

    def read(self, node: Node, problems: Problems) -> object | None:
        text = word(node, problems, self.form)
        if text is None:
            return None
        value = self.parse(text)
        if value is None:
            _is_not(node, problems, text, self.form)
        elif isinstance(value, Unread):
            problems.add(node.at, *value)
            return None
        return value

    def schema(self) -> Schema:
        written: Schema = {"type": "string", "pattern": self.pattern}
        return {"anyOf": [{"const": 0}, written]} if self.also_zero else written


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address."""

    def read(self, node: Node, problems: Problems) -> str | None:
        if not isinstance(node, Scalar) or not node.text.strip():
            return word(node, problems, Said("one address"))
        address = normal_address(node.text)
        reason = why_bad(address)
        if reason is not None:
            message = Said(
                "{text} is no e-mail address: {reason}", text=quoted(node.text), reason=reason
            )
            problems.add(node.at, message, Said("write one address, such as office@example.org"))
            return None
        return address

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^[!-~]+@[!-~]+\.[!-~]+$", "maxLength": 254}


@dataclass(frozen=True, slots=True)
class Many:
    """A list; with `or_one`, a single value stands for a list of one."""

    of: Kind
    or_one: bool = False

    def read(self, node: Node, problems: Problems) -> tuple[object, ...] | None:
        if isinstance(node, Sequence):
            read = [self.of.read(item, problems) for item in node.items]
            return tuple(value for value in read if value is not None)
        if self.or_one:
            one = self.of.read(node, problems)
            return None if one is None else (one,)
        if isinstance(node, Scalar) and not node.text:
            problems.add(node.at, Said("the list is empty"), Said("write [] or leave the key out"))
        else:
            problems.add(
                node.at, Said("this is no list"), Said("write `- ` before each entry, or […]")
            )
        return None

    def schema(self) -> Schema:
        rows: Schema = {"type": "array", "items": self.of.schema()}
        return {"anyOf": [self.of.schema(), rows]} if self.or_one else rows


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping from names of the writer's own to values of one kind."""

    of: Kind
    name: Line

    def read(self, node: Node, problems: Problems) -> dict[str, tuple[Place, object]] | None:
        if not isinstance(node, Mapping):
            if isinstance(node, Scalar) and not node.text:
                return {}
            problems.add(
                node.at, Said("this is no mapping"), Said("write `name: …` for each entry, or {}")
            )
            return None
        found: dict[str, tuple[Place, object]] = {}
        for key, value in node.entries:
            name, read = self.name.read(key, problems), self.of.read(value, problems)
            if name is not None and read is not None:
                found[name] = (key.at, read)
        return found

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.of.schema()}
