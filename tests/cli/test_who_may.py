"""Every command that writes asks the table of roles; a refusal changes nothing and is on record."""

import json
import os
import sqlite3

import pytest
import typer

from scheduler.cli import app
from workflows.domain.roles import having

AT = ("--at", "2010-06-01T10:00")
PEOPLE = {
    "liaison": "b1-liaison@example.org",
    "head": "b1-head@example.org",
    "leader": "leader-1@example.org",
    "office": "clerk@example.org",
}
NEEDED = ("--unit", "b1", "--title", "查清仓库", "--due", "2010-06-25")
FOUND = ("--unit", "b1", "--what", "通道堆物", "--verifier", "committee-head@example.org")
HELD = ("--way", "round_visit", "--on", "2010-06-20", "--by", "leader-1@example.org")
#: Command → (what it is given, the permission it needs, what is put on record of a refusal).
OFFICE = {
    "anchor set": (("congress", "2012-11-08", *AT), "run", "announce"),
    "org hand-over": (("b2-post", "--to", "b2-liaison@example.org", *AT), "run", "hand_over"),
    "org import": (("org.yaml", *AT), "run", "import_people"),
    "publish": (("plan.yaml", *AT), "run", "publish"),
    "trial": (("on",), "run", "trial"),
    "matter add": ((*NEEDED, *AT), "rule", "assign"),
    "rectify open": ((*FOUND, *AT), "register", "issue"),
    "inspect plan": ((*HELD, *AT), "register", "inspect"),
}
#: Commands with --as whose right is asked elsewhere: moves (tests/domain/test_states.py, each kind,
#: state and role), and those that cannot be tried on a database in which nothing is amiss.
ELSEWHERE = {
    "obligations retry": "tests/dashboard/test_quarantine.py",
    "audit prune": "tests/record/test_pruning.py",
    "tick": "tests/stories/test_clock.py",
    "inspect open": "as inspect plan",
    "rectify import": "as rectify open",
}
MOVES = {
    *("report", "accept", "return", "assign", "note", "explain", "press", "phoned", "waive"),
    *("reopen", "withdraw", "extend", "object", "seen", "round", "unknown"),
    *("sign", "uphold", "reassign", "plan", "apply", "check", "strike", "hold", "resume"),
    *("list", "delist", "relapse", "holds", "draw", "close", "contest", "answer", "redate"),
    *("void", "redraft", "submit", "correct", "pass", "back"),
}


def commands(group=None, before=""):
    """(name, its click command) of every command there is."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def record():
    with sqlite3.connect(os.environ["DUBAN_DATABASE_URL"].removeprefix("sqlite:///")) as opened:
        found = opened.execute("SELECT actor, why FROM events WHERE kind = 'denied'").fetchall()
        rows = opened.execute("SELECT id, version FROM obligations ORDER BY id").fetchall()
        dates = opened.execute("SELECT key, on_date FROM anchors").fetchall()
    return [(actor, json.loads(why)["move"]) for actor, why in found], (rows, dates)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("name", OFFICE)
def test_a_command_is_for_those_the_table_names_and_a_refusal_is_on_record(june, name, role):
    words, permission, act = OFFICE[name]
    before = record()[1]
    answer = june(*name.split(), *words, "--as", PEOPLE[role])
    denied, after = record()
    if role in having(permission):
        assert answer.code == 0, answer.err
        assert denied == []
    else:
        assert (answer.code, answer.crashed) == (1, False)
        assert denied == [(PEOPLE[role].partition("@")[0], act)]
        assert after == before


def test_no_command_that_acts_for_somebody_is_forgotten_here():
    acting = {
        name
        for name, command in commands()
        if any("--as" in getattr(option, "opts", ()) for option in command.params)
    }
    moves = {name for name in acting if name not in OFFICE and name not in ELSEWHERE}
    # What is left makes one move through `act`, which asks the tables of the kinds.
    assert set(OFFICE) <= acting
    assert moves == {name for name in moves if name.split()[-1] in MOVES}, moves
