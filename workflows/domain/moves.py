"""Every move people make: what it is called, what its form asks for, where it is offered. Pure.

Who may make it, from which state and under which guards, stands in the tables of the kinds
(`states.py`). The page's form, the link in a mail, the offers of a desk and the options of a
command are made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveType:
    """The table's order is the order on a page.

    label    what its button, its link in a mail and its receipt say: a message id
    fields   what its form asks for, in order; `file` is evidence
    labels   field → what it is called here, where the move gives it another sense (a message id)
    of       kind of obligation → the move as that kind has it
    desk     offered on the desk beside each item
    link     a mail may carry a link to its form
    command  fields that the command asks for besides
    entered  may be entered for whoever owes it (代填)
    asks     makes a request that somebody else decides
    """

    label: str
    fields: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    of: Mapping[str, "MoveType"] = field(default_factory=dict)
    desk: bool = False
    link: bool = False
    entered: bool = False
    asks: bool = False


MOVE_TYPES: Mapping[str, MoveType] = {
    "pass": MoveType(label=N_("Forward for decision")),
    "submit": MoveType(label=N_("Submit it to be signed")),
    "redraft": MoveType(
        label=N_("Submit it again"),
        fields=("note",),
        labels={"note": N_("What was corrected")},
    ),
    "correct": MoveType(
        label=N_("Say what is wrong"),
        fields=("note",),
        labels={"note": N_("Which number is wrong, and what is right")},
    ),
    "close": MoveType(
        label=N_("Record that it was held"),
        fields=("note", "done_on", "units", "findings", "file"),
        labels={
            "note": N_("What was seen, in a sentence or two"),
            "done_on": N_("Held on"),
            "units": N_("Units that were seen"),
        },
    ),
    "draw": MoveType(
        label=N_("Select units at random"),
        fields=("n", "units", "seed", "reason"),
        labels={
            "units": N_("Select from (default: all branches)"),
            "reason": N_("Why it is drawn again"),
        },
    ),
    "contest": MoveType(label=N_("The facts are not so"), fields=("reason",)),
    "answer": MoveType(
        label=N_("Answer the unit"), fields=("note",), labels={"note": N_("Your answer")}
    ),
    "holds": MoveType(
        label=N_("No recurrence"),
        fields=("note", "file"),
        labels={"note": N_("What was seen")},
        desk=True,
    ),
    "announce": MoveType(label=N_("Enter the date")),
    "sign": MoveType(
        label=N_("Sign for it"),
        of={
            "slip": MoveType(label=N_("Sign and issue")),
            "bulletin": MoveType(label=N_("Sign and issue")),
        },
        desk=True,
        link=True,
    ),
    "report": MoveType(
        label=N_("Report it done"),
        fields=("note", "done_on", "file"),
        desk=True,
        link=True,
        entered=True,
    ),
    "note": MoveType(
        label=N_("Add progress"),
        fields=("note", "because", "file"),
        of={
            "slip": MoveType(label=N_("Add a note"), fields=("note",)),
            "bulletin": MoveType(label=N_("Add a note"), fields=("note",)),
        },
        desk=True,
        link=True,
        entered=True,
    ),
    "plan": MoveType(
        label=N_("Plan the measures"),
        fields=("cause", "goal", "measures"),
        entered=True,
    ),
    "apply": MoveType(
        label=N_("Apply to close"),
        fields=("note", "done_on", "file"),
        desk=True,
        entered=True,
    ),
    "extend": MoveType(
        label=N_("Request more time"),
        fields=("to", "reason"),
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "explain": MoveType(
        label=N_("Explain the delay"),
        fields=("to", "reason"),
        labels={"to": N_("Expected completion date")},
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "object": MoveType(
        label=N_("Not ours"),
        fields=("reason", "unit"),
        labels={"unit": N_("Whose it is, if you know")},
        of={"rectification": MoveType(label=N_("Not ours"), fields=("reason",))},
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "assign": MoveType(
        label=N_("Assign within the unit"),
        command=("note",),
        fields=("person",),
        desk=True,
    ),
    "accept": MoveType(label=N_("Accept"), fields=("note",)),
    "return": MoveType(
        label=N_("Send it back"),
        command=("note",),
        fields=("choice", "reason", "due"),
        of={
            "slip": MoveType(label=N_("Return to the office"), fields=("reason",)),
            "bulletin": MoveType(label=N_("Return to the office"), fields=("reason",)),
        },
    ),
    "check": MoveType(
        label=N_("Record the check on site"),
        fields=("note", "person"),
        labels={"note": N_("What was seen"), "person": N_("The second on site")},
        of={
            "rectification": MoveType(
                label=N_("Record the check on site"), fields=("note", "person", "file")
            )
        },
    ),
    "strike": MoveType(label=N_("Close it"), fields=("note",)),
    "agree": MoveType(
        label=N_("Agree"), fields=("unit",), labels={"unit": N_("Reassign to")}, link=True
    ),
    "refuse": MoveType(label=N_("Refuse"), fields=("reason",), link=True),
    "press": MoveType(label=N_("Remind now"), fields=("note",)),
    "phoned": MoveType(label=N_("Phoned"), fields=("note",)),
    "uphold": MoveType(label=N_("Uphold"), fields=("reason",)),
    "reassign": MoveType(
        label=N_("To another unit"),
        command=("person",),
        fields=("unit", "reason"),
        labels={"unit": N_("Reassign to")},
    ),
    "hold": MoveType(
        label=N_("Put on hold"),
        fields=("to", "reason"),
        labels={"to": N_("Check again on")},
    ),
    "resume": MoveType(
        label=N_("Take it up again"),
        command=("due",),
    ),
    "list": MoveType(label=N_("Put under special supervision"), fields=("reason",)),
    "delist": MoveType(label=N_("Take it off the list"), fields=("reason",)),
    "still_unknown": MoveType(label=N_("Still unknown"), desk=True),
    "waive": MoveType(label=N_("End without result"), fields=("reason",)),
    "relapse": MoveType(
        label=N_("Problem recurred"), command=("due",), fields=("reason",), desk=True
    ),
    "reopen": MoveType(label=N_("Take it up again"), fields=("reason", "due")),
    "withdraw": MoveType(label=N_("Withdraw it"), fields=("reason",)),
    "seen": MoveType(
        label=N_("Seen"),
        fields=("to",),
        labels={"to": N_("No more mails to me about this until (and including)")},
        desk=True,
        link=True,
    ),
    "round": MoveType(
        label=N_("Request a progress note"),
        fields=("to",),
        labels={"to": N_("Progress note due by")},
    ),
    "redate": MoveType(
        label=N_("Reschedule"), fields=("to", "reason"), labels={"to": N_("The new day")}
    ),
    "void": MoveType(label=N_("Make void"), fields=("reason",)),
}

#: Moves to which a mail may carry a link.
LINKED = frozenset(name for name, move in MOVE_TYPES.items() if move.link)


def move_type(kind: str, move: str) -> MoveType:
    """The move as `kind` has it."""
    found = MOVE_TYPES[move]
    return found.of.get(kind, found)
