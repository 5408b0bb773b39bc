"""Whether an organisation hangs together: references, days, posts, deputies, the unit tree."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import TypeVar

from workflows.definition.links import loops
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.shapes import AbsenceShape, OrgShape, PersonShape, PostShape, UnitShape
from workflows.domain.addresses import normal_address
from workflows.domain.messages import Message


def check_org(root: OrgShape, problems: Problems) -> None:
    """Every mistake beyond the shape of single values; `root` is the whole file."""
    _Checks(root, problems).run()


def check_days(row: PersonShape | PostShape | AbsenceShape, problems: Problems) -> None:
    """A person, post or absence does not end before it starts."""
    first, last = _span(row)
    if last < first:
        message = Message("it ends on {last}, before it starts ({first})", last=last, first=first)
        problems.add(row.where("to"), message, Message("write the later day under `to`"))


def one_address_each(
    people: Iterable[tuple[str, str, str, Place | None]], problems: Problems
) -> None:
    """Names both people where two have one address: mail and links could not tell them apart.

    people: key, name, address, and where it stands in the file; None for whoever is not in it.
    """
    seen: dict[str, tuple[str, str, Place | None]] = {}
    for key, name, written, at in people:
        address = normal_address(written)
        other, other_name, there = seen.setdefault(address, (key, name, at))
        place = at or there
        if address and other != key and place is not None:
            message = Message(
                "{one} and {other} have the same address “{address}”",
                one=f"{other_name} ({other})",
                other=f"{name} ({key})",
                address=address,
            )
            cure = Message(
                "give each person an address of their own; leave it out for people who have left"
            )
            problems.add(place, message, cure)


class _Checks:
    def __init__(self, root: OrgShape, problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._units = _first(root.units, problems)
        self._people = _first(root.people, problems)

    def run(self) -> None:
        for unit in self._root.units:
            self._unit(unit, "parent", filter(None, (unit.parent,)))
        self._tree()
        for person in self._root.people:
            self._unit(person, "unit", filter(None, (person.unit,)))
            self._unit(person, "units", person.units)
        one_address_each(
            ((p.key, p.name, p.email, p.where("email")) for p in self._root.people),
            self._problems,
        )
        for post in self._root.posts:
            self._unit(post, "unit", filter(None, (post.unit,)))
            self._unit(post, "portfolio", post.portfolio)
        held: tuple[PostShape | AbsenceShape, ...] = (*self._root.posts, *self._root.absences)
        for row in held:
            self._person(row, "person", row.person)
            self._person(row, "deputy", row.deputy)
            if row.deputy and row.deputy == row.person:
                message = Message("{deputy} is their own deputy", deputy=quoted(row.deputy))
                self._problems.add(row.where("deputy"), message, Message("name another person"))
        for dated in (*self._root.people, *held):
            check_days(dated, self._problems)
        self._seats()
        self._deputy_circles()

    def _unit(
        self, row: UnitShape | PersonShape | PostShape, key: str, named: Iterable[str]
    ) -> None:
        for unit in named:
            if unit not in self._units:
                message = Message("there is no unit {key}", key=quoted(unit))
                self._problems.add(row.where(key), message, choose(unit, self._units))

    def _person(self, row: PostShape | AbsenceShape, key: str, named: str | None) -> None:
        if named and named not in self._people:
            message = Message("there is no person {key}", key=quoted(named))
            self._problems.add(row.where(key), message, choose(named, self._people))

    def _tree(self) -> None:
        parents = {key: (unit.parent,) if unit.parent else () for key, unit in self._units.items()}
        for loop in loops(parents):
            message = Message("a circle of units: {keys}", keys=" → ".join((*loop, loop[0])))
            cure = Message("leave out one `parent` of the circle")
            self._problems.add(self._units[loop[0]].where("parent"), message, cure)

    def _seats(self) -> None:
        """One post: one unit, one role, one holder at a time."""
        seats: dict[str, list[PostShape]] = {}
        for row in self._root.posts:
            seats.setdefault(row.post, []).append(row)
        for post, rows in seats.items():
            for name in ("unit", "role"):
                if len({getattr(row, name) for row in rows}) > 1:
                    message = Message(
                        "the role {post} has several values of `{name}`",
                        post=quoted(post),
                        name=name,
                    )
                    cure = Message("give the other role an id of its own")
                    self._problems.add(rows[-1].where(name), message, cure)
            for one, other in combinations(rows, 2):
                if _overlap(one, other):
                    line = one.place.line
                    message = Message(
                        "two people have the role {post} at the same time, see line {line}",
                        post=quoted(post),
                        line=line,
                    )
                    cure = Message("let `to` of one come before `from` of the next")
                    self._problems.add(other.place, message, cure)

    def _deputy_circles(self) -> None:
        """While one is away their deputy is there, so nobody waits for somebody who waits."""
        for row in self._root.absences:
            for circle in self._circles_from(row):
                message = Message("deputies in a circle: {keys}", keys=" → ".join(circle))
                self._problems.add(
                    row.where("deputy"), message, Message("name somebody who is there")
                )

    def _circles_from(self, row: AbsenceShape) -> Iterator[tuple[str, ...]]:
        path, at = [row], row
        while at.deputy:
            away = (one for one in self._root.absences if one.person == at.deputy)
            following = next((one for one in away if _overlap(row, one)), None)
            if following is row and len(path) > 1:
                yield tuple(one.person for one in (*path, row))
            if following is None or any(following is one for one in path):
                return
            path.append(following)
            at = following


R = TypeVar("R", UnitShape, PersonShape)


def _first(rows: Iterable[R], problems: Problems) -> dict[str, R]:
    """The rows by their keys; a key that stands twice is a mistake."""
    found: dict[str, R] = {}
    for row in rows:
        first = found.setdefault(row.key, row)
        if first is not row and row.key:
            line = first.place.line
            message = Message(
                "the id {key} stands twice, first on line {line}", key=quoted(row.key), line=line
            )
            problems.add(row.where("id"), message, Message("give each an id of its own"))
    return found


def _span(row: PersonShape | PostShape | AbsenceShape) -> tuple[date, date]:
    """First and last day; without them it reaches as far as days do."""
    first, last = (
        (row.first, row.last) if isinstance(row, AbsenceShape) else (row.starts_on, row.ends_on)
    )
    return first or date.min, last or date.max


def _overlap(one: PostShape | AbsenceShape, other: PostShape | AbsenceShape) -> bool:
    (first, last), (other_first, other_last) = _span(one), _span(other)
    return first <= other_last and other_first <= last
