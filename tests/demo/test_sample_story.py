"""The small story sends every kind of mail, the same ones in every language."""

import pytest

from demo.sample.story import Story, sample_mails, script
from notifications.kinds import KINDS
from workflows.domain.documents import COLOURS
from workflows.domain.events import EVENTS
from workflows.store import queries


@pytest.fixture(scope="module")
def mails():
    return sample_mails(["zh", "en"])


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    found = Story(["zh"], tmp_path_factory.mktemp("story") / "head")
    found.play(script())
    yield found
    found.close()


@pytest.fixture(scope="module")
def events(story):
    with story.engine.connect() as connection:
        return queries.events_since(connection, "sample", 0)


def test_every_kind_of_mail_is_in_it(mails):
    assert {entry.kind for mail in mails["zh"] for entry in mail.entries} == set(KINDS)


def test_it_says_the_same_in_every_language(mails):
    zh, en = ([[e.kind for e in mail.entries] for mail in mails[one]] for one in ("zh", "en"))
    assert zh == en
    assert {mail.language for mail in mails["en"]} == {"en"}


def test_it_says_the_same_each_time(mails, story):
    assert story.mails["zh"] == mails["zh"]


def test_every_event_that_calls_for_mail_comes_up(events):
    assert {name for name, one in EVENTS.items() if not one.silent} <= {e.kind for e in events}


def test_documents_of_every_colour_are_issued_and_one_is_made_void(events):
    issued = {event.why.get("colour") for event in events if event.kind in ("slip", "listed")}
    assert issued >= set(COLOURS)
    # By hand there is no document.
    assert None in issued


def test_items_are_handed_over_for_every_reason(events):
    reasons = {event.why["reason"] for event in events if event.kind == "handed_over"}
    assert reasons >= {"left", "post", "transfer", "not_ours"}


def test_nothing_is_left_out_because_it_cannot_be_put_into_words(story):
    assert not [why for _, why in story.dropped if why.startswith("unreadable")]


def test_its_steps_stand_in_order():
    instants = [str(step["at"]) for step in script()]
    assert instants == sorted(instants)
