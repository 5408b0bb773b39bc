"""One obligation as a line of a list: the same facts, words and figures on every page.

How it stands comes from `workflows.domain.standing`, as in mails; the words from
`notifications.words`. Who sees how much is asked of `dashboard.web.rights`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from config.i18n import translator
from dashboard.web.language import office_language
from notifications import dates_words, figures, words
from workflows.commands.context import Context
from workflows.domain.assignees import responsible_of
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.domain.sight import Sight, sight
from workflows.domain.standing import Standing, standing
from workflows.domain.states import DONE, REVIEWING, WORKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Texts are in the reader's language. `due` says the day and how it stands in words."""

    id: int
    revision: int
    kind: str
    state: str
    item: str
    title: str
    clause: str
    unit: str
    unit_key: str
    person: str
    assignee: str
    assignee_key: str
    phone: str
    light: str
    light_word: str
    state_word: str
    due_on: date | None
    due: str
    words: str
    over: int
    left: int
    level: int
    note: str
    sight: Sight
    #: Several members of a unit that are alike, told as one line (`folded`), and the filters by
    #: which the ledger lists just these.
    names: tuple[str, ...] = ()
    listed: str = ""

    @property
    def is_reported(self) -> bool:
        """Whether its responsible party has done their part: its light and its days are the
        reviewer's."""
        return self.state in REVIEWING

    @property
    def href(self) -> str:
        return f"/ledger?{self.listed}" if self.listed else f"/obligations/{self.id}"

    @property
    def key(self) -> str:
        return "yellow" if self.light == "behind" else self.light


@dataclass(frozen=True, slots=True)
class _Due:
    due_on: date | None
    days_left: int
    days_over: int
    day_off_between: bool = False


class Lines:
    """Makes the lines of one page: one reader, one language, one day."""

    def __init__(self, context: Context, now: datetime, locale: str, who: Who) -> None:
        self.context = context
        self.today = context.today(now)
        self.locale = locale
        self.texts = translator(locale)
        self.language = office_language(locale)
        self.who = who
        self._stood: dict[tuple[object, ...], Standing] = {}

    def sight(self, row: Obligation) -> Sight:
        node = self.context.plan.by_key.get(row.item)
        reviewer = node.reviewer if node else None
        return sight(self.who, self.context.org, row, reviewer, self.today)

    def many(self, rows: Iterable[Obligation], notes: Mapping[int, str] = {}) -> list[Line]:
        """Lines of those rows that the reader may see at all."""
        found = (self.line(row, notes.get(row.id, "")) for row in rows)
        return [line for line in found if line.sight != "none"]

    def folded(
        self, rows: Iterable[Obligation], notes: Mapping[int, str] | None = None, most: int = 1000
    ) -> list[Line]:
        """At most `most` lines: what members of one unit owe alike becomes one, with their names.
        A unit is asked for its people, not the office for a hundred persons; what lies with
        somebody else, who verifies or decides, is asked of them."""
        groups: dict[tuple[str, ...], list[Obligation]] = {}
        for row in rows:
            groups.setdefault(_alike(row), []).append(row)
        found: list[Line] = []
        for group in groups.values():
            if len(found) == most:
                break
            sights = {row.id: self.sight(row) for row in group}
            shown = [row for row in group if sights[row.id] != "none"]
            if not shown:
                continue
            # A colleague's note is no more for them to read here than on its own page.
            full = [row for row in shown if sights[row.id] == "full"]
            said = next((n for row in full if (n := (notes or {}).get(row.id, ""))), "")
            first = min(shown, key=lambda row: row.step_due_on or date.max)
            line = self._line(first, sights[first.id], said, shown)
            if len(shown) > 1:
                line = self._of_all(line, shown)
                if _with_responsible(first):
                    line = self._for_all(line, bool(full))
            found.append(line)
        return found

    def _of_all(self, line: Line, rows: Sequence[Obligation]) -> Line:
        """Where the ledger lists them, and the first of their days, said to be the first."""
        first = rows[0]
        by = {"item": first.item, "unit": first.unit, "light": first.light, "state": first.state}
        if not _with_responsible(first):
            by["holder"] = first.assignee
        days = {row.step_due_on for row in rows}
        due = line.due
        if len(days) > 1:
            due = self.texts.gettext("the first {due}", due=due) if due else ""
        elif day := days.pop():
            by["due"] = day.isoformat()
        by = {name: value for name, value in by.items() if value}
        return replace(line, due=due, listed=urlencode(by))

    def _for_all(self, line: Line, full: bool) -> Line:
        """Several responsible parties are asked through one: the liaison of their unit, else its
        head."""
        org = self.context.org
        for role in ("liaison", "head"):
            for post in org.seats(role, line.unit_key):
                if person := org.post_holder(post, self.today):
                    said = self.texts.pgettext("audience", role)
                    name = self.texts.gettext(
                        "{name} ({role})", name=person.called(self.language), role=said
                    )
                    phone = person.phone if full else ""
                    return replace(line, assignee=name, assignee_key=person.key, phone=phone)
        return replace(line, assignee="", assignee_key="", phone="")

    def line(self, row: Obligation, note: str = "") -> Line:
        seen = self.sight(row)
        return self._line(row, seen, note if seen == "full" else "", ())

    def _line(self, row: Obligation, seen: Sight, note: str, alike: Sequence[Obligation]) -> Line:
        """`alike`: the rows of members that are told as one, `row` the first of them."""
        context, org, language = self.context, self.context.org, self.language
        stands = self._stands(row)
        node = context.plan.by_key.get(row.item)
        # Whoever verifies holds it; the one to be asked for the item is the responsible party.
        responsible = (
            row.assignee if row.state in WORKING else responsible_of(org, row, self.today)[0]
        )
        assignee = org.people.get(row.assignee or ("" if row.state in DONE else responsible))
        light = "behind" if stands.behind else stands.light
        due = _Due(stands.due_on or row.due_on, stands.workdays_left, stands.workdays_overdue)
        return Line(
            id=row.id,
            revision=row.revision,
            kind=row.kind,
            state=row.state,
            item=row.item,
            title=figures.title(context, row, self.locale),
            clause=node.clause if node else "" if row.kind == "bulletin" else row.item,
            unit=words.unit_name(org, row.unit, language),
            unit_key=row.unit,
            person=words.called(org, row.person, language) if row.person else "",
            assignee=assignee.called(language) if assignee else "",
            assignee_key=assignee.key if assignee else "",
            phone=assignee.phone if assignee and seen == "full" else "",
            light=light,
            light_word=self.texts.pgettext("light", light),
            state_word=self.texts.pgettext("state", row.state),
            due_on=due.due_on,
            due=self._due(row, due),
            words=row.due_words,
            over=stands.workdays_overdue if row.state not in DONE else 0,
            left=stands.workdays_left,
            level=_level(row, alike),
            note=note,
            sight=seen,
            names=tuple(words.called(org, one.person, language) for one in alike)
            if row.person
            else (),
        )

    def _stands(self, row: Obligation) -> Standing:
        """How it stands; the many that were given out alike stand alike."""
        key: tuple[object, ...] = (row.id,)
        if not row.facts:
            key = (
                row.kind,
                row.state,
                row.policy,
                row.due_on,
                row.step_opened_at,
                row.step_due_on,
                row.step_remind_from,
                row.returns,
            )
        found = self._stood.get(key)
        if found is None:
            policy = self.context.policies.get(row.policy)
            found = standing(row, policy, self.context.frame, self.today)
            self._stood[key] = found
        return found

    def _due(self, row: Obligation, due: _Due) -> str:
        if due.due_on is None:
            return ""
        # Before its step begins no working days are counted.
        if row.state in DONE or row.state == "planned":
            return dates_words.day(due.due_on, self.locale, self.today)
        return dates_words.deadline(due, self.locale, self.today)


def _alike(row: Obligation) -> tuple[str, ...]:
    """What rows have in common that are told as one line; its number where it is told alone."""
    if not row.person:
        return (str(row.id),)
    return (
        row.item,
        row.unit,
        row.light,
        row.state,
        "" if _with_responsible(row) else row.assignee,
    )


def _with_responsible(row: Obligation) -> bool:
    """Whether its responsible party is the one to be asked: they are at work, or are to sign for
    it."""
    return row.state in WORKING or row.state == "issued"


def _level(row: Obligation, alike: Sequence[Obligation]) -> int:
    """How high it has climbed; of several, the highest."""
    if row.person and len(alike) > 1:
        return max(one.level for one in alike)
    return row.level if row.state not in DONE else 0


def level_word(level: int, locale: str) -> str:
    """How high it has climbed: the post that has been told; empty while nobody above has."""
    names = ("", "head", "leader", "principal", "leading_group")
    return translator(locale).pgettext("audience", names[level]) if 0 < level < len(names) else ""
