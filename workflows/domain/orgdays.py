"""The days on which an organisation changes by itself: people come and go, posts pass on."""

from datetime import date, timedelta

from workflows.domain.organisation import Org


def next_change(org: Org, today: date) -> date | None:
    """The first day after `today` on which somebody starts, has left, or a post changes hands."""
    days: list[date] = []
    spells = [(person.starts_on, person.ends_on) for person in org.people.values()]
    spells += [(tenure.starts_on, tenure.ends_on) for tenure in org.tenures]
    for starts_on, ends_on in spells:
        if starts_on:
            days.append(starts_on)
        if ends_on:
            days.append(ends_on + timedelta(days=1))
    return min((day for day in days if day > today), default=None)
