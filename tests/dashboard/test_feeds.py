"""Calendars elsewhere give back what the page shows, to whoever has the address, while it holds."""

import re
from datetime import date, timedelta

from icalendar import Calendar

from dashboard.readmodel import feed
from tests.dashboard.board import words


def address(board, person: str, kind: str = "mine") -> str:
    answer = board.client(person).post(f"/calendars/{kind}", data={"make": "yes"})
    found = re.search(r"<code>[^<]*(/calendars/[^<]+\.ics)</code>", answer.text)
    assert found
    return found[1]


def events(board, where: str):
    answer = board.client().get(where)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_calendar_has_what_the_desk_shows_on_the_day_it_is_due(board):
    where = address(board, "b1-head")
    row = board.story.row("rally", "b1")
    event = events(board, where)[f"obligation-{row.id}.small@duban"]
    assert event["dtstart"].dt == row.step_due_on
    assert "动员大会" in str(event["summary"]) and "逾期" in str(event["summary"])


def test_what_moves_keeps_its_name_and_what_is_given_up_is_cancelled(board):
    where = address(board, "b1-head")
    row = board.story.row("essay", "b1-head")
    uid = f"obligation-{row.id}.small@duban"
    before = events(board, where)[uid]["sequence"]
    board.story.act("withdraw", "essay", "b1-head", by="clerk", reason="合并办理")
    after = events(board, where)[uid]
    assert after["sequence"] > before and str(after["status"]) == "CANCELLED"


def test_a_calendar_shows_nothing_of_other_units(board):
    found = events(board, address(board, "b1-head", "programme"))
    rally = board.story.row("rally", "b3").id
    assert found and not any(f"-{rally}." in uid or ".b3" in uid for uid in found)


def test_an_address_made_anew_or_taken_away_makes_the_old_one_of_no_use(board):
    old = address(board, "b1-head")
    new = address(board, "b1-head")
    assert board.client().get(old).status_code == 404
    assert board.client().get(new).status_code == 200
    board.client("b1-head").post("/calendars/mine", data={"make": "no"})
    assert board.client().get(new).status_code == 404


def test_a_day_of_the_calendar_has_the_same_items_in_the_feed_as_on_the_page(board):
    found = events(board, address(board, "b1-head", "unit"))
    page = words(board.client("b1-head").get("/calendar?day=2010-06-11"))
    (due,) = [one for one in found.values() if one["dtstart"].dt == date(2010, 6, 11)]
    title, _, light = str(due["summary"]).rpartition(" (")
    assert title in page and light.rstrip(")") in page
    assert "4人中4人未办结" in str(due["description"])


def test_what_members_owe_alike_is_one_entry_that_follows_each_of_them(board):
    where, uid = address(board, "b1-head", "unit"), "members-essay.b1.small@duban"
    before = events(board, where)[uid]
    story = board.story
    story.act("withdraw", "essay", "b1-head", by="clerk", reason="合并办理")
    after = events(board, where)[uid]
    assert after["sequence"] > before["sequence"] and "3人中3人" in str(after["description"])
    story.act("accept", "essay", "b1-deputy", by="b1-head")
    after, before = events(board, where)[uid], after
    assert after["sequence"] > before["sequence"] and "3人中2人" in str(after["description"])
    assert "b1-deputy" not in str(after["description"])


def test_what_members_were_all_let_off_is_cancelled_in_the_calendar(board):
    where, uid = address(board, "b2-head", "unit"), "members-essay.b2.small@duban"
    before = events(board, where)[uid]
    for one in ("b2-head", "b2-deputy", "b2-liaison"):
        board.story.act("withdraw", "essay", one, by="clerk", reason="合并办理")
    after = events(board, where)[uid]
    assert str(after["status"]) == "CANCELLED" and after["sequence"] > before["sequence"]


def test_what_is_done_takes_no_place_from_what_is_to_come(board, monkeypatch):
    monkeypatch.setattr(feed, "MOST", 3)
    monkeypatch.setattr(feed, "READ", 8)
    found = events(board, address(board, "clerk", "programme"))
    assert len(found) == 3
    assert not any("已结" in str(one["summary"]) for one in found.values())
    assert "逾期" in str(next(iter(found.values()))["summary"])


def test_a_date_that_moves_moves_the_entry_and_raises_its_number(board):
    where = address(board, "clerk", "programme")
    board.story.announce("2010-08-20")
    row = next(row for row in board.story.rows("opinion") if row.unit == "b1")
    uid = f"obligation-{row.id}.small@duban"
    before = events(board, where)[uid]
    board.story.announce("2010-09-10")
    after = events(board, where)[uid]
    moved = next(one for one in board.story.rows("opinion") if one.id == row.id)
    assert after["dtstart"].dt == moved.due_on > before["dtstart"].dt
    assert after["dtend"].dt == moved.due_on + timedelta(days=1)
    assert after["sequence"] > before["sequence"] and str(after["status"]) == "CONFIRMED"


def test_what_is_done_stays_on_its_day_and_says_so(board):
    row = board.story.row("rally", "b3")
    event = events(board, address(board, "b3-head", "unit"))[f"obligation-{row.id}.small@duban"]
    assert "已结" in str(event["summary"]) and str(event["status"]) == "CONFIRMED"
    assert event["dtstart"].dt == row.due_on


def test_what_somebody_wrote_adds_no_line_to_a_calendar(board):
    title = "抗旱\r\nATTENDEE:mailto:x@y\nBEGIN:VALARM;,\\"
    row = board.story.assign("b1", title=title, due="2010-06-20")
    answer = board.client().get(address(board, "b1-head"))
    (event,) = [
        one
        for one in Calendar.from_ical(answer.content).walk("VEVENT")
        if f"-{row.id}." in str(one["uid"])
    ]
    assert "attendee" not in event and not event.walk("VALARM")
    assert "抗旱" in str(event["summary"])


def screen(board, person: str) -> str:
    answer = board.client(person).post("/calendars/wall", data={"make": "yes"})
    found = re.search(r"<code>[^<]*(/wall/[^<]+)</code>", answer.text)
    assert found
    return found[1]


def test_a_screen_in_the_hallway_goes_on_after_twelve_hours_without_anybody_logging_in(board):
    where = screen(board, "clerk")
    board.story.leap("2010-06-12T10:00")
    answer = board.client().get(where)
    assert answer.status_code == 200 and "b3" in words(answer)
    assert "b3-head" not in answer.text and "/logout" not in answer.text
    # Without scripts it comes again by itself.
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in answer.text


def test_the_address_of_a_screen_can_be_taken_away_and_opens_nothing_else(board):
    where = screen(board, "clerk")
    token = where.rpartition("/")[2]
    assert board.client().get(f"/calendars/{token}.ics").status_code == 404
    calendar = address(board, "clerk").rpartition("/")[2].removesuffix(".ics")
    assert board.client().get(f"/wall/{calendar}").status_code == 404
    board.client("clerk").post("/calendars/wall", data={"make": "no"})
    assert board.client().get(where).status_code == 404


def test_a_screen_shows_no_more_than_whoever_made_its_address_is_shown(board):
    shown = words(board.client().get(screen(board, "b1-head")))
    assert "b1" in shown and "b3" not in shown
