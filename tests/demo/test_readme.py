"""The README's first screen is what `make demo` prints."""

import re

import pytest

from demo.playback import DemoFolder
from demo.scenario import scenario
from scheduler.cli.demo import show
from scheduler.cli.desk import console
from tests.demo.conftest import ROOT
from workflows.commands.context import open_context
from workflows.store.engine import connect, reading


@pytest.fixture
def printed(as_printed, capsys, monkeypatch):
    """What it prints in a language, line by line, without the lines of its tables."""

    def in_language(spoken):
        monkeypatch.setenv("DUBAN_LANGUAGE", spoken)
        monkeypatch.setattr(console, "_width", 140)
        folder, engine = DemoFolder(as_printed.folder), connect(as_printed.url)
        with reading(engine).connect() as connection:
            show(connection, open_context(connection, scenario().programme), folder)
        engine.dispose()
        shown = capsys.readouterr().out.replace(str(as_printed.folder), "duban-demo")
        return {plain(line) for line in shown.splitlines()}

    return in_language


def plain(line):
    return " ".join(re.sub("[─-╿]", " ", line).split())


@pytest.mark.parametrize(("name", "spoken"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_what_the_readme_shows_of_the_demo_is_what_a_newcomer_sees(name, spoken, printed):
    text = (ROOT / name).read_text(encoding="utf-8")
    sample = text[text.index("```\n深入开展") + 4 :].partition("```")[0]
    shown = [plain(line) for line in sample.splitlines() if line.strip() != "…"]
    assert len(shown) > 12
    lines = printed(spoken)
    assert [line for line in shown if line not in lines] == []
