"""What the templates of one kind need beyond an entry's common facts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from notifications import figures, paperwork, words
from notifications.pages import Figures, leader_weekly
from workflows.commands.context import Context
from workflows.domain.kind_facts import DecisionFacts, InspectionFacts
from workflows.domain.organisation import Person
from workflows.domain.rows import Event, Obligation
from workflows.store.papers import Paper


class Read(Protocol):
    """What has been read for the batch of mails (notifications/compose.py)."""

    connection: Connection
    context: Context
    today: date
    now: datetime
    figures: Figures
    rows: dict[int, Obligation]
    papers: dict[int, Paper]


def details(
    read: Read, item: Mapping[str, Any], event: Event, row: Obligation | None, reader: Person
) -> dict[str, Any] | None:
    """The data of one entry; None when there is nothing in it to say."""
    connection, context, language = read.connection, read.context, reader.language
    match item["kind"]:
        case "office_daily":
            return read.figures.daily(language)
        case "leader_weekly":
            return leader_weekly(read.figures, reader.key, language)
        case "audit_head":
            return figures.record_head(connection, context, read.now)
        case "phase_opened" | "phase_closing" | "phase_closed" if row:
            return figures.phase(connection, context, row.item, read.today, language)
        case "anchor_asked" if row:
            return {"waiting": figures.waiting(connection, context, language, row.item)}
        case "office_alert":
            detail = str(event.why.get("detail") or event.why.get("error", ""))
            return {"what": event.kind, "detail": detail}
        case "note_asked":
            # Called for by the office by a day, or asked every half year of what has none.
            called = event.why.get("by") if event.kind == "note_called" else None
            return {"by": words.day_of(called)}
        case "slip":
            return paperwork.slip(context.org, event, read.papers, language)
        case "paper_to_sign" if row:
            return paperwork.to_sign(row, read.rows.get(row.about), language)
        case "bulletin_check" | "bulletin" if row:
            paper = read.papers.get(row.id)
            return paperwork.bulletin(context, row, paper, reader, read.today, language)
        case "to_sign" | "assigned" | "inspected" if row:
            return figures.facts(context, row, event, language)
        case "completed" if row:
            return {"held": row.kind == "inspection", "result": InspectionFacts.of(row).result}
        case "decision_asked" | "decided" if row:
            unit = str(event.why.get("unit") or DecisionFacts.of(row).unit)
            return {
                "first": row.state == "first_review",
                "not_ours": DecisionFacts.of(row).asked == "object",
                "unit": words.unit_name(context.org, unit, language) if unit else "",
            }
        case _:
            return {}
