"""Options as data: a command receives frozen dataclasses instead of one parameter an option."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.models import OptionInfo, ParameterInfo

from workflows.domain.messages import N_

Command = Callable[..., None]

_COMMON = N_("Common options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """The four options that commands share; one that a command does not take has its default."""

    who: Annotated[
        str,
        typer.Option(
            "--as", help="Who acts: a mail address. Default: the office.", rich_help_panel=_COMMON
        ),
    ] = ""
    at: Annotated[
        str,
        typer.Option(
            "--at",
            help="When it happens: 2010-06-01 (its last second) or 2010-06-01T09:00.",
            rich_help_panel=_COMMON,
        ),
    ] = ""
    programme: Annotated[
        str,
        typer.Option(
            "--programme",
            help="Which programme, where there are several.",
            rich_help_panel=_COMMON,
        ),
    ] = ""
    json: Annotated[
        bool, typer.Option("--json", help="Answer in JSON, for scripts.", rich_help_panel=_COMMON)
    ] = False


# Which of the four a command takes: the annotation of its parameter says it.
Answers = Annotated[Invocation, "json"]
Lists = Annotated[Invocation, "programme", "json"]
Reads = Annotated[Invocation, "at", "programme", "json"]
Exports = Annotated[Invocation, "at", "programme"]
Writes = Annotated[Invocation, "who", "at", "programme", "json"]
WritesNow = Annotated[Invocation, "who", "programme", "json"]
# Of all programmes at once.
ReadsAll = Annotated[Invocation, "at", "json"]
WritesAll = Annotated[Invocation, "who", "at", "json"]


def commands(group: typer.Typer, found: Mapping[str, Command], panel: str | None = None) -> None:
    """Add each command to `group` under its name; its help lists them in `panel`."""
    for name, run in found.items():
        group.command(name, rich_help_panel=panel)(flattened(run))


def flattened(run: Command, **more: Any) -> Command:
    """`run` as Typer reads it: of a parameter that is a dataclass, each field is an option.

    A field keeps its annotation (`Annotated[type, typer.Option(…)]`) and its default; one without
    a default is required. `more` are options (name → annotation) for the `**` parameter of `run`.
    """
    parameters: list[Parameter] = []
    made: dict[str, tuple[type, list[str]]] = {}
    hints = get_type_hints(run, include_extras=True)
    for name, given in signature(run).parameters.items():
        kind, taken = _dataclass_of(hints.get(name))
        if kind is not None:
            made[name] = kind, [field.name for field in taken]
            types = get_type_hints(kind, include_extras=True)
            parameters += [_option(f.name, types[f.name], f.default) for f in taken]
        elif given.kind is Parameter.VAR_KEYWORD:
            parameters += [_option(key, of, default(of)) for key, of in more.items()]
        else:
            parameters.append(_option(name, hints[name], given.default))

    def called(**given: Any) -> None:
        ready = {
            name: kind(**{field: given.pop(field) for field in taken})
            for name, (kind, taken) in made.items()
        }
        run(**given, **ready)

    vars(called)["__signature__"] = Signature(parameters)
    called.__annotations__ = {one.name: one.annotation for one in parameters}
    called.__doc__ = run.__doc__
    return called


def default(annotation: Any) -> Any:
    """What an option that was not given has: the value beside it in the annotation, else the
    empty value of its type, None of a list."""
    kind, *beside = get_args(annotation)
    given = [one for one in beside if not isinstance(one, ParameterInfo)]
    return given[0] if given else kind() if kind in (str, int, bool) else None


def flag(name: str, annotation: Any) -> str:
    """How the option of the field `name` is spelled."""
    for info in get_args(annotation):
        if isinstance(info, OptionInfo) and isinstance(info.default, str):
            return info.default
    return f"--{name.replace('_', '-')}"


def _dataclass_of(hint: Any) -> tuple[type | None, list[Field[Any]]]:
    """The dataclass a parameter is annotated with, and the fields of it that are asked for."""
    kind, *names = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return None, []
    return kind, [field for field in fields(kind) if not names or field.name in names]


def _option(name: str, annotation: Any, value: Any) -> Parameter:
    missing = value is MISSING or value is Parameter.empty
    return Parameter(
        name,
        Parameter.KEYWORD_ONLY,
        default=Parameter.empty if missing else value,
        annotation=annotation,
    )
