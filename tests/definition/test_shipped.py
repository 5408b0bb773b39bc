"""The shipped programme: what its check must say (issue 2, “Done when”)."""

from datetime import date

import pytest

from tests.definition.files import shipped
from workflows.definition import Checked, check, counts
from workflows.domain.dates import Waits, Window


@pytest.fixture(scope="module")
def alone() -> Checked:
    return check(shipped("programme.yaml"))


@pytest.fixture(scope="module")
def decided() -> Checked:
    return check(shipped("programme.yaml"), shipped("decisions.yaml"), shipped("org.yaml"))


def test_it_has_two_stages_four_phases_and_sixteen_tasks(alone: Checked):
    assert alone.plan is not None
    found = counts(alone.plan)
    assert (found["stages"], found["phases"], found["tasks"]) == (2, 4, 16)


def test_the_plan_by_itself_has_exactly_three_warnings(alone: Checked):
    assert [(w.code, w.clause) for w in alone.warnings] == [
        ("due-on-day-off", "三（二）（一）"),
        ("due-on-day-off", "三（二）（三）"),
        ("short-notice", "四（一）"),
    ]
    assert "Sunday 2010-06-20" in str(alone.warnings[0].message)
    assert "Saturday 2012-06-30" in str(alone.warnings[1].message)
    assert "Monday 2010-05-31: 1 working day after issue" in str(alone.warnings[2].message)


def test_the_plan_by_itself_leaves_questions_open(alone: Checked):
    asked = {(q.item, q.field): q.suggestion for q in alone.questions}
    assert asked["A1.1", "owes"] == "unit(committee)"
    assert ("31-1", "often") in asked and ("41-1", "owes") not in asked


def test_with_decisions_and_organisation_no_question_is_open(decided: Checked):
    assert decided.problems == () and decided.questions == ()
    assert len(decided.warnings) == 3


def test_the_branch_rally_is_firm_and_due_on_31_may(decided: Checked):
    assert decided.plan is not None
    rally = decided.plan.by_key["41-1"]
    assert rally.policy == "firm"
    assert rally.when == Window(end=date(2010, 5, 31), remind_from=date(2010, 5, 31))


def test_the_last_phase_waits_for_the_congress(decided: Checked):
    assert decided.plan is not None
    assert decided.plan.by_key["D"].when == Waits(
        anchor="congress-18", edge="before", start=date(2012, 7, 1)
    )


def test_every_asking_item_is_owed_verified_and_timed(decided: Checked):
    assert decided.plan is not None
    for node in decided.plan.asking:
        if node.answered_by is None:
            assert node.responsible and node.reviewer, node.key
            assert node.when or node.recurs or node.ongoing, node.key
