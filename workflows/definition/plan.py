"""A plan and its decisions, from YAML to the frozen Plan."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from workflows.definition.decisions import left_open, office_rules, settle
from workflows.definition.drafts import Draft, lay_out
from workflows.definition.fields import DECISIONS, PLAN
from workflows.definition.links import link
from workflows.definition.nodes import Source, parse
from workflows.definition.org_checks import is_zone
from workflows.definition.policies import read_policies
from workflows.definition.problems import Place, Problems, quoted
from workflows.definition.records import Record, Section
from workflows.definition.times import Times, Timing
from workflows.domain.errors import BadInput
from workflows.domain.model import (
    Anchor,
    DayOff,
    Language,
    Node,
    OfficeRules,
    Plan,
    Policy,
    Text,
    Verifier,
)
from workflows.domain.said import Said
from workflows.domain.workdays import Calendar, calendar


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan with the drafts it was made from; `plan` means little while there are problems."""

    plan: Plan
    drafts: tuple[Draft, ...]
    line_at: Place


def read_plan(
    source: Source,
    decisions: Source | None,
    problems: Problems,
    days: Calendar | None = None,
) -> Reading | None:
    """The plan as decided, or None where the files cannot be read at all.

    Every mistake goes to `problems`. `days` stands in for the calendar the plan names.
    """
    root = read_file(source, PLAN, problems)
    settled = read_file(decisions, DECISIONS, problems) if decisions is not None else None
    head = root.maybe("programme", Record) if root is not None else None
    if root is None or head is None:
        return None
    drafts = lay_out(root, problems)
    if settled is not None:
        settle(settled, head.take("key", ""), drafts, problems)
    anchors = _anchors(root, problems)
    days = days or _calendar(head, problems)
    holidays = days.holiday_start if days is not None else None
    times = Times(head.take("issued", date(2000, 1, 1)), anchors, holidays, problems)
    times.whole(head.take("words", ""), head.where("words"))
    asking = {draft.key: draft for draft in drafts if draft.asks}
    timings = [times.of(draft, asking) for draft in drafts]
    after = link(drafts, asking, problems)
    _check_zone(head, problems)
    nodes = tuple(
        _node(draft, timing, after.get(draft.key, ()), head.take("language", "zh"))
        for draft, timing in zip(drafts, timings, strict=True)
    )
    for draft, node in zip(drafts, nodes, strict=True):
        if node.inspection and node.ongoing:
            message = Said("an inspection is held on a day; it cannot be ongoing")
            problems.add(draft.where("ongoing"), message, Said("write `recurs`, or when it is due"))
    policies = read_policies(root, problems)
    office = office_rules(settled.maybe("office", Record) if settled is not None else None)
    nodes = tuple(
        replace(node, open=tuple(left_open(draft, node)))
        for draft, node in zip(drafts, nodes, strict=True)
    )
    plan = _plan(head, nodes, anchors, policies, office, _digest(source, decisions))
    return Reading(plan, tuple(drafts), head.where("line"))


def read_file(source: Source, section: Section, problems: Problems) -> Record | None:
    """The root record of one of the three files."""
    node = parse(source, problems)
    return section.read(node, problems) if node is not None else None


def _anchors(root: Record, problems: Problems) -> tuple[Anchor, ...]:
    found: dict[str, Anchor] = {}
    names: dict[str, str] = {}
    for key, place, record in root.named("anchors"):
        anchor = found[key] = Anchor(
            key=key,
            title=record.take("title", Text("", "")),
            words=record.names("words"),
            expected=record.take("expected", ""),
            on=record.maybe("date", date),
        )
        for name in anchor.words:
            if names.setdefault(name, key) != key:
                other = quoted(names[name])
                message = Said(
                    "{name} already names the anchor {other}", name=quoted(name), other=other
                )
                problems.add(place, message, Said("give each anchor words of its own"))
    return tuple(found.values())


def _calendar(head: Record, problems: Problems) -> Calendar | None:
    try:
        return calendar(head.take("calendar", "CN"))
    except BadInput as error:
        for problem in error.problems:
            message, cure = Said.of(problem.message), Said.of(problem.cure)
            problems.add(head.where("calendar"), message, cure)
        return None


def _check_zone(head: Record, problems: Problems) -> None:
    zone = head.take("zone", "Asia/Shanghai")
    if not is_zone(zone):
        message = Said("{zone} is not a time zone", zone=quoted(zone))
        cure = Said("write its IANA name, such as Asia/Shanghai")
        problems.add(head.where("zone"), message, cure)


def _node(draft: Draft, timing: Timing, after: tuple[str, ...], language: str) -> Node:
    ongoing = draft.asks and draft.take("ongoing", False)
    return Node(
        key=draft.key,
        kind=draft.kind,
        clause=draft.clause,
        title=draft.title,
        parent=draft.parent.key if draft.parent else None,
        phase=draft.key if draft.kind == "phase" else draft.phase,
        text=draft.record.take("text", ""),
        words=timing.words,
        decided=timing.decided,
        when=timing.when,
        repeats=cast(Literal["once", "times", "continuing"], draft.record.take("repeats", "once")),
        recurs=timing.recurs,
        ongoing=ongoing,
        asks=draft.asks,
        owes=draft.owes,
        assist=draft.all("assist", str),
        verifier=draft.maybe("verifier", Verifier),
        evidence=draft.maybe("evidence", Text),
        example=draft.maybe("example", Text),
        evidence_file=draft.take("evidence_file", False),
        quota=draft.take("quota", 1),
        policy=draft.take("policy", "ongoing" if ongoing else "standard"),
        inspection=draft.record.take("inspection", ""),
        after=after,
        answers=draft.answers,
        answered_by=draft.answered_by,
        line=draft.at.line,
    )


def _plan(
    head: Record,
    nodes: tuple[Node, ...],
    anchors: tuple[Anchor, ...],
    policies: Mapping[str, Policy],
    office: OfficeRules,
    digest: str,
) -> Plan:
    return Plan(
        key=head.take("key", ""),
        number=head.take("number", ""),
        title=head.take("title", Text("", "")),
        issuer=head.take("issuer", Text("", "")),
        issued_on=head.take("issued", date(2000, 1, 1)),
        language=cast(Language, head.take("language", "zh")),
        zone=head.take("zone", "Asia/Shanghai"),
        calendar=head.take("calendar", "CN"),
        day_off=cast(DayOff, head.take("day_off", "stays")),
        line=head.take("line", "branch"),
        words=head.take("words", ""),
        nodes=nodes,
        anchors=anchors,
        policies=policies,
        office=office,
        digest=digest,
    )


def _digest(source: Source, decisions: Source | None) -> str:
    """16 hexadecimal digits of the SHA-256 of both files."""
    found = hashlib.sha256()
    for one in (source, decisions):
        text = one.text if one is not None else ""
        found.update(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        found.update(b"\0")
    return found.hexdigest()[:16]
