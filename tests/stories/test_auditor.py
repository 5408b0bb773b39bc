"""The auditor gets the head of the record, and what was cut off behind it comes out."""

from datetime import date
from email.message import EmailMessage

import pytest

from scheduler.housekeeping import Sealer
from tests.record.book import KEY, loosen
from tests.stories.world import RALLY, org, plan
from workflows.domain import audit, record_text
from workflows.store import record as rows
from workflows.store import tables as t
from workflows.store.engine import reading

AUDITED = org(
    people={
        "auditor": {
            "id": "auditor",
            "name": "auditor",
            "email": "auditor@example.org",
            "unit": "office",
        }
    },
    posts={"audit": {"id": "audit", "unit": "bureau", "role": "auditor", "person": "auditor"}},
)


@pytest.fixture
def kept(tell, tmp_path):
    """A month with a sealed record; heads went to the auditor."""
    story = tell(plan(RALLY), org=AUDITED, record_key=KEY)
    sealer = Sealer(story.engine, tmp_path / "head")
    for day in range(29, 32):
        story.to(f"2010-05-{day}")
        sealer.run_once(story.now)
    for day in range(1, 23):
        story.to(f"2010-06-{day:02}")
        sealer.run_once(story.now)
    return story


def verdict(story, text):
    with reading(story.engine).connect() as connection:
        seals, events = rows.seals(connection), rows.every_event(connection)
        return audit.verify(KEY, seals, events, record_text.head_from(text))


def test_the_auditor_gets_the_head_on_the_first_working_day_of_each_week(kept):
    letters = kept.mails(to="auditor")
    # The week of 14 June begins on Thursday 17: the festival and its days off.
    assert [m.on for m in letters] == [
        date(2010, 5, 31),
        date(2010, 6, 7),
        date(2010, 6, 17),
        date(2010, 6, 21),
    ]
    assert all(m.kinds == ["audit_head"] for m in letters)
    heads = [record_text.head_from(m.body) for m in letters]
    assert [h.seq for h in heads] == sorted({h.seq for h in heads})


def test_a_tail_that_was_cut_is_found_by_the_auditor_s_mail(kept):
    (letter,) = kept.mails(to="auditor", on="2010-06-21")
    found = verdict(kept, letter.body)
    assert (found.finding, found.compared) == (None, True)
    seq = record_text.head_from(letter.body).seq
    with kept.engine.begin() as connection:
        loosen(connection)
        last = rows.seal_at(connection, seq - 3)
        assert last is not None
        connection.execute(t.message_items.delete())
        connection.execute(t.unnoticed.delete())
        connection.execute(t.events.delete().where(t.events.c.id > last.event))
        connection.execute(t.seals.delete().where(t.seals.c.seq > last.seq))
    found = verdict(kept, letter.body).finding
    assert (found.table, found.number, found.what) == ("seals", seq - 2, "tail cut")


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_mail_saved_whole_or_quoted_in_another_holds_the_head_as_well(kept, encoding):
    (letter,) = kept.mails(to="auditor", on="2010-06-21")
    head = record_text.head_from(letter.body)
    quoted = "\n".join(f"> {line[:60]}\n> {line[60:]}" for line in letter.body.splitlines())
    assert record_text.head_from(quoted) == head
    whole = EmailMessage()
    whole["Subject"] = letter.subject
    whole.set_content(letter.body, cte=encoding)
    whole.add_alternative("<p>the page</p>", subtype="html")
    assert record_text.head_from(whole.as_string()) == head


def test_several_heads_in_one_file_are_refused_instead_of_guessed(kept):
    bodies = [m.body for m in kept.mails(to="auditor")]
    with pytest.raises(ValueError, match="several heads"):
        record_text.head_from("\n".join(bodies))


def test_without_a_key_there_is_no_head_and_no_mail(tell):
    story = tell(plan(RALLY), org=AUDITED).to("2010-06-08")
    assert story.mails(to="auditor", state="") == []
    assert story.events(None, "digest_audit") == []
