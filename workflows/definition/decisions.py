"""What the office decided is laid over the plan; it may fill what is open, never contradict."""

from collections.abc import Iterator

from workflows.definition.drafts import Draft, owed_in
from workflows.definition.problems import Problems, choose, quoted
from workflows.definition.records import Record
from workflows.domain.dates import Starts
from workflows.domain.model import Asked, Node, OfficeRules
from workflows.domain.said import Said, Several, Term

_TIMES = ("due", "recurs", "ongoing")
#: The office's own business, whatever the plan says.
_ALWAYS = ("answers", "policy")


def settle(decisions: Record, key: str, drafts: list[Draft], problems: Problems) -> None:
    """Attaches each decision to its line. Contradictions and unknown items are problems."""
    chosen = decisions.take("for", key)
    if key and chosen != key:
        message = Said(
            "these decisions are for {one}, the plan is {other}",
            one=quoted(chosen),
            other=quoted(key),
        )
        cure = Said("write `for: {key}`, or take its own file", key=key)
        problems.add(decisions.where("for"), message, cure)
    by_key = {draft.key: draft for draft in drafts}
    for name, place, decision in decisions.named("decisions"):
        draft = by_key.get(name)
        if draft is None:
            asking = [one.key for one in drafts if one.asks]
            message = Said("the plan has no item {name}", name=quoted(name))
            problems.add(place, message, choose(name, asking))
        elif not draft.asks:
            kind = Term("section", draft.kind)
            message = Said("{name} is a {kind} that asks for nothing", name=quoted(name), kind=kind)
            problems.add(place, message, Said("decide on its items, or leave it out"))
        else:
            _compare(draft, decision, problems)
            draft.decided = decision


def office_rules(record: Record | None) -> OfficeRules:
    """How the office does its papers and mails; what it does not say is as everywhere."""
    if record is None:
        return OfficeRules()
    usual = OfficeRules()
    return OfficeRules(
        paper_mark=record.take("paper_mark", usual.paper_mark),
        issue="auto" if record.take("issue", "signed") == "auto" else "signed",
        bulletins=record.take("bulletins", usual.bulletins),
        marks=record.take("marks", usual.marks),
        mails_a_day=record.take("mails_a_day", usual.mails_a_day),
    )


def programme_wide(draft: Draft) -> bool:
    """Whether the line runs through the whole programme."""
    timed = draft.timed
    return timed is not None and timed.record.take("words", "") == "programme"


def left_open(draft: Draft, node: Node) -> Iterator[Asked]:
    """What nobody has settled of a line that asks for something; another's answer settles all."""
    if not node.asks or node.answered_by is not None:
        return
    if not node.owes:
        yield "owes"
    if node.verifier is None:
        yield "verifier"
    settled = node.recurs or node.ongoing or (draft.decided is not None and "due" in draft.decided)
    if settled:
        return
    if node.repeats != "once" or programme_wide(draft):
        yield "often"
    elif node.when is None or isinstance(node.when, Starts):
        yield "due"


def _compare(draft: Draft, decision: Record, problems: Problems) -> None:
    for name in decision.places:
        if name in _ALWAYS:
            continue
        if name in _TIMES:
            _compare_times(draft, decision, name, problems)
        elif name == "phase":
            _compare_phase(draft, decision, problems)
        elif name in ("owes", "lead"):
            if owed_in(draft.record) and owed_in(draft.record) != owed_in(decision):
                _contradicts(draft, decision, name, problems)
        elif name in draft.record and draft.record.values.get(name) != decision.values.get(name):
            _contradicts(draft, decision, name, problems)
    if "lead" in decision and "owes" in decision:
        message = Said("`lead` and `owes` both say who owes it")
        cure = Said("keep one; `lead: x` is `owes: unit(x)`")
        problems.add(decision.where("lead"), message, cure)
    times = [name for name in _TIMES if name in decision]
    if len(times) > 1:
        message = Said(
            "{words} cannot stand together on {key}",
            words=Several(times, " and "),
            key=quoted(draft.key),
        )
        problems.add(decision.where(times[1]), message, Said("keep one of them"))


def _compare_times(draft: Draft, decision: Record, name: str, problems: Problems) -> None:
    """The office may set times where the document leaves them open or implies repeating."""
    record = draft.record
    if any(
        key in record and record.values.get(key) != decision.values.get(key)
        for key in ("recurs", "ongoing")
    ):
        _contradicts(draft, decision, name, problems)
        return
    repeats = record.take("repeats", "once") != "once"
    within_phase = name == "due" and draft.timed is None
    without_any = draft.timed is None and draft.phase is None
    if not (programme_wide(draft) or repeats or within_phase or without_any):
        _contradicts(draft, decision, name, problems)


def _compare_phase(draft: Draft, decision: Record, problems: Problems) -> None:
    chosen = decision.maybe("phase", str)
    own_words = draft.timed is not None and not programme_wide(draft)
    if own_words or draft.phase not in (None, chosen):
        _contradicts(draft, decision, "phase", problems)
    else:
        draft.phase = chosen


def _contradicts(draft: Draft, decision: Record, name: str, problems: Problems) -> None:
    message = Said(
        "{name} contradicts the plan, which settles it for {key}",
        name=quoted(name),
        key=quoted(draft.key),
    )
    at = draft.timed.record.where("words") if name in _TIMES and draft.timed else draft.at
    cure = Said(
        "leave it out; the document speaks in {file}, line {line}", file=at.file, line=at.line
    )
    problems.add(decision.where(name), message, cure)
