"""The JSON Schemas of the three files, for editors: `python -m workflows.definition.schema`.

Drawn from the same field table that `check` reads by. `--check` writes nothing and exits 1
when a shipped schema is stale.
"""

import json
import sys
from pathlib import Path

from workflows.definition.fields import ROOTS
from workflows.definition.kinds import Keyed, Kind, Many, Schema
from workflows.definition.records import Section

FOLDER = Path(__file__).parent
_TITLES = {
    "plan": "Duban plan: the document as written",
    "decisions": "Duban decisions: what the office settled",
    "org": "Duban organisation: units, people and posts",
}


def drawn(root: Section) -> Schema:
    """The JSON Schema (2020-12) of one file; every section once, under $defs."""
    sections: dict[str, Section] = {}
    _collect(root, sections)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLES[root.name],
        "$ref": f"#/$defs/{root.name}",
        "$defs": {name: _section(sections[name]) for name in sorted(sections)},
    }


def sections() -> dict[str, Section]:
    """Every section of the three files, by its name."""
    found: dict[str, Section] = {}
    for root in ROOTS.values():
        _collect(root, found)
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


def _collect(kind: Kind, found: dict[str, Section]) -> None:
    if isinstance(kind, Section):
        found[kind.name] = kind
        for field in kind.fields:
            _collect(field.kind, found)
    elif isinstance(kind, Many | Keyed):
        _collect(kind.of, found)


def _section(section: Section) -> Schema:
    properties = {
        field.name: {"description": field.help, **field.kind.schema()} for field in section.fields
    }
    required = [field.name for field in section.fields if field.required]
    drawing: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return drawing | ({"required": required} if required else {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
