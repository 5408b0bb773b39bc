"""`duban slip`, `duban bulletin`, `duban pack`: what is drafted, signed, numbered and kept."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from documents.written import written
from scheduler.cli.acts import makes
from scheduler.cli.desk import At, Json, Programme, at_desk, console, instant, say, table
from scheduler.cli.pack import pack
from workflows.commands.papers.views import bulletin_of, bulletins, shown, slip_of
from workflows.store import queries

Number = Annotated[int, typer.Argument(metavar="ID", help="The paper's number in listings.")]
Out = Annotated[Path, typer.Option("--out", help="The file to write: .docx or .html.")]
Language = Annotated[str, typer.Option("--language", help="zh or en; the plan's unless said.")]


def register(app: typer.Typer) -> None:
    slip = typer.Typer(help="Papers about matters that are late.", no_args_is_help=True)
    commands: dict[str, Callable[..., None]]
    commands = {"drafts": drafts, "list": list_, "show": show_slip, "export": export_slip}
    for name, command in (commands | _SLIP).items():
        slip.command(name)(command)
    app.add_typer(slip, name="slip")
    bulletin = typer.Typer(help="The bulletin of each month.", no_args_is_help=True)
    commands = {"list": list_bulletins, "show": show_bulletin, "export": export_bulletin}
    for name, command in (commands | _BULLETIN).items():
        bulletin.command(name)(command)
    app.add_typer(bulletin, name="bulletin")
    app.command("pack")(pack)


_BOTH = {
    "sign": makes("sign", "Sign and issue; the number is given now."),
    "return": makes("return", "Send a draft back to the office, with a reason.", "reason"),
    "void": makes("void", "Make a signed paper void; its number stays in the book.", "reason"),
}
_SLIP = _BOTH | {
    "redraft": makes("redraft", "Submit a draft again, saying what was mended.", "note"),
    "withdraw": makes("withdraw", "Drop a draft that nobody needs.", "reason"),
}
_BULLETIN = _BOTH | {
    "correct": makes("correct", "Say what is wrong in the numbers of your unit.", "note"),
    "submit": makes("submit", "Submit it to whoever signs, once the units have looked at it."),
}


# --- listings ---------------------------------------------------------------------------


def drafts(at: At = "", programme: Programme = "", json: Json = False) -> None:
    """Slips that wait for a signature."""
    _list(("draft", "sent_back"), at, programme, json)


def list_(at: At = "", programme: Programme = "", json: Json = False) -> None:
    """Every slip: drafted, signed, void."""
    _list((), at, programme, json)


def _list(states: Sequence[str], at: str, programme: str, json: bool) -> None:
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        instant(at, context)
        rows = queries.obligations(connection, context.key, kind="slip")
        answer = [slip_of(context, row) for row in rows if not states or row.state in states]
    if json:
        say(answer)
        return
    table(
        ["id", "matter", "colour", "state", "number", "with", "signed on"],
        [
            [
                one["id"],
                one["about"],
                one["colour"],
                one["state"],
                one["number"],
                one["signer"],
                one["signed_on"],
            ]
            for one in answer
        ],
    )


def list_bulletins(at: At = "", programme: Programme = "", json: Json = False) -> None:
    """Every bulletin, by month."""
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        instant(at, context)
        answer = [bulletin_of(context, row) for row in bulletins(connection, context)]
    if json:
        say(answer)
        return
    table(
        ["id", "month", "state", "number", "with", "due", "signed on"],
        [
            [
                one["id"],
                one["month"],
                one["state"],
                one["number"],
                one["holder"],
                one["due_on"],
                one["signed_on"],
            ]
            for one in answer
        ],
    )


# --- one paper --------------------------------------------------------------------------


def show_slip(number: Number, at: At = "", programme: Programme = "", json: Json = False) -> None:
    """What a slip says: frozen when it was signed, or as it would be now."""
    _show(number, "slip", at, programme, json)


def show_bulletin(
    number: Number, at: At = "", programme: Programme = "", json: Json = False
) -> None:
    """The numbers and lists of a bulletin, as they were taken."""
    _show(number, "bulletin", at, programme, json)


def _show(number: int, kind: str, at: str, programme: str, json: bool) -> None:
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        found = shown(connection, context, number, kind, instant(at, context))
        facts = slip_of if kind == "slip" else bulletin_of
        answer = facts(context, found.row) | {"body": dict(found.body)}
    if json:
        say(answer)
        return
    rows: list[list[Any]] = [[name, value] for name, value in answer.items() if name != "body"]
    rows += [[name, value] for name, value in answer["body"].items() if not isinstance(value, list)]
    table(["", ""], rows)
    for name, value in answer["body"].items():
        if isinstance(value, list) and value:
            console.print(f"{name}: {len(value)}", markup=False, highlight=False)


def export_slip(
    number: Number, out: Out, language: Language = "", at: At = "", programme: Programme = ""
) -> None:
    """Write a slip as .docx or as a page to print."""
    _export(number, "slip", out, language, at, programme)


def export_bulletin(
    number: Number, out: Out, language: Language = "", at: At = "", programme: Programme = ""
) -> None:
    """Write a bulletin as .docx or as a page to print."""
    _export(number, "bulletin", out, language, at, programme)


def _export(number: int, kind: str, out: Path, language: str, at: str, programme: str) -> None:
    with at_desk() as desk, desk.read().connect() as connection:
        context = desk.context(connection, programme)
        now = instant(at, context)
        found = shown(connection, context, number, kind, now)
        data = written(
            context,
            found.row,
            found.body,
            out.suffix,
            desk.document_options(language or context.plan.language),
        )
    out.write_bytes(data)
    console.print(f"wrote {out}", markup=False, highlight=False)
