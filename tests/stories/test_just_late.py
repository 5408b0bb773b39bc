"""The day after the date the head is told in passing; the ladder asks them to act on the third."""

from tests.stories.world import ESSAY, plan

SATURDAY = "2010-06-12"  # a working day


def test_a_head_reads_in_their_own_mail_what_has_just_become_late_in_their_unit(tell):
    story = tell(plan(ESSAY)).to(f"{SATURDAY}T10:00")
    (letter,) = story.mails(to="b1-head", on=SATURDAY)
    assert "本单位刚逾期" in letter.body and "2人，2010年6月11日" in letter.body
    (letter,) = story.mails(to="b1-deputy", on=SATURDAY)
    assert "本单位刚逾期" not in letter.body


def test_no_mail_goes_to_a_head_for_that_alone(tell):
    story = tell(plan(ESSAY)).to("2010-06-10T10:00")
    story.act("report", "essay", "b1-head", by="b1-head", note="写了")
    story.to(f"{SATURDAY}T10:00")
    assert story.mails(to="b1-head", on=SATURDAY) == []


def test_once_the_head_is_asked_to_act_it_is_said_once(tell):
    story = tell(plan(ESSAY)).to("2010-06-17T10:00")
    (letter,) = story.mails(to="b1-head", on="2010-06-17")
    assert "escalated" in letter.kinds and "本单位刚逾期" not in letter.body
