"""Papers 督办单、通报: drafted by the machine, signed by a person, numbered without gaps.

A slip is an obligation of its own, about the matter it presses: its signer holds it, and the
clock runs against him. The bulletin of a month is one, too. Their lives are tables like every
other; what is drafted when, and who signs it, are the functions below. Pure.
"""

from collections.abc import Iterable

from workflows.domain.chain import Chain
from workflows.domain.kind_facts import RectificationFacts, SlipFacts
from workflows.domain.messages import Message
from workflows.domain.rows import Obligation
from workflows.domain.rules import Rule, rows

#: What a point of a policy may draft, the mildest first: a reminder 提醒单, an urging slip
#: 催办单, a supervision slip 督办单, a second one 二次督办, a proposal to list 挂牌督办.
COLOURS = ("blue", "yellow", "red", "second", "listing")
#: Working days until a draft is to be signed, and the units have for errors in a bulletin.
SIGN_WITHIN = 1
CHECK_WITHIN = 2
#: Working days the addressee of a slip has to answer.
ANSWER_WITHIN = 3
#: States of a matter in which a paper about it still makes sense: somebody has to act.
_PRESSED = frozenset({"open", "in_progress", "issued"})
#: Who signs: the audiences of the chain in which the first post is his.
_SIGNERS: dict[str, tuple[str, ...]] = {
    "yellow": ("office", "principal"),
    "red": ("leader", "principal", "office"),
    "second": ("leader", "principal", "office"),
    "listing": ("leader", "principal", "office"),
    "bulletin": ("leader", "principal", "office"),
}

SLIP: list[Rule] = [
    *rows("sign", "draft", "signed", by=("approver",), holder="nobody", needs=("not_own",)),
    *rows("return", "draft", "sent_back", by=("approver",), holder="office", needs=("reason",)),
    *rows("redraft", "sent_back", "draft", by=("office",), holder="approver", needs=("note",)),
    # A number that was given stays in the book.
    *rows("void", "signed", "void", by=("approver", "office"), holder="nobody", needs=("reason",)),
    *rows("note", "draft sent_back", ".", by=("approver", "office"), needs=("note",)),
    *rows("phoned", "draft", ".", by=("office",), needs=("not_own",)),
    *rows(
        "withdraw",
        "draft sent_back",
        "withdrawn",
        by=("time", "office"),
        holder="nobody",
        needs=("reason",),
    ),
]

BULLETIN: list[Rule] = [
    # The numbers are frozen at this moment; the units see them before anybody signs.
    *rows("open", "planned", "checking", by=("time",), holder="office"),
    *rows("correct", "checking", ".", by=("head", "office"), needs=("note",)),
    *rows(
        "submit",
        "checking",
        "draft",
        by=("office",),
        holder="approver",
        needs=("checked_by_units",),
    ),
    *rows("sign", "draft", "signed", by=("approver",), holder="nobody"),
    *rows("return", "draft", "checking", by=("approver",), holder="office", needs=("reason",)),
    *rows("void", "signed", "void", by=("approver", "office"), holder="nobody", needs=("reason",)),
    *rows("note", "checking draft", ".", by=("approver", "office"), needs=("note",)),
    *rows("phoned", "draft", ".", by=("office",), needs=("not_own",)),
    *rows(
        "withdraw",
        "planned checking draft",
        "withdrawn",
        by=("time", "office"),
        holder="nobody",
        needs=("reason",),
    ),
]


def paper_for(row: Obligation, wanted: str, earlier: Iterable[Obligation]) -> str:
    """The colour of the paper to draft about `row` when its policy asks for `wanted`; empty
    when none is.

    `earlier` are the slips about the same matter. What each member owes of a mass task climbs
    as his unit's coverage, never as a paper with his name. Nothing is drafted twice in a leg;
    after a red slip comes a second one; what has been listed is not listed again.
    """
    personal = row.kind == "task" and bool(row.person)
    if not wanted or personal or row.state not in _PRESSED:
        return ""
    papers = [slip for slip in earlier if slip.state not in ("withdrawn", "void")]
    listed = RectificationFacts.of(row).listed_on
    if wanted == "listing" and (row.kind != "rectification" or listed):
        return ""
    if wanted in ("red", "second"):
        # A second slip follows one that was issued, not one that still waits to be signed.
        issued = any(colour_of(s) == "red" and s.state == "signed" for s in papers)
        wanted = "second" if issued else "red"
    same = [slip for slip in papers if colour_of(slip) == wanted]
    if any(SlipFacts.of(slip).of_leg == row.leg or slip.state == "draft" for slip in same):
        return ""
    pending = [slip for slip in papers if slip.state in ("draft", "sent_back")]
    if any(rank(colour_of(slip)) >= rank(wanted) for slip in pending):
        return ""
    return wanted


def colour_of(slip: Obligation) -> str:
    return SlipFacts.of(slip).colour


def rank(colour: str) -> int:
    """How grave a paper is; the mildest is 0."""
    return COLOURS.index(colour)


def signers(chain: Chain, kind: str, late: Iterable[str] = ()) -> tuple[str, ...]:
    """The posts that may sign a paper of `kind` (a colour, or "bulletin"), the first one first.

    `late`: posts that are themselves pressed by it; nobody signs against himself.
    """
    found = [post for audience in _SIGNERS[kind] for post in chain.posts.get(audience, ())]
    passed_over = set(late)
    return tuple(dict.fromkeys(post for post in found if post not in passed_over))


def number(mark: str, year: int, n: int) -> Message:
    """A paper's number as offices write it: 师农督〔2011〕17号, without zeros or colour."""
    return Message("{mark} [{year}] {n}", mark=mark, year=year, n=n)


def mark(language: str) -> str:
    """What numbers begin with where the office has set no mark of its own; it is kept with the
    paper. 督 is a Chinese form, no translation."""
    return "督" if language == "zh" else "S"
