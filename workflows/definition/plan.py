"""A plan and its decisions, from YAML to the frozen Plan."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from workflows.definition.decisions import left_open, settle
from workflows.definition.drafts import Draft, lay_out
from workflows.definition.links import link
from workflows.definition.nodes import Source
from workflows.definition.policies import read_policies
from workflows.definition.problems import Place, Problems, quoted
from workflows.definition.reading import read_file
from workflows.definition.shapes import DecisionsShape, PlanShape, ProgrammeShape
from workflows.definition.times import Times, Timing
from workflows.domain.errors import BadInput
from workflows.domain.messages import Message
from workflows.domain.model import Anchor, Node, OfficeRules, Plan
from workflows.domain.workdays import Calendar, calendar


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A plan with the drafts it was made from; `plan` means little while there are problems."""

    plan: Plan
    drafts: tuple[Draft, ...]
    line_at: Place


def read_plan(
    source: Source,
    decisions: Source | None,
    problems: Problems,
    days: Calendar | None = None,
) -> DraftPlan | None:
    """The plan as decided, or None where the files cannot be read at all.

    Every mistake goes to `problems`. `days` stands in for the calendar the plan names.
    """
    root = read_file(source, PlanShape, problems)
    settled = read_file(decisions, DecisionsShape, problems) if decisions is not None else None
    head = root.programme if root is not None else None
    if root is None or head is None:
        return None
    issued = head.issued_on or date(2000, 1, 1)
    drafts = lay_out(root, problems)
    if settled is not None:
        settle(settled, head.key, drafts, problems)
    anchors = _anchors(root, problems)
    days = days or _calendar(head, problems)
    times = Times(issued, anchors, days.holiday_start if days is not None else None, problems)
    times.whole(head.words, head.where("words"))
    asking = {draft.key: draft for draft in drafts if draft.asks}
    timings = [times.of(draft, asking) for draft in drafts]
    after = link(drafts, asking, problems)
    nodes = tuple(
        _node(draft, timing, after.get(draft.key, ()))
        for draft, timing in zip(drafts, timings, strict=True)
    )
    for draft, node in zip(drafts, nodes, strict=True):
        if node.inspection and node.ongoing:
            message = Message("an inspection is held on a day; it cannot be ongoing")
            problems.add(
                draft.where("ongoing"), message, Message("write `recurs`, or when it is due")
            )
    office = settled.office if settled is not None else None
    plan = Plan(
        nodes=nodes,
        anchors=anchors,
        policies=read_policies(root, problems),
        office=OfficeRules(**dict(office or {})),
        digest=_digest(source, decisions),
        **(dict(head) | {"issued_on": issued}),
    )
    return DraftPlan(plan, tuple(drafts), head.where("line"))


def _anchors(root: PlanShape, problems: Problems) -> tuple[Anchor, ...]:
    names: dict[str, str] = {}
    for key, anchor in root.anchors.items():
        for name in anchor.words:
            if names.setdefault(name, key) != key:
                other = quoted(names[name])
                message = Message(
                    "{name} already names the key date {other}", name=quoted(name), other=other
                )
                cure = Message("give each key date words of its own")
                problems.add(root.where("anchors", key), message, cure)
    return tuple(Anchor(key=key, **dict(anchor)) for key, anchor in root.anchors.items())


def _calendar(head: ProgrammeShape, problems: Problems) -> Calendar | None:
    try:
        return calendar(head.calendar)
    except BadInput as error:
        for problem in error.problems:
            message, cure = problem.message, problem.cure
            problems.add(head.where("calendar"), message, cure)
        return None


def _node(draft: Draft, timing: Timing, after: tuple[str, ...]) -> Node:
    open_ = draft.open
    ongoing = draft.asks and open_.ongoing
    node = Node(
        key=draft.key,
        kind=draft.kind,
        clause=draft.clause,
        title=draft.title,
        parent=draft.parent.key if draft.parent else None,
        phase=draft.key if draft.kind == "phase" else draft.phase or None,
        text=draft.row.text,
        words=timing.words,
        decided=timing.decided,
        when=timing.when,
        repeats=draft.repeats,
        recurs=timing.recurs,
        ongoing=ongoing,
        asks=draft.asks,
        responsible=open_.owed,
        assist=open_.assist,
        reviewer=open_.verifier,
        evidence=open_.evidence,
        example=open_.example,
        evidence_file=open_.evidence_file,
        quota=open_.quota,
        policy=open_.policy or ("ongoing" if ongoing else "standard"),
        inspection=draft.asking.inspection if draft.asking else "",
        after=after,
        answers=draft.answers,
        answered_by=draft.answered_by,
        line=draft.at.line,
    )
    return replace(node, open=tuple(left_open(draft, node)))


def _digest(source: Source, decisions: Source | None) -> str:
    """16 hexadecimal digits of the SHA-256 of both files."""
    found = hashlib.sha256()
    for one in (source, decisions):
        text = one.text if one is not None else ""
        found.update(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        found.update(b"\0")
    return found.hexdigest()[:16]
