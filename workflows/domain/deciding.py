"""The life of a request 申请 as a table, whatever was asked: more time, or that it is not ours."""

from workflows.domain.rules import Rule, rows

DECISION: list[Rule] = [
    # What rectifications and items ask for is first reviewed by the office 初审.
    *rows("pass", "first_review", "open", by=("office",), assignee="approver", needs=("not_own",)),
    *rows(
        "refuse",
        "first_review",
        "refused",
        by=("office",),
        assignee="nobody",
        needs=("not_own", "reason"),
    ),
    *rows(
        "agree",
        "open",
        "agreed",
        by=("approver", "office"),
        assignee="nobody",
        needs=("not_own", "within_bounds"),
    ),
    *rows(
        "refuse",
        "open",
        "refused",
        by=("approver", "office"),
        assignee="nobody",
        needs=("not_own", "reason"),
    ),
    # What it was asked for was closed meanwhile; there is nothing left to decide.
    *rows("lapse", "first_review open", "lapsed", by=("time",), assignee="nobody"),
    *rows(
        "note",
        "first_review open",
        ".",
        by=("doer", "approver", "office"),
        needs=("note",),
    ),
    *rows("phoned", "first_review open", ".", by=("office",), needs=("not_own",)),
    *rows(
        "withdraw",
        "first_review open",
        "withdrawn",
        by=("time", "office"),
        assignee="nobody",
        needs=("reason",),
    ),
]
