"""The JSON Schemas of the three files, for editors: `python -m workflows.definition.schema`.

Drawn from the same models that `check` reads by. `--check` writes nothing and exits 1
when a shipped schema is stale.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from workflows.definition.shapes import ROOTS, Shape, nested
from workflows.definition.values import Schema
from workflows.domain.messages import Message

FOLDER = Path(__file__).parent
_TITLES = {
    "plan": "Duban plan: the document as written",
    "decisions": "Duban decisions: what the office settled",
    "org": "Duban organisation: units, people and posts",
}


class _Drawing(GenerateJsonSchema):
    """Without titles and defaults: what an editor shows of a key is its description."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def drawn(root: type[Shape]) -> Schema:
    """The JSON Schema (2020-12) of one file."""
    found = root.model_json_schema(schema_generator=_Drawing)
    dialect = {"$schema": _Drawing.schema_dialect, "title": _TITLES[root.section()]}
    return dialect | {name: part for name, part in found.items() if name not in dialect}


class KeyWords(NamedTuple):
    """What is told of one key with a mistake."""

    help: str
    required: bool


class SectionWords(NamedTuple):
    """What is told of the keys of one shape; `hints` are cures for keys in the wrong place."""

    hints: dict[str, Message]
    fields: tuple[KeyWords, ...]


def sections() -> dict[str, SectionWords]:
    """The words of every shape of the three files, by the name of its section."""
    found: dict[str, SectionWords] = {}
    waiting = list(ROOTS.values())
    while waiting:
        shape = waiting.pop()
        fields = shape.model_fields.values()
        words = tuple(KeyWords(one.description or "", one.is_required()) for one in fields)
        found[shape.section()] = SectionWords(shape.hints, words)
        waiting += filter(None, (nested(one.annotation) for one in fields))
    return found


def texts() -> dict[Path, str]:
    """What each shipped schema file should hold."""
    return {
        FOLDER / f"{name}.schema.json": json.dumps(drawn(root), ensure_ascii=False, indent=1) + "\n"
        for name, root in ROOTS.items()
    }


def main(arguments: list[str]) -> int:
    stale = [
        path
        for path, text in texts().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is stale: run python -m workflows.definition.schema")
        return 1 if stale else 0
    for path in stale:
        path.write_text(texts()[path], "utf-8")
        print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
