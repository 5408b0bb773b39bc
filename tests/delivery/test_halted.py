"""The relay's settings are wrong: everything waits, nothing is spent, and one probe goes ahead."""

import logging
import shutil
import ssl

import pytest

from tests.delivery.office import MORNING, READERS, later
from tests.delivery.relay import at
from tests.notifications.relays import RealRelay, make_certificate

LOGIN = {"user": "wang", "password": "right-horse"}
NO, YES = "535 5.7.8 wrong password", "235 2.7.0 in"


@pytest.fixture
def door(relay):
    """A relay that offers a login; `door.let_in` decides how it ends."""

    def answer(step):
        if step.verb == "EHLO":
            return "250-asked\n250 AUTH PLAIN"
        return found.verdict if step.verb == "AUTH" else None

    found = relay(answer)
    found.verdict = NO
    return found


def untouched(office):
    return {(m["state"], m["attempt"], m["next_try_at"]) for m in office.messages()} == {
        ("pending", 0, None)
    }


def test_a_wrong_password_costs_no_message_an_attempt(office, door):
    done = office.courier(door.port, **LOGIN).run_once(MORNING)
    assert "wrong password" in done.halted
    assert (done.sent, done.retry, done.failed) == (0, 0, 0)
    assert untouched(office)
    assert office.story.events(None, "undelivered") == []


def test_a_wrong_password_is_said_once_and_not_once_for_every_message(office, door, caplog):
    caplog.set_level(logging.ERROR)
    office.courier(door.port, **LOGIN).run_once(MORNING)
    alarms = [r for r in caplog.records if "mail is halted" in r.getMessage()]
    assert len(alarms) == 1
    assert LOGIN["password"] not in caplog.text


def test_several_connections_that_are_all_refused_spend_nothing_either(office, door):
    done = office.courier(door.port, connections=4, **LOGIN).run_once(MORNING)
    assert done.halted
    assert untouched(office)


def test_after_a_refused_login_the_relay_is_left_alone_until_one_probe_after_five_minutes(
    office, door
):
    courier = office.courier(door.port, **LOGIN)
    courier.run_once(MORNING)
    assert courier.run_once(later(MORNING, minutes=4, seconds=59)).halted
    assert len(door.heard) == 1
    assert "wrong password" in courier.run_once(later(MORNING, minutes=5)).halted
    assert len(door.heard) == 2
    assert courier.run_once(later(MORNING, minutes=14)).halted
    assert len(door.heard) == 2
    assert untouched(office)


def test_when_the_password_is_right_again_the_probe_opens_the_way_for_everything(office, door):
    courier = office.courier(door.port, connections=3, **LOGIN)
    courier.run_once(MORNING)
    door.verdict = YES
    done = courier.run_once(later(MORNING, minutes=5))
    assert (done.sent, done.halted) == (len(READERS), "")
    assert {m["attempt"] for m in office.messages()} == {1}
    assert courier.breaker.state == "closed"


def test_a_probe_that_meets_only_mails_with_nothing_left_to_say_costs_no_five_minutes_more(
    office, door
):
    for message in office.claim("before", MORNING, 3):
        office.mark(message, state="sent")  # what opens the phase has gone out already
    courier = office.courier(door.port, **LOGIN)
    courier.run_once(MORNING)
    office.story.act("report", "rally", "b1", by="clerk", done_on="2010-05-31")
    office.story.act("accept", "rally", "b1", by="clerk")
    door.verdict = YES
    assert courier.run_once(later(MORNING, minutes=5)).cancelled > 0
    assert door.recipients == ["b2-head", "b2-liaison", "b3-head", "b3-liaison"]


def test_a_relay_that_wants_a_login_we_do_not_have_halts_instead_of_failing_mails(office, relay):
    done = office.courier(relay(at("MAIL", "530 5.7.0 log in first")).port).run_once(MORNING)
    assert done.halted
    assert untouched(office)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_stops_the_mail_and_costs_nothing(
    office, tmp_path, security
):
    chain, key = make_certificate(tmp_path, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    with RealRelay(tls=context, wrapped=security == "tls") as server:
        courier = office.courier(server.port, host="localhost", security=security)
        assert "certificate" in courier.run_once(MORNING).halted
        assert courier.run_once(later(MORNING, minutes=1)).halted
        assert (server.connections, server.envelopes) == (1, [])
        assert untouched(office)
        trusting = {"host": "localhost", "security": security, "ca_file": str(chain)}
        courier = office.courier(server.port, **trusting)
        assert courier.run_once(MORNING).sent == len(READERS)
        courier.close()
