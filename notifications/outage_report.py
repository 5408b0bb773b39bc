"""The outage report: what was due while nothing ran, and what became of each item."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.i18n import Translator, translator
from notifications import figures, history, words
from notifications.mail_hour import slot
from workflows.commands.context import Context
from workflows.domain.outages import Missed, Outage, Outcome, outages
from workflows.domain.rows import Obligation
from workflows.store import outage_queries, queries

#: A mail that left so long after its hour was held up: by the relay, or the office's own rate.
HELD_UP = timedelta(hours=1)
_OUTCOMES: tuple[Outcome, ...] = ("said", "merged", "superseded", "skipped")


def record(
    connection: Connection, context: Context, language: str, since: date | None, until: date | None
) -> dict[str, Any]:
    """Every outage that ended within the days given, and the mails that were held up by
    themselves: `{outages:[…], held_up:[…]}`. Instants are UTC."""
    key, zone = context.key, context.programme.zone

    def wanted(instant: datetime) -> bool:
        day = instant.astimezone(ZoneInfo(zone)).date()
        return (since is None or day >= since) and (until is None or day <= until)

    late = outage_queries.recorded_later(connection, key)
    quarantined = outage_queries.quarantined_at(connection, key)
    found = [one for one in outages(late, quarantined) if wanted(one.until)]
    teller = _Teller(connection, context, language, found)
    told = {mail["id"] for mails in teller.mails.values() for mail in mails}
    return {
        "programme": key,
        "language": language,
        "outages": [teller.outage(one) for one in found],
        "held_up": [
            {
                "id": mail["id"],
                "to": words.called(context.org, mail["person"], language),
                "hour": _utc(mail["not_before"]),
                "sent_at": _utc(mail["sent_at"]),
            }
            for mail in outage_queries.sent_later(connection, key)
            if mail["id"] not in told
            and wanted(mail["sent_at"])
            and mail["sent_at"] - max(mail["not_before"], mail["created_at"]) > HELD_UP
        ],
    }


class _Teller:
    """Puts outages into facts and words; reads what they share once."""

    def __init__(
        self, connection: Connection, context: Context, language: str, found: Iterable[Outage]
    ) -> None:
        self.connection = connection
        self.context = context
        self.language = language
        missed = [one for outage in found for one in outage.missed]
        about = {one.event.obligation for one in missed if one.event.obligation is not None}
        self.rows = queries.obligations_by_id(connection, about)
        self.mails = outage_queries.mails_of(connection, [one.event.id for one in missed])

    def outage(self, outage: Outage) -> dict[str, Any]:
        last = outage_queries.last_before(self.connection, self.context.key, outage.until)
        groups: dict[int | None, list[Missed]] = {}
        for one in outage.missed:
            groups.setdefault(one.event.obligation, []).append(one)
        items = [self._item(number, group) for number, group in groups.items()]
        mails = {mail["id"]: mail for item in items for mail in item["mails"]}
        return {
            "last_before": _utc(last),
            "since": _utc(outage.since),
            "until": _utc(outage.until),
            "totals": {
                "due": len(outage.missed),
                **{name: outage.count(name) for name in _OUTCOMES},
                "lights": outage.lights,
                "matters": len(items),
                "mails": len(mails),
                "mails_late": sum(1 for mail in mails.values() if mail["late"]),
            },
            "matters": items,
        }

    def _item(self, number: int | None, group: list[Missed]) -> dict[str, Any]:
        """One item with all its missed moments; the digests are one, without a number."""
        row = self.rows.get(number or 0)
        mails = [
            self._mail(one, mail) for one in group for mail in self.mails.get(one.event.id, ())
        ]
        return {
            "obligation": number,
            "title": figures.title(self.context, row, self.language) if row else "",
            "unit": words.unit_name(self.context.org, row.unit, self.language) if row else "",
            "put_aside": any(one.quarantined for one in group),
            "moments": [
                {
                    "kind": one.event.kind,
                    "point": one.event.trigger,
                    "at": _utc(one.event.at),
                    "outcome": one.outcome,
                    "into": one.event.why.get("into"),
                }
                for one in group
            ],
            "mails": mails,
            "said": self._said(group, row, mails),
        }

    def _mail(self, missed: Missed, mail: Mapping[str, Any]) -> dict[str, Any]:
        person = self.context.org.people.get(mail["person"])
        frame, at = self.context.frame, missed.event.at
        zone = (person.zone if person else "") or frame.zone
        hour = person.mail_hour if person else datetime.min.time()
        meant = slot(at, at, hour, zone, frame.calendar).day
        sent = mail["sent_at"]
        return {
            "id": mail["id"],
            "to": words.called(self.context.org, mail["person"], self.language),
            "state": mail["state"],
            "meant_on": meant.isoformat(),
            "sent_at": _utc(sent),
            "late": sent is not None and sent.astimezone(ZoneInfo(zone)).date() > meant,
            "dropped": mail["dropped_why"] or None,
        }

    def _said(
        self, group: list[Missed], row: Obligation | None, mails: list[dict[str, Any]]
    ) -> str:
        """The whole line in words: which item, what came when, why, and the mails."""
        texts, context = translator(self.language), self.context
        # That it was recorded late, and when, stands above all lines.
        events = [replace(one.event, recorded_at=one.event.at) for one in group]
        zone = context.programme.zone
        parts = [history.event_line(one, context.org, zone, self.language) for one in events]
        if any(one.quarantined for one in group):
            parts.append(texts.gettext("late because its data could not be processed"))
        parts += [_mail_words(mail, texts) for mail in mails]
        said = texts.pgettext("mark", "; ").join(parts)
        if row is None:
            return said
        return texts.gettext(
            "#{n} {title} ({unit}): {what}",
            n=row.id,
            title=figures.title(context, row, self.language),
            unit=words.unit_name(context.org, row.unit, self.language),
            what=said,
        )


def _mail_words(mail: Mapping[str, Any], texts: Translator) -> str:
    name = texts.gettext("message #{n} to {person}", n=mail["id"], person=mail["to"])
    if mail["dropped"]:
        what = texts.gettext("left out, {why}", why=mail["dropped"])
    elif mail["sent_at"] is None:
        what = history.mail_state(mail["state"], texts.language)
    elif mail["late"]:
        what = texts.gettext("sent late, meant for {day}", day=mail["meant_on"])
    else:
        what = texts.gettext("sent on time")
    return texts.gettext("{mail}: {what}", mail=name, what=what)


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(ZoneInfo("UTC")).isoformat() if at is not None else None
