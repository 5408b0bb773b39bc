"""Sheets that people hand in, as rows of words: CSV, Excel, and findings in YAML."""

from pathlib import Path

from documents.sheet_reading import read_under
from scheduler.cli.desk import source_text
from workflows.commands.ledger import HEADS
from workflows.definition.nodes import Mapping, Scalar, Sequence, Source, parse
from workflows.definition.problems import Problems
from workflows.domain.errors import Refused

Row = tuple[int, dict[str, str]]


def read_file(path: Path) -> list[Row]:
    """The rows of a .csv or .xlsx sheet, or of a YAML list of mappings."""
    data, suffix = source_text(path), path.suffix.lower()
    return _yaml(path.name, data) if suffix in (".yaml", ".yml") else read_rows(data, suffix)


def read_rows(data: bytes, suffix: str) -> list[Row]:
    """(line, {header: cell}) of every row below the headers that holds anything.

    Raises Refused for what cannot be read or is too large; of the headers, the Chinese ones
    are asked for.
    """
    return read_under(data, suffix, *HEADS)


def _yaml(name: str, data: bytes) -> list[Row]:
    problems = Problems()
    root = parse(Source(name, data), problems)
    problems.refuse()
    if not isinstance(root, Sequence):
        raise Refused(f"{name} is no list", "write `- {unit: …, what: …}` for each finding")
    found: list[Row] = []
    for item in root:
        if not isinstance(item, Mapping):
            raise Refused(f"{name}:{item.at.line}: this is no finding", "write {unit: …, what: …}")
        cells = {str(k): str(v) for k, v in item.items() if isinstance(v, Scalar)}
        found.append((item.at.line, cells))
    return found


def spelled(number: int, words: str) -> Row:
    """A finding given with an option: unit=b3; what=…; severity=urgent."""
    pairs = [part.partition("=") for part in words.split(";") if part.strip()]
    if not pairs or any(not between for _, between, _ in pairs):
        raise Refused(
            f"“{words}” is no finding", 'write --finding "unit=b3; what=…; due=2010-07-01"'
        )
    return number, {key.strip(): value.strip() for key, _, value in pairs}
