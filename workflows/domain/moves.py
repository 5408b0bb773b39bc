"""Every move people make: what it is called, what its form asks for, where it is offered. Pure.

Who may make it, from which state and under which guards, stands in the tables of the kinds
(`states.py`). The page's form, the link in a mail, the offers of a desk and the options of a
command are made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.domain.model import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveType:
    """The table's order is the order on a page.

    label    what its button, its link in a mail and its receipt say
    fields   what its form asks for, in order; `file` is evidence
    labels   field → what it is called here, where the move gives it another sense (English)
    of       kind of obligation → the move as that kind has it
    desk     offered on the desk beside each item
    link     a mail may carry a link to its form
    command  fields that the command asks for besides
    entered  may be entered for whoever owes it (代填)
    asks     makes a request that somebody else decides
    """

    label: Text
    fields: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    of: Mapping[str, "MoveType"] = field(default_factory=dict)
    desk: bool = False
    link: bool = False
    entered: bool = False
    asks: bool = False


MOVE_TYPES: Mapping[str, MoveType] = {
    "pass": MoveType(label=Text("初审通过，送审批", "Pass it on for decision")),
    "submit": MoveType(label=Text("送签", "Submit it to be signed")),
    "redraft": MoveType(
        label=Text("重新送签", "Submit it again"),
        fields=("note",),
        labels={"note": "What was mended"},
    ),
    "correct": MoveType(
        label=Text("更正", "Say what is wrong"),
        fields=("note",),
        labels={"note": "Which number is wrong, and what is right"},
    ),
    "close": MoveType(
        label=Text("登记督查结果", "Record that it was held"),
        fields=("note", "done_on", "units", "findings", "file"),
        labels={
            "note": "What was seen, in a sentence or two",
            "done_on": "Held on",
            "units": "Units that were seen",
        },
    ),
    "draw": MoveType(
        label=Text("抽取受检单位", "Draw the units"),
        fields=("n", "units", "seed", "reason"),
        labels={
            "units": "Draw from (all branches unless chosen)",
            "reason": "Why it is drawn again",
        },
    ),
    "contest": MoveType(label=Text("对事实有异议", "The facts are not so"), fields=("reason",)),
    "answer": MoveType(
        label=Text("答复异议", "Answer the unit"), fields=("note",), labels={"note": "Your answer"}
    ),
    "holds": MoveType(
        label=Text("未反弹", "It holds"),
        fields=("note", "file"),
        labels={"note": "What was seen"},
        desk=True,
    ),
    "announce": MoveType(label=Text("录入时间", "Enter its day")),
    "sign": MoveType(
        label=Text("签收", "Sign for it"),
        of={
            "slip": MoveType(label=Text("签发", "Sign and issue")),
            "bulletin": MoveType(label=Text("签发", "Sign and issue")),
        },
        desk=True,
        link=True,
    ),
    "report": MoveType(
        label=Text("报结", "Report it done"),
        fields=("note", "done_on", "file"),
        desk=True,
        link=True,
        entered=True,
    ),
    "note": MoveType(
        label=Text("报进展", "Add progress"),
        fields=("note", "because", "file"),
        of={
            "slip": MoveType(label=Text("批注", "Add a note"), fields=("note",)),
            "bulletin": MoveType(label=Text("批注", "Add a note"), fields=("note",)),
        },
        desk=True,
        link=True,
        entered=True,
    ),
    "plan": MoveType(
        label=Text("整改计划", "Plan the measures"),
        fields=("cause", "goal", "measures"),
        entered=True,
    ),
    "apply": MoveType(
        label=Text("申请销号", "Apply to strike it off"),
        fields=("note", "done_on", "file"),
        desk=True,
        entered=True,
    ),
    "extend": MoveType(
        label=Text("申请延期", "Ask for more time"),
        fields=("to", "reason"),
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "explain": MoveType(
        label=Text("情况说明", "Explain the delay"),
        fields=("to", "reason"),
        labels={"to": "Done by, at the latest"},
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "object": MoveType(
        label=Text("有异议", "Not ours"),
        fields=("reason", "unit"),
        labels={"unit": "Whose it is, if you know"},
        of={"rectification": MoveType(label=Text("有异议", "Not ours"), fields=("reason",))},
        desk=True,
        link=True,
        entered=True,
        asks=True,
    ),
    "assign": MoveType(
        label=Text("分办", "Assign within the unit"),
        command=("note",),
        fields=("person",),
        desk=True,
    ),
    "accept": MoveType(label=Text("审核通过", "Accept"), fields=("note",)),
    "return": MoveType(
        label=Text("退回补办", "Send it back"),
        command=("note",),
        fields=("choice", "reason", "due"),
        of={
            "slip": MoveType(label=Text("退回拟稿", "Back to the office"), fields=("reason",)),
            "bulletin": MoveType(label=Text("退回拟稿", "Back to the office"), fields=("reason",)),
        },
    ),
    "check": MoveType(
        label=Text("核验", "Record the check on site"),
        fields=("note", "person"),
        labels={"note": "What was seen", "person": "The second on site"},
        of={
            "rectification": MoveType(
                label=Text("核验", "Record the check on site"), fields=("note", "person", "file")
            )
        },
    ),
    "strike": MoveType(label=Text("销号", "Strike it off"), fields=("note",)),
    "agree": MoveType(
        label=Text("同意", "Agree"), fields=("unit",), labels={"unit": "Goes to"}, link=True
    ),
    "refuse": MoveType(label=Text("不同意", "Refuse"), fields=("reason",), link=True),
    "press": MoveType(label=Text("催办", "Urge now"), fields=("note",)),
    "phoned": MoveType(label=Text("已电话催办", "Phoned"), fields=("note",)),
    "uphold": MoveType(label=Text("维持交办", "Uphold"), fields=("reason",)),
    "reassign": MoveType(
        label=Text("改派", "To another unit"),
        command=("person",),
        fields=("unit", "reason"),
        labels={"unit": "Goes to"},
    ),
    "hold": MoveType(
        label=Text("暂缓", "Put on hold"),
        fields=("to", "reason"),
        labels={"to": "Looked at again on"},
    ),
    "resume": MoveType(
        label=Text("恢复督办", "Take it up again"),
        command=("due",),
    ),
    "list": MoveType(label=Text("挂牌督办", "List it"), fields=("reason",)),
    "delist": MoveType(label=Text("摘牌", "Take it off the list"), fields=("reason",)),
    "still_unknown": MoveType(label=Text("仍未定", "Still unknown"), desk=True),
    "waive": MoveType(label=Text("终止督办", "End it without result"), fields=("reason",)),
    "relapse": MoveType(
        label=Text("问题反弹", "It did not hold"), command=("due",), fields=("reason",), desk=True
    ),
    "reopen": MoveType(label=Text("恢复督办", "Take it up again"), fields=("reason", "due")),
    "withdraw": MoveType(label=Text("撤销", "Withdraw it"), fields=("reason",)),
    "seen": MoveType(
        label=Text("知悉", "Seen"),
        fields=("to",),
        labels={"to": "No more mails to you about it through"},
        desk=True,
        link=True,
    ),
    "round": MoveType(
        label=Text("调度进展", "Call for a note"),
        fields=("to",),
        labels={"to": "A note is wanted by"},
    ),
    "redate": MoveType(
        label=Text("改期", "Another day"), fields=("to", "reason"), labels={"to": "The new day"}
    ),
    "void": MoveType(label=Text("作废", "Make it void"), fields=("reason",)),
}

#: Moves to which a mail may carry a link.
LINKED = frozenset(name for name, move in MOVE_TYPES.items() if move.link)


def move_type(kind: str, move: str) -> MoveType:
    """The move as `kind` has it."""
    found = MOVE_TYPES[move]
    return found.of.get(kind, found)
