"""People as the import takes them: the same columns going out as coming in; what would change."""

from collections.abc import Iterable
from datetime import date

from config.i18n import translator
from dashboard.readmodel.posts import name_of
from notifications import dates_words
from workflows.definition.csv_people import HEADS, by_title
from workflows.domain.organisation import Org, Person

#: Columns of the import → their share of a sheet's width.
WIDTHS = {
    "id": 16, "name": 12, "name_en": 14, "email": 28, "phone": 16, "unit": 18, "units": 22,
    "is": 14, "language": 8, "zone": 12, "mail_hour": 10, "from": 12, "to": 12,
}  # fmt: skip


def heads(language: str) -> dict[str, str]:
    """Column → its head, as the import knows it in `language`."""
    return {name: translator(language).pgettext("column", name) for name in HEADS.values()}


class Cells:
    """People of one organisation as rows of texts, which the import reads back as the same."""

    def __init__(self, org: Org, language: str) -> None:
        self.org = org
        self.language = language
        self._titles = by_title(org)

    def of(self, person: Person) -> dict[str, str]:
        """Column → text."""
        return {
            "id": person.key,
            "name": person.name,
            "name_en": person.name_en,
            "email": person.email,
            "phone": person.phone,
            "unit": self._unit(person.unit),
            "units": " ".join(map(self._unit, person.units)),
            "is": " ".join(person.tags),
            "language": person.language,
            "zone": person.zone,
            "mail_hour": person.mail_hour.strftime("%H:%M"),
            "from": person.starts_on.isoformat() if person.starts_on else "",
            "to": person.ends_on.isoformat() if person.ends_on else "",
        }

    def _unit(self, key: str) -> str:
        """Its title, where that alone says which one it is and has no space in it."""
        found = self.org.units.get(key)
        title = found.title.in_(self.language) if found else ""
        alone = self._titles.get(title) == key and len(title.split()) == 1
        return title if alone else key


def changes(
    before: Org, after: Org, keys: Iterable[str], language: str
) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(name, (head, as it stands, as it would be) of every fact that changes) of each person."""
    said, stands, would = heads(language), Cells(before, language), Cells(after, language)
    found = []
    for key in keys:
        old, new = stands.of(before.people[key]), would.of(after.people[key])
        facts = [(said[name], old[name], new[name]) for name in said if old[name] != new[name]]
        found.append((after.people[key].called(language), facts))
    return found


def posts(before: Org, after: Org, locale: str) -> list[tuple[str, str, str]]:
    """(post, who holds it as it stands, as it would be) of every post whose holders change: a
    file older than a hand-over would undo it."""
    return [
        (name_of(after if key in after.posts else before, key, locale), stands, would)
        for key in dict.fromkeys((*before.posts, *after.posts))
        if (stands := _held(before, key, locale)) != (would := _held(after, key, locale))
    ]


def _held(org: Org, post: str, language: str) -> str:
    """Everybody who holds it or is to, with their days."""
    return dates_words.joined(
        [
            org.people[tenure.person].called(language) + _days(tenure.starts_on, tenure.ends_on)
            for tenure in org.posts.get(post, ())
            if tenure.person in org.people
        ],
        language,
    )


def _days(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return f" {first.isoformat() if first else ''}–{last.isoformat() if last else ''}"
