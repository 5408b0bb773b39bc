"""Help and usage errors in the language of whoever types: Typer's own texts are English.

One pass over the tree of commands before it runs; names of commands and options stay.
"""

import re
from functools import partial
from typing import Any

from config.language import _, pgettext
from workflows.domain.messages import N_, terms

#: What Typer's help says by itself: the names of its texts in `typer.rich_utils`.
_FIXED = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "DEFAULT_STRING": N_("[default: {}]"),
}
#: What a value is, by Typer's name for its type; a flag takes none.
_TYPES = {
    "<bool>": "",
    "<str>": N_("<text>"),
    "<list[str]>": N_("<text>"),
    "<int>": N_("<number>"),
    "<int range>": N_("<number>"),
    "<list[int]>": N_("<number>"),
    "<path>": N_("<path>"),
    "<list[Path]>": N_("<path>"),
}
#: Arguments, as the usage names them.
_ARGUMENTS = terms(
    "argument",
    "ID", "ID…", "ADDRESS", "EMAIL", "FILE", "KEY", "ON", "PLAN", "POST", "SHEET", "SWITCH",
    "WORDS",
)  # fmt: skip


def translated(command: Any) -> None:
    """The help of a command, its options and all commands below it, in the reader's language."""
    # Each paragraph is a text: a list of commands shows the first alone.
    command.help = "\n\n".join(map(_, (command.help or "").split("\n\n")))
    command.rich_help_panel = _(command.rich_help_panel or "") or None
    command.options_metavar = _("[OPTIONS]")
    command.format_usage = partial(_usage, command)
    for one in command.params:
        one.help = _(one.help or "")
        one.rich_help_panel = _(one.rich_help_panel or "") or None
        one.display_type_rich = partial(_takes, one)
        if one.param_type_name == "argument":
            one.metavar = pgettext("argument", one.metavar or one.name.upper())
    if hasattr(command, "commands"):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for below in command.commands.values():
            translated(below)


def _usage(command: Any, ctx: Any, formatter: Any) -> None:
    """The first line of each help, and what else is known only when help is shown."""
    from typer import rich_utils  # It takes a tenth of a second to import.

    for name, text in _FIXED.items():
        setattr(rich_utils, name, _(text))
    ask = command.get_help_option(ctx)
    ask.help, ask.display_type_rich = _("Show this help."), partial(_takes, ask)
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))


def _takes(parameter: Any, ctx: Any) -> str:
    found = parameter.display_type(ctx)
    return _(_TYPES.get(found, found))


def usage_error(error: Any) -> str:
    """What was typed wrongly, the usage, and where to read on."""
    said = [_wrong(error)]
    if context := getattr(error, "ctx", None):
        help_ = _("see {command} --help", command=context.command_path)
        said = [context.get_usage(), _("{message} — {cure}", message=said[0], cure=help_)]
    return "\n".join(said)


def _wrong(error: Any) -> str:
    """By the class of the error, as Typer's own texts are English; its text where it is new."""
    name = _named(getattr(error, "param", None))
    match type(error).__name__:
        case "MissingParameter":
            return _("{name} is missing", name=name)
        case "NoSuchOption":
            return _("there is no option {name}", name=error.option_name)
        case "BadOptionUsage" if error.message.endswith("an argument."):
            return _("{name} needs a value", name=error.option_name)
        case "BadOptionUsage":
            return _("{name} takes no value", name=error.option_name)
        case "BadParameter":
            return _("the value of {name} is not valid", name=name)
    if words := re.match(r"No such command '(.*?)'", error.message):
        return _("there is no command “{name}”", name=words[1])
    if error.message.startswith("Missing command"):
        return _("a command is missing")
    if words := re.match(r"Got unexpected extra argument\(s\) \((.*)\)", error.message):
        return _("“{words}” is too much", words=words[1])
    return str(error.format_message())


def _named(parameter: Any) -> str:
    """The option or argument as it is written in the usage."""
    if parameter is None:
        return ""
    return str(parameter.opts[-1] if parameter.param_type_name == "option" else parameter.metavar)
