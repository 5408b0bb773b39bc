"""People from a CSV file, or rows pasted from a sheet, merged into an organisation: all or none."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from workflows.definition.nodes import Mapping, Node, Scalar, Sequence, Source, decoded
from workflows.definition.org_checks import check_days
from workflows.definition.organisation import person
from workflows.definition.parser_words import parsers_words
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.reading import read
from workflows.definition.shapes import PersonShape, is_listed
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
#: Columns of our own sheets that say nothing of a person.
_BESIDE = ("序号", "No.", "行标识（勿改）", "Row key (do not change)")
#: Column → the fact of a person, where its name is another.
_FACTS = {"is": "tags", "from": "starts_on", "to": "ends_on"}
_COLUMNS = PersonShape.by_key()


def merge_people(org: Org, csv: Source) -> Org:
    """The organisation with the people of the file added, or put in place of theirs.

    Columns are the keys of `people` in the organisation file, or their Chinese names (`HEADS`);
    commas part them, or tabs where the first line has one. Units are named by key or title;
    `units` and `is` are separated by spaces. Somebody without a key is found by his address. Of
    whoever is known, an empty cell takes a fact away, and what no column is there for stays as it
    is; so do people the file does not name.
    Raises BadInput with every mistake, row by row.
    """
    problems = Problems()
    text = decoded(csv, problems, MOST_BYTES)
    columns: list[str] = []
    records = list(_records(text, csv.name, org, columns, problems)) if text is not None else []
    _cross_check(records, org, problems)
    problems.refuse()
    merged: dict[str, Person] = dict(org.people)
    after = max((one.order for one in merged.values()), default=-1) + 1
    absent = [_FACTS.get(name, name) for name in _COLUMNS if name not in (*columns, "id")]
    for number, record in enumerate(records):
        one = person(record, after + number)
        if known := merged.get(one.key):
            kept = {name: getattr(known, name) for name in (*absent, "order")}
            one = replace(one, **kept)
        merged[one.key] = one
    return replace(org, people=merged)


def by_title(org: Org) -> dict[str, str]:
    """Title → key of the units, of those titles that only one unit has."""
    titles = [(title, u.key) for u in org.units.values() for title in {u.title.zh, u.title.en}]
    found = [title for title, _ in titles]
    return {title: key for title, key in titles if title and found.count(title) == 1}


def _records(
    text: str, file: str, org: Org, columns: list[str], problems: Problems
) -> Iterator[PersonShape]:
    """One record for each row; the columns there are go into `columns`."""
    rows, units = _rows(text, file, problems), by_title(org)
    header = next(rows, None)
    if header is None:
        cure = Said("begin with {columns}", columns=_columns())
        problems.add(Place(file, 0), Said("the file is empty"), cure)
        return
    heads = [HEADS.get(name.strip(), name.strip()) for name in header[1]]
    columns += [name for name in heads if name not in _BESIDE]
    if not _header(columns, Place(file, header[0]), problems):
        return
    for count, (line, cells) in enumerate(rows, start=1):
        at = Place(file, line)
        if count > MOST_ROWS:
            message = Said("more than {most:,} rows", most=MOST_ROWS)
            problems.add(at, message, Said("split the file"))
            return
        if len(cells) != len(heads):
            message = Said(
                "{cells} cells under {columns} columns", cells=len(cells), columns=len(heads)
            )
            problems.add(at, message, Said("put cells with commas in double quotes"))
            continue
        facts = {n: c.strip() for n, c in zip(heads, cells, strict=True) if n not in _BESIDE}
        if not facts.get("id") and not _find(facts, org, at, problems):
            continue
        record = read(PersonShape, _mapping(facts, units, at), problems)
        if record is not None:
            yield record


def _find(facts: dict[str, str], org: Org, at: Place, problems: Problems) -> bool:
    """Give a row the key of whoever has its address."""
    address = facts.get("email", "")
    if not address:
        message = Said("neither a key nor an address says who this is")
        cure = Said("write the key (编号) of a person, or the address he is known by")
        problems.add(at, message, cure)
        return False
    found = [p.key for p in org.people.values() if p.email.casefold() == address.casefold()]
    if len(found) != 1:
        message = Said("{n} people have the address “{address}”", n=len(found), address=address)
        if not found:
            message = Said("nobody has the address “{address}”", address=address)
        cure = Said("write his key (编号); for somebody new, one that is not taken")
        problems.add(at, message, cure)
        return False
    facts["id"] = found[0]
    return True


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
    return Several((_column(name) for name in _COLUMNS), ",")


def _column(name: str) -> Said:
    return Term("column", name)


def _header(columns: list[str], at: Place, problems: Problems) -> bool:
    good = True
    for name in dict.fromkeys(columns):
        if name not in _COLUMNS:
            cure = choose(name, map(_column, _COLUMNS), most=20)
            problems.add(at, Said("unknown column {name}", name=quoted(name)), cure)
            good = False
        elif columns.count(name) > 1:
            message = Said("the column “{name}” stands twice", name=_column(name))
            problems.add(at, message, Said("keep one of the two"))
            good = False
    for name, field in _COLUMNS.items():
        known = name == "id" and "email" in columns
        if field.is_required() and name not in columns and not known:
            cure = Said("the columns are {columns}", columns=_columns())
            message = Said("there is no column “{name}”", name=_column(name))
            problems.add(at, message, cure)
            good = False
    return good


def _mapping(facts: dict[str, str], units: dict[str, str], at: Place) -> Mapping:
    """The row as the organisation file would have it."""
    entries: list[tuple[Scalar, Node]] = []
    for name, text in facts.items():
        if not text:
            continue
        many = is_listed(_COLUMNS[name])
        words = text.split() if many else [text]
        if name in ("unit", "units"):
            words = [units.get(word, word) for word in words]
        value: Node = Scalar(words[0], at, plain=False)
        if many:
            value = Sequence((Scalar(word, at) for word in words), at)
        entries.append((Scalar(name, at), value))
    return Mapping(entries, at)


def _cross_check(records: list[PersonShape], org: Org, problems: Problems) -> None:
    seen: dict[str, int] = {}
    for record in records:
        key = record.key
        if key in seen:
            message = Said("{key} stands in line {line} already", key=quoted(key), line=seen[key])
            problems.add(record.place, message, Said("keep one row for each person"))
        elif key:
            seen[key] = record.place.line
        for unit in filter(None, (record.unit, *record.units)):
            if unit not in org.units:
                message = Said("there is no unit {key}", key=quoted(unit))
                problems.add(record.place, message, choose(unit, org.units))
        check_days(record, problems)
