"""The scenario file: a mistake is named with its line, and no item is left without an answer."""

from importlib.resources import files

import pytest

from demo.scenario import read, scenario
from workflows.domain.errors import BadInput
from workflows.domain.states import DONE, KINDS, moves, possible, states

TEXT = (files("demo") / "scenario.yaml").read_text(encoding="utf-8")
#: What time does, or nobody has to do anything about.
WAITS = {"planned", "ongoing", "announced"}


@pytest.mark.parametrize(
    ("good", "bad", "named"),
    [
        ("up_to: 0.90", "up_ti: 0.90", "up_ti"),
        ("note: reports", "note: reportz", "reportz"),
        ("in: signs", "in: sings", "sings"),
        ("if: {said: true}", "if: {siad: true}", "siad"),
        ("who: office, in: 25, ", "who: office, ", "an act says when"),
        ("who: office, in: 25, ", "who: offise, in: 25, ", "who"),
        ('seed: "{seed}:{item}:{step}"', 'seed: "{seed}:{itme}"', "itme"),
        ("day: 20, until", "day: 31, until", "day"),
        ("severity: at_once", "severity: now", "severity"),
        ("behaviour:\n", "behaviour: [\n", "expected"),
    ],
)
def test_a_mistake_is_named_with_its_line(good, bad, named):
    at = TEXT.index(good)
    line = TEXT.count("\n", 0, at) + 1
    with pytest.raises(BadInput) as found:
        read(TEXT[:at] + bad + TEXT[at + len(good) :])
    (problem,) = found.value.problems[:1]
    assert named in str(problem.message)
    assert abs(problem.line - line) <= 3


def test_whatever_state_an_item_comes_to_somebody_answers_with_a_move_that_is_possible():
    left = [
        (kind, state)
        for kind in KINDS
        for state in states(kind)
        if state not in DONE | WAITS and kind not in ("phase", "anchor")
        if not any(
            act.move in possible(kind, state)
            for reaction in scenario().behaviour
            if "any" in reaction.on and kind in reaction.kind and state in reaction.state
            for act in [*reaction.do, *(act for one in reaction.choose for act in one.do)]
        )
    ]
    assert left == []


def test_every_act_is_a_move_of_its_kinds():
    wrong = [
        (reaction.on, act.move)
        for reaction in scenario().behaviour
        for act in [*reaction.do, *(act for one in reaction.choose for act in one.do)]
        if not any(act.move in moves(kind) for kind in reaction.kind or KINDS)
    ]
    assert wrong == []
