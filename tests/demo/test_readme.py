"""The README's first screen is what `make demo` prints."""

import re
import subprocess
import sys

import pytest

from tests.demo.conftest import ROOT, environment


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The demo as `make demo` runs it, line by line, without the lines of its tables."""
    folder = tmp_path_factory.mktemp("readme") / "demo"
    command = [sys.executable, "-m", "scheduler.cli", "demo", "--dir", str(folder)]
    run = subprocess.run(
        command, cwd=ROOT, env=environment(100), capture_output=True, text=True, check=True
    )
    return {plain(line).replace(str(folder), "demo") for line in run.stdout.splitlines()}


def plain(line):
    return " ".join(re.sub("[─-╿]", " ", line).split())


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_shows_of_the_demo_is_what_a_newcomer_sees(name, printed):
    text = (ROOT / name).read_text(encoding="utf-8")
    sample = text[text.index("```\n深入开展") + 4 :].partition("```")[0]
    shown = [plain(line) for line in sample.splitlines() if line.strip() != "…"]
    assert len(shown) > 12
    assert [line for line in shown if line not in printed] == []
