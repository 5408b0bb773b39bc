"""`duban catchup`: for people in their language, for scripts as JSON in that of the plan."""


def test_without_an_outage_it_says_so(june):
    answer = june("catchup")
    assert (answer.code, answer.out.strip()) == (0, "nothing was missed")
    assert june("catchup", "--json").json == {
        "programme": "small",
        "language": "zh",
        "outages": [],
        "held_up": [],
    }


def test_after_a_week_it_gives_totals_first_and_then_each_item_with_the_reason(june):
    june.set(language="zh")
    assert june("tick", "--at", "2010-06-10T10:00").code == 0
    lines = june("catchup").out.splitlines()
    assert lines[0].startswith("停机：") and "2010-06-10 10:00补办" in lines[0]
    assert "件事项，应提醒、应催办" in lines[1]
    assert any("并入逾期第6个工作日的通知" in line for line in lines[2:])
    (outage,) = june("catchup", "--json").json["outages"]
    assert outage["totals"]["matters"] == len(outage["matters"]) == len(lines) - 2
    assert june("catchup", "--since", "2010-06-11", "--json").json["outages"] == []
    assert june("catchup", "--until", "2010-06-09", "--json").json["outages"] == []


def test_a_day_that_is_none_is_refused(june):
    answer = june("catchup", "--since", "gestern")
    assert (answer.code, answer.crashed) == (1, False) and "--since" in answer.err
