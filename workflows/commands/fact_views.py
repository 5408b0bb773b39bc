"""What only one kind of obligation has, as scripts get it beside what all have."""

from datetime import date
from typing import Any

from workflows.domain.kind_facts import (
    AssignedTaskFacts,
    FollowUpFacts,
    InspectionFacts,
    RectificationFacts,
)
from workflows.domain.rows import Obligation


def facts(row: Obligation) -> dict[str, Any]:
    """The fields that only rows of this kind have. Fields may be added, never changed."""
    match row.facts:
        case RectificationFacts() as known:
            return _rectification(known)
        case AssignedTaskFacts() as known:
            return _assigned_task(known)
        case InspectionFacts() as known:
            return _inspection(known)
        case FollowUpFacts() as known:
            return {"about": row.about, **_follow_up(known)}
        case _:
            return {}


def _rectification(known: RectificationFacts) -> dict[str, Any]:
    return {
        "what": known.what,
        "where": known.where,
        "severity": known.severity or None,
        "source": known.source,
        "signed_at": _iso(known.signed_on),
        "listed": _iso(known.listed_on),
        "plan": known.plan.to_json() or None,
        "checked_by": list(known.checked_by),
        "struck_off_on": _iso(known.closed_on),
        "relapses": known.relapses,
        "inspection": known.inspection or None,
        "lookback": known.follow_up.to_json() or None,
        "needs_file": known.needs_file,
        "slips": [],
    }


def _assigned_task(known: AssignedTaskFacts) -> dict[str, Any]:
    return {
        "what": known.what,
        "source": known.source,
        "assist": list(known.assist),
        "needs_file": known.needs_file,
    }


def _inspection(known: InspectionFacts) -> dict[str, Any]:
    return {
        "way": known.way or None,
        "units": list(known.units),
        "team": list(known.team),
        "every": known.every,
        "drawn": known.drawn.to_json() if known.drawn else None,
        "twice": list(known.twice),
        "findings": list(known.findings),
        "result": known.result,
        "contest_until": _iso(known.contest_until),
        "contested_for": known.contested_for,
        "answer": known.answer,
    }


def _follow_up(known: FollowUpFacts) -> dict[str, Any]:
    return {
        "what": known.what,
        "where": known.where,
        "of_unit": known.of_unit,
        "chosen": known.chosen,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
