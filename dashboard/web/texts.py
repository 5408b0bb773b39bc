"""Every text the pages show, for the test that both languages have them all.

Found in the templates and the code by Babel, and in the tables whose texts are looked up later.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from dashboard.pages import decisions, feeds, register
from dashboard.readmodel import beside, figures
from dashboard.web import moves, nav, supervision
from dashboard.web.views import HERE

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
    *("Inspections", "Look-backs", "Bulletins"),
    *decisions.SAID.values(),
    *feeds.NAMES.values(),
    "To sign, log out and come in again by a link in your mail, within the half hour.",
    *("Done", "Open", "Overdue", "Demo", "Mailbox"),
    *("The clerk of the office", "The principal leader", "A head of a branch"),
    *("A liaison of a branch", "A member", "An auditor", "An administrator"),
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
    found.update(label for label, _ in moves.FORMS.values())
    found.update((*KEYED, *LOOKED_UP))
    found.update(_of_supervision())
    found.update((*moves.RETURNS, *moves.CAME_BY, *(text for _, text in moves._SAID.values())))
    for heading, entries in nav.GROUPS:
        found.update([heading, *(text for text, _, _ in entries)])
    return {text for text in found if text and not text.endswith("-")}


def _of_supervision() -> Iterator[str]:
    """Texts of the tables of supervision."""
    yield from (label for label, _ in supervision.OF_KIND.values())
    for labels in supervision.LABELS.values():
        yield from labels.values()
    yield from supervision.SEVERITY_WORDS.values()
    yield from (*beside.LABELS, *beside.CHOSEN.values(), *register.SOURCES.values())
    yield from (*register.EVERY, register.ASSISTING, register.SEEN)
    yield from (label for _, label in figures.COLUMNS)
    yield moves.EXPLAIN


def _called(function: ast.expr) -> str:
    """The name by which something is called: `say` of `ask.say(…)` and of `say(…)`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _said(path: Path) -> Iterator[str]:
    """Texts given to `ask.say` (or to a `say` that was handed on) in a module of ours."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and _called(node.func) == "say"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)
