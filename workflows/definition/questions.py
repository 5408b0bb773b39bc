"""What the document leaves open and nobody has decided yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.definition.drafts import Draft
from workflows.definition.plan import DraftPlan
from workflows.domain.messages import Message
from workflows.domain.model import Asked

_QUESTIONS: Mapping[Asked, Message] = {
    "owes": Message("Who is responsible for it?"),
    "verifier": Message("Who reviews it?"),
    "due": Message("By when?"),
    "often": Message("How often, by when, or is it ongoing?"),
}


@dataclass(frozen=True)
class Question:
    """One open question on one item. `suggestion` is what a decision could say, "" when none."""

    clause: str
    item: str
    field: Asked
    question: Message
    suggestion: str


def questions(read: DraftPlan) -> Iterator[Question]:
    """Every open question in the order of the plan; items that another answers ask none."""
    answerers = _suggested_answers(read)
    for draft, node in zip(read.drafts, read.plan.nodes, strict=True):
        for asked in node.open:
            question = Message(
                "{item} {title}: {question}",
                item=node.key,
                title=node.title,
                question=_QUESTIONS[asked],
            )
            suggestion = _suggestion(draft, asked) or answerers.get(node.key, "")
            yield Question(node.clause, node.key, asked, question, suggestion)


def _suggestion(draft: Draft, asked: Asked) -> str:
    """The suggested answer as it would stand in the decisions."""
    offered = draft.suggest
    if asked == "owes":
        return ", ".join(str(responsible) for responsible in offered.owed)
    if asked == "verifier":
        return "" if offered.verifier is None else str(offered.verifier)
    if offered.ongoing:
        return "ongoing: true"
    times = {"recurs": offered.recurs, "due": offered.due, "phase": offered.phase}
    return next((f"{key}: {words}" for key, words in times.items() if words), "")


def _suggested_answers(read: DraftPlan) -> dict[str, str]:
    """For items that another one is suggested to answer: that decision, as it would stand."""
    found: dict[str, str] = {}
    for draft in read.drafts:
        for name in draft.suggest.answers:
            found.setdefault(name, f"{draft.key}: {{answers: [{name}]}}")
    return found
