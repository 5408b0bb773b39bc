"""What only one kind of obligation has, as scripts get it beside what all have."""

from collections.abc import Callable
from typing import Any

from workflows.domain.rows import Obligation


def facts(row: Obligation) -> dict[str, Any]:
    """The fields that only rows of this kind have. Fields may be added, never changed."""
    return _OF_KIND[row.kind](row) if row.kind in _OF_KIND else {}


def _rectification(row: Obligation) -> dict[str, Any]:
    facts = row.extra
    return {
        "what": facts.get("what", ""),
        "where": facts.get("where", ""),
        "severity": facts.get("severity"),
        "source": facts.get("source", ""),
        "signed_at": facts.get("signed_on"),
        "listed": facts.get("listed_on"),
        "plan": facts.get("plan"),
        "checked_by": facts.get("checked_by", []),
        "struck_off_on": facts.get("struck_on"),
        "relapses": facts.get("relapses", 0),
        "inspection": facts.get("inspection"),
        "lookback": facts.get("lookback"),
        "needs_file": bool(facts.get("needs_file")),
        "slips": [],
    }


def _matter(row: Obligation) -> dict[str, Any]:
    facts = row.extra
    return {
        "what": facts.get("what", ""),
        "source": facts.get("source", ""),
        "assist": list(facts.get("assist", ())),
        "needs_file": bool(facts.get("needs_file")),
    }


def _inspection(row: Obligation) -> dict[str, Any]:
    facts = row.extra
    return {
        "way": facts.get("way"),
        "units": list(facts.get("units", ())),
        "team": list(facts.get("team", ())),
        "every": facts.get("every", ""),
        "drawn": facts.get("drawn"),
        "twice": list(facts.get("twice", ())),
        "findings": list(facts.get("findings", ())),
        "result": facts.get("result", ""),
        "contest_until": facts.get("contest_until"),
        "contested_for": facts.get("contested_for", ""),
        "answer": facts.get("answer", ""),
    }


def _lookback(row: Obligation) -> dict[str, Any]:
    facts = row.extra
    return {
        "about": row.about,
        "what": facts.get("what", ""),
        "where": facts.get("where", ""),
        "of_unit": facts.get("of_unit", ""),
        "chosen": facts.get("chosen", ""),
    }


_OF_KIND: dict[str, Callable[[Obligation], dict[str, Any]]] = {
    "rectification": _rectification,
    "matter": _matter,
    "inspection": _inspection,
    "lookback": _lookback,
}
