"""The dossier 一事一档 of one obligation to print or save, as far as its reader may see it."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from config.i18n import Translator, translator
from dashboard.readmodel.obligation import Dossier, Told
from dashboard.readmodel.page_facts import Fact
from dashboard.web.language import office_language
from dashboard.web.views import at
from documents.dossier import DossierForm, Happened, Kept, Mailed
from notifications import dates_words, words
from workflows.commands.context import Context


def form(
    context: Context,
    found: Dossier,
    facts: list[Fact],
    files: tuple[Kept, ...],
    now: datetime,
    locale: str,
) -> DossierForm:
    """`facts`: those of its kind (readmodel/page_facts.py); `files`: where each of its files is."""
    texts, language = translator(locale), office_language(locale)
    local = now.astimezone(ZoneInfo(context.frame.zone))
    line = found.line
    return DossierForm(
        language=locale,
        title=line.title,
        number=f"#{line.id}",
        issuer=words.office_name(context.org, language),
        phone=context.org.phone,
        as_of=local.date(),
        as_of_time=local.time().replace(second=0, microsecond=0),
        text="\n".join(
            filter(
                None, (found.node.text if found.node else "", str(found.finding.get("what", "")))
            )
        ),
        fields=tuple((label, said) for label, said in _fields(found, facts, locale) if said),
        full=line.sight == "full",
        record=tuple(
            Happened(
                when=_days(told, locale),
                text=_said(told, texts),
                by_time=told.by_time,
                files=tuple(name for _, name in told.files),
            )
            for told in found.record
        ),
        mails=tuple(
            Mailed(
                when=at(mail.at, context.frame.zone),
                to=mail.to,
                state=texts.pgettext("mail", mail.state),
                subject=mail.subject,
                why=mail.why,
            )
            for mail in found.mails
        ),
        files=files,
        related=tuple(f"{one.title} · {one.state_word}" for one in found.related),
    )


def _days(told: Told, locale: str) -> str:
    days = [told.when] + ([told.last] if told.last else [])
    return " – ".join(dates_words.full_day(day, locale) for day in days)


def _said(told: Told, texts: Translator) -> str:
    if told.n < 2:
        return told.text
    return f"{told.text} · {texts.ngettext('{n} time', '{n} times', told.n)}"


def _fields(found: Dossier, facts: list[Fact], locale: str) -> Iterator[tuple[str, str]]:
    say, language = translator(locale).gettext, office_language(locale)
    line, row, node, finding = found.line, found.row, found.node, found.finding
    assignee = " ".join(filter(None, (line.assignee, line.phone)))
    light = "" if line.light == "grey" else line.light_word

    def day(value: object) -> str:
        return dates_words.full_day(value, locale) if value else ""  # type: ignore[arg-type]

    yield say("Clause"), line.clause
    yield say("Responsible unit"), " ".join(filter(None, (line.unit, line.person)))
    yield say("Original wording"), line.words
    yield say("Date"), line.due
    yield say("Original due date"), day(row.due_on) if row.due_on != line.due_on else ""
    yield say("Initial due date"), day(row.base_due_on) if row.base_due_on != row.due_on else ""
    yield say("Start date"), day(row.opens_on)
    yield say("State"), " · ".join(filter(None, (line.state_word, light)))
    yield say("Done on"), day(row.done_on)
    yield say("Assigned to"), assignee
    yield say("Person responsible"), found.responsible
    yield say("Verified by"), found.reviewer
    yield say("Evidence"), node.evidence.in_(language) if node and node.evidence else ""
    yield say("Where"), str(finding.get("where", ""))
    yield say("Source"), str(finding.get("source", ""))
    yield say("Measures"), str((finding.get("plan") or {}).get("measures", ""))
    yield say("Reason"), str(finding.get("reason", ""))
    for fact in facts:
        text = say(fact.text) if fact.ours else fact.text
        yield say(fact.label), " ".join(filter(None, (text, *(said for _, said in fact.links))))
    yield say("About"), found.about.title if found.about else ""
    yield say("Rule for reminders"), found.policy
