"""Rows of a ledger 整改台账 become findings: checked whole, every mistake with its line. Pure.

Rows come as (line, {header: cell}); whoever reads the file does so elsewhere. Headers are the
ledger's own in Chinese, or the names the commands use.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows.commands.rectify import wrong_with
from workflows.definition.sheets.grid import plain_head
from workflows.domain.errors import Problem, Refused
from workflows.domain.messages import Message, Text, several
from workflows.domain.organisation import Org
from workflows.domain.rectification import SEVERITIES, Finding, Severity
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE
from workflows.domain.written_day import written_day

Rows = Sequence[tuple[int, Mapping[str, str]]]

#: Field → the headers under which a ledger has it. What stands in brackets does not count.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "source": ("问题来源", "来源"),
    "severity": ("问题类别/程度", "问题类别", "程度"),
    "what": ("具体问题", "问题"),
    "where": ("地点", "发生地点"),
    "title": ("事项", "标题"),
    "cause": ("原因分析",),
    "goal": ("整改目标",),
    "measures": ("整改措施",),
    "unit": ("责任单位", "整改单位"),
    "person": ("责任人", "整改责任人"),
    "due": ("整改时限", "整改期限", "完成时限", "limit"),
    "verifier": ("核验人", "验收人"),
}
#: The column that must stand in the row of headers, in any spelling.
UNIT_HEADS = (*COLUMNS["unit"], "unit")
_FIELDS = {
    plain_head(header): name for name, headers in COLUMNS.items() for header in (name, *headers)
}
_SEVERITIES: Mapping[str, Severity] = {
    "立行立改": "at_once", "立即": "at_once", "紧急": "urgent", "一般": "ordinary",
    "较难": "hard", "重大": "hard",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a ledger says. `skipped`: (line, what, why) of rows that stand open already."""

    findings: tuple[tuple[int, Finding], ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[tuple[int, str, Message], ...] = ()


@dataclass(slots=True)
class _Reading:
    """One ledger while it is read."""

    file: str
    org: Org
    today: date
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, message: Text, cure: Text) -> None:
        self.problems.append(Problem(self.file, line, message, cure))


def read(
    file: str,
    rows: Rows,
    org: Org,
    today: date,
    *,
    source: str = "",
    reviewer: str = "",
    standing: Iterable[Obligation] = (),
) -> Ledger:
    """The findings of a ledger, or what is wrong with it; nothing is guessed.

    `source` and `verifier` (a person's key) stand in where a row names none; `standing` are
    the rectifications there are, so that none is issued twice.
    """
    reading = _Reading(file, org, today)
    if rows:
        _headers(reading, rows[0][1], reviewer)
    if reading.problems:
        return Ledger(problems=tuple(reading.problems))
    known = {
        (row.unit, _plain(row.facts.what)): Message("it is open as {item}", item=row.item)
        for row in standing
        if row.kind == "rectification" and row.state not in DONE
    }
    findings, skipped = [], []
    for line, cells in rows:
        before = len(reading.problems)
        finding = _finding(reading, line, _cells(cells), source, reviewer)
        if len(reading.problems) > before:
            continue
        key = (finding.unit, _plain(finding.what))
        if key in known:
            skipped.append((line, finding.what, known[key]))
        else:
            known[key] = Message("it stands on line {line} already", line=line)
            findings.append((line, finding))
    return Ledger(
        findings=tuple(findings), problems=tuple(reading.problems), skipped=tuple(skipped)
    )


def _headers(reading: _Reading, first: Mapping[str, str], reviewer: str) -> None:
    there = {_FIELDS.get(plain_head(header)) for header in first}
    wanted = ("unit", "what") if reviewer else ("unit", "what", "verifier")
    for name in wanted:
        if name not in there:
            shown = several((COLUMNS[name][0], name), " or ")
            reading.wrong(
                0,
                Message("there is no column {shown}", shown=shown),
                Message("give the column {shown} a heading", shown=shown),
            )


def _cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Field → what stands under its header; columns nobody asks for are left out."""
    named = ((_FIELDS.get(plain_head(header)), cell.strip()) for header, cell in cells.items())
    return {name: cell for name, cell in named if name is not None}


def _finding(
    reading: _Reading, line: int, cells: Mapping[str, str], source: str, reviewer: str
) -> Finding:
    unit = _unit(reading, line, cells.get("unit", ""))
    plan = {name: cells[name] for name in ("cause", "goal", "measures") if cells.get(name)}
    person = _person(reading, line, cells.get("person", ""), unit, "责任人 (person)")
    checks = _person(reading, line, cells.get("verifier", ""), "", "核验人 (verifier)")
    found = Finding(
        unit=unit,
        what=cells.get("what", ""),
        reviewer=checks or ("" if cells.get("verifier") else reviewer),
        title=cells.get("title", ""),
        where=cells.get("where", ""),
        severity=_severity(reading, line, cells.get("severity", "")),
        person=person,
        limit=_day(reading, line, cells.get("due", "")),
        source=cells.get("source", "") or source,
        plan=plan,
    )
    for message in wrong_with(reading.org, found, reading.today) if unit else ():
        # A verifier nobody knows has been told of already.
        if not (message.msgid.startswith("nobody is named") and cells.get("verifier")):
            reading.wrong(line, message, _cure(message))
    return found


def _cure(message: Message) -> Message:
    if "is past" in message.msgid:
        return Message("write a day to come, or leave it empty: the degree gives a limit")
    return Message("correct the row")


def _unit(reading: _Reading, line: int, words: str) -> str:
    units = reading.org.units.values()
    found = [u.key for u in units if words and words in (u.key, u.title.zh, u.title.en)]
    if len(found) == 1:
        return found[0]
    said = Message("“{words}” is no unit", words=words) if words else Message("no unit is named")
    if len(found) > 1:
        said = Message(
            "“{words}” is the name of several units: {found}", words=words, found=several(found)
        )
    reading.wrong(line, said, "write its key or its full name (责任单位)")
    return ""


def _person(reading: _Reading, line: int, words: str, unit: str, column: str) -> str:
    """The person meant; of several with one name, the one in `unit`."""
    if not words:
        return ""
    everybody = reading.org.people.values()
    people = [p for p in everybody if words in (p.key, p.email, p.name, p.name_en)]
    if len(people) > 1 and unit:
        people = [p for p in people if unit in (p.unit, *p.units)] or people
    if len(people) == 1:
        return people[0].key
    said = (
        Message("“{words}” is nobody here", words=words)
        if not people
        else Message("several people are called “{words}”", words=words)
    )
    reading.wrong(line, said, Message("write the mail address under {column}", column=column))
    return ""


def _severity(reading: _Reading, line: int, words: str) -> Severity:
    """The degree; it may stand beside a category, as 作风/一般."""
    parts = [part.strip() for part in re.split(r"[/／、,，]+", words) if part.strip()]
    for part in parts:
        if part in _SEVERITIES:
            return _SEVERITIES[part]
        for one in SEVERITIES:
            if part.lower().replace(" ", "_") == one:
                return one
    if parts:
        known = several((*_SEVERITIES, *SEVERITIES))
        reading.wrong(
            line,
            Message("“{words}” names no degree", words=words),
            Message("write one of {known}", known=known),
        )
    return "ordinary"


def _day(reading: _Reading, line: int, words: str) -> date | None:
    if not words:
        return None
    try:
        return written_day(words)
    except Refused as error:
        reading.wrong(line, error.message, error.cure)
        return None


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words)


def shown(line: int, finding: Finding) -> dict[str, Any]:
    """One row of a preview."""
    return {
        "line": line,
        "unit": finding.unit,
        "what": finding.what,
        "where": finding.where,
        "severity": finding.severity,
        "person": finding.person,
        "verifier": finding.reviewer,
        "due": finding.limit.isoformat() if finding.limit else None,
        "source": finding.source,
    }
