"""What people read of an answer: labels and values, days with weekdays, states in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from notifications import dates_words, words
from scheduler.cli.desk import console, stderr
from workflows.domain.organisation import Org

#: The language of labels, states and days on the command line.
LANGUAGE = "en"

#: Labels of facts whose names in JSON are not what the pages call them.
_LABELS = {
    "about": "item",
    "as_of": "as of",
    "assist": "assisting units",
    "colour": "notice",
    "contested_for": "contested because",
    "copies": "copies to",
    "due_words": "date as written",
    "escalation_level": "level",
    "explained": "explanation",
    "holder": "assigned to",
    "holder_name": "assigned to",
    "id": "number",
    "in_all": "number in all",
    "matter": "item",
    "owed": "items",
    "person": "person responsible",
    "pressed": "reminded",
    "recurs": "recurrence",
    "press_from": "reminded from",
    "sent_at": "sent",
    "sign_by": "acknowledge by",
    "signer": "to be signed by",
    "signer_post": "role of the signer",
    "slips": "notices",
    "struck_off": "closed",
    "titles": "title",
    "unit": "responsible unit",
    "unit_title": "responsible unit",
    "words": "as written",
    "workdays_overdue": "working days overdue",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def out(text: str = "", style: str = "") -> None:
    """One line as it is; the terminal folds it."""
    console.print(text, style=style or None, markup=False, highlight=False)


def warn(text: str) -> None:
    """One line beside the answer, on stderr."""
    stderr.print(text, markup=False, highlight=False)


def heading(text: str) -> None:
    """What the lines below are about."""
    out()
    out(text, "bold")


def labelled(rows: Iterable[tuple[str, str]]) -> None:
    """Labels and values side by side; a row without a value is left out."""
    found = Table.grid(padding=(0, 2))
    found.add_column(no_wrap=True, style="bold")
    found.add_column(overflow="fold")
    for label, value in rows:
        if value:
            found.add_row(Text(label), Text(value))
    console.print(found)


def named(name: str) -> str:
    """The label of the fact that JSON calls `name`."""
    return _LABELS.get(name, name.replace("_", " "))


def day(value: date | str | None) -> str:
    """Monday 31 May 2010; empty when there is none."""
    if not value:
        return ""
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return dates_words.full_day(found, LANGUAGE)


def short_day(value: str) -> str:
    """2010-05-31 Mon, for lists."""
    return f"{value[:10]} {day(value)[:3]}"


def moment(value: str | None, zone: str) -> str:
    """An instant of JSON in the programme's zone: 2010-06-01 09:00; empty when there is none."""
    if not value:
        return ""
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def state(word: str) -> str:
    """A state in words."""
    return words.state(word, LANGUAGE).replace("_", " ")


def status(one: Mapping[str, Any]) -> str:
    """Where an item stands, in words: overdue 3 working days, level 2."""
    if one["light"] == "grey":
        return state(one["state"])
    said = words.light("behind" if one["behind"] else one["light"], LANGUAGE)
    if over := one["workdays_overdue"]:
        said += f" {over} working day{'s' if over > 1 else ''}"
    if level := one["escalation_level"]:
        said += f", level {level}"
    return said if one["state"] in ("open", "in_progress") else f"{said}; {state(one['state'])}"


def names_of(org: Org, language: str) -> dict[str, str]:
    """What people and units are called, by their keys and mail addresses."""
    found = {key: unit.title.in_(language) for key, unit in org.units.items()}
    for person in org.people.values():
        found |= dict.fromkeys((person.key, person.email or person.key), person.called(language))
    return found


def plain(value: Any, names: Mapping[str, str] | None = None, language: str = "zh") -> str:
    """A fact in words, whatever JSON makes of it; keys by `names`, texts in `language`."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if value.keys() <= {"zh", "en"}:
            return str(value.get(language) or next(iter(value.values()), ""))
        pairs = ((named(str(key)), plain(one, names, language)) for key, one in value.items())
        return "; ".join(f"{label} {said}" for label, said in pairs if said)
    if isinstance(value, list | tuple):
        return " · ".join(filter(None, (plain(one, names, language) for one in value)))
    said = str(value)
    return day(said) if _DAY.fullmatch(said) else (names or {}).get(said, said)
