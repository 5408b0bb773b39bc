"""Many mails at once: in order, none twice, no faster than allowed, and stopped at once."""

import threading

import pytest

from tests.delivery.office import MORNING, READERS, Office, later
from tests.delivery.relay import Step
from tests.stories.world import ESSAY, RALLY, org, person


@pytest.fixture
def crowd(database_url):
    """An office with thirty more members, who all get a mail on the same morning."""
    staff = {f"m{n:02}": person(f"m{n:02}", "b1") for n in range(30)}
    office = Office(database_url, RALLY, ESSAY, org=org(people=staff))
    try:
        office.at(MORNING)
        yield office
    finally:
        office.close()


def due(office: Office) -> int:
    return sum(1 for m in office.messages() if m["state"] == "pending")


def test_several_connections_send_everything_and_nothing_twice(crowd, relay):
    wanted = due(crowd)
    gate = relay(lambda step: None)
    done = crowd.courier(gate.port, connections=4).run_once(MORNING)
    assert done.sent == wanted > 40
    numbers = [step.number for step in gate.taken]
    assert len(set(numbers)) == len(numbers) == wanted
    assert len(gate.heard) <= 4
    assert {m["state"] for m in crowd.messages()} == {"sent"}
    assert crowd.courier(gate.port).run_once(MORNING).sent == 0


def test_several_couriers_at_once_send_everything_and_nothing_twice(crowd, relay):
    wanted = due(crowd)
    gate = relay(lambda step: None)
    couriers = [crowd.courier(gate.port, owner=f"node-{n}") for n in range(3)]
    runs = [crowd.in_background(courier, MORNING) for courier in couriers]
    assert sum(run.result().sent for run in runs) == wanted
    assert len({step.number for step in gate.taken}) == len(gate.taken) == wanted


def sent_back(office: Office, branch: str) -> None:
    """The branch's report comes back, which its head is told at once, in a mail of its own."""
    office.story.act("report", "rally", branch, by="clerk", done_on="2010-05-31")
    office.story.act("return", "rally", branch, by="clerk", reason="缺材料")
    office.at(later(office.story.now, minutes=1))


def test_the_oldest_mails_go_first(office, relay):
    sent_back(office, "b1")
    sent_back(office, "b2")
    office.at("2010-06-01T09:00")
    gate = relay(lambda step: None)
    office.courier(gate.port).run_once(office.story.now)
    since = {m["id"]: m["not_before"] for m in office.every_message()}
    order = [(since[step.number], step.number) for step in gate.taken]
    assert order == sorted(order)
    assert len({moment for moment, _ in order}) > 3


def test_of_two_mails_to_one_person_the_older_arrives_first_on_several_connections(office, relay):
    """The relay holds the oldest mail back until all others, or a newer one, have come."""
    sent_back(office, "b1")
    sent_back(office, "b1")
    due_now = [m for m in office.messages() if m["not_before"] <= office.story.now]
    waiting = {m["id"]: m["person"] for m in due_now if m["state"] == "pending"}
    mine = [number for number, person in waiting.items() if person == "b1-head"]
    rest = set(waiting) - set(mine)
    go_on = threading.Event()

    def answer(step: Step) -> None:
        if step.verb == "BODY" and step.number == mine[0]:
            go_on.wait(5)  # a courier may also have put others behind it
        elif step.verb == "BODY":
            rest.discard(step.number)
            if not rest or step.number in mine:
                go_on.set()

    gate = relay(answer)
    office.courier(gate.port, connections=3).run_once(office.story.now)
    assert len(mine) > 2
    assert [step.number for step in gate.taken if step.number in mine] == mine


def test_told_to_stop_it_finishes_the_mail_in_hand_and_gives_the_rest_back(crowd, relay):
    wanted = due(crowd)
    told = []

    def answer(step: Step) -> None:
        if step.verb == "DATA":
            told.append(step)
            if len(told) == 3:
                courier.stop.set()

    gate = relay(answer)
    courier = crowd.courier(gate.port)
    assert courier.run_once(MORNING).sent == 3 == len(gate.taken)
    left = [m for m in crowd.messages() if m["state"] != "sent"]
    assert len(left) == wanted - 3
    assert {(m["state"], m["attempt"], m["lease_until"], m["owner"]) for m in left} == {
        ("pending", 0, None, "")
    }


def test_what_a_stopped_courier_gave_back_is_sent_at_once_by_the_next(crowd, relay):
    wanted = due(crowd)
    stop: list[threading.Event] = []

    def answer(step: Step) -> None:
        if step.verb == "BODY":
            stop[0].set()

    gate = relay(answer)
    first = crowd.courier(gate.port, connections=3)
    stop.append(first.stop)
    sent = first.run_once(MORNING).sent
    assert 1 <= sent <= 3
    assert crowd.courier(gate.port).run_once(MORNING).sent == wanted - sent
    assert len({step.number for step in gate.taken}) == len(gate.taken) == wanted
    assert not any("twice" in m["outcome"] for m in crowd.messages())


def test_one_run_sends_no_more_than_the_mails_allowed_in_a_minute(office, relay):
    gate = relay(lambda step: None)
    courier = office.courier(gate.port, rate=2)
    assert courier.run_once(MORNING).sent == 2
    assert courier.run_once(later(MORNING, minutes=1)).sent == 2
    assert gate.recipients == READERS[:4]


def test_the_rate_holds_for_the_minute_however_often_the_courier_is_called(office, relay):
    gate = relay(lambda step: None)
    courier = office.courier(gate.port, rate=2)
    for seconds in (0, 15, 30, 45):
        courier.run_once(later(MORNING, seconds=seconds))
    assert len(gate.taken) == 2
