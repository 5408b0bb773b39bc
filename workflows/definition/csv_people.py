"""People from a CSV file, or rows pasted from a sheet, merged into an organisation: all or none."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from workflows.definition.fields import PERSON
from workflows.definition.kinds import Many
from workflows.definition.nodes import Mapping, Node, Scalar, Sequence, Source, decoded
from workflows.definition.org_checks import check_person
from workflows.definition.organisation import person
from workflows.definition.parser_words import parsers_words
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.records import Record
from workflows.domain.organisation import Org, Person
from workflows.domain.said import Said, Several, Term

MOST_ROWS = 10_000
MOST_BYTES = 5 * 1024 * 1024

Row = tuple[int, list[str]]
#: The heads as offices write them.
HEADS = {
    "编号": "id", "姓名": "name", "英文名": "name_en", "邮箱": "email", "电话": "phone",
    "单位": "unit", "兼属单位": "units", "身份": "is", "语言": "language", "时区": "zone",
    "收件时间": "mail_hour", "到岗日期": "from", "离岗日期": "to",
}  # fmt: skip


def merge_people(org: Org, csv: Source) -> Org:
    """The organisation with the people of the file added, or put in place of theirs.

    Columns are the keys of `people` in the organisation file, or their Chinese names (`HEADS`);
    commas part them, or tabs where the first line has one. Units are named by key or title;
    `units` and `is` are separated by spaces; an empty cell is left out. People the file does not
    name stay as they are.
    Raises BadInput with every mistake, row by row.
    """
    problems = Problems()
    text = decoded(csv, problems, MOST_BYTES)
    units = _by_title(org)
    records = list(_records(text, csv.name, units, problems)) if text is not None else []
    _cross_check(records, org, problems)
    problems.refuse()
    merged: dict[str, Person] = dict(org.people)
    after = max((one.order for one in merged.values()), default=-1) + 1
    for number, record in enumerate(records):
        read = person(record, after + number)
        known = merged.get(read.key)
        merged[read.key] = replace(read, order=known.order) if known is not None else read
    return replace(org, people=merged)


def _by_title(org: Org) -> dict[str, str]:
    """Title → key of the units, of those titles that only one unit has."""
    titles = [(title, u.key) for u in org.units.values() for title in {u.title.zh, u.title.en}]
    found = [title for title, _ in titles]
    return {title: key for title, key in titles if title and found.count(title) == 1}


def _records(text: str, file: str, units: dict[str, str], problems: Problems) -> Iterator[Record]:
    rows = _rows(text, file, problems)
    header = next(rows, None)
    if header is None:
        cure = Said("begin with {columns}", columns=_columns())
        problems.add(Place(file, 0), Said("the file is empty"), cure)
        return
    columns = [HEADS.get(name.strip(), name.strip()) for name in header[1]]
    if not _header(columns, Place(file, header[0]), problems):
        return
    for count, (line, cells) in enumerate(rows, start=1):
        at = Place(file, line)
        if count > MOST_ROWS:
            message = Said("more than {most:,} rows", most=MOST_ROWS)
            problems.add(at, message, Said("split the file"))
            return
        if len(cells) != len(columns):
            message = Said(
                "{cells} cells under {columns} columns", cells=len(cells), columns=len(columns)
            )
            problems.add(at, message, Said("put cells with commas in double quotes"))
            continue
        record = PERSON.read(_mapping(columns, cells, units, at), problems)
        if record is not None:
            yield record


def _rows(text: str, file: str, problems: Problems) -> Iterator[Row]:
    """Rows that hold anything, each with the line it begins on."""
    # Rows pasted from a sheet are parted by tabs.
    tab = "\t" in text.lstrip("\n\r ").partition("\n")[0]
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, strict=True, delimiter="\t" if tab else ",")
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = Said("this is not CSV: {error}", error=parsers_words(str(error)))
        problems.add(Place(file, line), message, Said("save it as CSV (UTF-8)"))


def _columns() -> Said:
    return Several((_column(name) for name in PERSON.kinds), ",")


def _column(name: str) -> Said:
    return Term("column", name)


def _header(columns: list[str], at: Place, problems: Problems) -> bool:
    good = True
    for name in dict.fromkeys(columns):
        if name not in PERSON.kinds:
            cure = choose(name, map(_column, PERSON.kinds), most=20)
            problems.add(at, Said("unknown column {name}", name=quoted(name)), cure)
            good = False
        elif columns.count(name) > 1:
            message = Said("the column “{name}” stands twice", name=_column(name))
            problems.add(at, message, Said("keep one of the two"))
            good = False
    for field in PERSON.fields:
        if field.required and field.name not in columns:
            cure = Said("the columns are {columns}", columns=_columns())
            message = Said("there is no column “{name}”", name=_column(field.name))
            problems.add(at, message, cure)
            good = False
    return good


def _mapping(columns: list[str], cells: list[str], units: dict[str, str], at: Place) -> Mapping:
    """The row as the organisation file would have it."""
    entries: list[tuple[Scalar, Node]] = []
    for name, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        if not text:
            continue
        many = isinstance(PERSON.kinds[name], Many)
        words = text.split() if many else [text]
        if name in ("unit", "units"):
            words = [units.get(word, word) for word in words]
        value: Node = Scalar(words[0], at, plain=False)
        if many:
            value = Sequence(tuple(Scalar(word, at) for word in words), at)
        entries.append((Scalar(name, at), value))
    return Mapping(tuple(entries), at)


def _cross_check(records: list[Record], org: Org, problems: Problems) -> None:
    seen: dict[str, int] = {}
    for record in records:
        key = record.take("id", "")
        if key in seen:
            message = Said("{key} stands in line {line} already", key=quoted(key), line=seen[key])
            problems.add(record.at, message, Said("keep one row for each person"))
        elif key:
            seen[key] = record.at.line
        for unit in filter(None, (record.take("unit", ""), *record.names("units"))):
            if unit not in org.units:
                message = Said("there is no unit {key}", key=quoted(unit))
                problems.add(record.at, message, choose(unit, org.units))
        check_person(record, problems)
