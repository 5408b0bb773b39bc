"""Typed facts that are stored as a JSON object: how they are read and written. Pure.

Old and new nodes work on the same rows, so a key that is not known here is kept and written back
as it was found, and one that is missing has its default. A value of the wrong type is kept as well
and reads as its default; `check` raises for it, so that the one row is quarantined.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from types import MappingProxyType, UnionType
from typing import Any, ClassVar, NamedTuple, Self, get_args, get_origin, get_type_hints


class UnreadableFacts(ValueError):
    """Values that are not of the type of their facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFacts:
    """A base of frozen dataclasses whose fields are the keys of an object: texts, numbers, flags,
    `date | None`, further facts, and tuples of these.

    `kept` is what was not read: keys that are not known here, and values of another type.
    """

    #: The keys that are written also where they say no more than their default.
    written: ClassVar[frozenset[str]] = frozenset()
    #: Field → its key, where that differs: a key that has been written stays.
    keys: ClassVar[Mapping[str, str]] = MappingProxyType({})

    kept: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        nothing = self.nothing()
        return self is not nothing and self != nothing

    @classmethod
    def nothing(cls) -> Self:
        """The facts that say nothing: the same object every time."""
        found: Self = _shape(cls).nothing
        return found

    @classmethod
    def of_json(cls, found: object) -> Self:
        """The facts in `found`. A key with an empty text or null says nothing; what is no object is
        kept whole."""
        readers, fields_of = _shape(cls).readers, _shape(cls).fields
        known: dict[str, Any] = {}
        kept: dict[str, Any] = {}
        for name, value in found.items() if isinstance(found, Mapping) else (("", found),):
            if name not in readers:
                kept[name] = value
            elif value is not None and value != "":
                try:
                    known[fields_of[name]] = readers[name](value)
                except (TypeError, ValueError):
                    kept[name] = value
        return cls(**known, kept=kept)

    def to_json(self) -> dict[str, Any]:
        """The object as it is stored: days as ISO texts, tuples as lists."""
        found = dict(self.kept)
        for name, default in _shape(type(self)).defaults.items():
            value, key = getattr(self, name), self.keys.get(name, name)
            if value != default or (name in self.written and key not in found):
                found[key] = _written(value)
        return found

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The facts whose values are of another type."""
        return tuple(name for name in self.kept if name in _shape(type(self)).readers or not name)

    def check(self) -> None:
        """Raises UnreadableFacts where a value is not of the type of its fact."""
        if wrong := self.unreadable:
            hints = get_type_hints(type(self)) | {"": dict}
            named = _shape(type(self)).fields | {"": ""}
            raise UnreadableFacts(
                "; ".join(
                    f"{name} is {self.kept[name]!r}, not {_type(hints[named[name]])}"
                    for name in wrong
                )
            )


class _Shape(NamedTuple):
    """How facts of one type are read by their keys on record, what they have by default, and
    those that say nothing."""

    readers: Mapping[str, Callable[[Any], Any]]
    #: Key on record → field.
    fields: dict[str, str]
    defaults: Mapping[str, Any]
    nothing: Any


_shapes: dict[type[JsonFacts], _Shape] = {}


def _shape(of: type[JsonFacts]) -> _Shape:
    if of not in _shapes:
        hints = get_type_hints(of)
        own = [one for one in fields(of) if one.name != "kept"]
        keys = {of.keys.get(one.name, one.name): one.name for one in own}
        readers = {key: _reader(hints[name]) for key, name in keys.items()}
        _shapes[of] = _Shape(readers, keys, {one.name: one.default for one in own}, of())
    return _shapes[of]


def _reader(hint: Any) -> Callable[[Any], Any]:
    if isinstance(hint, UnionType):
        return _reader(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return partial(_tuple, _reader(get_args(hint)[0]))
    if hint is date:
        return date.fromisoformat
    if issubclass(hint, JsonFacts):
        return partial(_facts, hint)
    return partial(_exactly, hint)


def _exactly(of: type[Any], value: Any) -> Any:
    # isinstance would take true for a number.
    if type(value) is not of:
        raise TypeError(value)
    return value


def _tuple(each: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    return tuple(map(each, _exactly(list, value)))


def _facts(of: type[JsonFacts], value: Any) -> JsonFacts:
    found = of.of_json(_exactly(dict, value))
    found.check()
    return found


def _written(value: Any) -> Any:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case tuple():
            return [_written(one) for one in value]
        case JsonFacts():
            return value.to_json()
        case _:
            return value


def _type(hint: Any) -> str:
    return str(getattr(hint, "__name__", hint)) if get_origin(hint) is None else str(hint)
