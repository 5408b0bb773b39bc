"""Documents 督办单、通报: drafted by the machine, signed by a person, numbered without gaps.

A supervision notice is an obligation of its own, about the item it reminds: its signer holds it,
and the
clock runs against them. The bulletin of a month is one, too. Their lives are tables like every
other; what is drafted when, and who signs it, are the functions below. Pure.
"""

from collections.abc import Iterable

from workflows.domain.chain import Chain
from workflows.domain.kind_facts import RectificationFacts, SupervisionNoticeFacts
from workflows.domain.messages import Message
from workflows.domain.rows import Obligation
from workflows.domain.rules import Rule, rows

#: What a point of a policy may draft, the mildest first: a reminder 提醒单, an overdue notice
#: 催办单, an escalation notice 督办单, a second one 二次督办, a proposal to list 挂牌督办.
COLOURS = ("blue", "yellow", "red", "second", "listing")
#: Working days until a draft is to be signed, and the units have for errors in a bulletin.
SIGN_WITHIN = 1
CHECK_WITHIN = 2
#: Working days the addressee of a supervision notice has to answer.
ANSWER_WITHIN = 3
#: States of an item in which a document about it still makes sense: somebody has to act.
_REMINDED = frozenset({"open", "in_progress", "issued"})
#: Who signs: the audiences of the chain in which the first post is theirs.
_SIGNERS: dict[str, tuple[str, ...]] = {
    "yellow": ("office", "principal"),
    "red": ("leader", "principal", "office"),
    "second": ("leader", "principal", "office"),
    "listing": ("leader", "principal", "office"),
    "bulletin": ("leader", "principal", "office"),
}

SUPERVISION_NOTICE: list[Rule] = [
    *rows("sign", "draft", "signed", by=("approver",), assignee="nobody", needs=("not_own",)),
    *rows("return", "draft", "sent_back", by=("approver",), assignee="office", needs=("reason",)),
    *rows("redraft", "sent_back", "draft", by=("office",), assignee="approver", needs=("note",)),
    # A number that was given stays in the book.
    *rows(
        "void", "signed", "void", by=("approver", "office"), assignee="nobody", needs=("reason",)
    ),
    *rows("note", "draft sent_back", ".", by=("approver", "office"), needs=("note",)),
    *rows("phoned", "draft", ".", by=("office",), needs=("not_own",)),
    *rows(
        "withdraw",
        "draft sent_back",
        "withdrawn",
        by=("time", "office"),
        assignee="nobody",
        needs=("reason",),
    ),
]

BULLETIN: list[Rule] = [
    # The numbers are frozen at this moment; the units see them before anybody signs.
    *rows("open", "planned", "checking", by=("time",), assignee="office"),
    *rows("correct", "checking", ".", by=("head", "office"), needs=("note",)),
    *rows(
        "submit",
        "checking",
        "draft",
        by=("office",),
        assignee="approver",
        needs=("checked_by_units",),
    ),
    *rows("sign", "draft", "signed", by=("approver",), assignee="nobody"),
    *rows("return", "draft", "checking", by=("approver",), assignee="office", needs=("reason",)),
    *rows(
        "void", "signed", "void", by=("approver", "office"), assignee="nobody", needs=("reason",)
    ),
    *rows("note", "checking draft", ".", by=("approver", "office"), needs=("note",)),
    *rows("phoned", "draft", ".", by=("office",), needs=("not_own",)),
    *rows(
        "withdraw",
        "planned checking draft",
        "withdrawn",
        by=("time", "office"),
        assignee="nobody",
        needs=("reason",),
    ),
]


def document_for(row: Obligation, wanted: str, earlier: Iterable[Obligation]) -> str:
    """The colour of the document to draft about `row` when its policy asks for `wanted`; empty
    when none is.

    `earlier` are the supervision notices about the same item. What each member owes of a mass task
    climbs
    as their unit's coverage, never as a document with their name. Nothing is drafted twice in a
    step;
    after a red supervision notice comes a second one; what has been listed is not listed again.
    """
    personal = row.kind == "task" and bool(row.person)
    if not wanted or personal or row.state not in _REMINDED:
        return ""
    documents = [
        supervision_notice
        for supervision_notice in earlier
        if supervision_notice.state not in ("withdrawn", "void")
    ]
    listed = RectificationFacts.of(row).listed_on
    if wanted == "listing" and (row.kind != "rectification" or listed):
        return ""
    if wanted in ("red", "second"):
        # A second supervision notice follows one that was issued, not one that still waits to be
        # signed.
        issued = any(colour_of(s) == "red" and s.state == "signed" for s in documents)
        wanted = "second" if issued else "red"
    same = [
        supervision_notice
        for supervision_notice in documents
        if colour_of(supervision_notice) == wanted
    ]
    if any(
        SupervisionNoticeFacts.of(supervision_notice).of_step == row.step
        or supervision_notice.state == "draft"
        for supervision_notice in same
    ):
        return ""
    pending = [
        supervision_notice
        for supervision_notice in documents
        if supervision_notice.state in ("draft", "sent_back")
    ]
    if any(rank(colour_of(supervision_notice)) >= rank(wanted) for supervision_notice in pending):
        return ""
    return wanted


def colour_of(supervision_notice: Obligation) -> str:
    return SupervisionNoticeFacts.of(supervision_notice).colour


def rank(colour: str) -> int:
    """How grave a document is; the mildest is 0."""
    return COLOURS.index(colour)


def signers(chain: Chain, kind: str, late: Iterable[str] = ()) -> tuple[str, ...]:
    """The posts that may sign a document of `kind` (a colour, or "bulletin"), the first one first.

    `late`: posts that are themselves reminded by it; nobody signs against themselves.
    """
    found = [post for audience in _SIGNERS[kind] for post in chain.posts.get(audience, ())]
    passed_over = set(late)
    return tuple(dict.fromkeys(post for post in found if post not in passed_over))


def number(mark: str, year: int, n: int) -> Message:
    """A document's number as offices write it: 师农督〔2011〕17号, without zeros or colour."""
    return Message("{mark} [{year}] {n}", mark=mark, year=year, n=n)


def mark(language: str) -> str:
    """What numbers begin with where the office has set no mark of its own; it is kept with the
    document. 督 is a Chinese form, no translation."""
    return "督" if language == "zh" else "S"
