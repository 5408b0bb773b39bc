"""After an outage the record says what was due, said late, merged, left out, and why."""

from datetime import date

from notifications import outage_report
from tests.stories.world import ESSAY, NO_BULLETINS, PHASE_A, RALLY, plan
from workflows.store.engine import reading

LONG = "{id: long, owes: each unit(kind=branch), words: 7月30日前}"


def told(story, language="zh", since=None, until=None):
    with reading(story.engine).connect() as connection:
        return outage_report.record(connection, story.context, language, since, until)


def of(outage, row):
    (found,) = [m for m in outage["matters"] if m["obligation"] == row.id]
    return found, [(m["point"], m["outcome"], m["into"]) for m in found["moments"]]


def test_a_program_that_never_stopped_has_nothing_to_catch_up(tell):
    story = tell(plan(RALLY, ESSAY, phases=(PHASE_A,))).to("2010-06-20")
    assert told(story) | {"outages": [], "held_up": []} == told(story)


def test_after_a_week_down_the_highest_level_is_said_once_and_all_of_it_is_named(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.leap("2010-06-10T10:00")
    row = story.row("rally", "b3")
    levels = story.events(row, "overdue")
    assert [(e.trigger, e.why["outcome"]) for e in levels] == [
        ("+1wd", "merged"),
        ("+3wd", "merged"),
        ("+6wd", "said"),
    ]
    for reader in ("b3-head", "director"):
        (letter,) = story.mails(to=reader, on="2010-06-10")
        spoken = [i.obligation for i in letter.items if not i.dropped]
        assert spoken.count(row.id) == 1
    (outage,) = told(story)["outages"]
    assert (outage["since"], outage["until"]) == (
        "2010-05-31T16:00:00+00:00",
        "2010-06-10T02:00:00+00:00",
    )
    assert outage["last_before"] < outage["since"]
    mine, moments = of(outage, row)
    assert moments == [
        ("+1wd", "merged", "+6wd"),
        ("+3wd", "merged", "+6wd"),
        ("+6wd", "said", None),
    ]
    assert "并入逾期第6个工作日的通知" in mine["said"]
    assert all(mail["late"] for mail in mine["mails"]) and len(mine["mails"]) == 2
    assert "应于2010-06-08发出，迟发" in mine["said"]
    late = {e.id for e in story.events() if e.recorded_at == story.now and e.trigger}
    totals = outage["totals"]
    parts = ("said", "merged", "superseded", "skipped")
    assert totals["due"] == sum(totals[part] for part in parts)
    named = [m["point"] for item in outage["matters"] for m in item["moments"]]
    assert len(late) == totals["lights"] + len([trigger for trigger in named if trigger])


def test_a_night_without_power_was_caught_up_in_time_and_says_so(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.leap("2010-06-01T07:00")
    story.to("2010-06-01")
    (outage,) = told(story, "en")["outages"]
    assert outage["totals"]["mails_late"] == 0 < outage["totals"]["mails"]
    assert all("sent on time" in m["said"] for m in outage["matters"] if m["mails"])


def test_reminders_that_were_left_out_name_the_one_that_came_instead(tell):
    story = tell(plan(LONG), decisions=NO_BULLETINS).to("2010-07-15")
    story.leap("2010-07-30T08:00")
    (outage,) = told(story, "en")["outages"]
    mine, moments = of(outage, story.row("long", "b1"))
    assert moments == [
        ("-10wd", "superseded", "0"),
        ("-3wd", "superseded", "0"),
        ("0", "said", None),
    ]
    assert "not sent; replaced by the message sent on the due date" in mine["said"]


def test_each_outage_stands_by_itself_and_days_choose_among_them(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    story.leap("2010-06-04T10:00")
    story.to("2010-06-08")
    story.leap("2010-06-11T10:00")
    assert len(told(story)["outages"]) == 2
    (first,) = told(story, until=date(2010, 6, 9))["outages"]
    (second,) = told(story, since=date(2010, 6, 9))["outages"]
    assert first["until"] < second["since"] < second["until"]


def test_a_row_that_was_quarantined_is_told_apart_from_an_outage(tell):
    story = tell(plan(RALLY)).to("2010-05-31")
    bad = story.row("rally", "b2")
    story.damage(bad, policy="no-such-policy")
    story.to("2010-06-01")
    story.damage(story.row("rally", "b2"), policy=bad.policy)
    story.to("2010-06-02")
    (outage,) = told(story, "en")["outages"]
    assert {m["obligation"] for m in outage["matters"]} == {bad.id}
    assert all(m["put_aside"] and "could not be processed" in m["said"] for m in outage["matters"])


def test_mails_that_the_relay_held_up_are_named_with_their_hour(tell):
    story = tell(plan(RALLY)).to("2010-06-01T00:00")
    for at in ("2010-06-01T09:00", "2010-06-01T15:00"):
        story.now = story.now.fromisoformat(f"{at}:00+08:00")
        story.tick(send=at.endswith("15:00"))
    found = told(story)
    assert found["outages"] == []
    held = {mail["hour"]: mail["sent_at"] for mail in found["held_up"]}
    assert held == {"2010-06-01T01:00:00+00:00": "2010-06-01T07:00:00+00:00"}
