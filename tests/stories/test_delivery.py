"""What really arrives: the mails of a story as files, over SMTP, read back with `email`."""

from email import message_from_bytes, policy

import pytest

from demo.smtp_sink import Mailbox
from tests.stories.world import RALLY, plan


@pytest.fixture
def arrived(tell, tmp_path):
    """A story's mails as they lie in a mailbox of its own."""
    folder = tmp_path / "mail"
    with Mailbox(folder) as box:
        story = tell(plan(RALLY), smtp=box.port).to("2010-06-03")
    files = sorted(folder.glob("*.eml"))
    mails = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
    return story, mails


def test_every_message_arrives_once_under_its_own_number(arrived):
    story, mails = arrived
    numbers = [mail["Message-ID"] for mail in mails]
    assert len(numbers) == len(set(numbers)) == len(story.mails()) > 0


def test_an_overdue_branch_finds_all_its_mails_in_one_thread(arrived):
    story, mails = arrived
    row = story.row("rally", "b3")
    mine = [mail for mail in mails if mail["To"].addresses[0].username == "b3-head"]
    assert len(mine) == 3
    assert all(f"o.{row.id}@" in mail["References"] for mail in mine)


def test_mails_are_marked_as_sent_by_a_machine_and_answers_go_to_the_office(arrived):
    _, mails = arrived
    for mail in mails:
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Reply-To"].addresses[0].addr_spec == "office@example.org"
        kinds = [part.get_content_type() for part in mail.walk()]
        assert kinds[1:] == ["text/plain", "text/html"]
