"""A small plan becomes the right Plan."""

from datetime import date, time

import pytest

from tests.definition.files import changed, check_plan, good, plan_with, text_of
from workflows.definition import Source, check, counts, load
from workflows.domain.dates import Starts, Waits, Window
from workflows.domain.model import Plan, Responsible, Reviewer, Text, Trigger


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(good("plan.yaml"), None)


def test_the_head_is_kept_as_written(plan: Plan):
    assert (plan.key, plan.number, plan.issued_on) == (
        "small-2010",
        "农发〔2010〕1号",
        date(2010, 5, 28),
    )
    assert plan.title == Text("小方案", "A small programme")
    assert plan.issuer == Text("县农业局", "县农业局")
    assert (plan.words, plan.line, plan.day_off) == ("从2010年5月到大会召开前", "branch", "stays")


def test_lines_keep_the_order_of_the_file_and_their_line_numbers(plan: Plan):
    keys = ["stage-1", "A", "A1", "A1.1", "A1.2", "A2", "M1", "M1.1", "M1.2", "M1.3", "M1.4"]
    assert [node.key for node in plan.nodes] == keys
    text = text_of("plan.yaml").splitlines()
    assert all(f"id: {node.key}" in text[node.line - 1] for node in plan.nodes)


def test_kinds_parents_and_clauses_follow_the_tree(plan: Plan):
    kinds = [node.kind for node in plan.nodes]
    assert kinds == [
        "stage",
        "phase",
        "task",
        "item",
        "note",
        "task",
        "group",
        "item",
        "item",
        "item",
        "item",
    ]
    assert plan.by_key["A1.1"].parent == "A1" and plan.by_key["A1"].parent == "A"
    assert plan.by_key["A1.1"].clause == "三（一）一"
    assert plan.by_key["A1.1"].phase == plan.by_key["M1.3"].phase == "A"


def test_items_and_tasks_without_items_ask(plan: Plan):
    assert [node.key for node in plan.asking] == ["A1.1", "A2", "M1.1", "M1.2", "M1.3", "M1.4"]


def test_counts(plan: Plan):
    expected = {"stages": 1, "phases": 1, "tasks": 2, "items": 6, "parties": None}
    assert counts(plan) == expected


def test_parties_are_counted_by_the_caller(plan: Plan):
    org = check_plan("issuer: 县农业局", "issuer: 局").org
    assert counts(plan, org, lambda plan, org: len(org.units))["parties"] == 5


def test_an_item_without_words_has_the_window_of_its_phase(plan: Plan):
    phase = Window(start=date(2010, 5, 1), end=date(2010, 6, 20), remind_from=date(2010, 6, 11))
    assert plan.by_key["A"].when == plan.by_key["A1.1"].when == plan.by_key["M1.3"].when == phase
    assert plan.by_key["A1.1"].words == "2010年5月—6月中旬"


def test_an_item_with_words_keeps_them_beside_their_meaning(plan: Plan):
    item = plan.by_key["M1.1"]
    assert item.words == item.due_words == "5月底前"
    assert item.when == Window(end=date(2010, 5, 31), remind_from=date(2010, 5, 31))


def test_programme_stands_for_the_programmes_own_words(plan: Plan):
    item = plan.by_key["M1.2"]
    assert item.words == "从2010年5月到大会召开前"
    assert item.when == Waits(anchor="congress", edge="before", start=date(2010, 5, 1))


def test_a_stage_may_have_a_beginning_only(plan: Plan):
    assert plan.by_key["stage-1"].when == Starts(on=date(2010, 5, 1))


def test_words_that_recur_become_a_rule_within_the_programme(plan: Plan):
    item = plan.by_key["M1.4"]
    assert item.recurs == "FREQ=MONTHLY;BYMONTHDAY=25"
    assert isinstance(item.when, Waits)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;BYDAY=FR"),
        ("RRULE:freq=weekly;byday=fr", "FREQ=WEEKLY;BYDAY=FR"),
        ("每季度末", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ],
)
def test_recurs_takes_rules_and_words(words: str, rule: str):
    plan = plan_with("phase: A\n", f"phase: A\n        recurs: {words}\n")
    assert plan.by_key["M1.3"].recurs == rule


def test_who_owes_and_who_verifies(plan: Plan):
    assert plan.by_key["M1.1"].responsible == (
        Responsible("each_unit", unit_kind="branch"),
        Responsible("unit", name="bureau"),
    )
    assert plan.by_key["A2"].responsible == (Responsible("each_person", tag="member"),)
    assert plan.by_key["M1.4"].responsible == (Responsible("role", name="office"),)
    shapes = {node.key: node.reviewer for node in plan.asking}
    assert shapes["A2"] == Reviewer("own_unit")
    assert shapes["M1.1"] == Reviewer("parent_unit")
    assert shapes["M1.3"] == Reviewer("none")
    assert shapes["M1.4"] == Reviewer("role", "principal")
    assert shapes["A1.1"] is None


@pytest.mark.parametrize(
    "words",
    ["each unit(kind=branch)", "each unit head(kind=section)", "each person(member)",
     "unit(office)", "role(principal)"],
)  # fmt: skip
def test_every_form_of_owes_reads_back_as_written(words: str):
    node = plan_with("owes: each person(member)", f"owes: {words}").by_key["A2"]
    assert [str(responsible) for responsible in node.responsible] == [words]


def test_a_lead_unit_owes(plan: Plan):
    read = plan_with("owes: each person(member)", "lead: office\n            assist: bureau")
    assert read.by_key["A2"].responsible == (Responsible("unit", name="office"),)
    assert read.by_key["A2"].assist == ("bureau",)


def test_nothing_is_suggested_into_the_plan(plan: Plan):
    assert plan.by_key["A1.1"].responsible == () and plan.by_key["M1.2"].recurs == ""


def test_anchors_keep_what_is_expected_and_have_no_day(plan: Plan):
    (anchor,) = plan.anchors
    assert (anchor.key, anchor.words, anchor.expected, anchor.on) == (
        "congress",
        ("大会",),
        "2012年下半年",
        None,
    )


def test_a_policy_of_the_plan_stands_beside_the_built_in_ones(plan: Plan):
    quick = plan.policies["quick"]
    assert quick.triggers[2] == Trigger(
        offset=2, to=("holder", "head"), hour=time(14), supervision_notice="red"
    )
    assert quick.triggers[3] == Trigger(offset=2, to=("holder", "principal"), every=5)
    assert quick.review == plan.policies["standard"].review
    assert {"standard", "firm", "ongoing", "phase", "anchor", "decision"} < set(plan.policies)


def test_quota_policy_and_predecessors(plan: Plan):
    assert (plan.by_key["A2"].quota, plan.by_key["A2"].policy) == (2, "quick")
    assert plan.by_key["M1.3"].after == ("M1.1",)
    assert plan.by_key["A1.1"].policy == "standard"


def test_one_report_answers_other_items():
    answered = plan_with("quota: 2", "quota: 2\n            answers: [A1.1]")
    assert answered.by_key["A1.1"].answered_by == "A2"
    assert answered.by_key["A2"].answers == ("A1.1",)


def test_a_predecessor_that_another_report_answers_is_that_report():
    text = text_of("plan.yaml").replace("after: [M1.1]", "after: [A1.1]")
    text = text.replace("quota: 2", "quota: 2\n            answers: [A1.1]")
    assert load(Source("plan.yaml", text), None).by_key["M1.3"].after == ("A2",)


def test_the_digest_follows_plan_and_decisions(plan: Plan):
    assert plan.digest == load(good("plan.yaml"), None).digest
    assert plan.digest != load(good("plan.yaml"), good("decisions.yaml")).digest
    assert plan.digest != load(changed("plan.yaml", "quota: 2", "quota: 3"), None).digest


def test_scalars_stay_words_as_written():
    plan = load(changed("plan.yaml", "clause: 四（一）", "clause: 1.10"), None)
    assert plan.by_key["M1.1"].clause == "1.10"


def test_a_missing_year_comes_from_the_phase():
    plan = plan_with("note: true", "words: 6月15日前")
    assert plan.by_key["A1.2"].when == Window(end=date(2010, 6, 15), remind_from=date(2010, 6, 15))


def test_the_default_calendar_needs_no_argument():
    assert check(good("plan.yaml")).plan is not None
