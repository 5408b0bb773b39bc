"""What the forms of supervision read: limits, findings, numbers, the seed of a draw."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.web.page_request import PageRequest, whole
from workflows.domain.errors import Refused
from workflows.domain.limits import read_limit
from workflows.domain.rectification import SEVERITIES, Finding, Severity
from workflows.domain.workdays import Calendar

#: As many findings as one form takes; more come as a sheet.
FINDINGS = 4
FINDING = ("unit", "what", "where", "severity", "limit")


class Bad(Exception):
    """A field that cannot be read, and what is said beside it."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


def seed_of(ask: PageRequest, name: str, prefix: str) -> str:
    """The seed of what is drawn: as typed, else one nobody can foretell."""
    if name not in ("draw", "strike"):
        return ""
    return ask.text(f"{prefix}seed", 64) or secrets.token_hex(8)


def values_of(ask: PageRequest, fields: Sequence[str], prefix: str = "") -> dict[str, str]:
    """What was typed into fields, several ticks joined by commas."""
    found = {}
    for name in fields:
        if name == "units":
            found[name] = ",".join(ask.texts(f"{prefix}units"))
        elif name == "findings":
            for n in range(1, FINDINGS + 1):
                for part in FINDING:
                    found[f"f{n}-{part}"] = ask.text(f"{prefix}f{n}-{part}")
        else:
            found[name] = ask.text(f"{prefix}{name}")
    return found


def fits(ask: PageRequest, values: Mapping[str, str]) -> None:
    """Raises Bad for a text that is longer than is taken."""
    if long := ask.too_long(values):
        raise Bad(long[1], long[0])


def number_of(ask: PageRequest, text: str) -> int:
    if not text:
        return 1
    number = whole(text)
    if number is None or not 1 <= number <= 999:
        raise Bad(ask.say("Write a number, 1 or more."), "n")
    return number


def cause_of(ask: PageRequest, text: str) -> int:
    """The number of the listed item it waits for; 0 for none."""
    digits = text.lstrip("#")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise Bad(ask.say("Write the number of the item, such as 41."), "because")
    return int(digits or 0)


def findings_of(ask: PageRequest, values: Mapping[str, str], reviewer: str) -> tuple[Finding, ...]:
    """The findings typed into a form; rows without a word are left out. Whoever led the
    inspection verifies them."""
    found = []
    for n in range(1, FINDINGS + 1):
        unit, what, where, severity, limit = (values.get(f"f{n}-{p}", "") for p in FINDING)
        if not (what or unit or where or limit):
            continue
        if not unit:
            raise Bad(ask.say("Choose a unit."), f"f{n}-unit")
        if not what:
            raise Bad(ask.say("Please write what is to be done."), f"f{n}-what")
        due = limit_of(ask, limit, f"f{n}-limit")
        found.append(
            Finding(
                unit=unit,
                what=what,
                where=where,
                severity=severity_of(severity),
                limit=due,
                reviewer=reviewer,
            )
        )
    return tuple(found)


def severity_of(text: str) -> Severity:
    return next((one for one in SEVERITIES if one == text), "ordinary")


def limit_of(
    ask: PageRequest, text: str, field: str, calendar: Calendar | None = None
) -> date | None:
    """A limit as people write it; None where none was given. Raises Bad for one that is none."""
    try:
        due = read_limit(text, ask.today, calendar or ask.context.frame.calendar)
    except Refused as error:
        raise Bad(ask.why(error), field) from None
    if due is not None and due < ask.today:
        raise Bad(ask.say("Enter a date in the future."), field)
    return due
