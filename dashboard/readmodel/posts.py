"""The posts, who holds them and since when; and what a hand-over 交接 of one moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.i18n import translator
from dashboard.readmodel.lines import Line, Lines
from dashboard.web.language import office_language
from notifications import words
from workflows.commands.context import Context
from workflows.commands.handover import HandedOver
from workflows.domain.organisation import Absence, Org, Person, Tenure
from workflows.domain.roles import LEADERS
from workflows.domain.rows import Obligation
from workflows.domain.states import REVIEWING

MOST = 60
#: What a post decides or signs; it is nobody's work to do.
_DECIDES = ("decision", "slip", "bulletin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """`name`: unit and role in words. `since` and `until` are those of whoever holds it now;
    `comes`: who takes it later, and from which day."""

    key: str
    name: str
    unit: str
    role: str
    assignee: Person | None
    deputy: Person | None
    since: date | None
    until: date | None
    comes: tuple[tuple[str, date], ...]
    charge: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """What moves with a post: to do, to verify, to decide or sign; and what it stands for."""

    to_do: list[Line]
    to_verify: list[Line]
    to_decide: list[Line]
    n: int
    verifies: int
    verified: list[str]
    stays: int
    hears: str
    charge: list[str]
    before: Person | None
    to: Person | None
    deputy: Person | None
    absence: Absence | None


def posts(org: Org, today: date, locale: str) -> list[Post]:
    return [_post(org, key, tenures, today, locale) for key, tenures in org.posts.items()]


def name_of(org: Org, post: str, locale: str) -> str:
    """A post as its unit and role, whoever holds it."""
    last = org.posts[post][-1]
    unit = words.unit_name(org, last.unit, office_language(locale))
    return _named(unit, _role(last.role, locale), locale)


def _named(unit: str, role: str, locale: str) -> str:
    return translator(locale).gettext("{name} ({role})", name=unit, role=role)


def _post(org: Org, key: str, tenures: tuple[Tenure, ...], today: date, locale: str) -> Post:
    now = next((tenure for tenure in tenures if tenure.held(today)), None)
    last = now or tenures[-1]
    language = office_language(locale)
    unit, role = words.unit_name(org, last.unit, language), _role(last.role, locale)
    return Post(
        key=key,
        name=_named(unit, role, locale),
        unit=unit,
        role=role,
        assignee=org.post_holder(key, today),
        deputy=org.deputy(key, today),
        since=now.starts_on if now else None,
        until=now.ends_on if now else None,
        comes=tuple(
            (words.called(org, t.person, language), t.starts_on)
            for t in tenures
            if t.starts_on is not None and t.starts_on > today
        ),
        charge=tuple(words.unit_name(org, u, language) for u in last.portfolio),
    )


def _role(role: str, locale: str) -> str:
    return translator(locale).pgettext("audience", role)


def moving(context: Context, lines: Lines, found: HandedOver) -> Moving:
    """The effects of a hand-over in the reader's words; `lines` of this programme only."""
    rows = [change.row for change in found.moves[context.key] if change.row]
    doing = [row for row in rows if row.kind not in _DECIDES and row.state not in REVIEWING]
    seen = [row for row in rows if row.kind not in _DECIDES and row.state in REVIEWING]
    later = found.verifies[context.key]
    return Moving(
        to_do=lines.many(doing[:MOST]),
        to_verify=lines.many(seen[:MOST]),
        to_decide=lines.many([row for row in rows if row.kind in _DECIDES][:MOST]),
        n=len(rows),
        verifies=len(later),
        verified=_titles(lines, later),
        stays=len(found.stays[context.key]),
        hears=_hears(found.tenure.role, lines.language),
        charge=[words.unit_name(found.org, u, lines.language) for u in found.tenure.portfolio],
        before=found.before,
        to=found.to,
        deputy=found.deputy,
        absence=found.absence,
    )


def _titles(lines: Lines, rows: Iterable[Obligation]) -> list[str]:
    """What is to be verified, each title once."""
    return list(dict.fromkeys(lines.line(row).title for row in list(rows)[:MOST]))[:6]


def _hears(role: str, language: str) -> str:
    """The rung of the ladder the post stands on; empty when it stands on none."""
    return _role(role, language) if role in LEADERS | {"head", "office", "liaison"} else ""
