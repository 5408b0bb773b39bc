"""The relay was away for days: everybody gets one mail, with everything in it and nothing twice."""

import pytest

from tests.delivery.office import Office, later
from tests.delivery.relay import at
from tests.stories.world import ESSAY, RALLY, org, person

DAYS = ("2010-05-31T09:00", "2010-06-01T09:00", "2010-06-02T09:00")
BACK = "2010-06-03T08:30"


@pytest.fixture
def back(database_url, relay):
    """Three days without a relay, a head whose key begins with an e; then it is back."""
    given = org(people={"eve": person("eve", "b2")}, posts={"b2-post": {"person": "eve"}})
    office = Office(database_url, RALLY, ESSAY, org=given)
    dead = office.courier(relay(at("GREETING", "421 down")).port)
    for when in DAYS:
        dead.run_once(office.at(when))
    office.returned = relay(lambda step: None)
    office.courier(office.returned.port).run_once(office.at(BACK))
    yield office
    office.close()


def letters(office, to=""):
    return office.story.mails(to=to, on="2010-06-03")


def test_after_days_without_a_relay_everybody_gets_one_mail_and_not_one_for_each_day(back):
    readers = [letter.to for letter in letters(back) if letter.to != "eve"]
    assert {"b1-head", "clerk", "leader-1"} < set(readers)
    assert sorted(readers) == sorted(set(readers))


def test_somebody_whose_key_begins_with_an_e_gets_one_mail_too(back):
    assert len(letters(back, "eve")) == 1


def test_the_one_mail_says_the_latest_about_each_item_once(back):
    (letter,) = letters(back, "b3-head")
    row = back.story.row("rally", "b3")
    said = [i.kind for i in letter.items if i.obligation == row.id and not i.dropped]
    assert said == ["overdue"]


def test_the_days_that_went_into_another_mail_are_cancelled_and_say_into_which(back):
    (letter,) = letters(back, "b3-head")
    gone = back.story.mails(to="b3-head", state="cancelled")
    assert {m.outcome for m in gone} == {f"merged into {letter.id}"}
    assert len(gone) == 1


def test_the_office_gets_its_page_once_and_not_once_for_each_day_it_was_missed(back):
    (letter,) = letters(back, "clerk")
    assert letter.kinds.count("office_daily") == 1


def test_nothing_is_left_behind_in_the_mails_that_were_folded_away(back):
    for letter in back.story.mails(state="cancelled"):
        assert [item for item in letter.items if not item.dropped] == [], letter


def test_a_mail_that_may_have_arrived_is_not_folded_into_another(database_url, relay):
    office = Office(database_url)
    try:
        lost = office.courier(relay(at("BODY", "drop")).port)
        lost.run_once(office.at(DAYS[0]))
        gate = relay(lambda step: None)
        office.courier(gate.port).run_once(office.at(DAYS[1]))
        first, second = (m for m in office.messages() if m["person"] == "b1-head")
        assert (first["state"], second["state"]) == ("sent", "sent")
        assert "may have been sent twice" in first["outcome"]
        assert office.courier(gate.port).run_once(later(office.story.now, hours=1)).sent == 0
    finally:
        office.close()
