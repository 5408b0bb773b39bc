"""One mapping of a file, read by its section of the field table."""

from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from workflows.definition.kinds import Kind, Schema
from workflows.definition.nodes import Mapping, Node, Scalar
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.domain.said import Said, Several, Term

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """The values that could be read, and where each key stands."""

    section: str
    at: Place
    values: dict[str, object]
    places: dict[str, Place]

    def take(self, name: str, default: T) -> T:
        """The value of a field, or `default` (whose type it has)."""
        value = self.values.get(name, default)
        assert isinstance(value, type(default)), (self.section, name)
        return value

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """The value of a field, or None."""
        value = self.values.get(name)
        assert value is None or isinstance(value, kind), (self.section, name)
        return value

    def rows(self, name: str) -> tuple["Record", ...]:
        """The records of a field that lists them."""
        return self.all(name, Record)

    def names(self, name: str) -> tuple[str, ...]:
        """The words of a field that lists them."""
        return self.all(name, str)

    def all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """The values of a field that lists values of one kind."""
        found = self.values.get(name, ())
        assert isinstance(found, tuple), (self.section, name)
        return tuple(row for row in found if isinstance(row, kind))

    def named(self, name: str) -> Iterator[tuple[str, Place, "Record"]]:
        """The entries of a field that maps names to records."""
        entries: dict[str, tuple[Place, object]] = self.take(name, {})
        for key, (place, record) in entries.items():
            assert isinstance(record, Record)
            yield key, place, record

    def where(self, name: str) -> Place:
        """Where a field stands, else where the record begins."""
        return self.places.get(name, self.at)

    def __contains__(self, name: str) -> bool:
        return name in self.places


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping. `help` is what an editor shows, and whoever left out what must be."""

    name: str
    kind: Kind
    help: str
    required: bool = False


@dataclass(frozen=True)
class Section:
    """A mapping with these keys. `hints` cure keys that are often written in the wrong place."""

    name: str
    fields: tuple[Field, ...]
    hints: abc.Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        return {field.name: field.kind for field in self.fields}

    def read(self, node: Node, problems: Problems) -> Record | None:
        if not isinstance(node, Mapping):
            read = quoted(node.text) if isinstance(node, Scalar) else Said("a list")
            message = Said("{read} where {called} belongs", read=read, called=self._called())
            keys = Several(list(self.kinds)[:8])
            problems.add(node.at, message, Said("write `key: value`; keys are {keys} …", keys=keys))
            return None
        record = Record(self.name, node.at, {}, {})
        for key, value in node.entries:
            kind = self.kinds.get(key.text)
            if kind is None:
                self._unknown(key, problems)
                continue
            record.places[key.text] = key.at
            read_value = kind.read(value, problems)
            if read_value is not None:
                record.values[key.text] = read_value
        self._missing(record, problems)
        return record

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{self.name}"}

    def _unknown(self, key: Scalar, problems: Problems) -> None:
        hint = self.hints.get(key.text)
        cure = Said.of(hint) if hint else choose(key.text, self.kinds, most=30)
        called = self._called()
        message = Said("unknown key {key} in {called}", key=quoted(key.text), called=called)
        problems.add(key.at, message, cure)

    def _missing(self, record: Record, problems: Problems) -> None:
        for one in self.fields:
            if one.required and one.name not in record.places:
                cure = Said("add `{name}: …` ({help})", name=one.name, help=Said.of(one.help))
                called = self._called()
                message = Said("{called} has no {name}", called=called, name=quoted(one.name))
                problems.add(record.at, message, cure)

    def _called(self) -> Said:
        what = Term("section", self.name)
        if self.name in ("plan", "decisions", "org", "programme", "organisation"):
            return Said("the {what}", what=what)
        return (
            Said("an {what}", what=what) if self.name[0] in "aio" else Said("a {what}", what=what)
        )
