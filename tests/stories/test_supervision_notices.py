"""Documents are drafted by the machine, signed by a person, and numbered without gaps."""

from datetime import date

import pytest

from documents.document_forms import supervision_notice_form
from tests.stories.world import RALLY, plan
from workflows.commands.documents.views import shown
from workflows.domain.errors import Refused
from workflows.store import documents
from workflows.store.engine import reading

OFFICE = "office: {paper_mark: 师农督%s}\ndecisions: {}\n"


def decisions(more=""):
    return "for: small\n" + OFFICE % more


def supervision_notices(story, **where):
    return story.rows(kind="slip", **where)


@pytest.fixture
def story(tell):
    """Monday, 31 May 2010: the rally is due, a firm item."""
    return tell(plan(RALLY), decisions=decisions())


def drafted(story, unit="b3", until="2010-06-03"):
    """The red supervision notice about the rally that nobody of `unit` has reported."""
    story.to(until)
    (supervision_notice,) = [row for row in supervision_notices(story) if row.unit == unit]
    return supervision_notice


def test_three_days_overdue_a_red_supervision_notice_lies_before_the_leader_in_charge(story):
    supervision_notice = drafted(story)
    assert (
        supervision_notice.state,
        supervision_notice.assignee,
        supervision_notice.facts.colour,
    ) == ("draft", "leader-2", "red")
    story.to("2010-06-04")
    (letter,) = story.mails(to="leader-2", kind="paper_to_sign")
    assert "督办单" in letter.body and "请您签发" in letter.body
    # Nothing has been issued: nobody is sent a document that nobody signed.
    assert not story.mails(kind="slip")


def test_signed_it_gets_its_number_and_goes_to_the_one_who_must_act(story):
    supervision_notice = drafted(story)
    after = story.act("sign", row=supervision_notice, by="leader-2", at="2010-06-04T10:00")
    assert (after.state, after.facts.number) == ("signed", "师农督〔2010〕1号")
    story.to("2010-06-07")
    (letter,) = story.mails(to="b3-head", kind="slip")
    for words in ("督办单", "师农督〔2010〕1号", "6月9日"):
        assert words in letter.body
    with reading(story.engine).connect() as connection:
        document = documents.documents(connection, [supervision_notice.id])[supervision_notice.id]
    assert document.body["workdays_overdue"] == 4
    assert [press["point"] for press in document.body["pressed"] if press["point"]][-1] == "+3wd"


def test_it_says_how_urgent_it_is_and_what_was_answered_to_each_remind(story):
    story.to("2010-06-01T10:00")
    rally = story.row("rally", "b3")
    story.act("note", row=rally, by="b3-head", note="书记外出，周四补开")
    story.act("note", row=rally, by="committee-head", note="党总支已提醒", at="2010-06-02T10:00")
    supervision_notice = drafted(story)
    with reading(story.engine).connect() as connection:
        body = shown(connection, story.context, supervision_notice.id, "slip", story.now).body
    form = supervision_notice_form(story.context, supervision_notice, body, "zh")
    assert [press.answer for press in form.pressed if press.answer] == ["书记外出，周四补开"]
    assert form.urgency == "急件"


def test_after_a_voided_supervision_notice_the_next_point_of_the_same_step_drafts_another(story):
    supervision_notice = drafted(story)
    after = story.act("sign", row=supervision_notice, by="leader-2", at="2010-06-04T10:00")
    story.act("void", row=after, by="clerk", reason="当日已开", at="2010-06-07T10:00")
    story.to("2010-06-24")
    found = [
        (row.key.occurrence, row.state) for row in supervision_notices(story) if row.unit == "b3"
    ]
    assert found == [("red 1", "void"), ("red 1/2", "draft")]
    assert not any(row.error for row in story.rows())


def test_numbers_have_no_gaps_and_a_voided_one_stays_in_the_book(story):
    story.to("2010-06-03")
    first, second, third = supervision_notices(story)
    for supervision_notice in (second, first, third):
        signer = supervision_notice.assignee
        story.act("sign", row=supervision_notice, by=signer, at="2010-06-04T10:00")
    numbers = {row.id: row.facts.number for row in supervision_notices(story)}
    assert [numbers[s.id] for s in (second, first, third)] == [
        f"师农督〔2010〕{n}号" for n in (1, 2, 3)
    ]
    void = story.act("void", row=story.row("rally", "b1", kind="slip"), by="clerk", reason="写错")
    assert (void.state, void.facts.number) == ("void", "师农督〔2010〕2号")
    story.to("2010-06-07")
    assert any("作废" in letter.body for letter in story.mails(to="b1-head", kind="slip"))


def test_nobody_but_the_one_it_lies_before_signs(story):
    supervision_notice = drafted(story)
    for by in ("clerk", "b3-head", "leader-1"):
        with pytest.raises(Refused, match="is for the approver"):
            story.act("sign", row=supervision_notice, by=by)


def test_sent_back_it_lies_with_the_office_and_comes_again(story):
    supervision_notice = drafted(story)
    supervision_notice = story.act(
        "return", row=supervision_notice, by="leader-2", reason="先电话核实", at="2010-06-04T10:00"
    )
    assert (supervision_notice.state, supervision_notice.assignee) == ("sent_back", "clerk")
    story.to("2010-06-07")
    assert any("先电话核实" in m.body for m in story.mails(to="clerk", kind="office_alert"))
    supervision_notice = story.act("redraft", row=supervision_notice, by="clerk", note="已核实")
    assert (supervision_notice.state, supervision_notice.assignee) == ("draft", "leader-2")


def test_a_draft_that_lies_for_more_than_a_working_day_is_the_signers_own_item(story):
    supervision_notice = drafted(story)
    story.to("2010-06-07")
    assert ("2010-06-07", "leader-2", "paper_to_sign") in story.said(supervision_notice)
    assert story.row("rally", "b3", kind="slip").light == "red"


def test_reported_before_anybody_signed_the_draft_is_withdrawn(story):
    drafted(story)
    story.act("report", "rally", "b3", by="b3-head", note="已开", at="2010-06-04T10:00")
    assert story.row("rally", "b3", kind="slip").state == "withdrawn"
    story.to("2010-06-07")
    assert not story.mails(to="leader-2", kind="paper_to_sign", on="2010-06-07")


def test_a_draft_about_what_was_put_on_hold_or_given_a_new_day_is_withdrawn(story):
    story.to("2010-06-01T10:00")
    held, late = (story.find("b3", what=what, limit="2010-06-02") for what in ("一", "二"))
    for row in (held, late):
        story.act("sign", row=row, by="b3-head")
    story.to("2010-06-07T10:00")
    assert [story.rows(kind="slip", about=row.id)[0].state for row in (held, late)] == ["draft"] * 2
    story.act("hold", row=story.row(held.item), by="clerk", to="2010-07-01", reason="等设备")
    story.act("explain", row=story.row(late.item), by="b3-head", to="2010-06-21", reason="下雨")
    (request,) = story.rows(kind="decision", about=late.id)
    story.act("agree", row=request, by=request.assignee)
    assert {
        supervision_notice.state
        for supervision_notice in supervision_notices(story)
        if supervision_notice.about in (held.id, late.id)
    } == {"withdrawn"}


def test_where_documents_go_out_by_themselves_nobody_has_to_sign(tell):
    story = tell(plan(RALLY), decisions=decisions(", issue: auto")).to("2010-06-04")
    assert {row.state for row in supervision_notices(story)} == {"signed"}
    assert story.mails(to="b3-head", kind="slip")


def test_what_a_member_owes_never_becomes_a_document_with_their_name(tell):
    essay = "{id: essay, owes: each person(member), verifier: own unit, words: 6月1日前}"
    story = tell(plan(essay), decisions=decisions()).to("2010-06-30")
    assert supervision_notices(story) == []


def test_after_a_week_without_power_one_supervision_notice_is_drafted_not_one_for_each_point(story):
    story.leap("2010-06-13T09:00")
    assert [(row.unit, row.facts.colour) for row in supervision_notices(story)] == [
        ("b1", "red"),
        ("b2", "red"),
        ("b3", "red"),
    ]


def test_the_leader_themselves_is_late_so_the_next_above_them_signs(tell):
    late = "{id: own, owes: role(leader), words: 6月1日前}"
    story = tell(plan(late), decisions=decisions()).to("2010-06-04")
    assert {row.assignee for row in supervision_notices(story)}.isdisjoint({"leader-1", "leader-2"})


def test_a_second_supervision_notice_follows_the_first_and_only_once(story):
    supervision_notice = drafted(story)
    story.act("sign", row=supervision_notice, by="leader-2", at="2010-06-04T10:00")
    story.to("2010-07-20")
    of_b3 = [row.facts.colour for row in supervision_notices(story) if row.unit == "b3"]
    assert of_b3 == ["red", "second"]


# --- rectifications ---------------------------------------------------------------------


def found(story, **more):
    row = story.find("b3", **more)
    return story.act("sign", row=row, by="b3-head")


def test_what_nobody_signs_for_gets_an_overdue_notice_from_the_office(story):
    story.to("2010-05-31T10:00").find("b3")
    story.to("2010-06-04")
    (supervision_notice,) = [
        row for row in supervision_notices(story) if row.facts.colour == "yellow"
    ]
    assert supervision_notice.assignee == "clerk"


def test_ten_days_overdue_it_is_proposed_to_be_listed_and_a_leader_decides(story):
    row = found(story.to("2010-05-31T10:00"), limit="2010-06-02")
    story.to("2010-06-19")
    (listing,) = [s for s in supervision_notices(story) if s.facts.colour == "listing"]
    assert (listing.assignee, listing.about) == ("leader-2", row.id)
    story.act("sign", row=listing, by="leader-2", at="2010-06-21T10:00")
    assert story.row(row.item, kind="rectification").facts.listed_on == date(2010, 6, 21)
    story.to("2010-06-22")
    assert any("挂牌督办" in m.body for m in story.mails(to="b3-head", kind="slip"))


def test_a_item_listed_by_a_document_that_is_voided_is_listed_no_more(story):
    row = found(story.to("2010-05-31T10:00"), limit="2010-06-02")
    story.to("2010-06-19")
    (listing,) = [s for s in supervision_notices(story) if s.facts.colour == "listing"]
    after = story.act("sign", row=listing, by="leader-2", at="2010-06-21T10:00")
    story.act("void", row=after, by="clerk", reason="单位已办结", at="2010-06-21T15:00")
    assert story.row(row.item, kind="rectification").facts.listed_on is None
    assert [e.kind for e in story.events(row, "delisted")] == ["delisted"]


def test_an_overdue_notice_says_why_it_was_sent_and_no_lateness_that_is_none(story):
    row = story.to("2010-05-31T10:00").find("b3", limit="2010-06-11")
    story.to("2010-06-04")
    (supervision_notice,) = [s for s in supervision_notices(story) if s.about == row.id]
    story.act("sign", row=supervision_notice, by="clerk", at="2010-06-07T10:00")
    story.to("2010-06-08")
    (letter,) = story.mails(to="b3-head", kind="slip")
    assert "应于6月2日前签收，至今未签收" in letter.body
    with reading(story.engine).connect() as connection:
        assert (
            documents.documents(connection, [supervision_notice.id])[supervision_notice.id].body[
                "workdays_overdue"
            ]
            == 0
        )


def test_returned_twice_it_is_behind_and_an_overdue_notice_is_drafted(story):
    row = found(story.to("2010-05-31T10:00"))
    for day in ("2010-06-01", "2010-06-03"):
        row = story.act("apply", row=row, by="b3-head", note="清了", at=f"{day}T10:00")
        row = story.act("return", row=row, by="committee-head", reason="没清完")
    assert (row.light, row.returns) == ("yellow", 2)
    assert [s.facts.colour for s in supervision_notices(story) if s.about == row.id] == ["yellow"]


def test_everybody_who_was_reminded_hears_that_it_is_closed(story):
    story.to("2010-06-09")
    row = story.act("report", "rally", "b3", by="b3-head", note="已开", at="2010-06-09T10:00")
    story.act("accept", row=row, by=row.assignee, at="2010-06-10T10:00")
    story.to("2010-06-11")
    told = {to for _, to, kind in story.said(row, "completed")}
    assert {"b3-head", "leader-2", "director"} <= told


def test_an_overdue_rectification_climbs_with_its_documents_step_by_step(story):
    story.to("2010-05-31T10:00")
    row = story.find("b3", person="b3-deputy", limit="2010-06-02")
    row = story.act("sign", row=row, by="b3-deputy")
    story.to("2010-06-19")
    drafted_on = {
        s.facts.colour: story.context.today(s.step_opened_at)
        for s in supervision_notices(story)
        if s.about == row.id and s.step_opened_at
    }
    # +3wd and +10wd, over the three days of 端午 with two working days at the week-end.
    assert {c: d.isoformat() for c, d in drafted_on.items()} == {
        "red": "2010-06-07",
        "listing": "2010-06-17",
    }
    heard = {to: day for day, to, _ in reversed(story.said(row, "overdue", "escalated"))}
    assert {who: heard[who] for who in ("b3-deputy", "b3-head", "leader-2", "director")} == {
        "b3-deputy": "2010-06-03",
        "b3-head": "2010-06-07",
        "leader-2": "2010-06-10",
        "director": "2010-06-17",
    }
