"""Whether an organisation hangs together: references, days, posts, deputies, the unit tree."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from zoneinfo import ZoneInfo

from workflows.definition.links import loops
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.records import Record
from workflows.domain.addresses import normal_address
from workflows.domain.said import Said


def check_org(root: Record, problems: Problems) -> None:
    """Every mistake beyond the shape of single values; `root` is the whole file."""
    _Checks(root, problems).run()


def check_person(row: Record, problems: Problems) -> None:
    """What one person's record must be by itself."""
    check_days(row, problems)
    zone = row.take("zone", "")
    if zone and not is_zone(zone):
        message = Said("{zone} is not a time zone", zone=quoted(zone))
        problems.add(row.where("zone"), message, Said("write its IANA name, such as Asia/Shanghai"))


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
            message = Said(
                "{one} and {other} have the same address “{address}”",
                one=f"{other_name} ({other})",
                other=f"{name} ({key})",
                address=address,
            )
            cure = Said("give each an address of their own; leave it out for whoever has left")
            problems.add(place, message, cure)


def check_days(row: Record, problems: Problems) -> None:
    first, last = row.maybe("from", date), row.maybe("to", date)
    if first is not None and last is not None and last < first:
        message = Said("it ends on {last}, before it starts ({first})", last=last, first=first)
        problems.add(row.where("to"), message, Said("write the later day under `to`"))


def is_zone(name: str) -> bool:
    """Whether the zone database knows `name`."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class _Checks:
    def __init__(self, root: Record, problems: Problems) -> None:
        self._problems = problems
        self._units, self._people = root.rows("units"), root.rows("people")
        self._posts, self._absences = root.rows("posts"), root.rows("absences")
        self._unit_keys = dict.fromkeys(row.take("id", "") for row in self._units)
        self._person_keys = dict.fromkeys(row.take("id", "") for row in self._people)

    def run(self) -> None:
        for row in self._units:
            self._known(row, "parent", self._unit_keys)
        self._tree()
        for row in self._people:
            self._known(row, "unit", self._unit_keys)
            self._known(row, "units", self._unit_keys)
            check_person(row, self._problems)
        one_address_each(
            (
                (
                    row.take("id", ""),
                    row.take("name", ""),
                    row.take("email", ""),
                    row.where("email"),
                )
                for row in self._people
            ),
            self._problems,
        )
        for row in self._posts:
            self._known(row, "unit", self._unit_keys)
            self._known(row, "portfolio", self._unit_keys)
            self._known(row, "person", self._person_keys)
            self._stands_in(row)
            check_days(row, self._problems)
        for row in self._absences:
            self._known(row, "person", self._person_keys)
            self._stands_in(row)
            check_days(row, self._problems)
        self._seats()
        self._deputy_circles()

    def _known(self, row: Record, name: str, keys: dict[str, None]) -> None:
        words = row.names(name) if isinstance(row.values.get(name), tuple) else ()
        for word in words or filter(None, (row.values.get(name),)):
            if isinstance(word, str) and word not in keys:
                said = (
                    Said("there is no person {key}", key=quoted(word))
                    if keys is self._person_keys
                    else Said("there is no unit {key}", key=quoted(word))
                )
                self._problems.add(row.where(name), said, choose(word, keys))

    def _tree(self) -> None:
        parents = {row.take("id", ""): _one(row, "parent") for row in self._units}
        rows = {row.take("id", ""): row for row in self._units}
        for loop in loops(parents):
            message = Said("a circle of units: {keys}", keys=" → ".join((*loop, loop[0])))
            cure = Said("leave out one `parent` of the circle")
            self._problems.add(rows[loop[0]].where("parent"), message, cure)

    def _stands_in(self, row: Record) -> None:
        self._known(row, "deputy", self._person_keys)
        deputy = row.maybe("deputy", str)
        if deputy is not None and deputy == row.maybe("person", str):
            message = Said("{deputy} is his own deputy", deputy=quoted(deputy))
            self._problems.add(row.where("deputy"), message, Said("name another person"))

    def _seats(self) -> None:
        """One post: one unit, one role, one holder at a time."""
        seats: dict[str, list[Record]] = {}
        for row in self._posts:
            seats.setdefault(row.take("id", ""), []).append(row)
        for post, rows in seats.items():
            for name in ("unit", "role"):
                if len({row.take(name, "") for row in rows}) > 1:
                    message = Said(
                        "the post {post} has several {name}s", post=quoted(post), name=name
                    )
                    cure = Said("give the other post an id of its own")
                    self._problems.add(rows[-1].where(name), message, cure)
            for one, other in combinations(rows, 2):
                if _overlap(one, other):
                    message = Said(
                        "the post {post} is held twice, see line {line}",
                        post=quoted(post),
                        line=one.at.line,
                    )
                    cure = Said("let `to` of one come before `from` of the next")
                    self._problems.add(other.at, message, cure)

    def _deputy_circles(self) -> None:
        """While one is away his deputy is there, so nobody waits for somebody who waits."""
        for row in self._absences:
            for circle in self._circles_from(row):
                message = Said("deputies in a circle: {keys}", keys=" → ".join(circle))
                self._problems.add(row.where("deputy"), message, Said("name somebody who is there"))

    def _circles_from(self, row: Record) -> Iterator[tuple[str, ...]]:
        path, at = [row], row
        while True:
            deputy = at.maybe("deputy", str)
            following = next(
                (
                    other
                    for other in self._absences
                    if other.maybe("person", str) == deputy and _overlap(row, other)
                ),
                None,
            )
            if deputy is None or following is None:
                return
            if following is row and len(path) > 1:
                yield tuple(one.take("person", "") for one in (*path, row))
                return
            if following in path:
                return
            path.append(following)
            at = following


def _one(row: Record, name: str) -> tuple[str, ...]:
    value = row.maybe(name, str)
    return () if value is None else (value,)


def _overlap(one: Record, other: Record) -> bool:
    def span(row: Record) -> tuple[date, date]:
        return row.take("from", date.min), row.take("to", date.max)

    (first, last), (other_first, other_last) = span(one), span(other)
    return first <= other_last and other_first <= last
