"""The line hangs, or goes dead inside DATA: perhaps sent, perhaps not."""

import pytest

from tests.delivery.office import MORNING, READERS, later
from tests.delivery.relay import DROP, HANG, Step, at

TWICE = "may have been sent twice"
BOTH_LINES = 2  # a kept line that turns out dead is replaced by a fresh one, once


def test_a_relay_that_hangs_on_one_mail_does_not_keep_the_others_waiting(office, relay):
    gate = relay(at("RCPT", HANG, to="b1-head", times=BOTH_LINES))
    courier = office.courier(gate.port, timeout=0.5)
    done = courier.run_once(MORNING)
    assert (done.retry, done.sent) == (1, len(READERS) - 1)
    hung = office.message("b1-head")
    assert (hung["state"], hung["attempt"]) == ("pending", 1)
    assert courier.run_once(later(MORNING, minutes=2)).sent == 1
    assert sorted(gate.recipients) == sorted(READERS)


def test_a_line_that_drops_before_the_mail_is_taken_is_an_ordinary_retry(office, relay):
    courier = office.courier(relay(at("DATA", DROP, to="b1-head", times=BOTH_LINES)).port)
    assert courier.run_once(MORNING).retry == 1
    assert office.message("b1-head")["state"] == "pending"
    assert courier.run_once(later(MORNING, minutes=2)).sent == 1
    assert TWICE not in office.message("b1-head")["outcome"]


@pytest.mark.parametrize("silence", [DROP, HANG])
def test_a_mail_whose_fate_is_unknown_waits_and_is_repeated_once_under_its_own_number(
    office, relay, silence
):
    whole: list[Step] = []  # the mails that were all there when the line went dead

    def answer(step: Step) -> str | None:
        if not unlucky(step, whole):
            return None
        whole.append(step)
        return str(silence)

    gate = relay(answer)
    courier = office.courier(gate.port, timeout=0.5)
    assert courier.run_once(MORNING).unknown == 1
    message = office.message("b1-head")
    assert (message["state"], message["attempt"]) == ("unknown", 1)
    assert message["lease_until"] == later(MORNING, minutes=15)
    assert courier.run_once(later(MORNING, minutes=14, seconds=59)).sent == 0
    assert courier.run_once(later(MORNING, minutes=15)).sent == 1
    (again,) = (s for s in gate.taken if s.recipient.startswith("b1-head"))
    assert again.number == whole[0].number == message["id"]
    assert courier.run_once(later(MORNING, days=1)).sent == 0


def unlucky(step, whole):
    return step.verb == "BODY" and step.recipient.startswith("b1-head") and not whole


def test_a_repeated_mail_says_to_its_reader_and_in_the_record_that_it_may_be_the_second(
    office, relay
):
    gate = relay(at("BODY", DROP, to="b1-head", times=1))
    courier = office.courier(gate.port)
    courier.run_once(MORNING)
    courier.run_once(later(MORNING, minutes=15))
    sent = office.message("b1-head")
    assert (sent["state"], sent["attempt"]) == ("sent", 2)
    assert TWICE in sent["outcome"] and "可能已发过一次" in sent["body"]
    others = [m["outcome"] for m in office.messages() if m["person"] != "b1-head"]
    assert not any(TWICE in outcome for outcome in others)


def test_a_mail_whose_fate_stays_unknown_is_given_up_and_the_office_told(office, relay):
    gate = relay(at("BODY", DROP, to="b1-head"))
    courier = office.courier(gate.port)
    courier.run_once(MORNING)
    assert courier.run_once(later(MORNING, minutes=15)).failed == 1
    assert office.message("b1-head")["state"] == "failed"
    courier.run_once(office.at("2010-06-01T09:00"))
    (body,) = office.told("2010-06-01")
    assert "b1-head@example.org" in body


def test_a_repeat_that_is_put_off_is_still_recorded_as_perhaps_the_second(office, relay):
    courier = office.courier(relay(dead_then_busy(office)).port)
    for now in (MORNING, later(MORNING, minutes=15), later(MORNING, minutes=30)):
        courier.run_once(now)
    sent = office.message("b1-head")
    assert (sent["state"], sent["attempt"]) == ("sent", 3)
    assert TWICE in sent["outcome"]


def test_an_unknown_mail_is_repeated_once_only_though_the_relay_was_busy_in_between(office, relay):
    courier = office.courier(relay(dead_then_busy(office, dead=(1, 3))).port)
    for now in (MORNING, later(MORNING, minutes=15), later(MORNING, minutes=30)):
        courier.run_once(now)
    assert office.message("b1-head")["state"] == "failed"


def dead_then_busy(office, dead=(1,)):
    """The first mail to b1-head vanishes in DATA, the second try meets a busy relay."""

    def answer(step):
        if not step.recipient.startswith("b1-head"):
            return None
        attempt = office.message("b1-head")["attempt"]
        if step.verb == "RCPT" and attempt == 2:
            return "451 4.7.1 come back"
        return DROP if step.verb == "BODY" and attempt in dead else None

    return answer
