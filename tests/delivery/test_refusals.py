"""The relay says no: for now, for good, to one recipient; nobody else is made to wait."""

from datetime import timedelta

import pytest

from notifications.retry import GIVE_UP_AFTER
from tests.delivery.office import MORNING, READERS, later
from tests.delivery.relay import at

UNKNOWN_USER = "550 5.1.1 no such user"


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("GREETING", "421 4.3.2 not now"),
        ("RCPT", "451 4.7.1 greylisted, come back"),
        ("DATA", "452 4.3.1 disk full"),
        ("BODY", "451 4.3.0 local error"),
    ],
)
def test_a_mail_refused_for_now_is_tried_again_later_and_arrives(office, relay, verb, answer):
    gate = relay(at(verb, answer, times=len(READERS)))
    courier = office.courier(gate.port)
    assert courier.run_once(MORNING).retry == len(READERS)
    for message in office.messages():
        assert (message["state"], message["attempt"]) == ("pending", 1)
        assert message["outcome"].startswith(answer[:3])
        assert 48 <= (message["next_try_at"] - MORNING).total_seconds() <= 72
    assert courier.run_once(later(MORNING, seconds=47)).sent == 0
    assert courier.run_once(later(MORNING, seconds=73)).sent == len(READERS)
    assert {m["attempt"] for m in office.messages()} == {2}
    assert sorted(gate.recipients) == sorted(READERS)


def test_the_pauses_between_tries_grow_and_a_crowd_spreads_over_them(office, relay):
    courier = office.courier(relay(at("RCPT", "451 later")).port)
    now, spread = MORNING, []
    for attempt, minutes in enumerate([1, 2, 4, 8], 1):
        courier.run_once(now)
        pauses = {m["next_try_at"] - now for m in office.messages()}
        assert {m["attempt"] for m in office.messages()} == {attempt}
        assert min(pauses) >= timedelta(minutes=minutes * 0.8)
        assert max(pauses) <= timedelta(minutes=minutes * 1.2)
        spread.append(len(pauses))
        now = max(m["next_try_at"] for m in office.messages())
    assert min(spread) > 1


def test_an_address_that_does_not_exist_fails_at_once_and_the_others_get_theirs(office, relay):
    gate = relay(at("RCPT", UNKNOWN_USER, to="b1-head"))
    done = office.courier(gate.port).run_once(MORNING)
    assert (done.failed, done.sent) == (1, len(READERS) - 1)
    failed = office.message("b1-head")
    assert (failed["state"], failed["attempt"], failed["lease_until"]) == ("failed", 1, None)
    assert "5.1.1" in failed["outcome"]
    assert "b1-head" not in gate.recipients


def test_the_office_is_told_in_its_next_mailing_which_address_is_dead_and_of_whom(office, relay):
    courier = office.courier(relay(at("RCPT", UNKNOWN_USER, to="b1-head")).port)
    courier.run_once(MORNING)
    courier.run_once(office.at("2010-06-01T09:00"))
    (body,) = office.told("2010-06-01")
    assert "b1-head@example.org" in body and "5.1.1" in body


def test_what_a_dead_address_would_have_heard_next_goes_up_the_chain(office, relay):
    courier = office.courier(relay(at("RCPT", UNKNOWN_USER, to="b1-head")).port)
    courier.run_once(MORNING)
    assert office.story.context.org.people["b1-head"].email == ""
    courier.run_once(office.at("2010-06-01T09:00"))
    row = office.story.row("rally", "b1")
    assert [m for m in office.story.mails(to="b1-head", state="") if m.on > MORNING.date()] == []
    (letter,) = office.story.mails(to="leader-1", on="2010-06-01")
    (said,) = (i for i in letter.items if i.obligation == row.id and not i.dropped)
    assert ["head", "b1-post", "b1-head", "late"] in said.why["skipped"]


def test_a_mail_is_given_up_after_three_days_and_the_office_told(office, relay):
    courier = office.courier(relay(at("GREETING", "421 busy")).port)
    courier.run_once(MORNING)
    now = later(MORNING, seconds=GIVE_UP_AFTER.total_seconds())
    assert courier.run_once(now).failed == len(READERS)
    assert {m["state"] for m in office.messages()} == {"failed"}
    assert len(office.story.events(None, "undelivered")) == len(READERS)


def test_an_address_that_was_only_ever_refused_for_now_is_not_called_dead(office, relay):
    courier = office.courier(relay(at("RCPT", "451 4.7.1 too many mails")).port)
    courier.run_once(MORNING)
    assert courier.run_once(later(MORNING, hours=72)).failed == len(READERS)
    assert office.story.context.org.people["b1-head"].email


def test_a_relay_that_does_not_know_us_does_not_make_everybody_unreachable(office, relay):
    courier = office.courier(relay(at("RCPT", "554 5.7.1 relay access denied")).port)
    courier.run_once(MORNING)
    assert office.story.context.org.people["b1-head"].email
