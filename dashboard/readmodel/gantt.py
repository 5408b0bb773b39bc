"""The phases on one axis of time, drawn on the server. Pure: plan and days in, SVG shapes out.

Everything is an attribute or a class: no inline style, so it stands under a strict policy, prints,
and can be sent by mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from config.i18n import Translator, translator
from dashboard.web.language import office_language
from workflows.commands.context import Context
from workflows.domain.dates.date_windows import resolve
from workflows.domain.messages import terms
from workflows.domain.rows import LIGHTS

LEFT, WIDTH, ROW, TOP = 208, 960, 30, 34
#: The axis on a screen in a hallway: drawn shorter, so that its letters come out larger.
WALL = 480
#: What a month's name needs on the axis.
NAME = 72
#: What a letter of a phase takes, in Chinese and otherwise.
LETTERS = (15.0, 8.0)
_ORDER = ("grey", "green", "white", "yellow", "red")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a bar: how much of the phase has one light."""

    x: float
    width: float
    light: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    key: str
    title: str
    y: int
    x: float
    width: float
    ends: str
    ends_x: float
    #: No end is known yet; drawn open to the right.
    open: bool
    parts: tuple[Part, ...]
    opens_on: date | None
    closes_on: date | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    x: float
    text: str
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gantt:
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    anchors: tuple[Mark, ...]
    today_x: float | None
    height: int
    width: int


def gantt(
    context: Context,
    counts: Mapping[str, Mapping[str, int]],
    today: date,
    locale: str,
    width: int = WIDTH,
) -> Gantt:
    """`counts`: phase → light → how many; `width`: of the axis."""
    plan, calendar = context.plan, context.frame.calendar
    texts, language = translator(locale), office_language(locale)
    windows = {node.key: resolve(node, plan, context.anchors, calendar) for node in plan.phases}
    days = [d for w in windows.values() for d in (w.opens_on, w.due_on) if d]
    days += [day for day in context.anchors.values() if day] + [today]
    first = min([plan.issued_on, *days]).replace(day=1)
    last = max(days) + timedelta(days=40)
    if any(w.due_on is None for w in windows.values()):
        last += timedelta(days=60)

    def x(day: date) -> float:
        return round(LEFT + width * ((day - first).days / max((last - first).days, 1)), 1)

    bars = []
    for place, node in enumerate(plan.phases):
        window = windows[node.key]
        begin, end = window.opens_on or first, window.due_on or last
        start, long = x(begin), max(x(end) - x(begin), 3.0)
        mine = counts.get(node.key, {})
        bars.append(
            Bar(
                key=node.key,
                title=_cut(node.title.in_(language)),
                y=TOP + place * ROW,
                x=start,
                width=long,
                ends=_short(window.due_on, texts),
                ends_x=start + long + 5,
                open=window.due_on is None,
                parts=_parts(mine, start, long),
                opens_on=window.opens_on,
                closes_on=window.due_on,
                counts={light: mine.get(light, 0) for light in LIGHTS},
            )
        )
    return Gantt(
        bars=tuple(bars),
        ticks=tuple(Mark(x=x(day), text=text) for day, text in _ticks(first, last, width, texts)),
        anchors=tuple(
            Mark(
                x=x(context.anchors[a.key] or last) - (0 if context.anchors[a.key] else 14),
                text=a.title.in_(language),
                known=context.anchors[a.key] is not None,
            )
            for a in plan.anchors
        ),
        today_x=x(today) if first <= today <= last else None,
        height=TOP + len(bars) * ROW + 30,
        width=LEFT + width + 40,
    )


def _cut(title: str) -> str:
    """As much of a title as there is room for beside the bars."""
    room, took = LEFT - LETTERS[0], 0.0
    for place, letter in enumerate(title):
        took += LETTERS[0] if ord(letter) > 0x2E7F else LETTERS[1]
        if took > room:
            return f"{title[: place - 1].rstrip()}…"
    return title


def _parts(counts: Mapping[str, int], start: float, width: float) -> tuple[Part, ...]:
    whole = sum(counts.values())
    found: list[Part] = []
    at = start
    for light in _ORDER:
        if n := counts.get(light, 0):
            part = width * n / whole
            found.append(Part(x=round(at, 1), width=round(max(part, 1.2), 1), light=light))
            at += part
    return tuple(found)


def _ticks(first: date, last: date, width: int, texts: Translator) -> list[tuple[date, str]]:
    """The first of every month; where there is no room for so many, of every quarter, half year
    or some years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((n for n in (1, 3, 6, 12, 24) if n * width / months >= NAME), 60)
    found: list[tuple[date, str]] = []
    day = first
    while day <= last:
        if (12 * day.year + day.month - 1) % step == 0:
            year = day.month == 1 or not found
            month = _month(day, texts)
            text = texts.gettext("{month} {year}", month=month, year=day.year) if year else month
            found.append((day, text))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _short(day: date | None, texts: Translator) -> str:
    if day is None:
        return ""
    return texts.gettext("{day} {month}", day=day.day, month=_month(day, texts))


def _month(day: date, texts: Translator) -> str:
    return texts.pgettext("month", MONTHS[day.month - 1])


#: As short as there is room for.
MONTHS = terms(
    "month", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
)
