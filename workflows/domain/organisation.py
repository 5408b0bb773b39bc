"""The organisation: units, the people in them, and who holds which post at what time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from workflows.domain.model import NO_TEXT, Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgUnit:
    key: str
    kind: str
    title: Text
    parent: str | None = None
    order: int = 0
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`unit` is the line unit (a section); `units` are further ones (a branch)."""

    key: str
    name: str
    unit: str
    name_en: str = ""
    units: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    language: Language = "zh"
    zone: str = ""
    mail_hour: time = time(9, 0)
    order: int = 0
    starts_on: date | None = None
    ends_on: date | None = None

    def here(self, day: date) -> bool:
        """Whether the person belongs to the organisation on `day`."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )

    def called(self, language: str) -> str:
        return self.name if language == "zh" else (self.name_en or self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person in one post from a day to a day (inclusive). `post` names the seat and is
    what a chain freezes; `portfolio` are the units a leader in charge answers for."""

    post: str
    unit: str
    role: str
    person: str
    starts_on: date | None = None
    ends_on: date | None = None
    deputy: str | None = None
    portfolio: tuple[str, ...] = ()
    order: int = 0

    def held(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    person: str
    first: date
    last: date
    deputy: str | None = None


@dataclass(frozen=True, kw_only=True)
class Org:
    """The units, the people in them and who holds which post, at all times."""

    units: Mapping[str, OrgUnit]
    people: Mapping[str, Person]
    tenures: tuple[Tenure, ...] = ()
    absences: tuple[Absence, ...] = ()
    title: Text = NO_TEXT
    email: str = ""
    phone: str = ""

    @cached_property
    def posts(self) -> Mapping[str, tuple[Tenure, ...]]:
        """Every seat with its tenures, in the office's own order."""
        seats: dict[str, list[Tenure]] = {}
        for tenure in sorted(self.tenures, key=lambda t: (t.order, t.post)):
            seats.setdefault(tenure.post, []).append(tenure)
        return {post: tuple(tenures) for post, tenures in seats.items()}

    @cached_property
    def _seats_by_role(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for post, tenures in self.posts.items():
            for key in {(tenures[0].role, tenures[0].unit), (tenures[0].role, "")}:
                found.setdefault(key, []).append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    def seats(self, role: str, unit: str = "") -> tuple[str, ...]:
        """The posts with `role`, in order; those of one unit where `unit` is given."""
        return self._seats_by_role.get((role, unit), ())

    @cached_property
    def in_charge(self) -> Mapping[str, tuple[str, ...]]:
        """The posts of leaders in charge by the units their portfolios name, in order."""
        found: dict[str, dict[str, None]] = {}
        for post in self.seats("leader"):
            for tenure in self.posts[post]:
                for unit in tenure.portfolio:
                    found.setdefault(unit, {})[post] = None
        return {unit: tuple(posts) for unit, posts in found.items()}

    def post_holder(self, post: str, day: date) -> Person | None:
        """Who holds `post` on `day`; None while it is vacant or its holder has left."""
        for tenure in self.posts.get(post, ()):
            person = self.people.get(tenure.person)
            if tenure.held(day) and person is not None and person.here(day):
                return person
        return None

    def deputy(self, post: str, day: date) -> Person | None:
        """The deputy named with the post, if present on `day`."""
        for tenure in self.posts.get(post, ()):
            if tenure.held(day) and tenure.deputy and self.people[tenure.deputy].here(day):
                return self.people[tenure.deputy]
        return None

    def absence(self, person: str, day: date) -> Absence | None:
        return next((a for a in self._absences.get(person, ()) if a.first <= day <= a.last), None)

    @cached_property
    def _absences(self) -> Mapping[str, tuple[Absence, ...]]:
        found: dict[str, list[Absence]] = {}
        for absence in self.absences:
            found.setdefault(absence.person, []).append(absence)
        return {person: tuple(rows) for person, rows in found.items()}

    def above(self, unit: str) -> tuple[str, ...]:
        """`unit` and the units above it, nearest first. A loop in the tree ends the walk."""
        path: list[str] = []
        at: str | None = unit
        while at and at in self.units and at not in path:
            path.append(at)
            at = self.units[at].parent
        return tuple(path)

    def unit_in(self, person: Person, kind: str) -> str:
        """The person's unit in the tree of `kind` (their branch), else their line unit."""
        for unit in (person.unit, *person.units):
            if unit in self.units and self.units[unit].kind == kind:
                return unit
        return person.unit
