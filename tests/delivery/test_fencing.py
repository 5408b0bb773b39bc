"""Two couriers and one outbox: a mail belongs to one of them, and whoever is late changes
nothing."""

import pytest

from notifications.outbox import LEASE
from tests.delivery.office import MORNING, READERS, later
from tests.delivery.relay import PATIENCE, Gate

AFTER = later(MORNING, seconds=LEASE.total_seconds())
SENT = {"state": "sent", "outcome": "250", "lease_until": None}


def test_two_couriers_at_once_never_take_the_same_mail(office):
    first = office.claim("a", MORNING, 4)
    second = office.claim("b", MORNING)
    taken = [m["id"] for m in (*first, *second)]
    assert len(taken) == len(set(taken)) >= len(READERS)
    assert office.claim("c", MORNING) == []


def test_a_mail_stays_with_its_courier_until_the_last_second_of_the_lease(office):
    for message in office.claim("a", MORNING):
        office.begin(message)
    assert office.claim("b", later(AFTER, seconds=-1)) == []
    again = office.claim("b", AFTER)
    assert {(m["attempt"], m["unknowns"]) for m in again} == {(2, 1)}


@pytest.mark.parametrize("owner", ["b", "a"])
def test_a_courier_that_comes_back_late_does_not_undo_what_another_has_done(office, owner):
    slow = next(m for m in office.claim("a", MORNING) if m["person"] == "clerk")
    quick = next(m for m in office.claim(owner, AFTER) if m["person"] == "clerk")
    assert office.mark(slow, **SENT) is False
    held = office.message("clerk")
    assert (held["state"], held["owner"], held["attempt"]) == ("sending", owner, 2)
    assert office.mark(quick, **SENT) is True
    assert office.mark(slow, state="failed") is False
    assert office.message("clerk")["state"] == "sent"


def test_a_courier_killed_after_claiming_leaves_mails_that_are_sent_once_after_its_lease(
    office, relay
):
    office.claim("killed", MORNING)
    gate = relay(lambda step: None)
    courier = office.courier(gate.port)
    assert courier.run_once(later(AFTER, seconds=-1)).sent == 0
    assert courier.run_once(AFTER).sent == len(READERS)
    assert sorted(gate.recipients) == sorted(READERS)
    assert {m["state"] for m in office.messages()} == {"sent"}


def test_a_mail_that_was_claimed_and_never_begun_does_not_call_itself_the_second(office, relay):
    office.claim("killed", MORNING)
    office.courier(relay(lambda step: None).port).run_once(AFTER)
    assert [m["outcome"] for m in office.messages() if "twice" in m["outcome"]] == []


def test_only_the_mail_that_was_in_hand_when_the_courier_died_calls_itself_the_second(
    office, relay
):
    in_hand = next(m for m in office.claim("killed", MORNING) if m["person"] == "b1-head")
    assert office.begin(in_hand)
    office.courier(relay(lambda step: None).port).run_once(AFTER)
    twice = [m["person"] for m in office.messages() if "twice" in m["outcome"]]
    assert twice == ["b1-head"]


def test_the_slow_courier_is_told_that_its_mail_has_been_taken_over_and_loses_nothing(
    office, relay
):
    gate = Gate("BODY")
    first = relay(gate)
    running = office.in_background(office.courier(first.port, owner="slow"), MORNING)
    assert gate.reached.wait(PATIENCE)
    second = relay(lambda step: None)
    assert office.courier(second.port, owner="quick").run_once(AFTER).sent == len(READERS)
    gate.opened.set()
    running.result()
    for message in office.messages():
        assert (message["state"], message["owner"], message["attempt"]) == ("sent", "quick", 2)


def test_what_another_courier_has_sent_meanwhile_is_not_sent_again_by_the_slow_one(office, relay):
    gate = Gate("BODY")
    first = relay(gate)
    running = office.in_background(office.courier(first.port, owner="slow"), MORNING)
    assert gate.reached.wait(PATIENCE)
    second = relay(lambda step: None)
    office.courier(second.port, owner="quick").run_once(AFTER)
    gate.opened.set()
    running.result()
    assert len(first.taken) == 1
