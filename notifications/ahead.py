"""What happens next with an item if nobody acts, in words for the reader. Pure."""

from datetime import date, datetime, timedelta
from typing import Any

from config.i18n import translator
from notifications import dates_words, words
from notifications.mail_hour import slot
from notifications.message import Next
from workflows.commands.context import Context
from workflows.domain.chain import Hearer, chain_of, hear
from workflows.domain.moments import Step
from workflows.domain.organisation import Person
from workflows.domain.rows import Event, Obligation
from workflows.domain.standing import step_of
from workflows.domain.states import DONE
from workflows.domain.timeline import upcoming


class Ahead:
    """Looks ahead from one `now`; rows that share their step are looked at once."""

    def __init__(self, context: Context, now: datetime) -> None:
        self.context = context
        self.now = now
        self.today = context.today(now)
        self._told: dict[tuple[Any, ...], tuple[date, tuple[Hearer, ...]] | None] = {}

    def following(self, row: Obligation, reader: Person, named: bool) -> Next | None:
        """What happens next if nobody acts, and who is told then; the reader is told as “you”."""
        step = step_of(row)
        if step is None or row.state in DONE or step.due_on is None:
            return None
        key = (row.policy, step, row.unit, row.assignee, row.assignee_post)
        if key not in self._told:
            self._told[key] = self._look(row, step)
        if (found := self._told[key]) is None:
            return None
        day, hearers = found
        org, language = self.context.org, reader.language
        others = [one for one in hearers if one.person != reader.key]
        told = [words.hearer(org, one, language, named=named) for one in others]
        if len(others) < len(hearers):
            told.insert(0, translator(language).gettext("you"))
        to = dates_words.joined(dict.fromkeys(told), language)
        return Next(on=day, to=to, again=not others)

    def _look(self, row: Obligation, step: Step) -> tuple[date, tuple[Hearer, ...]] | None:
        context, org = self.context, self.context.org
        policy = context.policies[row.policy]
        moments = upcoming(step, policy, context.frame, self.now, most=1)
        if not moments:
            return None
        day = context.frame.day(moments[0].at)
        chain = chain_of(org, row.unit, row.assignee_post)
        heard: dict[str, Hearer] = {}
        for audience in moments[0].to:
            for one in hear(chain, audience, org, day, row.assignee).hearers:
                heard.setdefault(one.person, one)
        return day, tuple(heard.values())

    def holiday_before(self, due_on: date | None) -> bool:
        """Whether a holiday (not merely a weekend) lies between today and the due day."""
        if due_on is None or due_on <= self.today:
            return False
        calendar = self.context.frame.calendar
        days = (self.today + timedelta(days=n) for n in range(1, (due_on - self.today).days + 1))
        return any(day.weekday() < 5 and not calendar.is_workday(day) for day in days)

    def missed(self, event: Event, reader: Person) -> tuple[date, ...]:
        """The day this should have been said on, when it comes late after an outage."""
        if not event.trigger:
            return ()
        zone = reader.zone or self.context.frame.zone
        calendar = self.context.frame.calendar
        meant = slot(event.at, event.at, reader.mail_hour, zone, calendar)
        return (meant.day,) if meant.day < self.today else ()
