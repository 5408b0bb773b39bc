"""Documents: what waits to be signed, the book of numbers with void ones, one supervision notice,
one bulletin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from dashboard.readmodel import lists
from dashboard.readmodel.lines import Line, Lines
from dashboard.readmodel.page_facts import Facts
from documents import document_forms as filling
from documents.bulletin_words import BulletinText, bulletin_text
from documents.supervision_notice_words import SupervisionNoticeText, supervision_notice_text
from workflows.commands.context import Context
from workflows.commands.documents.bulletins import ITEM
from workflows.domain.documents import colour_of
from workflows.domain.kind_facts import BulletinFacts, DocumentFacts, SupervisionNoticeFacts
from workflows.domain.kinds import kinds_that
from workflows.domain.roles import Who
from workflows.domain.rows import Obligation
from workflows.store import queries
from workflows.store import tables as t

DOCUMENTS = tuple(sorted(kinds_that("document"), reverse=True))
PAGE = 50
MOST = 100
#: What a document is, before what it is about.
_WHAT_IT_IS = re.compile(r"^.*?(：|: )")
#: A document's colour → how it is drawn; a second supervision notice and a listing are red ones.
_DRAWN = {"blue": "blue", "yellow": "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One supervision notice or bulletin of a list. `name` is its colour's word: 催办单; `about`
    what it is about, without that word."""

    line: Line
    row: Obligation
    name: str
    about: str
    drawn: str
    number: str
    signer: str
    signed_on: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    waiting: list[Document]
    kept: list[Document]
    more: bool


def book(
    connection: Connection,
    context: Context,
    lines: Lines,
    who: Who,
    given: Mapping[str, str],
    number: int,
    size: int = PAGE,
) -> Book:
    """Three reads: drafts, the oldest first; what has a number, the newest first."""
    o, p = t.obligations.c, t.documents.c
    where: list[ColumnElement[bool]] = [o.kind == "slip", *lists.within(who.scope, who.person)]
    if unit := given.get("unit"):
        where.append(o.unit == unit)
    unsigned = lists.of_arms(
        select(o.id).where(o.programme == context.key, lists.waiting(), o.state == state, *where)
        for state in ("draft", "sent_back")
    )
    drafts = lists.made(connection, unsigned.order_by(o.id), {"limit": MOST})
    # By their numbers: these are few, and have a table of their own.
    numbered = (
        select(p.obligation)
        .join(t.obligations, o.id == p.obligation)
        .where(p.programme == context.key, p.series == "slip", p.number.is_not(None), *where)
        .order_by(p.year.desc(), p.number.desc())
        .limit(size + 1)
        .offset((number - 1) * size)
    )
    if state := given.get("state"):
        numbered = numbered.where(o.state == state)
    ids = [row[0] for row in connection.execute(numbered)]
    found = queries.obligations_by_id(connection, ids[:size])
    return Book(
        waiting=documents(context, lines, drafts),
        kept=documents(context, lines, [found[number] for number in ids[:size] if number in found]),
        more=len(ids) > size,
    )


def documents(context: Context, lines: Lines, rows: list[Obligation]) -> list[Document]:
    """Those of `rows` that the reader may see."""
    facts = Facts(context, lines.locale, lines.today)
    found = [document(context, lines, facts, row) for row in rows]
    return [one for one in found if one.line.sight != "none"]


def document(context: Context, lines: Lines, facts: Facts, row: Obligation) -> Document:
    signed = DocumentFacts.of(row)
    colour = colour_of(row) or "bulletin"
    number = (
        SupervisionNoticeFacts.of(row).number
        if row.kind == "slip"
        else BulletinFacts.of(row).number
    )
    line = lines.line(row)
    return Document(
        line=line,
        row=row,
        about=_WHAT_IT_IS.sub("", line.title) or line.title,
        name=lines.texts.pgettext("colour", colour),
        drawn="grey" if row.state == "void" else _DRAWN.get(colour, "red"),
        number=str(number or ""),
        signer=facts.people([signed.signed_by]),
        signed_on=facts.day(signed.signed_on),
        href=f"/{'papers' if row.kind == 'slip' else 'bulletins'}/{row.id}",
    )


def text(
    context: Context, row: Obligation, body: Mapping[str, Any], language: str, base: str
) -> SupervisionNoticeText | BulletinText:
    """What a supervision notice or a bulletin says, as it goes out."""
    if row.kind == "slip":
        return supervision_notice_text(
            filling.supervision_notice_form(context, row, body, language, base)
        )
    return bulletin_text(filling.bulletin_form(context, row, body, language))


# --- bulletins --------------------------------------------------------------------------------


def bulletins(connection: Connection, context: Context, lines: Lines) -> list[Document]:
    """One read: every month's, the latest first."""
    o = t.obligations.c
    rows = lists.rows(
        connection,
        context.key,
        o.item == ITEM,
        o.kind == "bulletin",
        order=[o.occurrence.desc()],
        limit=MOST,
    )
    return documents(context, lines, rows)


def for_reader(row: Obligation, body: Mapping[str, Any], who: Who, full: bool) -> Mapping[str, Any]:
    """While the units look for errors, a head is shown the rows of their own."""
    if full or row.state != "checking":
        return body
    own = [one for one in body["units"] if one["unit"] in who.reach]
    lists_ = {
        name: [one for one in body[name] if one["unit"] in who.reach]
        for name in ("overdue", "long_overdue", "listed", "struck_off", "relapsed")
    }
    good = [unit for unit in body["good"] if unit in who.reach]
    return {**body, **lists_, "units": own, "phases": [], "good": good}
