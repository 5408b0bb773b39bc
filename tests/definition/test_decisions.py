"""What the office decided fills what the plan leaves open."""

from datetime import date

import pytest

from tests.definition.files import good
from workflows.definition import Source, check, load
from workflows.domain.dates import Waits, Window
from workflows.domain.model import Plan, Responsible, Reviewer


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(good("plan.yaml"), good("decisions.yaml"))


def decided(body: str) -> Plan:
    return load(good("plan.yaml"), Source("d.yaml", f"for: small-2010\ndecisions:\n  {body}\n"))


def test_decisions_say_who_owes_and_who_verifies(plan: Plan):
    assert plan.by_key["A1.1"].responsible == (Responsible("unit", name="committee"),)
    assert plan.by_key["A1.1"].reviewer == Reviewer("unit", "outside")
    assert plan.by_key["M1.2"].responsible == (Responsible("unit", name="committee"),)
    assert plan.by_key["M1.2"].assist == ("office",)


def test_evidence_is_kept_in_both_languages_so_that_english_mail_can_name_it(plan: Plan):
    evidence = plan.by_key["A1.1"].evidence
    assert evidence is not None and evidence.zh == "记录"


def test_the_offices_deadline_narrows_the_phase_and_keeps_both_words(plan: Plan):
    item = plan.by_key["A1.1"]
    assert (item.words, item.decided, item.due_words) == (
        "2010年5月—6月中旬",
        "6月10日前",
        "6月10日前",
    )
    ten_june = date(2010, 6, 10)
    assert item.when == Window(start=date(2010, 5, 1), end=ten_june, remind_from=ten_june)


def test_a_decided_recurrence_keeps_the_programmes_window(plan: Plan):
    item = plan.by_key["M1.2"]
    assert item.recurs == "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
    assert item.due_words == "每季度末"
    assert isinstance(item.when, Waits)


def test_people_are_never_shown_an_rrule():
    item = decided("M1.2: {recurs: FREQ=MONTHLY;BYMONTHDAY=25}").by_key["M1.2"]
    assert item.recurs and item.due_words == "从2010年5月到大会召开前"


def test_a_programme_wide_item_may_go_on_for_good():
    item = decided("M1.2: {ongoing: true}").by_key["M1.2"]
    assert item.ongoing and item.policy == "ongoing"


def test_a_programme_wide_item_may_get_a_deadline():
    item = decided("M1.2: {due: 2010年9月底前}").by_key["M1.2"]
    assert item.when == Window(
        start=date(2010, 5, 1), end=date(2010, 9, 30), remind_from=date(2010, 9, 30)
    )


def test_answers_of_plan_and_decisions_add_up():
    plan = decided("M1.1: {answers: [M1.2]}")
    assert plan.by_key["M1.1"].answers == ("M1.2",)
    assert plan.by_key["M1.2"].answered_by == "M1.1"


def test_the_office_may_choose_another_policy():
    assert decided("M1.1: {policy: standard}").by_key["M1.1"].policy == "standard"


def test_the_same_word_again_is_no_contradiction():
    assert decided("A2: {verifier: own unit, quota: 2}").by_key["A2"].quota == 2


def test_no_question_is_left_open():
    assert check(good("plan.yaml"), good("decisions.yaml"), good("org.yaml")).questions == ()
