"""The README's first screen is what `make demo` prints."""

import re

import pytest

from tests.demo.conftest import ROOT


@pytest.fixture
def printed(as_printed):
    """What it printed, line by line, without the lines of its tables."""
    shown = as_printed.out.replace(str(as_printed.folder), "duban-demo")
    return {plain(line) for line in shown.splitlines()}


def plain(line):
    return " ".join(re.sub("[─-╿]", " ", line).split())


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_shows_of_the_demo_is_what_a_newcomer_sees(name, printed):
    text = (ROOT / name).read_text(encoding="utf-8")
    sample = text[text.index("```\n深入开展") + 4 :].partition("```")[0]
    shown = [plain(line) for line in sample.splitlines() if line.strip() != "…"]
    assert len(shown) > 12
    assert [line for line in shown if line not in printed] == []
