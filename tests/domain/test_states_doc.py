"""docs/states.md says what the tables say, whole, and is not stale."""

import re

import pytest

from workflows.domain import states_doc
from workflows.domain.guards import GUARDS
from workflows.domain.states import KINDS, TABLE, states


def section(kind: str) -> str:
    return states_doc.page().split(f"## {states_doc.TITLES[kind]}\n")[1].split("\n## ")[0]


def test_the_page_in_the_docs_is_the_one_the_tables_give():
    assert states_doc.main(["--check"]) == 0


def test_every_kind_has_a_title_of_its_own():
    assert tuple(states_doc.TITLES) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_of_a_kind_is_one_row(kind):
    rows = re.findall(r"^\| \*?(\w+)\*? \| `(\w+)` \| \*?(\w+)\*? \|", section(kind), re.M)
    assert sorted(rows) == sorted(
        (rule.state, rule.move, rule.to) for (of, _, _), rule in TABLE.items() if of == kind
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_stands_in_the_drawing_and_every_change_is_an_arrow(kind):
    drawing = section(kind).split("```mermaid\n")[1].split("```")[0]
    assert drawing.startswith("stateDiagram-v2\n")
    for state in states(kind):
        assert re.search(rf"\b{state}\b", drawing)
    for (of, old, move), rule in TABLE.items():
        if of == kind and old != rule.to:
            assert re.search(rf"^    {old} --> {rule.to}: .*\b{move}\b", drawing, re.M)


def test_every_need_is_explained():
    explained = states_doc.INTRO.split("| need |")[1]
    assert [need for need in GUARDS if f"`{need}`" not in explained] == []


def test_a_stale_page_is_reported_and_then_written_afresh(tmp_path, capsys):
    place = tmp_path / "states.md"
    place.write_text("old", encoding="utf-8")
    assert states_doc.main(["--check"], str(place)) == 1
    assert "is stale: run python -m workflows.domain.states_doc" in capsys.readouterr().err
    assert place.read_text("utf-8") == "old"
    assert states_doc.main([], str(place)) == 0
    assert place.read_text("utf-8") == states_doc.page()


def test_a_page_that_is_not_there_is_written(tmp_path):
    place = tmp_path / "states.md"
    assert states_doc.main([], str(place)) == 0
    assert states_doc.main(["--check"], str(place)) == 0
