"""The last look before speaking: does what was queued still hold? Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from notifications.catalogue import KINDS
from workflows.domain.organisation import Person
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE

#: Kinds that speak of the current leg only: they are stale once the leg has changed.
_OF_LEG = frozenset(
    {"escalated", "overdue", "review_overdue", "review", "due_today", "reminder", "note_asked",
     "anchor_asked", "phase_closing", "decision_asked", "to_sign"}
)  # fmt: skip


def stale(item: Mapping[str, Any], row: Obligation, reader: Person) -> str:
    """Why an item does not hold any more; empty while it does."""
    kind = item["kind"]
    if KINDS[kind].stays:
        return ""
    if row.state in DONE:
        return f"closed meanwhile ({row.state})"
    if kind in _OF_LEG and row.leg != item["leg"]:
        return "moved on meanwhile"
    if kind in ("assigned", "moved", "returned", "reopened") and row.state not in (
        "open",
        "ongoing",
        "in_progress",
    ):
        return f"moved on meanwhile ({row.state})"
    why = item["reasons"]
    spoken_to = why.get("audience") == "holder" and not why.get("deputy_for")
    if spoken_to and row.holder and row.holder != reader.key:
        return "held by somebody else meanwhile"
    return ""


def keep(
    items: Sequence[Mapping[str, Any]], rows: Mapping[int, Obligation], reader: Person
) -> tuple[list[Mapping[str, Any]], list[tuple[int, str]]]:
    """Items that still hold, each matter once; the others with why they are not said."""
    dropped: list[tuple[int, str]] = []
    best: dict[Any, Mapping[str, Any]] = {}
    for item in sorted(items, key=lambda i: (KINDS[i["kind"]].rank, -i["id"])):
        if item["dropped_why"]:
            continue
        row = rows.get(item["obligation"] or 0)
        why = stale(item, row, reader) if row else ""
        stays = KINDS[item["kind"]].stays
        # The office's page of several missed days is the page of today, once.
        page = item["kind"] in ("office_daily", "leader_weekly")
        key = ("row", row.id) if row and not stays else ("item", item["kind" if page else "id"])
        if not why and key in best:
            why = f"said as {best[key]['kind']} in the same mail"
        if why:
            dropped.append((item["id"], why))
        else:
            best[key] = item
    return list(best.values()), dropped
