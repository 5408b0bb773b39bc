"""Sheets that people hand in, as rows of words: CSV, Excel, and findings in YAML."""

from pathlib import Path

from scheduler.cli.desk import source_text
from workflows.commands.ledger import UNIT_HEADS
from workflows.definition.nodes import Mapping, Scalar, Sequence, Source, parse
from workflows.definition.problems import Problems
from workflows.definition.sheets.reading import read_sheet
from workflows.domain.errors import Refused
from workflows.domain.messages import Message

Row = tuple[int, dict[str, str]]


def read_file(path: Path) -> list[Row]:
    """(line, {header: cell}) of every row of a sheet, or of a YAML list of mappings.

    Raises Refused for what cannot be read or is too large.
    """
    source = Source(path.name, source_text(path))
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml(source)
    return read_sheet(source, UNIT_HEADS).rows


def _yaml(source: Source) -> list[Row]:
    name, problems = source.name, Problems()
    root = parse(source, problems)
    problems.refuse()
    if not isinstance(root, Sequence):
        raise Refused(
            Message("{file} is not a list", file=name),
            Message("write {example} for each finding", example="`- {unit: …, what: …}`"),
        )
    found: list[Row] = []
    for item in root:
        if not isinstance(item, Mapping):
            raise Refused(
                Message("{file}:{line}: this is not a finding", file=name, line=item.at.line),
                Message("write {example}", example="{unit: …, what: …}"),
            )
        cells = {str(k): str(v) for k, v in item.items() if isinstance(v, Scalar)}
        found.append((item.at.line, cells))
    return found


def spelled(number: int, words: str) -> Row:
    """A finding given with an option: unit=b3; what=…; severity=urgent."""
    pairs = [part.partition("=") for part in words.split(";") if part.strip()]
    if not pairs or any(not between for _, between, _ in pairs):
        raise Refused(
            Message("“{words}” is not a finding", words=words),
            'write --finding "unit=b3; what=…; due=2010-07-01"',
        )
    return number, {key.strip(): value.strip() for key, _, value in pairs}
