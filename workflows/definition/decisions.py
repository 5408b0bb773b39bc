"""What the office decided is laid over the plan; it may fill what is open, never contradict."""

from collections.abc import Iterator

from workflows.definition.drafts import Draft
from workflows.definition.problems import Problems, choose, quoted
from workflows.definition.shapes import DecisionShape, DecisionsShape
from workflows.domain.dates import Starts
from workflows.domain.messages import Message, several, term
from workflows.domain.model import Asked, Node

_TIMES = ("due", "recurs", "ongoing")
#: The office's own business, whatever the plan says.
_ALWAYS = ("answers", "policy")


def settle(decisions: DecisionsShape, key: str, drafts: list[Draft], problems: Problems) -> None:
    """Attaches each decision to its line. Contradictions and unknown items are problems."""
    chosen = decisions.programme
    if key and chosen and chosen != key:
        message = Message(
            "these decisions are for {one}, the plan is {other}",
            one=quoted(chosen),
            other=quoted(key),
        )
        cure = Message("write `for: {key}`, or take its own file", key=key)
        problems.add(decisions.where("for"), message, cure)
    by_key = {draft.key: draft for draft in drafts}
    for name, decision in decisions.decisions.items():
        place = decisions.where("decisions", name)
        draft = by_key.get(name)
        if draft is None:
            asking = [one.key for one in drafts if one.asks]
            message = Message("the plan has no item {name}", name=quoted(name))
            problems.add(place, message, choose(name, asking))
        elif not draft.asks:
            kind = term("section", draft.kind)
            message = Message(
                "{name} is a {kind} that asks for nothing", name=quoted(name), kind=kind
            )
            problems.add(place, message, Message("decide on its items, or leave it out"))
        else:
            _compare(draft, decision, problems)
            draft.decided = decision


def programme_wide(draft: Draft) -> bool:
    """Whether the line runs through the whole programme."""
    timed = draft.timed
    return timed is not None and timed.row.words == "programme"


def left_open(draft: Draft, node: Node) -> Iterator[Asked]:
    """What nobody has settled of a line that asks for something; another's answer settles all."""
    if not node.asks or node.answered_by is not None:
        return
    if not node.responsible:
        yield "owes"
    if node.reviewer is None:
        yield "verifier"
    decided_due = draft.decided.due if draft.decided is not None else ""
    if node.recurs or node.ongoing or decided_due:
        return
    if node.repeats != "once" or programme_wide(draft):
        yield "often"
    elif node.when is None or isinstance(node.when, Starts):
        yield "due"


def _compare(draft: Draft, decision: DecisionShape, problems: Problems) -> None:
    row = draft.asking
    assert row is not None
    for name in decision.written:
        if name in _ALWAYS:
            continue
        if name in _TIMES:
            _compare_times(draft, decision, name, problems)
        elif name == "phase":
            _compare_phase(draft, decision, problems)
        elif name in ("owes", "lead"):
            if row.owed and row.owed != decision.owed:
                _contradicts(draft, decision, name, problems)
        elif name in row.written and getattr(row, name) != getattr(decision, name):
            _contradicts(draft, decision, name, problems)
    if "lead" in decision.written and "owes" in decision.written:
        message = Message("`lead` and `owes` both say who is responsible")
        cure = Message("keep one; `lead: x` is `owes: unit(x)`")
        problems.add(decision.where("lead"), message, cure)
    times = [name for name in _TIMES if name in decision.written]
    if len(times) > 1:
        message = Message(
            "{words} cannot stand together on {key}",
            words=several(times, " and "),
            key=quoted(draft.key),
        )
        problems.add(decision.where(times[1]), message, Message("keep one of them"))


def _compare_times(draft: Draft, decision: DecisionShape, name: str, problems: Problems) -> None:
    """The office may set times where the document leaves them open or implies repeating."""
    row = draft.asking
    if row is not None and any(
        key in row.written and getattr(row, key) != getattr(decision, key)
        for key in ("recurs", "ongoing")
    ):
        _contradicts(draft, decision, name, problems)
        return
    repeats = draft.repeats != "once"
    within_phase = name == "due" and draft.timed is None
    without_any = draft.timed is None and not draft.phase
    if not (programme_wide(draft) or repeats or within_phase or without_any):
        _contradicts(draft, decision, name, problems)


def _compare_phase(draft: Draft, decision: DecisionShape, problems: Problems) -> None:
    own_words = draft.timed is not None and not programme_wide(draft)
    if own_words or draft.phase not in ("", decision.phase):
        _contradicts(draft, decision, "phase", problems)
    else:
        draft.phase = decision.phase


def _contradicts(draft: Draft, decision: DecisionShape, name: str, problems: Problems) -> None:
    message = Message(
        "{name} contradicts the plan, which settles it for {key}",
        name=quoted(name),
        key=quoted(draft.key),
    )
    at = draft.timed.row.where("words") if name in _TIMES and draft.timed else draft.at
    cure = Message(
        "leave it out; the document speaks in {file}, line {line}", file=at.file, line=at.line
    )
    problems.add(decision.where(name), message, cure)
