"""What only one kind has, as facts of its page: an inspection, a rectification, a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.i18n import translator
from dashboard.web.language import office_language
from notifications import dates_words, words
from workflows.commands.context import Context
from workflows.domain.documents import colour_of
from workflows.domain.inspection import WAYS
from workflows.domain.kind_facts import (
    BulletinFacts,
    DocumentFacts,
    FollowUpFacts,
    InspectionFacts,
    RectificationFacts,
    SupervisionNoticeFacts,
)
from workflows.domain.kinds import kind_of
from workflows.domain.messages import N_
from workflows.domain.rectification import severity_label
from workflows.domain.rows import Obligation

#: Why something is looked at again.
CHOSEN = {
    "listed": N_("it was listed"),
    "returned": N_("it was returned twice"),
    "drawn": N_("it was drawn"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    #: A text of ours, to be looked up in the catalogue.
    ours: bool = False


class Facts:
    """The facts of rows of one page, in the reader's language."""

    def __init__(self, context: Context, locale: str, today: date) -> None:
        self.context = context
        self.locale, self.texts = locale, translator(locale)
        self.language = office_language(locale)
        self.today = today

    def of(self, row: Obligation) -> list[Fact]:
        found = [
            *self._rectification(row),
            *self._inspection(row),
            *self._document(row),
            self._day("Progress note due", row.facts.note_by),
            *(
                self._day("Seen until", one.until, self.people([one.by]))
                for one in row.facts.seen
                if one.step == row.step
            ),
        ]
        return [fact for fact in found if fact.text or fact.links]

    def people(self, keys: Iterable[str]) -> str:
        org = self.context.org
        named = [words.called(org, key, self.language) for key in keys if key]
        return dates_words.joined(named, self.locale) if named else ""

    def units(self, keys: Iterable[str]) -> str:
        named = [words.unit_name(self.context.org, key, self.language) for key in keys]
        return dates_words.joined(named, self.locale) if named else ""

    def way(self, row: Obligation) -> str:
        node = self.context.plan.by_key.get(row.item)
        way = InspectionFacts.of(row).way or (node.inspection if node else "")
        return self.texts.gettext(WAYS[way]) if way in WAYS else ""

    def day(self, text: object) -> str:
        found = words.day_of(text)
        return dates_words.day(found, self.locale, self.today) if found else ""

    def _day(self, label: str, text: object, more: str = "") -> Fact:
        said = self.day(text)
        return Fact(label, f"{said} {more}".strip() if said else "")

    def _rectification(self, row: Obligation) -> list[Fact]:
        if row.kind not in ("rectification", "lookback"):
            return []
        known, about = RectificationFacts.of(row), FollowUpFacts.of(row)
        severity = severity_label(known.severity)
        found_by = known.inspection
        inspection = ((f"/obligations/{found_by}", f"#{found_by}"),) if found_by else ()
        return [
            Fact("Severity", severity, ours=True),
            self._day("Signed for on", known.signed_on),
            self._day("Special supervision since", known.listed_on),
            Fact("Cause", known.plan.cause),
            Fact("Goal", known.plan.goal),
            Fact("Checked by", self.people(known.checked_by)),
            self._day("Closed on", known.closed_on),
            Fact("Relapsed", str(known.relapses or "")),
            self._day("Follow-up check", known.follow_up.on),
            Fact("Why it was chosen", CHOSEN.get(about.chosen, ""), ours=True),
            Fact("Found in inspection", "", inspection),
        ]

    def _inspection(self, row: Obligation) -> list[Fact]:
        if row.kind != "inspection":
            return []
        known, drawn = InspectionFacts.of(row), InspectionFacts.of(row).drawn
        seed = f"{drawn.n}/{len(drawn.of)} · {drawn.seed}" if drawn else ""
        return [
            Fact("Way", self.way(row)),
            Fact("Units", self.units(known.units)),
            Fact("Team", self.people(known.team)),
            Fact("Selected at random", seed),
            Fact("Twice this month", "; ".join(known.twice)),
            Fact("Result", known.result),
            Fact(
                "Findings",
                "",
                tuple((f"/obligations/{n}", f"#{n}") for n in known.findings),
            ),
            self._day("Facts may be contested until", known.contest_until),
            Fact("Contested", known.contested_for),
            Fact("Answer", known.answer),
        ]

    def _document(self, row: Obligation) -> list[Fact]:
        if not kind_of(row.kind).document:
            return []
        known, colour = DocumentFacts.of(row), colour_of(row) or row.kind
        number = (
            SupervisionNoticeFacts.of(row).number
            if row.kind == "slip"
            else BulletinFacts.of(row).number
        )
        page = f"/papers/{row.id}" if row.kind == "slip" else f"/bulletins/{row.id}"
        name = self.texts.pgettext("colour", colour)
        return [
            Fact("Document", "", ((page, name),)),
            Fact("Number", str(number or "")),
            Fact("Signed by", self.people([known.signed_by])),
            self._day("Signed on", known.signed_on),
        ]
