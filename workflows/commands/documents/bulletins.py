"""The bulletin of a month 通报: its numbers are frozen on the last working day, shown to the
units for two working days, signed, and made known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from config.i18n import translator
from workflows.commands.ad_hoc import go, kept_policy, within
from workflows.commands.context import Context
from workflows.commands.documents.bulletin_text import bulletin_text
from workflows.commands.documents.document_moves import ANY_DOCUMENT
from workflows.commands.move_context import MoveContext, closed
from workflows.domain import documents
from workflows.domain.assignees import in_post
from workflows.domain.chain import chain_of
from workflows.domain.kind_facts import BulletinFacts, Correction
from workflows.domain.rows import Key, Obligation, Party
from workflows.domain.workdays import Calendar
from workflows.store import documents as document_rows
from workflows.store import figures as figure_rows
from workflows.store import queries, writes
from workflows.store.writes import NewEvent

#: The hour on the last working day of the month at which the numbers are taken (截至).
FROZEN_AT = time(17, 0)
#: Working days a programme has to run before its first bulletin.
FIRST_AFTER = 10
ITEM = "bulletin"
_MONTH = timedelta(days=32)


def month_ends_on(day: date, calendar: Calendar) -> date:
    """The last working day of the month in which `day` lies."""
    following = (day.replace(day=1) + _MONTH).replace(day=1)
    return calendar.on_or_before(following - timedelta(days=1))


def plan_next(connection: Connection, context: Context, now: datetime) -> None:
    """Put in the bulletin whose moment comes next, when it is not there yet and the programme
    still has something open."""
    if not context.plan.office.bulletins:
        return
    today, calendar = context.today(now), context.frame.calendar
    on = month_ends_on(today, calendar)
    # What has run for a few days only is no month to report on.
    since = calendar.add(context.frame.day(context.programme.published_at), FIRST_AFTER)
    if context.frame.instant(on, FROZEN_AT) < now or on < since:
        on = month_ends_on((today.replace(day=1) + _MONTH).replace(day=1), calendar)
    month = f"{on:%Y-%m}"
    known = queries.obligations(connection, context.key, items=[ITEM], kind="bulletin")
    if any(row.key.occurrence == month for row in known):
        return
    if not figure_rows.goes_on(connection, context.key):
        return
    row = _planned(connection, context, month, on, now)
    (number,) = writes.insert(connection, [row])
    event = NewEvent(obligation=number, kind="created", at=now, new="planned", why={"month": month})
    writes.events(connection, context.key, [event], now)


def _planned(
    connection: Connection, context: Context, month: str, on: date, now: datetime
) -> Obligation:
    org, calendar = context.org, context.frame.calendar
    post = next(iter(org.seats("office")), "")
    unit = org.posts[post][0].unit if post else ""
    due = calendar.add(on, documents.CHECK_WITHIN)
    signer = next(iter(documents.signers(chain_of(org, unit), "bulletin", late=[post])), "")
    return Obligation(
        id=0,
        programme=context.key,
        key=Key(item=ITEM, kind="bulletin", party=Party(unit=unit, post=post), occurrence=month),
        assignee=in_post(org, post, context.today(now)),
        assignee_post=post,
        opens_on=on,
        due_on=due,
        remind_from=due,
        base_due_on=due,
        policy=kept_policy(connection, context, "bulletin"),
        next_check_at=context.frame.instant(on, FROZEN_AT),
        facts=BulletinFacts(signer_post=signer, title=_title(on, context.plan.language)),
    )


def _title(on: date, language: str) -> str:
    texts = translator(language)
    month = texts.pgettext("month", f"{on:%B}")
    return texts.gettext("Bulletin of {month} {year}", month=month, year=on.year)


def freeze(
    connection: Connection, context: Context, opened: Sequence[Obligation], now: datetime
) -> None:
    """Take the numbers of bulletins that have just opened."""
    for row in opened:
        body = _taken(connection, context, row.key.occurrence, now)
        document_rows.freeze(connection, context.key, row.id, "bulletin", body, now)


def drafted(connection: Connection, context: Context, now: datetime) -> dict[str, Any]:
    """What the bulletin of the month of `now` would say if its numbers were taken then. Nothing is
    kept."""
    return _taken(connection, context, f"{context.today(now):%Y-%m}", now)


def _taken(connection: Connection, context: Context, month: str, now: datetime) -> dict[str, Any]:
    return bulletin_text(connection, context, month, _before(connection, context, month), now)


def _before(connection: Connection, context: Context, month: str) -> Mapping[str, Any] | None:
    """What the bulletin of the month before `month` said, if there was one."""
    before = date.fromisoformat(f"{month}-01") - timedelta(days=1)
    known = queries.obligations(connection, context.key, items=[ITEM], kind="bulletin")
    ids = [one.id for one in known if one.key.occurrence == f"{before:%Y-%m}"]
    found = document_rows.documents(connection, ids)
    return next((document.body for document in found.values()), None)


# --- moves ------------------------------------------------------------------------------


def _correct(doing: MoveContext) -> Obligation:
    """A unit finds an error: the office hears of it, and it stands beside the numbers."""
    doing.say("corrected", detail=doing.move.note)
    said = Correction(by=doing.actor, on=doing.today, note=doing.move.note)
    facts = BulletinFacts.of(doing.row)
    return replace(doing.row, facts=replace(facts, corrections=(*facts.corrections, said)))


def _submit(doing: MoveContext) -> Obligation:
    doing.say("submitted")
    return go(doing, doing.row, "draft", "approver", within(doing, documents.SIGN_WITHIN))


def _return(doing: MoveContext) -> Obligation:
    doing.say("sent_back", detail=doing.move.reason)
    due = doing.context.frame.calendar.on_or_after(doing.today)
    return go(doing, doing.row, "checking", "office", due)


def _sign(doing: MoveContext) -> Obligation:
    row, context = doing.row, doing.context
    year = context.frame.day(doing.now).year
    n = document_rows.give_number(doing.connection, context.key, row.id, "bulletin", year)
    in_all = document_rows.so_far(doing.connection, context.key, "bulletin")
    doing.say("bulletin_signed", number=n, in_all=in_all)
    facts = replace(
        BulletinFacts.of(row),
        number=n,
        in_all=in_all,
        signed_by=doing.actor,
        signed_on=doing.today,
    )
    return closed(replace(row, facts=facts), "signed")


def _void(doing: MoveContext) -> Obligation:
    doing.say("voided")
    return replace(doing.row, state="void")


BULLETIN_MOVES: dict[str, Callable[[MoveContext], Obligation]] = {
    "correct": _correct,
    "submit": _submit,
    "sign": _sign,
    "return": _return,
    "void": _void,
    **ANY_DOCUMENT,
}
