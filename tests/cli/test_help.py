"""`--help`: what a clerk looks for stands in a panel, in one line, in the words of the pages."""

import re
from typing import Any

import pytest
import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from scheduler.cli import PANELS, app
from tests.test_docs import CLI

ROOT: Any = typer.main.get_command(app)

#: Words that the pages do not use; names of commands and options and what JSON says stay.
REPLACED = re.compile(
    r"\b(urge[sd]?|matters?|legs?|holders?|doers?|press(ed|ing)|slips?|anchors?|papers?"
    r"|look-backs?|put aside|leading group|principal leader|lights?|obligations?|owe[sd]?"
    r"|struck|strik(e|ing) off|was put in|posts?|unless said|he|his|him)\b",
    re.IGNORECASE,
)
#: What is typed or read by scripts, not said.
TYPED = re.compile(r"--[a-z-]+|`[^`]*`|duban( [a-z-]+)+|task, phase, anchor, matter")


def said(command) -> list[str]:
    """All the help of one command: its own and that of its options."""
    return [command.help or "", *(p.help or "" for p in command.params)]


def test_every_command_stands_in_one_panel_of_the_help():
    listed = [name for names in PANELS.values() for name in names]
    assert sorted(listed) == sorted(ROOT.commands)
    assert {name: ROOT.commands[name].rich_help_panel for name in listed} == {
        name: panel for panel, names in PANELS.items() for name in names
    }


@pytest.mark.parametrize("name", [n for n, c in ROOT.commands.items() if isinstance(c, TyperGroup)])
def test_the_help_of_a_group_is_in_panels(name):
    group = ROOT.commands[name]
    assert group.commands
    assert all(command.rich_help_panel for command in group.commands.values())


def test_the_help_lists_the_panels_in_the_order_of_the_work():
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).output
    places = [shown.index(f"─ {panel} ─") for panel in PANELS]
    assert places == sorted(places)


@pytest.mark.parametrize("words", [(), ("rectify",), ("inspect",), ("slip",), ("org",)], ids=str)
def test_a_command_takes_one_line_of_the_help_at_80_columns(words):
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80"}).output
    folded = [line for line in shown.splitlines() if re.match(r"│ {6,}\S", line)]
    assert folded == []


@pytest.mark.parametrize("name", CLI)
def test_the_help_uses_the_words_of_the_pages(name):
    found = [
        f"{match[0]}: {text}"
        for text in said(CLI[name])
        for match in REPLACED.finditer(TYPED.sub("", text))
    ]
    assert found == []
