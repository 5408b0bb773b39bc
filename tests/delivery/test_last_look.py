"""Between queueing and sending things change: the mail says what is so now, or nothing."""

import pytest

from notifications.deliver import Courier
from notifications.prepare import Preparer
from tests.delivery.office import MORNING, READERS, Office, later
from tests.delivery.relay import PATIENCE, Gate
from tests.stories.world import org

OVERDUE = "2010-06-01T09:00"


class Interrupted(Preparer):
    """Something happens between claiming the mails and putting them into words."""

    meanwhile = staticmethod(lambda: None)

    def parts(self, claimed, now):
        self.meanwhile()
        yield from super().parts(claimed, now)


@pytest.fixture
def overdue(office, relay):
    """The morning after: what was due on 31 May has been sent, b1 is told it is late."""
    gate = relay(lambda step: None)
    office.courier(gate.port).run_once(MORNING)
    office.at(OVERDUE)
    gate.taken.clear()
    return gate


def close(office: Office, branch: str) -> None:
    office.story.act("report", "rally", branch, by="clerk", done_on="2010-05-31")
    office.story.act("accept", "rally", branch, by="clerk")


def interrupted(office, gate, what):
    sending = office.courier(gate.port).sending
    preparing = Interrupted(office.engine, sending)
    preparing.meanwhile = what
    courier = Courier(office.engine, sending, elsewhere=preparing)
    try:
        return courier.run_once(office.story.now)
    finally:
        courier.close()


def test_a_mail_about_a_item_closed_between_claiming_and_sending_is_cancelled(office, overdue):
    interrupted(office, overdue, lambda: close(office, "b3"))
    (letter,) = office.story.mails(to="b3-head", state="cancelled")
    assert letter.outcome == "nothing left to say"
    assert ("overdue", "closed meanwhile (accepted)") in office.drops("b3-head")
    assert "b3-head" not in overdue.recipients
    assert "b1-head" in overdue.recipients


def test_a_item_closed_while_other_mails_of_the_same_batch_are_being_sent_is_not_mailed(
    office, relay
):
    gate = Gate("BODY")
    slow = relay(gate)
    office.at(OVERDUE)
    running = office.in_background(office.courier(slow.port), office.story.now)
    assert gate.reached.wait(PATIENCE)
    close(office, "b3")
    gate.opened.set()
    running.result()
    assert "b1-head" in slow.recipients
    assert "b3-head" not in slow.recipients
    assert ("overdue", "closed meanwhile (accepted)") in office.drops("b3-head")


def test_only_what_was_closed_is_left_out_of_a_mail_that_says_more(office, overdue):
    interrupted(office, overdue, lambda: close(office, "b1"))
    (letter,) = office.story.mails(to="leader-1", on="2010-06-01")
    assert [i.obligation for i in letter.items if not i.dropped] == [
        office.story.row("rally", "b2").id
    ]


def test_a_cancelled_mail_is_not_taken_up_again(office, overdue):
    interrupted(office, overdue, lambda: close(office, "b3"))
    courier = office.courier(overdue.port)
    assert courier.run_once(later(office.story.now, days=2)).sent == 0
    assert "b3-head" not in overdue.recipients


def test_somebody_whose_address_is_taken_away_before_sending_gets_none_and_the_office_hears_it(
    office, relay
):
    office.story.import_org(org(people={"b1-head": {"email": None}}))
    gate = relay(lambda step: None)
    courier = office.courier(gate.port)
    done = courier.run_once(MORNING)
    assert (done.failed, done.sent) == (1, len(READERS) - 1)
    failed = office.message("b1-head")
    assert (failed["state"], failed["outcome"]) == ("failed", "no mail address")
    courier.run_once(office.at(OVERDUE))
    (body,) = office.told("2010-06-01")
    assert "no mail address" in body or "没有" in body


def test_a_mail_goes_to_the_address_its_reader_has_on_the_day_it_is_sent(office, relay):
    office.story.import_org(org(people={"b1-head": {"email": "moved@example.org"}}))
    gate = relay(lambda step: None)
    office.courier(gate.port).run_once(MORNING)
    assert "moved" in gate.recipients and "b1-head" not in gate.recipients
    assert office.message("b1-head")["address"] == "moved@example.org"


def test_without_a_relay_everything_stays_pending_and_the_courier_says_so(office):
    courier = Courier(office.engine, office.courier(1).sending.__class__(relay=None, sender="a@b"))
    done = courier.run_once(MORNING)
    assert done.waiting and done.sent == 0
    assert {(m["state"], m["attempt"]) for m in office.messages()} == {("pending", 0)}


def test_a_mail_that_waited_for_a_relay_goes_out_as_soon_as_there_is_one(office, relay):
    gate = relay(lambda step: None)
    assert office.courier(gate.port).run_once(later(MORNING, hours=5)).sent == len(READERS)


def test_in_trial_mode_everything_goes_to_the_office_and_names_who_would_have_got_it(
    database_url, relay
):
    office = Office(database_url, trial=True)
    try:
        office.at(MORNING)
        gate = relay(lambda step: None)
        assert office.courier(gate.port).run_once(MORNING).sent == len(READERS)
        assert set(gate.recipients) == {"office"}
        sent = office.message("b1-head")
        assert sent["address"] == "office@example.org"
        assert "b1-head <b1-head@example.org>" in sent["body"]
    finally:
        office.close()


def test_a_dead_office_address_in_trial_mode_brands_nobody_else(database_url, relay):
    office = Office(database_url, trial=True)
    try:
        office.at(MORNING)
        gate = relay(lambda step: "550 5.1.1 no" if step.verb == "RCPT" else None)
        assert office.courier(gate.port).run_once(MORNING).failed == len(READERS)
        people = office.story.context.org.people
        assert all(people[reader].email for reader in READERS)
    finally:
        office.close()
