"""One line for the head of a unit, in a mail of their own: what has just become late in it.

The first reminder after the day goes to whoever owes it; the head is asked to act some days later
(docs/plan-format.md, the ladder). Until then they are told in passing, and gets no mail for it.
"""

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection

from config.i18n import translator
from notifications import dates_words, figures, words
from workflows.commands.context import Context
from workflows.domain.kinds import kinds_that
from workflows.domain.organisation import Person
from workflows.domain.rows import Obligation
from workflows.store import queries

_KINDS = kinds_that("work")


class JustLate:
    """Looks units up once for all mails of a batch."""

    def __init__(self, connection: Connection, context: Context) -> None:
        self._connection = connection
        self._context = context
        self._rows: dict[str, list[Obligation]] = {}

    def lines(self, reader: Person, today: date) -> tuple[str, ...]:
        """What is late in the units that `reader` heads, and is assigned to somebody else."""
        tenures = self._context.org.tenures
        mine = (t for t in tenures if t.role == "head" and t.person == reader.key and t.held(today))
        return tuple(
            self._line(rows, reader.language)
            for unit in dict.fromkeys(tenure.unit for tenure in mine)
            for rows in self._alike(unit, reader.key)
        )

    def _alike(self, unit: str, but: str) -> list[list[Obligation]]:
        if unit not in self._rows:
            red = queries.obligations(self._connection, self._context.key, unit=unit, light="red")
            self._rows[unit] = [r for r in red if r.level == 0 and r.kind in _KINDS]
        found = defaultdict[str, list[Obligation]](list)
        for row in self._rows[unit]:
            if row.assignee != but:
                found[row.item if row.person else str(row.id)].append(row)
        return list(found.values())

    def _line(self, rows: list[Obligation], language: str) -> str:
        """What, and who: 召开动员大会（张三）; of many who owe the same, how many."""
        texts = translator(language)
        title = figures.title(self._context, rows[0], language)
        if len(rows) > 1:
            who = texts.ngettext("one person", "{n} people", len(rows))
        else:
            who = words.called(self._context.org, rows[0].assignee, language)
        due = rows[0].step_due_on
        if due is None:
            return texts.gettext("{title} ({who})", title=title, who=who)
        day = dates_words.full_day(due, language)
        return texts.gettext("{title} ({who}, {day})", title=title, who=who, day=day)
