"""kill -9 at any moment, twenty times, under real SMTP: nothing lost, little said twice."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from random import Random

import pytest

from demo.smtp_sink import Mailbox
from notifications.outbox import LEASE
from tests.delivery.kills import Victim, any_moment
from tests.delivery.office import MORNING, Office
from tests.stories.world import ESSAY, RALLY, org, person

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]
KILLS = 20


@pytest.fixture
def crowd(database_url):
    """Published and never swept: forty-five members more, each with mail to get."""
    staff = {f"m{n:02}": person(f"m{n:02}", ("b1", "b2", "b3")[n % 3]) for n in range(45)}
    office = Office(database_url, RALLY, ESSAY, org=org(people=staff))
    yield office
    office.close()


def twenty_kills(victim, seed):
    """Lives until twenty of them were killed, the first six while they sweep; each begins when
    the lease of the one before is over."""
    random, now, killed, lives = Random(seed), MORNING, 0, 0
    while killed < KILLS:
        lives += 1
        assert lives < 3 * KILLS, "the moments come too late"
        moment = any_moment(random, "commit" if killed < 6 else "")
        if victim.live(now, moment):
            killed += 1
            now += LEASE
        else:  # everything was said before the moment came
            now += timedelta(days=1)
    return now


@pytest.mark.parametrize("seed", [2010])
def test_after_twenty_kills_every_mail_has_arrived_and_nothing_is_stuck(crowd, tmp_path, seed):
    folder = tmp_path / "mail"
    with Mailbox(folder) as box, Victim(crowd.url, box.port) as victim:
        now = twenty_kills(victim, seed)
        assert not victim.live(now)
    crowd.at(now)
    arrived = Counter(message_id(file) for file in folder.glob("*.eml"))
    sent = {f"<duban.small.{m['id']}@example.org>": m for m in crowd.messages()}
    assert {m["state"] for m in sent.values()} == {"sent"}
    assert set(arrived) == set(sent)
    twice = [number for number, copies in arrived.items() if copies > 1]
    assert sum(arrived.values()) - len(arrived) <= KILLS
    assert all("may have been sent twice" in sent[number]["outcome"] for number in twice)
    assert len(twice) < len(sent) > 50


def message_id(file):
    return message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"]
