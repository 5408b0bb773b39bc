"""What people read: no table wider than 80 columns, and nothing of Python in it."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from scheduler.cli.desk import console
from tests.cli.busy import AT, TITLE, fill, in_full, listings
from tests.cli.desk import Duban
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan

#: What only Python would print.
PYTHON = re.compile(r"\{'|\['|\bNone\b|\bTrue\b|\bFalse\b|datetime\.|<[\w.]+ object|[\w]+\(\w+=")


@pytest.fixture
def busy(june: Duban) -> Duban:
    """The small programme on 3 June 2010 with one of each kind, all with long titles."""
    fill(june)
    return june


def test_no_listing_is_wider_than_80_columns_and_no_title_is_cut(busy, monkeypatch):
    monkeypatch.setattr(console, "_width", 80)
    for words in listings(busy):
        answer = busy(*words)
        assert (answer.code, answer.crashed) == (0, False), (words, answer.err)
        wide = [line for line in answer.out.splitlines() if cell_len(line) > 80]
        assert wide == [], words
    whole = re.sub(r"[^\w]", "", busy("obligations", "--kind", "matter", *AT).out)
    letters = [letter for letter in TITLE if letter in whole]
    assert "".join(letters) == TITLE


def test_nothing_that_people_read_shows_the_insides_of_python(busy):
    calls = [*listings(busy), *in_full(busy)]
    assert len({words[0] for words in calls}) > 15
    for words in calls:
        answer = busy(*words)
        assert not answer.crashed, (words, answer.err)
        assert answer.code == 0 or words[0] == "doctor", (words, answer.err)
        assert PYTHON.findall(answer.out) == [], (words, answer.out)


def test_one_item_in_full_is_labels_and_values_with_weekdays(busy, monkeypatch):
    monkeypatch.setattr(console, "_width", 200)
    number = busy.ids("--kind", "matter")[0]
    said = " ".join(busy("obligations", "show", number, *AT).out.split())
    assert f"item {TITLE}" in said
    assert re.search(r"due \w+day \d+ June 2010", said)
    assert "History 2010-06-03 Thu " in said and "Next reminders 2010-06-" in said


def test_a_short_column_stays_whole_and_a_table_of_many_columns_still_fits(duban, monkeypatch):
    monkeypatch.setattr(console, "_width", 80)
    Path("plan.yaml").write_text(
        plan(RALLY, ESSAY, OPINION).replace("title: T", f"title: {TITLE}"), encoding="utf-8"
    )
    Path("org.yaml").write_text(org(), encoding="utf-8")
    assert duban("publish", "plan.yaml", "--org", "org.yaml", "--at", "2010-05-28").code == 0
    shown = duban("obligations", "--at", "2010-06-03").out
    assert shown.count("2010-05-31") == 3
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
