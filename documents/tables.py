"""What a sheet and a page to print share: the columns, the rows in their order, the words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from config.i18n import translate, translator
from documents.columns import CALLS, COLUMNS, COMPLETION, TITLES, WIDE, Column
from documents.conventions import instant
from documents.forms import CallList, Cell, LedgerForm, Row
from notifications import dates_words, words
from notifications.mime import clean_body, clean_header

#: Fill and ink of the lights; the word stands in the cell in any case.
PAINT = {
    "green": ("C6EFCE", "1E5B27"),
    "yellow": ("FFEB9C", "6A4700"),
    "behind": ("FFC000", "3A2A00"),
    "red": ("E53935", "FFFFFF"),
    "grey": ("D9D9D9", "333333"),
    "white": ("FFFFFF", "333333"),
}
_COMPLETION_PAINT = {"done": "grey", "under_way": "green", "ongoing": "green", "overdue": "red"}
WORDED = ("light", "completion")
Values = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Any other list: its own columns, whose heads are in its language already."""

    language: str
    title: str
    unit: str
    as_of: date
    as_of_time: time | None = None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    filled_by: str = ""
    checked_by: str = ""
    phone: str = ""


Form = LedgerForm | CallList | Listing


def columns_of(form: Form) -> tuple[Column, ...]:
    if isinstance(form, Listing):
        return form.columns
    return CALLS if isinstance(form, CallList) else COLUMNS[form.kind]


def is_wide(form: Form) -> bool:
    """Full ledgers are printed on A3, everything else on A4."""
    return isinstance(form, LedgerForm) and form.kind in WIDE


def title_of(form: Form) -> str:
    """What it is called: its own title, or the name of its kind."""
    own = clean_header(form.title)
    if own:
        return own
    if isinstance(form, CallList):
        return translator(form.language).gettext("Call list of the day")
    return translate(TITLES[form.kind], form.language) if isinstance(form, LedgerForm) else ""


def rows_of(form: Form) -> Iterator[tuple[str, Values]]:
    """(key, values in the order of the columns) of every row, numbered from 1."""
    if isinstance(form, CallList):
        for n, call in enumerate(form.rows, start=1):
            phone = (call.name, call.unit, call.phone, call.days_over, call.line)
            yield call.key, (n, *phone, "□")
        return
    columns = columns_of(form)
    known = {column.key for column in columns if column.kind != "number"}
    for n, row in enumerate(form.rows, start=1):
        unknown = sorted(set(row.cells) - known)
        if unknown:
            raise ValueError(f"“{title_of(form)}” has no column {unknown[0]!r}")
        values = (n if one.kind == "number" else row.cells.get(one.key) for one in columns)
        yield row.key, tuple(values)


def worded(column: Column, value: str, language: str) -> tuple[str, tuple[str, str] | None]:
    """The word and its colour; a value that is no key stands there as it is, unpainted."""
    if column.kind == "light":
        return words.light(value, language), PAINT.get(value)
    paint = PAINT.get(_COMPLETION_PAINT.get(value, ""))
    return translate(COMPLETION.get(value, value), language), paint


def around(form: Form) -> tuple[str, str, str, str, str]:
    """What stands around the rows, cleaned: who fills it in, 截至; below, three places to sign."""
    texts = translator(form.language)
    moment = instant(form.as_of, form.as_of_time, form.language)
    return (
        texts.gettext("Unit (seal): {unit}", unit=clean_header(form.unit)),
        texts.gettext("as of {moment}", moment=moment),
        texts.gettext("Filled in by: {name}", name=clean_header(form.filled_by)),
        texts.gettext("Checked by: {name}", name=clean_header(form.checked_by)),
        texts.gettext("Phone: {phone}", phone=clean_header(form.phone)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A form as a page prints it: texts only, each cell with the key of its light, or “day”.
    widths: shares of the page in percent."""

    language: str
    title: str
    unit: str
    as_of: str
    foot: tuple[str, ...]
    wide: bool
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


def printed(form: Form) -> Printed:
    """Every text of the form, cleaned."""
    columns = columns_of(form)
    unit, as_of, *foot = around(form)
    short = dates_words.short_day(form.as_of, form.language, form.as_of)
    whole = sum(column.width for column in columns)
    return Printed(
        language=form.language,
        title=title_of(form),
        unit=unit,
        as_of=as_of,
        foot=tuple(foot),
        wide=is_wide(form),
        heads=tuple(column.head(form.language, short) for column in columns),
        widths=tuple(round(100 * column.width / whole, 2) for column in columns),
        rows=tuple(
            tuple(
                _said(column, value, form.language)
                for column, value in zip(columns, values, strict=True)
            )
            for _, values in rows_of(form)
        ),
    )


def _said(column: Column, value: Cell, language: str) -> tuple[str, str]:
    if column.kind in WORDED and isinstance(value, str):
        return worded(column, value, language)[0], _COMPLETION_PAINT.get(value, value)
    if isinstance(value, date):
        return value.isoformat(), "day"
    return ("" if value is None else clean_body(str(value))), ""
