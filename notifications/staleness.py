"""The last look before speaking: does what was queued still hold? Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from notifications.causes import mutes
from notifications.kinds import KINDS
from workflows.domain.organisation import Org, Person
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE


def stale(item: Mapping[str, Any], row: Obligation, reader: Person, today: date) -> str:
    """Why an item does not hold any more on `today`; empty while it does."""
    kind = item["kind"]
    if KINDS[kind].stays:
        return ""
    if row.state in DONE:
        return f"closed meanwhile ({row.state})"
    if KINDS[kind].of_step and row.step != item["step"]:
        return "moved on meanwhile"
    if kind in ("assigned", "moved", "returned", "reopened") and row.state not in (
        "open",
        "ongoing",
        "in_progress",
    ):
        return f"moved on meanwhile ({row.state})"
    if KINDS[kind].spared and (until := _seen_until(row, reader)) and today <= until:
        return f"seen by the reader until {until}"
    why = item["reasons"]
    spoken_to = why.get("audience") == "holder" and not why.get("deputy_for")
    if spoken_to and row.assignee and row.assignee != reader.key:
        return "held by somebody else meanwhile"
    return ""


def _seen_until(row: Obligation, reader: Person) -> date | None:
    """Until when `reader` is left in peace about the current step of `row`."""
    for seen in row.facts.seen:
        if seen.by == reader.key and seen.step == row.step:
            return seen.until
    return None


def keep(
    items: Sequence[Mapping[str, Any]],
    rows: Mapping[int, Obligation],
    reader: Person,
    today: date,
    behind: Mapping[int, Obligation],
    org: Org,
) -> tuple[list[Mapping[str, Any]], list[tuple[int, str]]]:
    """Items that still hold, each item once; the others with why they are not said.

    `behind`: item → the one it waits behind; reminders are about that one instead.
    """
    dropped: list[tuple[int, str]] = []
    best: dict[Any, Mapping[str, Any]] = {}
    for item in sorted(items, key=lambda i: (KINDS[i["kind"]].rank, -i["id"])):
        if item["dropped_why"]:
            continue
        row = rows.get(item["obligation"] or 0)
        why = stale(item, row, reader, today) if row else ""
        if row and not why and _muted(item, row, reader, today, behind.get(row.id), org):
            why = f"waits behind {behind[row.id].id}, named in the mail about that"
        stays = KINDS[item["kind"]].stays
        page = KINDS[item["kind"]].page
        key = ("row", row.id) if row and not stays else ("item", item["kind" if page else "id"])
        if not why and key in best:
            why = f"said as {best[key]['kind']} in the same mail"
        if why:
            dropped.append((item["id"], why))
        else:
            best[key] = item
    return list(best.values()), dropped


def _muted(
    item: Mapping[str, Any],
    row: Obligation,
    reader: Person,
    today: date,
    cause: Obligation | None,
    org: Org,
) -> bool:
    if cause is None or not KINDS[item["kind"]].waits_behind:
        return False
    level = int(item["reasons"].get("level", 0))
    return mutes(cause, row, item["kind"], level, reader, org, today)
