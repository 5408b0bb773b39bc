"""People from a sheet, merged into an organisation: all or none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

from workflows.definition.check import load_org
from workflows.definition.nodes import Mapping, Node, Scalar, Sequence, Source
from workflows.definition.org_checks import check_days, one_address_each
from workflows.definition.organisation import person
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.reading import read
from workflows.definition.shapes import PersonShape, is_listed
from workflows.definition.sheets.delimited import text_of
from workflows.definition.sheets.grid import BadSheet, plain_head
from workflows.definition.sheets.reading import SUFFIXES, Sheet, read_sheet
from workflows.domain.addresses import normal_address
from workflows.domain.errors import Refused
from workflows.domain.messages import Message, several, term
from workflows.domain.organisation import Org, Person
from workflows.domain.written_day import written_day

MOST_ROWS = 10_000

#: The heads as offices write them.
HEADS = {
    "编号": "id", "姓名": "name", "英文名": "name_en", "邮箱": "email", "电话": "phone",
    "单位": "unit", "兼属单位": "units", "身份": "is", "语言": "language", "时区": "zone",
    "收件时间": "mail_hour", "到岗日期": "from", "离岗日期": "to",
}  # fmt: skip
#: Other spellings of them.
_ALSO = {
    "工号": "id", "人员编号": "id", "名字": "name",
    "英文姓名": "name_en", "电子邮箱": "email", "电子邮件": "email",
    "邮箱地址": "email", "邮件地址": "email", "手机": "phone", "手机号": "phone",
    "手机号码": "phone", "联系电话": "phone", "电话号码": "phone", "部门": "unit", "科室": "unit",
    "所在单位": "unit", "所属单位": "unit", "工作单位": "unit", "到岗时间": "from",
    "离岗时间": "to",
}  # fmt: skip
#: Columns of our own sheets that say nothing of a person.
_BESIDE = {"序号", "no.", "行标识", "rowkey"}
#: What parts several units or marks in one cell.
_BETWEEN = re.compile(r"[\s,，、;；]+")
#: An hour as Excel shows it.
_HOUR = re.compile(r"(\d{1,2}):(\d\d)(?::00)?")
#: Column → the fact of a person, where its name is another.
_FACTS = {"is": "tags", "from": "starts_on", "to": "ends_on"}
_COLUMNS = PersonShape.by_key()
_KNOWN = {
    plain_head(head): name
    for head, name in ({name: name for name in _COLUMNS} | HEADS | _ALSO).items()
}
_NAMES = ("姓名", "name", "名字")


def given_org(stands: Org, source: Source) -> Org:
    """The organisation that a file or a pasted text gives: YAML as a whole, or a sheet of people
    merged into what stands. Raises Refused, or BadInput with every mistake."""
    if is_sheet(source):
        return merge_people(stands, source)
    return load_org(Source(source.name, text_of(source)))


def is_sheet(source: Source) -> bool:
    """Whether a file or a pasted text is a sheet of people, not an organisation in YAML."""
    if isinstance(source.text, bytes):
        return source.name.lower().endswith(SUFFIXES)
    return re.search("^organisation:", source.text, re.MULTILINE) is None


def people_sheet(source: Source) -> Sheet:
    """The rows of a sheet of people. Raises BadSheet."""
    sheet = read_sheet(source, _NAMES, most_rows=MOST_ROWS)
    # Two lines under a name may be two people; anywhere else a line break is a space.
    names = {head for head in sheet.heads if _KNOWN.get(plain_head(head)) in ("name", "name_en")}
    rows = [
        (line, {h: text if h in names else " ".join(text.split()) for h, text in row.items()})
        for line, row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def merge_people(org: Org, source: Source) -> Org:
    """The organisation with the people of the sheet added, or put in place of theirs.

    Columns are the keys of `people` in the organisation file, or their Chinese names (`HEADS`).
    Units are named by key or title; `units` and `is` are separated by spaces. Somebody without a
    key is found by their address. Of whoever is known, an empty cell takes a fact away, and what no
    column is there for stays as it is; so do people the file does not name.
    Raises BadInput with every mistake, row by row.
    """
    problems = Problems()
    columns: list[str] = []
    records: list[PersonShape] = []
    try:
        sheet = people_sheet(source)
        records += _records(sheet, source.name, org, columns, problems)
    except BadSheet as error:
        problems.add(Place(source.name, error.line), error.what, error.cure)
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
    at = {record.key: record.where("email") for record in records}
    everybody = sorted(merged.values(), key=lambda each: each.key in at)
    one_address_each(((p.key, p.name, p.email, at.get(p.key)) for p in everybody), problems)
    problems.refuse()
    return replace(org, people=merged)


def by_title(org: Org) -> dict[str, str]:
    """Title → key of the units, of those titles that only one unit has."""
    titles = [(title, u.key) for u in org.units.values() for title in {u.title.zh, u.title.en}]
    found = [title for title, _ in titles]
    return {title: key for title, key in titles if title and found.count(title) == 1}


def _records(
    sheet: Sheet, file: str, org: Org, columns: list[str], problems: Problems
) -> Iterator[PersonShape]:
    """One record for each row; the columns there are go into `columns`."""
    names = {
        head: _KNOWN.get(plain_head(head), head)
        for head in sheet.heads
        if plain_head(head) not in _BESIDE
    }
    columns += names.values()
    if not _header(columns, Place(file, sheet.line), problems):
        return
    units = by_title(org)
    for line, cells in sheet.rows:
        at = Place(file, line)
        facts = {name: cells[head] for head, name in names.items()}
        if not facts.get("id") and not _find(facts, org, at, problems):
            continue
        record = read(PersonShape, _mapping(facts, units, at, problems), problems)
        if record is not None:
            yield record


def _find(facts: dict[str, str], org: Org, at: Place, problems: Problems) -> bool:
    """Give a row the key of whoever has its address."""
    address = facts.get("email", "")
    if not address:
        message = Message("neither a key nor an address says who this is")
        cure = Message("write the key (编号) of a person, or the address they are known by")
        problems.add(at, message, cure)
        return False
    same = normal_address(address)
    found = [p.key for p in org.people.values() if p.email and normal_address(p.email) == same]
    if len(found) != 1:
        message = Message("{n} people have the address “{address}”", n=len(found), address=address)
        if not found:
            message = Message("nobody has the address “{address}”", address=address)
        cure = Message("write their key (编号); for somebody new, one that is not taken")
        problems.add(at, message, cure)
        return False
    facts["id"] = found[0]
    return True


def _columns() -> Message:
    return several((_column(name) for name in _COLUMNS), ",")


def _column(name: str) -> Message:
    return term("column", name)


def _header(columns: list[str], at: Place, problems: Problems) -> bool:
    good = True
    for name in dict.fromkeys(columns):
        if name not in _COLUMNS:
            cure = choose(name, map(_column, _COLUMNS), most=20)
            problems.add(at, Message("unknown column {name}", name=quoted(name)), cure)
            good = False
        elif columns.count(name) > 1:
            message = Message("the column “{name}” stands twice", name=_column(name))
            problems.add(at, message, Message("keep one of the two"))
            good = False
    for name, field in _COLUMNS.items():
        known = name == "id" and "email" in columns
        if field.is_required() and name not in columns and not known:
            cure = Message("the columns are {columns}", columns=_columns())
            message = Message("there is no column “{name}”", name=_column(name))
            problems.add(at, message, cure)
            good = False
    return good


def _mapping(
    facts: dict[str, str], units: dict[str, str], at: Place, problems: Problems
) -> Mapping:
    """The row as the organisation file would have it."""
    entries: list[tuple[Scalar, Node]] = []
    for name, text in facts.items():
        if not text:
            continue
        if name in ("from", "to"):
            try:
                text = written_day(text).isoformat()
            except Refused as error:
                problems.add(at, error.message, error.cure)
                continue
        elif name == "mail_hour" and (hour := _HOUR.fullmatch(normalize("NFKC", text))):
            text = f"{int(hour[1]):02}:{hour[2]}"
        many = is_listed(_COLUMNS[name])
        words = _BETWEEN.split(text) if many else [text]
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
            message = Message(
                "{key} stands in line {line} already", key=quoted(key), line=seen[key]
            )
            problems.add(record.place, message, Message("keep one row for each person"))
        elif key:
            seen[key] = record.place.line
        for unit in filter(None, (record.unit, *record.units)):
            if unit not in org.units:
                message = Message("there is no unit {key}", key=quoted(unit))
                problems.add(record.place, message, choose(unit, org.units))
        check_days(record, problems)
