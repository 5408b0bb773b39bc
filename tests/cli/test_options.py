"""Commands receive dataclasses; their options keep their names, places and defaults."""

import inspect
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from scheduler.cli.acts import makes
from scheduler.cli.options import Invocation, Lists, Writes, commands, default, flag
from tests.test_docs import CLI

runner = CliRunner()


@dataclass(frozen=True, kw_only=True)
class ParcelOptions:
    to: Annotated[str, typer.Option(help="Where it goes.")]
    weight: Annotated[int, typer.Option(help="Grams.")] = 5


@pytest.fixture
def sent():
    """(app, what it was called with): a command that takes options of its own and all four."""
    app, calls = typer.Typer(), list[object]()

    def parcel(number: int, given: ParcelOptions, call: Writes) -> None:
        """Send a parcel."""
        calls.append((number, given, call))

    def listing(call: Lists) -> None:
        """List parcels."""
        calls.append(call)

    commands(app, {"parcel": parcel, "list": listing})
    return app, calls


COMMON = ("who", "at", "programme", "json")


def test_options_come_as_frozen_data_wherever_they_stand_on_the_line(sent):
    app, calls = sent
    done = runner.invoke(app, ["parcel", "--as", "x@example.org", "7", "--to", "b1", "--json"])
    assert done.exit_code == 0, done.output
    assert calls == [(7, ParcelOptions(to="b1"), Invocation(who="x@example.org", json=True))]


def test_a_field_without_a_default_is_a_required_option(sent):
    app, calls = sent
    assert runner.invoke(app, ["parcel", "7"]).exit_code == 2
    assert calls == []


def test_a_command_takes_only_the_common_options_its_annotation_names(sent):
    app, calls = sent
    assert runner.invoke(app, ["list", "--programme", "p"]).exit_code == 0
    assert runner.invoke(app, ["list", "--at", "2010-06-01"]).exit_code == 2
    assert calls == [Invocation(programme="p")]


def test_the_command_of_a_move_asks_for_the_fields_of_the_move():
    own = Annotated[str, typer.Option("--until", help="A day.")]
    made = makes("seen", "Seen.", to=own)
    assert list(inspect.signature(made).parameters) == ["ids", *COMMON, "to"]
    asked = inspect.signature(makes("report", "Report.")).parameters
    assert list(asked) == ["ids", *COMMON, "note", "done_on", "evidence"]
    assert (asked["note"].default, asked["evidence"].default) == ("", None)
    assert flag("to", own) == "--until"
    assert flag("done_on", Annotated[str, typer.Option(help="A day.")]) == "--done-on"
    assert default(Annotated[int, typer.Option("--n"), 1]) == 1


def test_no_command_has_six_parameters_of_its_own():
    """Options belong into a dataclass: a command is read by its parameters."""
    import scheduler.cli as house

    long = [
        f"{module.__name__}.{name}"
        for module in vars(house).values()
        if inspect.ismodule(module) and module.__name__.startswith("scheduler.cli.")
        for name, found in vars(module).items()
        if inspect.isfunction(found)
        and found.__module__ == module.__name__
        and len(inspect.signature(found).parameters) > 5
    ]
    assert long == []


@pytest.mark.parametrize("name", CLI)
def test_common_options_stand_together_in_the_help_of_each_command(name):
    common = {"--as", "--at", "--programme", "--json"}
    panels = {getattr(p, "rich_help_panel", "") for p in CLI[name].params if common & set(p.opts)}
    assert panels <= {"Common options"}
