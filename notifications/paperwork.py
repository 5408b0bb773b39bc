"""What mails say of papers: a slip that was issued, a draft to sign, a bulletin's numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from notifications import words
from workflows.commands.context import Context
from workflows.domain.kind_facts import BulletinFacts
from workflows.domain.organisation import Org, Person
from workflows.domain.papers import colour_of
from workflows.domain.rows import Event, Obligation
from workflows.store.papers import Paper


def slip(org: Org, event: Event, papers: Mapping[int, Paper], language: str) -> dict[str, Any]:
    """A paper about the entry's matter. Listed by hand there is none, only the fact."""
    number = str(event.why.get("number", ""))
    paper = papers.get(int(event.why.get("paper", 0)))
    colour = str(event.why.get("colour", "")) or ("listing" if event.kind == "listed" else "")
    if paper is not None and not colour:
        colour = str(paper.body["colour"])
    return {
        "colour": colour,
        "name": words.colour(colour, language),
        "number": number,
        "void": event.kind == "slip_voided",
        "answer_by": words.day_of(paper.body["answer_by"]) if paper else None,
        "signer": words.called(org, str(paper.body["signer"]), language) if paper else "",
        "because": because(paper.body, language) if paper else "",
        # Of what nobody signed for, the limit of the matter: the entry's is that for signing.
        "limit": words.day_of(paper.body["due_on"])
        if paper and paper.body.get("sign_by")
        else None,
    }


def because(body: Mapping[str, Any], language: str) -> str:
    """Why an urging slip was sent about something that is not overdue; empty for any other."""
    if body["colour"] != "yellow":
        return ""
    zh, returns = language == "zh", int(body.get("returns", 0))
    sign_by, note_by = words.day_of(body.get("sign_by")), words.day_of(body.get("note_by"))
    if day := sign_by or note_by:
        on = f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%B}"
        if sign_by:
            said = f"应于{on}前签收，至今未签收。"
            return said if zh else f"It was to be signed for by {on}."
        said = f"应于{on}前报送进展，至今未报。"
        return said if zh else f"A note on how it stands was to come by {on}."
    if returns:
        again = "twice" if returns == 2 else f"{returns} times"
        return f"已退回补办{returns}次。" if zh else f"It was sent back {again}."
    return ""


def to_sign(row: Obligation, about: Obligation | None, language: str) -> dict[str, Any]:
    """A draft that waits for the reader."""
    if row.kind == "bulletin":
        month = words.month(row.key.occurrence, language)
        return {
            "name": words.colour("bulletin", language),
            "month": month,
            "due_on": None,
            "over": False,
        }
    colour = colour_of(row)
    return {
        "name": words.colour(colour, language),
        "month": "",
        "due_on": about.due_on if about else None,
        "over": colour in ("red", "second", "listing"),
    }


def bulletin(
    context: Context,
    row: Obligation,
    paper: Paper | None,
    reader: Person,
    today: date,
    language: str,
) -> dict[str, Any] | None:
    """The bulletin's numbers; while it is being checked, a head sees the rows of his units.

    None where the reader answers for no unit in it.
    """
    if paper is None:
        return None
    body, org = paper.body, context.org
    own = {unit for unit in org.units if _heads(org, unit, reader, today)}
    office = any(
        person is not None and person.key == reader.key
        for person in (org.holder(post, today) for post in org.seats("office"))
    )
    checking = row.state == "checking"
    units = [
        {**one, "name": words.unit_name(org, one["unit"], language)}
        for one in body["units"]
        if not checking or office or one["unit"] in own
    ]
    if checking and not units:
        return None
    return {
        "month": words.month(body["month"], language),
        "as_of": words.day_of(context.frame.day(paper.frozen_at).isoformat()),
        "number": BulletinFacts.of(row).number,
        "in_all": BulletinFacts.of(row).in_all,
        "total": body["total"],
        "last": body["last_total"],
        "units": units,
        "long_overdue": [
            {
                "unit": words.unit_name(org, one["unit"], language),
                "title": one["titles"][language],
                "days_over": one["days_over"],
            }
            for one in body["long_overdue"]
            if not checking or office or one["unit"] in own
        ],
    }


def _heads(org: Org, unit: str, reader: Person, today: date) -> bool:
    holders = (org.holder(post, today) for post in org.seats("head", unit))
    return any(person is not None and person.key == reader.key for person in holders)
