"""Calendars elsewhere give back what the page shows, to whoever has the address, while it holds."""

import re

from icalendar import Calendar


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
    assert event["dtstart"].dt == row.leg_due_on
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
    where = address(board, "b1-head", "programme")
    ids = {row.id for row in board.story.rows() if row.unit == "b3"}
    assert not any(int(re.findall(r"\d+", uid)[0]) in ids for uid in events(board, where))


def test_an_address_made_anew_or_taken_away_makes_the_old_one_of_no_use(board):
    old = address(board, "b1-head")
    new = address(board, "b1-head")
    assert board.client().get(old).status_code == 404
    assert board.client().get(new).status_code == 200
    board.client("b1-head").post("/calendars/mine", data={"make": "no"})
    assert board.client().get(new).status_code == 404
