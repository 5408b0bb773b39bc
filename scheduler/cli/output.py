"""What people read of an answer: labels and values, days with weekdays, states in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from config.language import _, ngettext, pgettext, reader_language
from notifications import dates_words, words
from scheduler.cli.desk import console, stderr
from workflows.domain.inspection import WAYS
from workflows.domain.messages import terms
from workflows.domain.organisation import Org

#: Labels of facts whose names in JSON are not what people call them.
_LABELS = {
    "about": "item",
    "answer_by": "answer by",
    "as_of": "as of",
    "assist": "assisting units",
    "blue": "reminder notices",
    "bulletin": "bulletins",
    "by": "by",
    "colour": "notice",
    "contested_for": "contested because",
    "copies": "copies to",
    "days_over": "working days overdue",
    "due_on": "due",
    "due_words": "date as written",
    "escalation_level": "level",
    "explained": "explanation",
    "holder": "assigned to",
    "holder_name": "assigned to",
    "id": "number",
    "in_all": "number in all",
    "last_rate": "rate last month",
    "last_total": "last month",
    "leg": "step",
    "listing": "special supervision",
    "matter": "item",
    "owed": "items",
    "person": "person responsible",
    "pressed": "reminded",
    "recurs": "recurrence",
    "press_from": "reminded from",
    "red": "escalation notices",
    "second": "second escalation notices",
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
    "yellow": "overdue notices",
}
_FACTS = terms(
    "fact",
    "item", "answer by", "as of", "assisting units", "reminder notices", "bulletins", "by",
    "notice", "contested because", "copies to", "working days overdue", "due", "date as written",
    "level", "explanation", "assigned to", "number", "number in all", "rate last month",
    "last month", "step", "special supervision", "items", "person responsible", "reminded",
    "recurrence", "reminded from", "escalation notices", "second escalation notices", "sent",
    "acknowledge by", "to be signed by", "role of the signer", "notices", "closed", "title",
    "responsible unit", "as written", "overdue notices",
    "anchor", "answer", "change", "clause", "corrections", "counted", "date", "end", "error",
    "every", "extension asked", "findings", "from", "good", "how", "kind", "late", "listed",
    "listed on", "long overdue", "mark", "missing", "month", "note", "note by", "of leg", "on",
    "on time", "overdue", "paper", "phase", "phases", "phoned", "plan", "point", "rate", "reason",
    "relapsed", "relative", "result", "returns", "severity", "signed by", "signed on", "source",
    "start", "state", "team", "text", "to", "total", "twice", "units", "urgent", "way", "what",
    "where",
)  # fmt: skip
_SHORT_WEEKDAYS = terms("short weekday", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
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
    return pgettext("fact", _LABELS.get(name, name.replace("_", " ")))


def day(value: date | str | None) -> str:
    """Monday 31 May 2010; empty when there is none."""
    if not value:
        return ""
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return dates_words.full_day(found, reader_language())


def short_day(value: str) -> str:
    """2010-05-31 Mon, for lists."""
    found = date.fromisoformat(value[:10])
    return f"{found} {pgettext('short weekday', _SHORT_WEEKDAYS[found.weekday()])}"


def moment(value: str | None, zone: str) -> str:
    """An instant of JSON in the programme's zone: 2010-06-01 09:00; empty when there is none."""
    if not value:
        return ""
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def state(word: str) -> str:
    """A state in words."""
    return pgettext("state", word)


def status(one: Mapping[str, Any]) -> str:
    """Where an item stands, in words: overdue 3 working days, level 2."""
    if one["light"] == "grey":
        return state(one["state"])
    said = pgettext("light", "behind" if one["behind"] else one["light"])
    if over := one["workdays_overdue"]:
        said = ngettext("{status} {n} working day", "{status} {n} working days", over, status=said)
    if level := one["escalation_level"]:
        said = _("{status}, level {level}", status=said, level=level)
    if one["state"] in ("open", "in_progress"):
        return said
    return _("{one}; {other}", one=said, other=state(one["state"]))


def listed(texts: Iterable[object]) -> str:
    """Texts one after the other, with the mark of the language between them."""
    return pgettext("mark", ", ").join(map(str, texts))


def few(texts: Sequence[object], most: int = 20) -> str:
    """The first of some texts, and how many more there are."""
    shown, more = listed(texts[:most]), len(texts) - most
    if more <= 0:
        return shown
    return ngettext("{some} and {n} more", "{some} and {n} more", more, some=shown)


def names_of(org: Org, language: str) -> dict[str, str]:
    """What people and units are called, by their keys and mail addresses."""
    found = {key: unit.title.in_(language) for key, unit in org.units.items()}
    for person in org.people.values():
        found |= dict.fromkeys((person.key, person.email or person.key), person.called(language))
    return found


def fact(name: str, value: Any, names: Mapping[str, str], language: str) -> str:
    """The value of the fact that JSON calls `name`, in words."""
    match name, value:
        case (("state" | "colour" | "kind"), str(word)) if word:
            return pgettext(name, word)
        case "severity", str(word):
            return _(word)
        case "way", str(way) if way in WAYS:
            return _(WAYS[way])
        case "how", str(kind):
            return words.event(kind, reader_language())
        case "point", str(trigger):
            return words.moment(trigger, reader_language())
        case "to", list(audiences):
            return listed(pgettext("audience", one) for one in audiences)
    return plain(value, names, language)


def plain(value: Any, names: Mapping[str, str] | None = None, language: str = "zh") -> str:
    """A fact in words, whatever JSON makes of it; keys by `names`, texts in `language`."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        if value.keys() <= {"zh", "en"}:
            return str(value.get(language) or next(iter(value.values()), ""))
        pairs = (
            (named(str(key)), fact(str(key), one, names or {}, language))
            for key, one in value.items()
        )
        return pgettext("mark", "; ").join(f"{label} {said}" for label, said in pairs if said)
    if isinstance(value, list | tuple):
        return " · ".join(filter(None, (plain(one, names, language) for one in value)))
    said = str(value)
    return day(said) if _DAY.fullmatch(said) else (names or {}).get(said, said)
