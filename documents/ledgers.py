"""From rows to ledgers: 督办台账, 整改台账, the call list and the leader's page, as of one moment.

What each member owes of a mass task stands as one line for their unit, with how many are missing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.i18n import translator
from documents.answers import Answers
from documents.columns import FILLED, SHOWN
from documents.forms import (
    Call,
    CallList,
    Cell,
    LateItem,
    LateUnit,
    LeaderPage,
    LedgerForm,
    LedgerKind,
    Number,
    Row,
)
from documents.ledger_facts import (
    Fold,
    MoreTime,
    completion,
    decisions,
    folded,
    follow_up_text,
)
from documents.row_key import key_of
from notifications import words
from notifications.figures import assist, explanations, severity, title
from workflows.commands import views
from workflows.commands.context import Context
from workflows.commands.documents.views import supervision_notices_of
from workflows.domain import figures
from workflows.domain.assignees import in_post, responsible_of
from workflows.domain.chain import chain_of
from workflows.domain.kind_facts import RectificationFacts
from workflows.domain.rows import Obligation
from workflows.domain.standing import Standing
from workflows.domain.states import DONE
from workflows.store import figures as figure_rows
from workflows.store import queries

_ITEMS = ("task", "matter", "inspection")


class Ledgers:
    """The ledgers of one programme at `now`, reading what they share once."""

    def __init__(
        self, connection: Connection, context: Context, now: datetime, language: str
    ) -> None:
        self.connection = connection
        self.context = context
        self.now = now
        self.today = context.today(now)
        self.language = language
        self.texts = translator(language)
        #: The unit whose ledger was asked for; it fills it in, also where it has no row.
        self.unit = ""
        self.rows = queries.obligations(connection, context.key)
        wanted = [row for row in self.rows if row.kind in (*_ITEMS, "rectification")]
        requests = [row for row in self.rows if row.kind == "decision"]
        self.answers = Answers(connection, wanted, requests, self.language)
        self.told = self.answers.told
        self.supervision_notices = supervision_notices_of(
            connection, context, [row.id for row in wanted]
        )

    @property
    def common(self) -> dict[str, Any]:
        """What every list says around its rows: of which office, as of when."""
        at = self.now.astimezone(ZoneInfo(self.context.frame.zone))
        return {
            "language": self.language,
            "unit": words.office_name(self.context.org, self.language),
            "as_of": at.date(),
            "as_of_time": at.time().replace(second=0, microsecond=0),
            "phone": self.context.org.phone,
        }

    def items(self) -> LedgerForm:
        """督办台账: everything owed, the units in the office's own order."""
        folds = self.folds()
        return self._ledger(
            "matters", [self._item(fold) for fold in folds], {fold.first.unit for fold in folds}
        )

    def folds(self) -> list[Fold]:
        """The lines of the 督办台账."""
        return self._folded(row for row in self.rows if row.kind in _ITEMS)

    def rectifications(self) -> LedgerForm:
        """整改台账."""
        rows = [row for row in self.rows if row.kind == "rectification"]
        return self._ledger(
            "rectifications", [self._rectification(row) for row in rows], {row.unit for row in rows}
        )

    def calls(self) -> CallList:
        """电话催办清单: whoever holds something overdue, most days first."""
        found = views.calls(self.connection, self.context, self.now)
        return CallList(
            **self.common,
            rows=tuple(
                Call(
                    key=str(one["holder"] or one["unit"]),
                    name=one["name"] or "",
                    unit=one["unit"],
                    phone=one["phone"],
                    days_over=one["workdays_overdue"],
                    line=one["line"],
                )
                for one in found
            ),
        )

    def leader_page(self, before: Mapping[str, Any] | None) -> LeaderPage:
        """呈阅: three numbers beside last month's, what is overdue by unit and why."""
        rows = figure_rows.items(self.connection, self.context.key, self.today)
        facts = [item.fact for item in rows]
        now = figures.total(facts, self.today)
        labels = {
            "done": self.texts.pgettext("figure", "done"),
            "open": self.texts.pgettext("figure", "open"),
            "overdue": self.texts.pgettext("figure", "overdue"),
        }
        return LeaderPage(
            language=self.language,
            reader=words.audience("principal", self.language),
            issuer=self.common["unit"],
            as_of=self.common["as_of"],
            as_of_time=self.common["as_of_time"],
            compared=self.texts.pgettext("figure", "last month"),
            numbers=tuple(
                Number(label=label, now=getattr(now, name), before=before[name] if before else None)
                for name, label in labels.items()
            ),
            decisions=tuple(decisions(self.context, self.rows, self.today, self.language)),
            late=tuple(self._late()),
            good=self._good(facts),
            phone=self.context.org.phone,
        )

    def units(self, keys: Iterable[str]) -> str:
        """The names of units."""
        return self._joined(words.unit_name(self.context.org, u, self.language) for u in keys)

    def leaders(self, units: Iterable[str]) -> str:
        """The leaders in charge of `units`, each once."""
        org = self.context.org
        posts = (chain_of(org, unit).posts["leader"][:1] for unit in units)
        people = dict.fromkeys(in_post(org, post, self.today) for seats in posts for post in seats)
        return self._joined(words.called(org, person, self.language) for person in people if person)

    # --- lines --------------------------------------------------------------------------

    def _ledger(self, kind: LedgerKind, rows: Sequence[Row], units: set[str]) -> LedgerForm:
        """填报单位 is the unit that all of it is of, beside whose name it puts its seal."""
        unit = self.unit or ("".join(units) if len(units) == 1 else "")
        found = self.context.org.units.get(unit)
        own = {"unit": found.title.in_(self.language)} if found else {}
        return LedgerForm(**(self.common | own), kind=kind, rows=tuple(rows))

    def _folded(self, rows: Iterable[Obligation]) -> list[Fold]:
        return folded(rows, self.context.org.units)

    def _item(self, fold: Fold) -> Row:
        context, language, row = self.context, self.language, fold.first
        node = context.plan.by_key.get(row.item)
        stands = views.stands(context, row, self.now)
        missing, total = fold.missing, len(fold.rows)
        name = title(context, row, language)
        if total > 1:
            name = self.texts.gettext(
                "{item} ({missing} of {total} missing)", item=name, missing=missing, total=total
            )
        said = self.answers.of_line(fold.speaking)
        asked = self.answers.more_time.get(row.id, MoreTime())
        cells: dict[str, Cell] = {
            "number": str(row.id),
            "source": row.facts.source or (node.clause if node else ""),
            "item": name,
            "asked": node.text if node else row.facts.what,
            "leader": self.leaders([row.unit]),
            "lead_unit": words.unit_name(context.org, row.unit, language),
            "assisting": self.units(assist(row, node)),
            "responsible": self._responsible(row) if total == 1 else "",
            "assigned_on": row.opens_on,
            "signed_on": RectificationFacts.of(row).signed_on,
            "due_on": row.due_on,
            **said,
            "state": words.state(row.state, language),
            "light": _light(stands),
            "supervision_notices": self._supervision_notices(row),
            "extension": self._extension(asked.granted, row),
            "done_on": row.done_on if row.state in DONE else None,
            "remarks": "" if row.due_on else row.due_words,
        }
        about = [one.id for one in fold.speaking]
        return Row(key=_key("matters", about, cells), cells=cells)

    def _rectification(self, row: Obligation) -> Row:
        context, facts = self.context, RectificationFacts.of(row)
        said = self.answers.of(row)
        head = next(iter(context.org.seats("head", row.unit)), "")
        cells: dict[str, Cell] = {
            "source": facts.source,
            "severity": severity(facts.severity, self.language),
            "finding": facts.what,
            **said,
            "leader": self.leaders([row.unit]),
            "unit": words.unit_name(context.org, row.unit, self.language),
            "head": words.called(
                context.org, in_post(context.org, head, self.today), self.language
            ),
            "due_on": row.due_on,
            "evidence": self._joined(self.told.evidence.get(row.id, ())),
            "completion": completion(row, self.today),
            "verifier": words.called(context.org, facts.reviewer, self.language),
            "struck_off_on": facts.closed_on,
            "follow_up": follow_up_text(row, self.language),
            "remarks": words.state(row.state, self.language),
        }
        return Row(key=_key("rectifications", [row.id], cells), cells=cells)

    def _late(self) -> Iterable[LateUnit]:
        late = [
            row
            for row in self.rows
            if row.light == "red" and row.kind in (*_ITEMS, "rectification")
        ]
        notes = explanations(self.connection, late)
        by_unit: dict[str, list[LateItem]] = {}
        for fold in self._folded(late):
            row, missing = fold.first, fold.missing
            over = views.stands(self.context, row, self.now).workdays_overdue
            name = title(self.context, row, self.language)
            if len(fold.rows) > 1:
                name = self.texts.ngettext(
                    "{item} ({n} person)", "{item} ({n} people)", missing, item=name
                )
            line = LateItem(item=name, days_over=over, explained=notes.get(row.id, ""))
            by_unit.setdefault(row.unit, []).append(line)
        for unit, lines in by_unit.items():
            name = words.unit_name(self.context.org, unit, self.language)
            yield LateUnit(unit=name, items=tuple(lines))

    def _good(self, facts: Iterable[figures.Fact]) -> tuple[str, ...]:
        by_unit = figures.by(facts, self.today, "unit")
        return tuple(
            words.unit_name(self.context.org, unit, self.language)
            for unit in self.context.org.units
            if unit in by_unit and 0 < by_unit[unit].owed == by_unit[unit].on_time
        )

    # --- cells --------------------------------------------------------------------------

    def _joined(self, names: Iterable[str]) -> str:
        return self.texts.pgettext("mark", ", ").join(names)

    def _responsible(self, row: Obligation) -> str:
        """Whoever does it or did it, also while it lies with its verifier."""
        person = self.context.org.people.get(responsible_of(self.context.org, row, self.today)[0])
        return f"{person.called(self.language)} {person.phone}".strip() if person else ""

    def _supervision_notices(self, row: Obligation) -> str:
        counts = Counter(
            one["colour"] for one in self.supervision_notices.get(row.id, ()) if one["number"]
        )
        if not counts:
            return ""
        last = [one for one in self.supervision_notices[row.id] if one["number"]][-1]
        said = self._joined(
            words.colour(colour, self.language) + (f"×{n}" if n > 1 else "")
            for colour, n in counts.items()
        )
        return f"{said} {last['number']} {last['signed_on'] or ''}".strip()

    def _extension(self, times: int, row: Obligation) -> str:
        if not times:
            return ""
        return self.texts.ngettext(
            "{n} time, to {day}", "{n} times, to {day}", times, day=row.due_on
        )


def _key(kind: LedgerKind, about: Iterable[int], cells: Mapping[str, Cell]) -> str:
    shown, filled = ([str(cells[name] or "") for name in names[kind]] for names in (SHOWN, FILLED))
    return str(key_of(about, shown, filled))


def _light(stands: Standing) -> str:
    return "behind" if stands.behind else stands.light
