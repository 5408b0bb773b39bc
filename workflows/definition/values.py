"""How the values of the three files are written: each notation reads words and draws its schema.

These are annotations of the models in `shapes.py`. What cannot be read raises a `mistake`, which
carries what is wrong and what to write instead; `reading.py` adds where it stands.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from workflows.definition import expressions
from workflows.definition.nodes import Mapping, Scalar, Sequence
from workflows.definition.problems import Place, choose, mistake, quoted
from workflows.domain.addresses import normal_address, why_bad
from workflows.domain.messages import Message
from workflows.domain.model import NO_TEXT, Responsible, Reviewer, Text, Unit

Schema = dict[str, Any]
T = TypeVar("T")
K = TypeVar("K")

#: Stands in for what could not be read, so that the checks can go on with all the rest.
UNREAD = Scalar("", Place("", 0))
_WORD: Schema = {"type": ["string", "number"]}


class _Drawn:
    """An annotation that reads by itself, whatever the type it stands with."""

    def read(self, node: object) -> object:
        raise NotImplementedError

    def schema(self) -> Schema:
        raise NotImplementedError

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        return self.schema()


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        message = Message("{text} has several lines", text=quoted(text))
        raise mistake(message, Message("write it in one line"))
    return text


@dataclass(frozen=True, eq=False)
class Notation(_Drawn):
    """One value, written as `form` and matching `pattern`.

    `parse` makes the value of the words; None and ValueError mean that they are not of the form.
    `drawn` is the schema where words with the pattern would not do; `verbatim` keeps spaces.
    """

    form: str | Message
    pattern: str = ""
    parse: Callable[[str], object] = _one_line
    drawn: Schema | None = None
    verbatim: bool = False

    def read(self, node: object) -> object:
        if node is UNREAD:
            return "" if self.parse in (str, _one_line) else None
        if not isinstance(node, str):
            found = Message("a list") if isinstance(node, list) else Message("several keys")
            message = Message("{found} where one value belongs", found=found)
            raise mistake(message, Message("write {form}", form=self.form))
        text = node.strip()
        if not text or (text in ("~", "null") and isinstance(node, Scalar) and node.plain):
            cure = Message("write {form}, or leave the key out", form=self.form)
            raise mistake(Message("the value is empty"), cure)
        try:
            value = self.parse(str(node) if self.verbatim else text)
        except ValueError as error:
            if isinstance(error, PydanticCustomError):
                raise
            value = None
        if value is None or (self.pattern and not re.fullmatch(self.pattern, text)):
            message = Message("{text} is not {form}", text=quoted(text), form=self.form)
            raise mistake(message, Message("write {form}", form=self.form))
        return value

    def schema(self) -> Schema:
        if self.drawn is not None:
            return self.drawn
        base = _WORD if self.parse is _one_line else {"type": "string"}
        return base | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True)
class _Bilingual(_Drawn):
    """One line for both languages, or {zh: …, en: …}."""

    def read(self, node: object) -> Text:
        if node is UNREAD:
            return NO_TEXT
        if isinstance(node, str):
            line = str(_LINE.read(node))
            return Text(line, line)
        if not isinstance(node, Mapping) or not node:
            raise mistake(Message("this is no text"), Message("write one text, or {zh: …, en: …}"))
        words, wrong = {"zh": "", "en": ""}, list[InitErrorDetails]()
        for key, value in node.items():
            if value is UNREAD:
                continue
            if key not in words:
                message = Message("{key} is not a language of the office", key=quoted(key))
                error = mistake(message, Message("write zh and en"))
                wrong.append({"type": error, "loc": (key,), "input": key})
                continue
            try:
                words[key] = str(_LINE.read(value))
            except PydanticCustomError as error:
                wrong.append({"type": error, "loc": (key,), "input": value})
        if wrong:
            raise ValidationError.from_exception_data("text", wrong)
        return Text(**words)

    def schema(self) -> Schema:
        languages = {"zh": {"type": "string"}, "en": {"type": "string"}}
        both: Schema = {"type": "object", "properties": languages, "minProperties": 1}
        return {"anyOf": [_WORD, both | {"additionalProperties": False}]}


@dataclass(frozen=True)
class _Listed:
    """A list; with `or_one`, a single value stands for a list of one."""

    or_one: bool = False

    def rows(self, node: object) -> object:
        if node is UNREAD:
            return []
        if isinstance(node, Sequence):
            return [item for item in node if item is not UNREAD]
        if self.or_one:
            return [node]
        if node == "":
            raise mistake(Message("the list is empty"), Message("write [] or leave the key out"))
        raise mistake(Message("this is no list"), Message("write `- ` before each entry, or […]"))

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.rows, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        many = handler(core)
        return {"anyOf": [many["items"], many]} if self.or_one else many


@dataclass(frozen=True)
class _Named:
    """A mapping from names of the writer's own to values of one kind."""

    def entries(self, node: object) -> object:
        if node == "":  # an empty value, or UNREAD
            return {}
        if isinstance(node, Mapping):
            return {key: value for key, value in node.items() if value is not UNREAD}
        raise mistake(
            Message("this is no mapping"), Message("write `name: …` for each entry, or {}")
        )

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.entries, handler(source))


def one_of(words: Iterable[str], form: str = "", pattern: str = "") -> Notation:
    """One of the words, or a further form as it is shown (`form`) and matched (`pattern`)."""
    known = tuple(words)

    def parse(text: str) -> str:
        if text in known or (pattern and re.fullmatch(pattern, text)):
            return text
        shown = (*known, form) if form else known
        raise mistake(Message("{text} is not known here", text=quoted(text)), choose(text, shown))

    drawn: Schema = {"enum": list(known)}
    if pattern:
        drawn = {"anyOf": [drawn, {"type": "string", "pattern": f"^{pattern}$"}]}
    return Notation(" | ".join(known), parse=parse, drawn=drawn)


def count(most: int) -> Notation:
    """A whole number from 1 to `most`."""

    def parse(text: str) -> int | None:
        return int(text) if re.fullmatch("[0-9]{1,6}", text) and 1 <= int(text) <= most else None

    drawn: Schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Notation(Message("a whole number from 1 to {most}", most=most), parse=parse, drawn=drawn)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        message = Message("{text} is neither true nor false", text=quoted(text))
        raise mistake(message, Message("write true or false"))
    return text == "true"


def _address(text: str) -> str:
    address = normal_address(text)
    reason = why_bad(address)
    if reason is not None:
        message = Message("{text} is no e-mail address: {reason}", text=quoted(text), reason=reason)
        raise mistake(message, Message("write one address, such as office@example.org"))
    return address


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        message = Message("{zone} is not a time zone", zone=quoted(text))
        raise mistake(message, Message("write its IANA name, such as Asia/Shanghai")) from None
    return text


def _days(text: str) -> tuple[int, Unit] | None:
    found = re.fullmatch(r"([+-]?[0-9]{1,4})(wd|d)?", text)
    return (int(found[1]), "d" if found[2] == "d" else "wd") if found else None


_LINE = Notation(Message("one line of text"))
_OFFSET = r"[+-]?(0|[0-9]{1,4}(wd|d))"

Line = Annotated[str, _LINE]
Prose = Annotated[str, Notation(Message("text"), parse=str)]
Bilingual = Annotated[Text, _Bilingual()]
Flag = Annotated[bool, Notation(Message("true or false"), parse=_flag, drawn={"type": "boolean"})]
Listed = Annotated[tuple[T, ...], _Listed(or_one=True)]
Rows = Annotated[tuple[T, ...], _Listed()]
Named = Annotated[dict[K, T], _Named()]
Day = Annotated[
    date,
    Notation(
        Message("a day that exists, as YYYY-MM-DD"),
        "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}",
        date.fromisoformat,
    ),
]
Hour = Annotated[
    time,
    Notation(
        Message('an hour as "HH:MM", in quotes'),
        "([01][0-9]|2[0-3]):[0-5][0-9]",
        time.fromisoformat,
    ),
]
Offset = Annotated[
    tuple[int, Unit],
    Notation(
        Message("days from the due day: -3wd, 0, +1wd or +7d"),
        _OFFSET,
        _days,
        {"anyOf": [{"const": 0}, {"type": "string", "pattern": f"^{_OFFSET}$"}]},
    ),
]
Every = Annotated[
    tuple[int, Unit],
    Notation(Message("a step such as 5wd or 7d"), r"\+?[1-9][0-9]*(wd|d)", _days),
]
Length = Annotated[
    int,
    Notation(
        Message("working days, such as 3wd"),
        "[1-9][0-9]{0,3}wd",
        lambda text: int(text.removesuffix("wd")),
    ),
]
Owing = Annotated[
    Responsible,
    Notation(
        Message("who is responsible, such as each unit(kind=branch)"),
        expressions.RESPONSIBLE_PATTERN,
        expressions.responsible,
    ),
]
Verifying = Annotated[
    Reviewer,
    Notation(
        Message("who verifies it, such as own unit"),
        expressions.REVIEWER_PATTERN,
        expressions.reviewer,
    ),
]
Address = Annotated[
    str,
    Notation(
        Message("one address"),
        parse=_address,
        verbatim=True,
        drawn={"type": "string", "pattern": r"^[!-~]+@[!-~]+\.[!-~]+$", "maxLength": 254},
    ),
]
Key = Annotated[
    str,
    Notation(
        Message("a short name of letters, digits, dots and hyphens"),
        r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}",
    ),
]
Name = Annotated[
    str,
    Notation(Message("a short name of letters, digits, - and _"), "[A-Za-z][A-Za-z0-9_-]{0,39}"),
]
Slug = Annotated[
    str,
    Notation(Message("lower-case letters, digits and hyphens"), "[a-z0-9]+(-[a-z0-9]+){0,15}"),
]
Zone = Annotated[str, Notation(Message("a time zone"), "[A-Za-z0-9_+/-]{1,60}", _zone)]
Clause = Annotated[str, Notation(Message("a clause number"))]
Country = Annotated[str, Notation(Message("a country code"), "[A-Za-z]{2}")]
Words = Annotated[str, Notation(Message("a date in words, such as 6月中旬前 or by 15 June 2010"))]
EveryTime = Annotated[
    str, Notation(Message("every when, such as 每月25日前 or FREQ=MONTHLY;BYMONTHDAY=25"))
]
DocumentMark = Annotated[
    str, Notation(Message("the mark of its documents, such as 师农督"), r"[^\W\d_]{1,12}")
]
