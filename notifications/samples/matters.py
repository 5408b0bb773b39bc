"""Samples about one matter: what its doer, its verifier and those above them read."""

from datetime import date
from typing import Any

from notifications.message import Entry, Next
from notifications.samples.basics import TODAY, entry, word
from notifications.words import colour, light, state

#: Kind → what is special about its entry.
Facts = dict[str, dict[str, Any]]


def matter(kind: str, language: str) -> Entry:
    """The entry of a kind that speaks of one matter."""
    more = _pressed(language) | _decided(language) | _papers(language)
    return entry(kind, language, **more.get(kind, {}))


def _late(language: str) -> dict[str, Any]:
    return {
        "clause": "41-1", "words": word("words_may", language), "due_on": date(2010, 5, 31),
        "days_left": 0, "days_over": 10, "light": light("red", language),
        "evidence": word("minutes", language),
    }  # fmt: skip


def _reported(language: str) -> dict[str, Any]:
    return {
        "state": state("reported", language), "person": word("li", language),
        "actor": word("wang", language), "done_on": date(2010, 5, 31), "verifier": "",
        "old_date": date(2010, 5, 31), "holder": word("zhang", language),
        "note": word("done_note", language), "evidence": word("minutes", language),
    }  # fmt: skip


def _pressed(language: str) -> Facts:
    """What is to be done, what is late."""
    late = _late(language)
    return {
        "escalated": {
            **late, "audience": "head", "level": 1, "why": word("why_head", language),
            "note": word("explained", language), "skipped": (word("vacant", language),),
            "next": Next(on=date(2010, 6, 21), to=word("next_leader", language)),
        },
        "overdue": {**late, "note": word("explained", language)},
        "returned": {"reason": word("incomplete", language), "actor": word("wang", language)},
        "reopened": {
            "title": word("rules", language),
            "reason": word("relapse", language),
            "actor": word("committee", language),
        },
        "due_today": {"due_on": TODAY, "days_left": 0},
        "reminder": {"title": word("ideas", language), "day_off_between": True},
        "note_asked": {
            "title": word("ongoing", language), "due_on": None,
            "state": state("ongoing", language),
            "light": light("green", language), "note": word("last_note", language), "next": None,
            "data": {"by": date(2010, 6, 18)},
        },
        "handed_over": {"reason": word("left", language), "actor": word("wang", language)},
        "moved": {
            "words": word("words_t18", language), "new_date": date(2012, 11, 7),
            "due_on": date(2012, 11, 7), "reason": word("announced", language), "next": None,
        },
        "assigned": {
            "evidence": word("minutes", language), "example": word("done_note", language),
            "after": word("intentions", language),
            "data": {"what": word("explained", language), "where": "", "severity": "",
                     "source": word("committee", language)},
        },
    }  # fmt: skip


def _decided(language: str) -> Facts:
    """What was reported or asked for, and what became of it."""
    reported = _reported(language)
    return {
        "review_overdue": {**reported, "due_on": date(2010, 6, 11), "days_over": 2},
        "review": {**reported, "due_on": date(2010, 6, 18), "days_left": 3},
        "decision_asked": {
            "actor": word("li", language), "reason": word("busy", language),
            "old_date": date(2010, 6, 20), "new_date": date(2010, 6, 30),
            "due_on": date(2010, 6, 17), "days_left": 2,
        },
        "decided": {
            "granted": True, "old_date": date(2010, 6, 20), "new_date": date(2010, 6, 30),
            "reason": word("agreed", language), "actor": word("wang", language),
        },
        "completed": {
            "state": state("accepted", language), "granted": True,
            "done_on": date(2010, 5, 31), "due_on": date(2010, 5, 31),
            "actor": word("committee", language), "next": None,
        },
        "withdrawn": {
            "state": state("waived", language), "reason": word("merged", language), "next": None,
        },
    }  # fmt: skip


def _papers(language: str) -> Facts:
    """Slips, bulletins, inspections."""
    late = _late(language)
    return {
        "slip": {
            **late, "note": word("explained", language),
            "data": {"colour": "red", "name": colour("red", language), "void": False,
                     "number": word("slip_number", language),
                     "signer": word("director", language),
                     "answer_by": date(2010, 6, 18), "because": "", "limit": None},
        },
        "paper_to_sign": {
            "due_on": date(2010, 6, 17), "days_left": 2, "note": word("explained", language),
            "words": "", "next": None,
            "data": {"name": colour("red", language), "month": "", "over": True,
                     "due_on": date(2010, 5, 31)},
        },
        "bulletin_check": {
            "title": colour("bulletin", language), "clause": "", "words": "", "next": None,
            "due_on": date(2010, 6, 17), "data": _bulletin(language), "audience": "heads",
        },
        "bulletin": {
            "title": colour("bulletin", language), "clause": "", "words": "", "next": None,
            "due_on": None, "audience": "heads",
            "data": _bulletin(language) | {"number": 3, "in_all": 3},
        },
        "to_sign": {
            "data": {"what": word("explained", language), "where": word("branch", language),
                     "source": word("committee", language), "severity": "",
                     "file": word("minutes", language)},
            "new_date": date(2010, 6, 30), "due_on": date(2010, 6, 13),
            "words": "", "next": None,
        },
        "inspected": {
            "title": word("random", language), "clause": "", "words": "", "next": None,
            "state": state("held", language), "done_on": date(2010, 6, 11),
            "audience": "inspected",
            "data": {"way": word("random", language), "units": word("branch", language),
                     "result": word("explained", language), "findings": 2,
                     "until": date(2010, 6, 18), "contested": "", "answer": ""},
        },
    }  # fmt: skip


def _bulletin(language: str) -> dict[str, Any]:
    numbers = {"owed": 29, "done": 25, "on_time": 24, "open": 4, "overdue": 3, "rate": 83}
    return {
        "month": "2010-06", "as_of": date(2010, 6, 12), "number": 0, "in_all": 0,
        "total": numbers, "last": numbers | {"owed": 12, "overdue": 1},
        "units": [{**numbers, "name": word("branch", language)},
                  {**numbers, "name": word("branch_2", language), "rate": None}],
        "long_overdue": [{"unit": word("branch", language), "title": word("rally", language),
                          "days_over": 12}],
    }  # fmt: skip
