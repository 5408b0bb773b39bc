"""A rule for reminders read out says what the rule does, in both languages."""

import re
from dataclasses import replace
from datetime import time

import pytest

from notifications import words
from notifications.policy_words import read_out
from workflows.definition.policies import BUILT_IN, DOCUMENT, FIRM, ONGOING, PHASE, STANDARD
from workflows.domain.model import Trigger

BOTH = pytest.mark.parametrize("language", ["zh", "en"])
ALL = pytest.mark.parametrize("policy", BUILT_IN.values(), ids=BUILT_IN)


def said(policy, language: str) -> str:
    return "\n".join(line for _, lines in read_out(policy, language) for line in lines)


@BOTH
@ALL
def test_every_rule_of_the_program_is_read_out_in_whole_sentences(policy, language):
    assert words.policy(policy.name, language) != policy.name
    for heading, lines in read_out(policy, language):
        assert heading and lines
        assert all(line.endswith("。" if language == "zh" else ".") for line in lines)
        assert language == "zh" or not re.search("[\u4e00-\u9fff]", " ".join(lines))


def test_the_ladder_of_an_ordinary_item_names_each_rung_and_its_supervision_notice():
    text = said(STANDARD, "zh")
    assert "到期前10个工作日（办理期限达30个工作日的）：通知承办人。" in text
    assert "逾期第3个工作日：通知承办人、单位负责人；同时拟出督办单，待签发。" in text
    assert "此后每5个工作日：通知承办人、主要领导、领导小组；同时拟出二次督办单，待签发。" in text
    english = said(STANDARD, "en")
    assert "3 working days before the due date: sent to the assignee." in english
    assert (
        "6 working days after the due date: sent to the assignee and the executive sponsor."
        in english
    )


def test_a_firm_item_reaches_the_head_on_the_first_day_after():
    line = "1 working day after the due date: sent to the assignee and the head of the unit."
    assert line in said(FIRM, "en")


def test_the_reviewers_days_and_what_a_return_gives_are_those_of_the_rule():
    other = replace(STANDARD, review_within=5, return_within=7)
    assert "审核人须在5个工作日内审核" in said(other, "zh")
    assert "至少给7个工作日" in said(other, "zh")


def test_yellow_begins_where_the_first_point_before_the_due_day_stands():
    other = replace(STANDARD, triggers=(Trigger(offset=-2), *STANDARD.triggers[2:]))
    assert "黄灯（临期）：到期前2个工作日起" in said(other, "zh")
    without = replace(STANDARD, triggers=STANDARD.triggers[2:])
    assert "Yellow (due soon): on the due date." in said(without, "en")


def test_what_has_no_end_is_asked_for_a_note_and_never_red():
    assert "every 6 months" in said(ONGOING, "en")
    assert "红灯" not in said(ONGOING, "zh")


def test_a_phase_reminds_nobody_after_its_end_and_a_document_its_signer():
    assert "到期后不再催办" in said(PHASE, "zh")
    assert "通知签发人、办公室" in said(DOCUMENT, "zh")


def test_a_role_of_the_offices_own_and_an_hour_are_said():
    own = Trigger(offset=2, to=("holder", "role(watcher)"), hour=time(14, 0))
    text = said(replace(STANDARD, name="quick", triggers=(own, STANDARD.triggers[-1])), "zh")
    assert "任“watcher”职务的人" in text and "定在14:00的" in text
    assert words.policy("quick", "zh") == "quick"
