"""A supervision notice 督办文书 about an item was issued, or is void."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.i18n import translator
from notifications import dates_words, words
from notifications.mail_kind import MailKind
from notifications.message import ItemEntry, lines
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNotice(ItemEntry):
    """`because`: why it was sent about what is not overdue. `limit`: the item's due day, where
    the item's own is that of the acknowledgement. `note`: what was said of the item so far."""

    kind = "slip"
    name: str
    number_given: str = ""
    colour: str = ""
    void: bool = False
    signer: str = ""
    because: str = ""
    limit: date | None = None
    answer_by: date | None = None
    reason: str = lines()
    note: str = lines()


def build(read: Read) -> SupervisionNotice:
    event = read.event
    document = read.batch.documents.get(int(event.why.get("paper", 0)))
    body: Mapping[str, Any] = document.body if document else {}
    # Listed by hand, there is no document, only the fact.
    colour = read.why("colour") or ("listing" if event.kind == "listed" else "")
    colour = colour or str(body.get("colour", ""))
    void = event.kind == "slip_voided"
    return SupervisionNotice(
        about=read.about(),
        item=read.about_item(),
        name=words.colour(colour, read.language),
        number_given=read.why("number"),
        colour=colour,
        void=void,
        signer=read.signer(str(body.get("signer", ""))),
        because=because(body, read.language) if body else "",
        limit=words.day_of(body["due_on"]) if body.get("sign_by") else None,
        answer_by=words.day_of(body["answer_by"]) if body and not void else None,
        reason=read.why("reason"),
        note=read.batch.notes.get(read.row.id, ""),
    )


def because(body: Mapping[str, Any], language: str) -> str:
    """Why an overdue notice was sent about what is not overdue; empty for any other."""
    if body["colour"] != "yellow":
        return ""
    texts, returns = translator(language), int(body.get("returns", 0))
    if day := words.day_of(body.get("sign_by")):
        on = dates_words.short_day(day, language, day)
        return texts.gettext("It should have been acknowledged by {day}.", day=on)
    if day := words.day_of(body.get("note_by")):
        on = dates_words.short_day(day, language, day)
        return texts.gettext("A progress note was due by {day}.", day=on)
    if returns:
        return texts.ngettext("It was returned once.", "It was returned {n} times.", returns)
    return ""


KIND = MailKind(
    entry=SupervisionNotice,
    build=build,
    label=N_("supervision notices"),
    rank=10,
    answered=True,
    late_notice=True,
)
