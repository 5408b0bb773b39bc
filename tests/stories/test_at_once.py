"""Two people at once: each number, name and move is given once, and none is left out."""

from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import Connection

from tests.stories.world import RALLY, plan
from workflows.commands import acts, rectify
from workflows.commands.door import as_person
from workflows.domain.errors import Refused
from workflows.domain.rectification import Finding

#: How long the second one is given to come through before the first has ended.
_MEANWHILE = 0.5


@pytest.fixture
def story(tell):
    """Tuesday, 1 June 2010, ten o'clock; one mistake is all it takes: nothing is sent."""
    return tell(plan(RALLY)).to("2010-06-01T10:00")


def at_once(
    story,
    first: Callable[[Connection], object],
    second: Callable[[Connection], object],
    *,
    gives_up: bool = False,
) -> list[Exception]:
    """`second` begins while `first` has not ended yet; what `second` was refused with."""
    refused: list[Exception] = []

    def other() -> None:
        try:
            with story.engine.begin() as connection:
                second(connection)
        except Exception as error:
            refused.append(error)

    thread = Thread(target=other)
    with story.engine.connect() as connection, connection.begin() as transaction:
        first(connection)
        thread.start()
        thread.join(_MEANWHILE)
        transaction.rollback() if gives_up else transaction.commit()
    thread.join(10)
    assert not thread.is_alive()
    return refused


def moves(story, name, row, by, **more):
    given = acts.Move(name=name, **more)
    return lambda connection: acts.act(
        as_person(connection, story.context, by, story.now), [row.id], given
    )


def finds(story, unit):
    finding = Finding(unit=unit, what="通道堆物", reviewer="committee-head")
    return lambda connection: rectify.issue(
        as_person(connection, story.context, "clerk", story.now), finding
    )


def test_two_findings_issued_at_once_do_not_get_the_same_name(story):
    assert at_once(story, finds(story, "b1"), finds(story, "b3")) == []
    assert [row.item for row in story.rows(kind="rectification")] == ["R1", "R2"]


@pytest.mark.parametrize("gives_up", [False, True])
def test_two_documents_signed_at_once_get_numbers_without_a_gap(story, gives_up):
    story.to("2010-06-03T10:00")
    one, other = story.rows(kind="slip")[:2]
    signing = [moves(story, "sign", row, row.assignee) for row in (one, other)]
    assert at_once(story, *signing, gives_up=gives_up) == []
    numbers = [row.facts.number for row in story.rows(kind="slip")[:2]]
    assert numbers == (["", "督〔2010〕1号"] if gives_up else ["督〔2010〕1号", "督〔2010〕2号"])


def test_reminded_by_two_at_once_they_are_reminded_once(story):
    row = story.row("rally", "b3")
    press = [moves(story, "press", row, by) for by in ("clerk", "committee-head")]
    (refused,) = at_once(story, *press)
    assert isinstance(refused, Refused) and "reminder was sent today already" in str(refused)
    assert len(story.events(row, "pressed_late")) == 1


def test_of_two_requests_made_at_once_the_second_hears_of_the_first(story):
    row = story.act("sign", row=story.find("b3"), by="b3-head")
    given = [
        moves(story, "extend", row, by, to=row.due_on.replace(day=25), reason="下雨")
        for by in ("b3-head", "clerk")
    ]
    (refused,) = at_once(story, *given)
    assert isinstance(refused, Refused) and "waiting for a decision" in str(refused)
