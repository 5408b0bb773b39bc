"""Every text the pages show, for the test that both languages have them all.

Found in the templates and the code by Babel, and in the tables whose texts are looked up later.
"""

import ast
import calendar
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from jinja2 import Environment

from dashboard.pages import account, accounts, decisions, feeds, posts, register, takeover
from dashboard.readmodel import back, beside, figures, plan
from dashboard.web import moves, nav
from dashboard.web.views import HERE
from workflows.definition import schema
from workflows.definition.csv_people import HEADS
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.rules import Role
from workflows.domain.states import KINDS
from workflows.domain.states import moves as all_moves

HOUSE = HERE.parent

#: Texts that are put together from a state or a kind; both catalogues have them.
KEYED = (
    *(f"mail-{state}" for state in ("pending", "sending", "sent", "failed", "unknown",
                                    "cancelled")),
    *(f"change-{kind}" for kind in ("insert", "redate", "restore", "hand_over", "withdraw")),
    *(f"role-{role}" for role in ("administrator", "auditor")),
)  # fmt: skip

#: Texts of small tables of the pages.
LOOKED_UP = (
    *("Tasks of the plan", "Matters beside the plan", "Rectifications", "Requests", "Slips"),
    *("Inspections", "Look-backs", "Bulletins", "Form for striking off", "Request for more time"),
    *decisions.SAID.values(),
    *feeds.NAMES.values(),
    *plan.OPEN.values(),
    *(*account.DONE.values(), *accounts.DONE.values(), *accounts.CHANGED.values()),
    "Nobody disables his own account.",
    "Nobody changes his own rights.",
    *(back.GONE, back.SIGN_FIRST, back.NOBODY, back.CLOSED, back.TOO_LONG),
    "To sign, you need a password or a mail address. Ask whoever keeps the accounts.",
    "The code does not fit, was used, or is older than ten minutes.",
    *("Done", "Open", "Overdue", "Demo", "Mailbox"),
    *("The clerk of the office", "The principal leader", "A head of a branch"),
    *("A liaison of a branch", "A member", "An auditor", "An administrator"),
)

#: What can be refused and reaches a page; commands of the machine alone (pruning) do not.
REFUSING = (
    *(path for folder in ("domain", "commands") for path in (HOUSE / "workflows" / folder)
      .rglob("*.py") if path.name not in ("prune.py", "pruning.py")),
    *(HOUSE / "workflows/definition").rglob("*.py"),
    *(HOUSE / "documents").glob("sheet_*.py"),
    HOUSE / "documents/written.py",
    HOUSE / "documents/inspection_evidence.py",
    HOUSE / "dashboard/pages/people.py",
    HOUSE / "workflows/store/record.py",
)  # fmt: skip
#: What refuses, with the place of its first text.
REFUSALS = {"Refused": 0, "BadSheet": 0, "MissingHead": 0, "Refusal": 0, "NotFound": 0,
            "Unreadable": 0, "_refusal": 0, "wrong": 1}  # fmt: skip
#: Cures that name a command, an option or a file beside the program: pages say in both languages
#: what to do on the page instead (`locale/en` has the English words).
OF_COMMANDS = re.compile(r"\bduban [a-z{]|--[a-z]|\bdocs/")
#: Words of the tables, which refusals speak of.
TERMS = (
    *(f"kind-{kind}" for kind in KINDS),
    *(f"move-{move}" for kind in KINDS for move in all_moves(kind)),
    *(f"role-{role}" for role in get_args(Role)),
    *(f"weekday-{day}" for day in calendar.day_name),
    *(f"month-{month}" for month in calendar.month_name[1:]),
    *("mark, ", "mark; ", "mark or ", "mark and "),
    *(f"section-{name}" for name in (*schema.sections(), "group", "note")),
    *(f"column-{name}" for name in HEADS.values()),
)


def texts() -> set[str]:
    """The English texts, as they are looked up."""
    found: set[str] = set()
    reader = Environment(extensions=["jinja2.ext.i18n"])
    for path in sorted((HERE / "templates").glob("*.html")):
        source = path.read_text(encoding="utf-8")
        for _, _, text in reader.extract_translations(source, ["_"]):  # type: ignore[attr-defined]
            # With facts to fill in, it is the first of several; none where it is looked up.
            first = text[0] if isinstance(text, tuple) else text
            if isinstance(first, str):
                found.add(first)
    for path in sorted(HERE.rglob("*.py")):
        found.update(_said(path))
    for path in REFUSING:
        found.update(_refused(path))
    for one in MOVE_TYPES.values():
        for each in (one, *one.of.values()):
            found.update((each.label.en, *each.labels.values()))
    found.update((*KEYED, *LOOKED_UP, *TERMS))
    found.update(_of_supervision())
    found.update(_of_files())
    found.update((*moves.RETURNS, *moves.CAME_BY, *(text for _, text in moves._SAID.values())))
    for heading, entries in nav.GROUPS:
        found.update([heading, *(text for text, _, _ in entries)])
    return {text for text in found if text and not text.endswith("-")}


def for_commands() -> set[str]:
    """What only somebody at the command line can follow."""
    return {text for text in texts() if OF_COMMANDS.search(text)}


def _of_supervision() -> Iterator[str]:
    """Texts of the tables of supervision."""
    yield from (*beside.LABELS, *beside.CHOSEN.values(), *register.SOURCES.values())
    yield from (*register.EVERY, register.ASSISTING, register.SEEN)
    yield from (label for _, label in figures.COLUMNS)
    yield from (*takeover.MARKS.values(), *(text for _, text in posts.SAID.values()))


def _of_files() -> Iterator[str]:
    """What the table of the plan's fields says of its keys, where it is told with a mistake."""
    for section in schema.sections().values():
        yield from section.hints.values()
        yield from (field.help for field in section.fields if field.required)


def _said(path: Path) -> Iterator[str]:
    """Texts given to `ask.say`, or to a `say` that was handed on, in a module of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and name_of(node) == "say"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def _refused(path: Path) -> Iterator[str]:
    """Texts of refusals and their cures in a module of the workflows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node)
        found = node.args[:1] if name == "Said" else node.args[REFUSALS.get(name, 9) :]
        found = [*found, *(one.value for one in node.keywords if name in REFUSALS)]
        yield from (
            one.value
            for one in found
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )


def name_of(call: ast.Call) -> str:
    """The name of what is called, whatever it belongs to."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
