"""`duban why`: somebody who asks why they are written to is told, in their own language."""

import pytest


def story(duban, *words):
    return {one["heading"]: one["lines"] for one in duban("why", *words, "--json").json["story"]}


def test_the_story_of_a_late_item_tells_rule_dates_reminds_and_who_is_next(june):
    (number,) = june.ids("--item", "rally", "--unit", "b3")
    told = story(june, number, "--at", "2010-06-01", "--language", "en")
    assert list(told) == ["Basis", "Due dates", "What happened", "Messages", "What comes next"]
    assert any("reminder rule" in line for line in told["Basis"])
    assert told["Due dates"][0].startswith("due on 2010-05-31")
    assert told["Due dates"][-1] == "now: in progress, 1 working day overdue"
    happened = " | ".join(told["What happened"])
    assert "on the due date: sent to the assignee" in happened
    assert "2010-06-01 1 working day after the due date: sent to the assignee" in happened
    assert "status: due soon → overdue" in happened
    assert told["What comes next"][0].startswith(
        "2010-06-03 3 working days after the due date: sent to "
    )
    assert "b3-head@example.org" in told["What comes next"][0]
    assert any("b3-head@example.org [waiting]" in line for line in told["Messages"])


def test_the_same_story_is_told_in_chinese_to_those_who_read_chinese(june):
    (number,) = june.ids("--item", "rally", "--unit", "b3")
    told = story(june, number, "--at", "2010-06-01", "--language", "zh")
    assert list(told) == ["依据", "时限", "办理经过", "已发邮件", "下一步"]
    assert told["时限"][-1] == "目前：办理中，已逾期1个工作日"
    assert any(
        line.startswith("2010-06-01 逾期第1个工作日：通知承办人") for line in told["办理经过"]
    )


def test_what_somebody_did_is_told_with_their_name_and_their_reason(june):
    (number,) = june.ids("--item", "rally", "--unit", "b3")
    june("waive", number, "--reason", "dissolved.", "--at", "2010-06-01T10:00")
    told = story(june, number, "--at", "2010-06-01T11:00", "--language", "en")
    assert told["What happened"][-1].startswith("2010-06-01 waived (reason: dissolved), by ")
    assert told["What comes next"] == ["nothing: it is done"]


def test_a_mail_tells_why_each_thing_in_it_was_said_to_its_reader(june):
    mail = june("messages", "--to", "b3-head@example.org", "--kind", "overdue", "--json").json[0]
    told = story(june, mail["id"], "--message", "--language", "en")
    assert "b3-head@example.org" in told["The message"][0]
    (number,) = june.ids("--item", "rally", "--unit", "b3")
    assert any(
        line.startswith(f"#{number} ") and "the reminder rule" in line for line in told["Reasons"]
    )


@pytest.mark.parametrize("words", [("999",), ("999", "--message"), ("1", "--language", "fr")])
def test_what_is_not_there_is_refused_with_the_way_to_find_it(june, words):
    answer = june("why", *words)
    assert (answer.code, answer.crashed) == (1, False) and answer.err


def test_after_an_outage_the_story_says_what_was_merged_left_out_and_recorded_late(duban):
    assert duban("publish", "plan.yaml", "--org", "org.yaml", "--at", "2010-05-28T09:30").code == 0
    assert duban("tick", "--at", "2010-05-28T09:30").code == 0
    assert duban("tick", "--at", "2010-06-08T09:30").code == 0
    (number,) = duban.ids(
        "--item", "rally", "--unit", "b3", "--kind", "task", "--at", "2010-06-08T10:00"
    )
    happened = story(duban, number, "--at", "2010-06-08T10:00", "--language", "en")["What happened"]
    late = [line for line in happened if "recorded late, on 2010-06-08" in line]
    assert any("merged into the message sent" in line for line in late)
    assert any("not sent; replaced by the message sent" in line for line in late)
    told = [line for line in happened if ": sent to " in line]
    assert len(told) == 1 and told[0].startswith("2010-06-08"), "the highest level, once"
