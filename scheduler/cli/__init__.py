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
    assigned_tasks,
    audit,
    board,
    dates,
    demo,
    doctor,
    documents,
    inspect,
    messages,
    obligations,
    outages,
    people,
    plan,
    rectify,
    reminding,
    running,
    why,
)
from scheduler.cli.desk import answering
from scheduler.cli.help_texts import translated, usage_error
from scheduler.cli.output import warn
from workflows.domain.clean_text import clean
from workflows.domain.messages import N_

#: The panels of `duban --help`, and the commands in each, as a clerk would look for them.
PANELS = {
    N_("Plan and organisation"): ("check", "date", "publish", "anchor", "org"),
    N_("Act on items"): (
        *("status", "obligations", "why", "report", "accept", "return", "assign", "note", "seen"),
        *("extend", "explain", "object", "waive", "reopen", "withdraw", "matter"),
    ),
    N_("Supervision"): ("press", "phoned", "calls", "round", "inspect", "rectify"),
    N_("Documents"): ("slip", "bulletin", "pack", "extend-form"),
    N_("Mail"): ("messages", "catchup", "trial"),
    N_("Run and look after"): (
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
    assigned_tasks,
    inspect,
    rectify,
    reminding,
    documents,
    messages,
    why,
    outages,
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
    command = typer.main.get_command(app)
    translated(command)
    try:
        with answering():
            code = command(_words(sys.argv[1:]), standalone_mode=False)
        # Without the standalone mode an exit inside a command comes back as its code.
        sys.exit(code if isinstance(code, int) else 0)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except typer.Abort:
        sys.exit(1)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        # Without arguments the help was shown already.
        if type(error).__name__ != "NoArgsIsHelpError":
            warn(usage_error(error))
        sys.exit(getattr(error, "exit_code", 2))
