"""What a unit fills in of a ledger's line: as it goes out, and as it stands when it comes back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from config.i18n import translator
from documents.ledger_facts import MoreTime, more_time, told
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.rows import Obligation
from workflows.domain.states import DONE

#: Kinds of items → the ledger they stand in.
LEDGER_OF: Mapping[str, str] = {
    "task": "matters", "matter": "matters", "inspection": "matters",
    "rectification": "rectifications",
}  # fmt: skip


class Answers:
    """What is on record in the columns of `columns.FILLED`. `requests`: the decisions about
    `rows`; where a unit has not said what is in the way, its request for more time has."""

    def __init__(
        self,
        connection: Connection,
        rows: Iterable[Obligation],
        requests: Iterable[Obligation],
        language: str,
    ) -> None:
        self.told = told(connection, rows)
        self.more_time = more_time(requests)
        self.language = language

    def of(self, row: Obligation) -> dict[str, str]:
        """Column → text, of one item."""
        progress = self.told.progress.get(row.id, "")
        if row.kind == "rectification":
            plan = RectificationFacts.of(row).plan
            found = {"cause": plan.cause, "goal": plan.goal, "measures": plan.measures}
            return {**found, "progress": progress}
        asked = self.more_time.get(row.id, MoreTime())
        until = self._by(asked.to) if row.state not in DONE else ""
        parts = self.told.parts.get(row.id, {})
        return {
            "progress": progress,
            "obstacles": parts.get("obstacles", asked.reason),
            "next_steps": parts.get("next_steps", until),
        }

    def of_line(self, rows: Sequence[Obligation]) -> dict[str, str]:
        """Of a line about several: what stands alike of all of them. What one said is not put
        into the mouths of the others."""
        first, *others = [self.of(row) for row in rows]
        return {
            name: text if all(other[name] == text for other in others) else ""
            for name, text in first.items()
        }

    def _by(self, day: date | None) -> str:
        if day is None:
            return ""
        return translator(self.language).gettext("to be done by {day}", day=day)
