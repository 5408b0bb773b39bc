"""`duban slip`, `duban bulletin`, `duban pack`: what is drafted, signed, numbered and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from config.language import _, pgettext
from documents.written import written
from scheduler.cli.acts import makes
from scheduler.cli.desk import known_language, say, table, to_read, write_file
from scheduler.cli.options import Exports, Invocation, Reads, commands
from scheduler.cli.output import (
    fact,
    heading,
    labelled,
    named,
    names_of,
    out,
    plain,
    state,
)
from scheduler.cli.pack import pack
from workflows.commands.documents.views import bulletin_of, bulletins, shown, supervision_notice_of
from workflows.domain.messages import N_
from workflows.store import queries

Number = Annotated[
    int, typer.Argument(metavar="ID", help="The document, by the number in listings.")
]


Language = Annotated[str, typer.Option("--language", help="zh or en. Default: the plan's.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    out: Annotated[Path, typer.Option("--out", help="The file to write: .docx or .html.")]
    language: Language = ""


def register(app: typer.Typer) -> None:
    supervision_notice = typer.Typer(
        help="Supervision notices about late items.", no_args_is_help=True
    )
    commands(
        supervision_notice,
        {"drafts": drafts, "list": list_, "show": show_supervision_notice},
        _LOOK_UP,
    )
    commands(
        supervision_notice,
        {**_BOTH, **_SUPERVISION_NOTICE, "export": export_supervision_notice},
        _SIGN,
    )
    app.add_typer(supervision_notice, name="slip")
    bulletin = typer.Typer(help="Supervision bulletins, one a month.", no_args_is_help=True)
    commands(bulletin, {"list": list_bulletins, "show": show_bulletin}, _LOOK_UP)
    commands(bulletin, {**_BOTH, **_BULLETIN, "export": export_bulletin}, _SIGN)
    app.add_typer(bulletin, name="bulletin")
    commands(app, {"pack": pack})


_LOOK_UP, _SIGN = N_("Look up"), N_("Sign and issue")
_BOTH = {
    "sign": makes("sign", "Sign and issue it; it gets its number now."),
    "return": makes("return", "Return a draft to the office, with a reason.", "slip"),
    "void": makes("void", "Make a signed document void; its number stays in the register."),
}
_SUPERVISION_NOTICE = {
    "redraft": makes("redraft", "Submit a draft again, saying what was corrected."),
    "withdraw": makes("withdraw", "Discard a draft that is not needed."),
}
_BULLETIN = {
    "correct": makes("correct", "Report an error in the figures of your unit."),
    "submit": makes("submit", "Submit it for signature, once the units have checked it."),
}


# --- listings ---------------------------------------------------------------------------


def drafts(call: Reads) -> None:
    """List notices that wait for a signature."""
    _list(("draft", "sent_back"), call)


def list_(call: Reads) -> None:
    """List all notices: drafted, signed, void."""
    _list((), call)


def _list(states: Sequence[str], call: Invocation) -> None:
    with to_read(call) as scope:
        rows = queries.obligations(scope.connection, scope.context.key, kind="slip")
        fit = [row for row in rows if not states or row.state in states]
        answer = [supervision_notice_of(scope.context, row) for row in fit]
        names = names_of(scope.context.org, scope.context.plan.language)
    if call.json:
        say(answer)
        return
    table(
        [
            *(_("id"), _("item"), _("notice"), _("state"), _("document number")),
            *(_("signed by"), _("signed on")),
        ],
        [
            [
                one["id"],
                one["about"],
                pgettext("colour", one["colour"]),
                state(one["state"]),
                one["number"],
                plain(one["signed_by"] or one["signer"], names),
                one["signed_on"],
            ]
            for one in answer
        ],
    )


def list_bulletins(call: Reads) -> None:
    """List all bulletins, by month."""
    with to_read(call) as scope:
        found = bulletins(scope.connection, scope.context)
        answer = [bulletin_of(scope.context, row) for row in found]
        names = names_of(scope.context.org, scope.context.plan.language)
    if call.json:
        say(answer)
        return
    table(
        [
            *(_("id"), _("month"), _("state"), _("document number"), _("assigned to")),
            *(_("due"), _("signed on")),
        ],
        [
            [
                one["id"],
                one["month"],
                state(one["state"]),
                one["number"],
                plain(one["holder"], names),
                one["due_on"],
                one["signed_on"],
            ]
            for one in answer
        ],
    )


# --- one document --------------------------------------------------------------------------


def show_supervision_notice(number: Number, call: Reads) -> None:
    """Show what a notice says: as signed, or as it would be now."""
    _show(number, "slip", call)


def show_bulletin(number: Number, call: Reads) -> None:
    """Show the figures and lists of a bulletin, as they were taken."""
    _show(number, "bulletin", call)


def _show(number: int, kind: str, call: Invocation) -> None:
    with to_read(call) as scope:
        found = shown(scope.connection, scope.context, number, kind, scope.now)
        facts = supervision_notice_of if kind == "slip" else bulletin_of
        answer = facts(scope.context, found.row) | {"body": dict(found.body)}
    if call.json:
        say(answer)
        return
    language = scope.context.plan.language
    names = names_of(scope.context.org, language)
    body = answer.pop("body")
    told = answer | body
    lists = {name for name, value in body.items() if _rows(value)}
    labelled(
        (named(name), fact(name, value, names, language))
        for name, value in told.items()
        if name not in lists and value not in (None, "", [], False)
    )
    for name in told:
        if name in lists:
            heading(named(name))
            for row in told[name]:
                out(plain(row, names, language))


def _rows(value: Any) -> bool:
    """Whether a fact is a list of rows, each with facts of its own."""
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def export_supervision_notice(number: Number, given: ExportOptions, call: Exports) -> None:
    """Write a notice as .docx or as a page to print."""
    _export(number, "slip", given, call)


def export_bulletin(number: Number, given: ExportOptions, call: Exports) -> None:
    """Write a bulletin as .docx or as a page to print."""
    _export(number, "bulletin", given, call)


def _export(number: int, kind: str, given: ExportOptions, call: Invocation) -> None:
    with to_read(call) as scope:
        context = scope.context
        found = shown(scope.connection, context, number, kind, scope.now)
        language = known_language(given.language, context.plan.language)
        options = scope.desk.document_options(language)
        data = written(context, found.row, found.body, given.out.suffix, options)
    write_file(given.out, data)
    out(_("wrote {file}", file=given.out))
