"""`duban`: what people type. One module for each group of commands."""

import re
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from scheduler.cli import (
    accounts,
    acts,
    anchors,
    audit,
    board,
    catchup,
    dates,
    demo,
    doctor,
    inspect,
    matters,
    messages,
    obligations,
    papers,
    people,
    plan,
    pressing,
    rectify,
    running,
    why,
)
from scheduler.cli.desk import answering
from workflows.domain.clean_text import clean

#: The panels of `duban --help`, and the commands in each, as a clerk would look for them.
PANELS = {
    "Plan and organisation": ("check", "date", "publish", "anchor", "org"),
    "Act on items": (
        *("status", "obligations", "why", "report", "accept", "return", "assign", "note", "seen"),
        *("extend", "explain", "object", "waive", "reopen", "withdraw", "matter"),
    ),
    "Supervision": ("press", "phoned", "calls", "round", "inspect", "rectify"),
    "Documents": ("slip", "bulletin", "pack", "extend-form"),
    "Mail": ("messages", "catchup", "trial"),
    "Run and look after": (
        *("demo", "run", "web", "tick", "migrate", "doctor", "account", "audit"),
    ),
}


class HelpOrder(TyperGroup):
    """Lists the commands in the order of PANELS, and any other after them."""

    def list_commands(self, ctx: Any) -> list[str]:
        named = [name for names in PANELS.values() for name in names if name in self.commands]
        return named + [name for name in self.commands if name not in named]


app = typer.Typer(
    name="duban",
    cls=HelpOrder,
    help="Duban 督办: follows what a plan asks for until it is done, reported and reviewed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    dates,
    plan,
    anchors,
    people,
    obligations,
    acts,
    matters,
    inspect,
    rectify,
    pressing,
    papers,
    messages,
    why,
    catchup,
    audit,
    running,
    board,
    accounts,
    doctor,
    demo,
):
    module.register(app)
for panel, names in PANELS.items():
    for command in app.registered_commands:
        if command.name in names:
            command.rich_help_panel = panel
    for group in app.registered_groups:
        if group.name in names:
            group.rich_help_panel = panel


def _words(given: list[str]) -> list[str]:
    """What was typed or pasted, without what nobody sees in it; the name of a file that is not in
    the machine's encoding stays as it is."""
    return [word if re.search("[\udc80-\udcff]", word) else clean(word) for word in given]


def main() -> None:
    """The entry point: exit 0 done, 1 refused (reason on stderr), 2 wrong usage."""
    try:
        with answering():
            code = app(_words(sys.argv[1:]), standalone_mode=False)
        # Without the standalone mode an exit inside a command comes back as its code.
        sys.exit(code if isinstance(code, int) else 0)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except typer.Abort:
        sys.exit(1)
    except Exception as error:
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()
        sys.exit(getattr(error, "exit_code", 2))
