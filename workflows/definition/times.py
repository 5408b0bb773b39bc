"""What the words for times mean: each line's reading, and the rule of what recurs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from workflows.definition.drafts import Draft
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.domain import dates
from workflows.domain.dates import Reading, Recurs, Refused, Relative, Starts, Waits, Window
from workflows.domain.messages import Message, several, term
from workflows.domain.model import Anchor

_RULE = re.compile(r"(RRULE:)?(?P<rule>[A-Z]+=[A-Z0-9+,-]+(;[A-Z]+=[A-Z0-9+,-]+)*;?)", re.I)
_RULE_CURE = Message(
    "write an RRULE such as FREQ=MONTHLY;BYMONTHDAY=25, or words such as 每月25日前"
)
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


@dataclass(frozen=True, slots=True)
class Timing:
    """When one line is due: `words` the document's, `decided` the office's."""

    when: Reading | None = None
    words: str = ""
    decided: str = ""
    recurs: str = ""


@dataclass(slots=True)
class Times:
    """Reads the words of one plan; what cannot be read goes to `problems`."""

    issued: date
    anchors: tuple[Anchor, ...]
    holidays: Callable[[str, int], date | None] | None
    problems: Problems
    programme_words: str = ""
    programme: Reading | None = None
    _names: dict[str, str] = field(default_factory=dict)
    _phases: dict[str, Timing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for anchor in self.anchors:
            self._names[anchor.key] = anchor.key
            self._names |= dict.fromkeys((*anchor.words, anchor.title.zh), anchor.key)
        self._names.pop("", None)

    def whole(self, words: str, at: Place) -> None:
        """The programme's own window."""
        reading = self.read(words, at)
        if isinstance(reading, Recurs | Relative):
            message = Message("{words} is no window", words=quoted(words))
            self.problems.add(at, message, Message("write from when until when"))
        self.programme_words, self.programme = words, reading

    def of(self, draft: Draft, asking: Mapping[str, Draft]) -> Timing:
        """The timing of a line; phases are met before what stands in them."""
        if draft.kind in ("stage", "phase"):
            timing = self._heading(draft)
            if draft.kind == "phase":
                self._phases[draft.key] = timing
            return timing
        timing = self._own(draft)
        self._suggested(draft, timing.when or self.programme)
        if isinstance(timing.when, Relative):
            self._relative(timing.when, draft, asking)
        return timing

    def read(self, words: str, at: Place, within: Reading | None = None) -> Reading | None:
        """What the words mean within an enclosing window; None after a problem."""
        start = within.start if isinstance(within, Window | Waits) else None
        end = within.end if isinstance(within, Window) else None
        context = dates.Context(
            issued=self.issued, start=start, end=end, anchors=self._names, holidays=self.holidays
        )
        reading = dates.read(words, context)
        if isinstance(reading, Refused):
            self.problems.add(at, reading.reason, reading.cure)
            return None
        if isinstance(reading, Waits) and reading.anchor not in self._names.values():
            message = Message(
                "{words} depends on {anchor}, which is not a key date here",
                words=quoted(words),
                anchor=quoted(reading.anchor),
            )
            known = [anchor.key for anchor in self.anchors]
            cure = Message(
                "define it under `anchors`; {meant}", meant=choose(reading.anchor, known)
            )
            self.problems.add(at, message, cure if known else Message("define it under `anchors`"))
            return None
        if isinstance(reading, Window) and reading.start and reading.end < reading.start:
            message = Message(
                "{words} ends on {end}, before it starts ({start})",
                words=quoted(words),
                end=reading.end,
                start=reading.start,
            )
            self.problems.add(at, message, Message("write the earlier day first"))
            return None
        return reading

    def _heading(self, draft: Draft) -> Timing:
        words = draft.row.words
        if not words:
            return Timing()
        at = draft.row.where("words")
        reading = self._programme_or(words, at, None)
        good = (Window, Waits) if draft.kind == "phase" else (Window, Waits, Starts)
        if reading is not None and not isinstance(reading, good):
            cure = Message("write from when until when, such as 2010年7月—2011年6月底")
            kind = term("section", draft.kind)
            message = Message("{words} is no window for a {kind}", words=quoted(words), kind=kind)
            self.problems.add(at, message, cure)
        return Timing(reading, self._shown(words))

    def _own(self, draft: Draft) -> Timing:
        phase = self._phases.get(draft.phase, Timing())
        if draft.phase and draft.phase not in self._phases:
            known = choose(draft.phase, self._phases)
            message = Message("{phase} is no phase of the plan", phase=quoted(draft.phase))
            self.problems.add(draft.where("phase"), message, known)
        timing, timed = phase, draft.timed
        if timed is not None:
            words = timed.row.words
            reading = self._programme_or(words, timed.row.where("words"), phase.when)
            timing = Timing(reading, self._shown(words))
            if isinstance(reading, Recurs):
                around = phase.when or self.programme
                timing = Timing(around, self._shown(words), recurs=reading.rrule)
        return self._decided(draft, timing)

    def _decided(self, draft: Draft, timing: Timing) -> Timing:
        words = draft.open.recurs
        if words:
            rule = self._rule(words, draft.where("recurs"))
            # An RRULE is for the machine; people are shown the document's words instead.
            said = words if draft.decided and not _RULE.fullmatch(words) else timing.decided
            when = timing.when or self.programme
            return replace(timing, when=when, recurs=rule, decided=said)
        words = draft.decided.due if draft.decided is not None else ""
        if not words:
            return timing
        at = draft.where("due")
        reading = self.read(words, at, timing.when or self.programme)
        if isinstance(reading, Recurs | Starts):
            message = Message("{words} is no deadline", words=quoted(words))
            self.problems.add(at, message, Message("write by when, or `recurs`"))
        elif reading is not None:
            self._inside(words, reading, timing.when, at)
            reading = _starting(reading, timing.when)
        return replace(timing, when=reading, decided=words)

    def _inside(self, words: str, due: Reading, own: Reading | None, at: Place) -> None:
        """The office's deadline lies within the item's own window."""
        if not isinstance(due, Window) or not isinstance(own, Window | Waits | Starts):
            return
        first = own.on if isinstance(own, Starts) else own.start
        last = own.end if isinstance(own, Window) else None
        if last is not None and due.end > last:
            message = Message(
                "{words} is {end}, after the item's own window ends ({last})",
                words=quoted(words),
                end=due.end,
                last=last,
            )
            self.problems.add(at, message, Message("write a day up to {last}", last=last))
        elif first is not None and due.end < first:
            message = Message(
                "{words} is {end}, before the item's window starts ({first})",
                words=quoted(words),
                end=due.end,
                first=first,
            )
            self.problems.add(at, message, Message("write a day from {first} on", first=first))

    def _programme_or(self, words: str, at: Place, within: Reading | None) -> Reading | None:
        return self.programme if words == "programme" else self.read(words, at, within)

    def _shown(self, words: str) -> str:
        return self.programme_words if words == "programme" else words

    def _relative(self, reading: Relative, draft: Draft, asking: Mapping[str, Draft]) -> None:
        at = draft.where("due" if draft.decided is not None and draft.decided.due else "words")
        if reading.base.startswith("after:"):
            name = reading.base.removeprefix("after:")
            if name not in asking or name == draft.key:
                message = Message(
                    "the words count from {name}, which is no other item", name=quoted(name)
                )
                self.problems.add(at, message, choose(name, asking))
        elif reading.base.startswith("phase.") and not draft.phase:
            message = Message(
                "the words count from {base}, but the item belongs to no phase", base=reading.base
            )
            self.problems.add(at, message, Message("write `phase: …`, or a date of its own"))

    def _suggested(self, draft: Draft, within: Reading | None) -> None:
        """An answer on offer must be one that could be decided."""
        offered = draft.suggest
        if offered.due:
            self.read(offered.due, offered.where("due"), within)
        if offered.recurs:
            self._rule(offered.recurs, offered.where("recurs"))

    def _rule(self, words: str, at: Place) -> str:
        """The RRULE behind `recurs`; "" after a problem."""
        found = _RULE.fullmatch(words.strip())
        if found is None:
            reading = self.read(words, at)
            if reading is not None and not isinstance(reading, Recurs):
                message = Message("{words} does not recur", words=quoted(words))
                self.problems.add(at, message, _RULE_CURE)
            return reading.rrule if isinstance(reading, Recurs) else ""
        rule = found["rule"].upper().rstrip(";")
        reason = bad_rule(rule, self.issued)
        if reason is None:
            return rule
        message = Message("{words} {reason}", words=quoted(words), reason=reason)
        self.problems.add(at, message, _RULE_CURE)
        return ""


def _starting(due: Reading, own: Reading | None) -> Reading:
    """A deadline alone starts where the item's own window starts."""
    if isinstance(due, Window | Waits) and isinstance(own, Window | Waits) and not due.start:
        return replace(due, start=own.start)
    return due


def bad_rule(text: str, issued: date) -> Message | None:
    """Why an RRULE cannot be used; None when it can."""
    start = datetime.combine(issued, time())  # whole days, no zone involved
    try:
        found = rrulestr(text, dtstart=start)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        return Message("is no recurrence rule ({error})", error=error)
    parts = dict(part.split("=", 1) for part in text.split(";"))
    if parts.get("FREQ") not in _FREQUENCIES or not isinstance(found, rrule):
        return Message("recurs otherwise than {words}", words=several(_FREQUENCIES))
    try:
        once = next(islice(found.replace(until=start + relativedelta(years=9)), 1), None)
    except (ValueError, TypeError, OverflowError) as error:
        return Message("is no recurrence rule ({error})", error=error)
    return None if once is not None else Message("never comes")
