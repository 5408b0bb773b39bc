"""Dates as people write them, Chinese and English: words → their meaning, or why they have none.

Pure: no clock; what is missing comes from the Context. The words themselves are kept by the
caller, verbatim, beside the reading. Meanings: docs, "Dates as written". In short:

- 前 after a day or a period includes it (6月15日前 ends on the 15th); before an event or a
  holiday it excludes that day. English `by` includes; `before <day>` excludes; `before the end
  of` includes.
- 月初 1-5, 上旬 1-10, 中旬 and 月中 11-20, 下旬 21-end, 中下旬 11-end, 月底 = 月末 the last day;
  年初 January, 年中 June, 年底 = 年末 = 年内 31 December; early, mid, late like 上旬, 中旬, 下旬.
- A missing year is the one that puts the end inside the enclosing window, else the first from the
  month of issue on; in a range the other end decides, and 11月—3月 crosses New Year.

Nothing is guessed: vague, ambiguous or impossible words are Refused, with a reason and a cure.
"""

from workflows.domain.dates import chinese, english
from workflows.domain.dates.meanings import (
    Context,
    Reading,
    Recurs,
    Refused,
    Relative,
    Starts,
    Unreadable,
    Waits,
    Window,
)
from workflows.domain.dates.normalise import has_chinese, normalise, shown
from workflows.domain.dates.refusals import why_not
from workflows.domain.messages import Message, as_message


def read(words: str, context: Context) -> Reading:
    """Never raises for any `words`: what cannot be read comes back as Refused."""
    try:
        return _read(normalise(words), context)
    except Unreadable as refusal:
        return Refused(
            reason=Message(
                "“{words}”: {reason}", words=shown(words), reason=as_message(refusal.reason)
            ),
            cure=refusal.cure,
        )


def _read(text: str, context: Context) -> Reading:
    readers = (chinese.read, english.read)
    for reader in readers if has_chinese(text) else readers[::-1]:
        reading = reader(text, context)
        if reading is not None:
            return reading
    raise why_not(text)


def describe(reading: Reading) -> dict[str, object]:
    """The reading in JSON: start, end, press_from, anchor, recurs, relative, error; null elsewhere.

    Dates are ISO strings. `relative` is "phase.end-10wd", or for an anchor its edge: "before",
    "on", "after+10wd". `error` is reason and cure.
    """
    fields: dict[str, object] = dict.fromkeys(
        ("start", "end", "press_from", "anchor", "recurs", "relative", "error")
    )
    match reading:
        case Window(start=start, end=end, remind_from=remind_from):
            fields |= {"start": start and start.isoformat(), "end": end.isoformat()}
            fields |= {"press_from": remind_from.isoformat()}
        case Starts(on=on):
            fields |= {"start": on.isoformat()}
        case Waits(anchor=anchor, start=start):
            fields |= {"start": start and start.isoformat(), "anchor": anchor}
            fields |= {"relative": reading.edge + _offset(reading.offset, reading.unit)}
        case Recurs(rrule=rrule):
            fields |= {"recurs": rrule}
        case Relative(base=base, offset=offset, unit=unit):
            fields |= {"relative": base + _offset(offset, unit)}
        case Refused(reason=reason, cure=cure):
            fields |= {"error": f"{reason}. {cure}"}
    return fields


def _offset(count: int, unit: str) -> str:
    return f"{count:+d}{unit}" if count else ""
