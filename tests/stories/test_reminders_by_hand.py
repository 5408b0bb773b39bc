"""Urged by hand or by telephone: on record, and never twice a day."""

import pytest

from tests.stories.world import RALLY, plan
from workflows.domain.errors import Refused


@pytest.fixture
def late(tell):
    """Wednesday, 2 June 2010, ten o'clock: the rally was due on 31 May."""
    return tell(plan(RALLY)).to("2010-06-02T10:00")


def test_whoever_is_reminded_by_the_office_gets_one_mail_at_their_next_hour(late):
    row = late.act("press", "rally", "b3", by="clerk", note="今天请报")
    late.to("2010-06-03")
    on = [(day, to) for day, to, kind in late.said(row, "overdue") if day == "2010-06-03"]
    assert on == [("2010-06-03", "b3-head")]


def test_nobody_is_reminded_twice_a_day_by_mail_or_after_a_telephone_call(late):
    late.act("press", "rally", "b3", by="clerk")
    with pytest.raises(Refused, match="reminder was sent today already"):
        late.act("press", "rally", "b3", by="clerk")
    late.act("phoned", "rally", "b1", by="clerk", note="答应明天报")
    with pytest.raises(Refused, match="reminder was sent today already"):
        late.act("press", "rally", "b1", by="clerk")
    late.act("press", "rally", "b1", by="clerk", at="2010-06-03T10:00")


def test_a_reviewer_who_sits_is_reminded_themselves_and_not_the_responsible_party(late):
    row = late.act("report", "rally", "b3", by="b3-head", done_on="2010-05-31")
    late.act("press", "rally", "b3", by="clerk", at="2010-06-03T10:00")
    late.to("2010-06-04")
    heard = {(day, to) for day, to, kind in late.said(row, "review", "overdue")}
    assert ("2010-06-04", "committee-head") in heard
    assert "b3-head" not in {to for day, to in heard if day > "2010-06-02"}


def test_the_one_who_owes_it_reminds_nobody(late):
    with pytest.raises(Refused):
        late.act("press", "rally", "b3", by="b3-head")


def test_a_call_says_on_record_who_was_called_by_whom_and_what_he_said(late):
    row = late.act("phoned", "rally", "b3", by="clerk", note="答应明天报")
    (event,) = late.events(row, "phoned")
    assert (event.actor, event.why["to_whom"], event.why["note"]) == (
        "clerk",
        "b3-head",
        "答应明天报",
    )
