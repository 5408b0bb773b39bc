"""The days on which an organisation changes by itself: people come and go, posts pass on."""

from datetime import date, timedelta

from workflows.domain.model import Org


def next_change(org: Org, today: date) -> date | None:
    """The first day after `today` on which somebody starts, has left, or a post changes hands."""
    days: list[date] = []
    for spell in (*org.people.values(), *org.tenures):
        if spell.starts_on:
            days.append(spell.starts_on)
        if spell.ends_on:
            days.append(spell.ends_on + timedelta(days=1))
    return min((day for day in days if day > today), default=None)
