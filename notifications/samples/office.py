"""Samples for the office and the leaders: daily and weekly pages, phases, alerts, the record."""

from datetime import date
from typing import Any

from notifications.message import Entry, Mail
from notifications.samples.basics import TODAY, entry, mail, upward, word


def of_office(kind: str, language: str) -> Entry:
    by_unit = [
        {"unit": word("branch_2", language), "total": 14, "done": 14, "red": 0},
        {"unit": word("branch", language), "total": 15, "done": 11, "red": 4},
    ]
    items = [
        {"title": word("rally", language), "unit": word("branch", language), "days_over": 10,
         "level": 3, "holder": word("zhang", language), "phone": "13900000001"},
        {"title": word("notes", language), "unit": word("branch_2", language), "days_over": 1,
         "level": 0, "holder": word("li", language), "phone": ""},
    ]  # fmt: skip
    due = [{"title": word("ideas", language), "unit": word("branch", language),
            "due_on": date(2010, 6, 20)}]  # fmt: skip
    untouched = [{**unit, "done": 0, "red": 0} for unit in by_unit]
    rates = {"total": 29, "done": 25, "rate": 86, "red": 4, "by_unit": by_unit}
    data: dict[str, dict[str, Any]] = {
        "anchor_asked": {"waiting": [{"title": word("publish", language), "n": 8}]},
        "office_alert": {"what": "undelivered", "detail": word("bounced", language)},
        "office_daily": {
            "numbers": {"to_review": 3, "due_today": 1, "red": 2, "white": 14, "undelivered": 1},
            "red": items, "due": due, "alerts": [word("bounced", language)],
            "reviews": [{**items[1], "title": word("rally", language)}],
            "anchors": [{"title": word("congress", language), "n": 14}],
        },
        "audit_head": {"seal": 1204, "event": 1250, "on": TODAY,
                       "line": f"[1204:1250:{'1a2b' * 16}]"},
        "phase_opened": {**rates, "done": 0, "rate": 0, "red": 0, "by_unit": untouched},
        "phase_closing": rates,
        "phase_closed": rates,
    }  # fmt: skip
    phase = kind.startswith("phase_")
    title = "congress" if kind == "anchor_asked" else "phase_a" if phase else "rally"
    return entry(
        kind,
        language,
        title=word(title, language),
        clause="A" if phase else "",
        words="" if kind.startswith(("office_", "audit_")) else word("words_june", language),
        audience="leading_group" if phase else "office",
        why=word("why_office", language),
        next=None,
        data=data[kind],
    )


def weekly(language: str) -> Mail:
    data: dict[str, Any] = {
        "numbers": {"done": 61, "open": 42, "red": 3},
        "last": {"done": 50, "open": 55, "red": 1},
        "by_unit": [
            {"unit": word("branch", language), "red": 2, "items": [
                {"title": word("rally", language), "days_over": 10,
                 "note": word("explained", language)},
                {"title": word("rules", language), "days_over": 1, "note": ""},
            ]},
        ],
        "good": [word("branch_2", language)],
        "decisions": [{"title": word("ideas", language), "who": word("branch", language),
                       "to": date(2011, 1, 5)}],
    }  # fmt: skip
    made = entry("leader_weekly", language, audience="leader", next=None,
                 why=word("why_leader", language), data=data)  # fmt: skip
    return upward(mail(language, made))
