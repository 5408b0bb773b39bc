"""Who may see and do what. Pure, and the only place that decides it.

Roles come from the posts of a person on the day; `administrator` and `auditor` from his account.
Three degrees of sight: `full` (also notes, evidence and refusals: those who did it, who verify,
who stand above, the office, auditors), `public` (title, date, state: his own unit) and none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.domain.inspection import RANDOM
from workflows.domain.model import Verifier
from workflows.domain.organisation import Org
from workflows.domain.roles import asked_to_verify, doer_of, verifier_of
from workflows.domain.rows import Obligation

Sight = Literal["full", "public", "none"]
LEADERS = frozenset({"leader", "principal", "leading_group"})
#: See everything there is.
_ALL = frozenset({"office", "administrator", "auditor", "principal", "leading_group"})
_KEEPERS = frozenset({"office", "administrator", "auditor"})
_OFFICE = frozenset({"office", "administrator"})

#: Page or kind of action → the roles that may open it; an empty set is everybody logged in.
MAY: Mapping[str, frozenset[str]] = {
    "own": frozenset(),
    "read": frozenset(),
    "desk": frozenset({"member"}),
    "act": frozenset({"member"}),
    # A ledger says what was said of each matter.
    "sheet": LEADERS | {"head", "liaison"} | _KEEPERS,
    "today": _KEEPERS,
    "decide": LEADERS | {"office", "auditor"},
    "rule": LEADERS | {"office"},
    "mails": _KEEPERS,
    "office": _KEEPERS,
    "run": _OFFICE,
    # Matters are the office's own; whoever keeps the machine issues none.
    "register": frozenset({"office"}),
    "accounts": frozenset({"administrator"}),
}
#: What changes something: an auditor may not, whatever else he is.
_CHANGES = frozenset({"act", "rule", "run", "register", "accounts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody logged in, on one day. `person` is empty for an account that is nobody's.

    `units`: those he belongs to; `reach`: those he answers for or enters for.
    """

    account: int = 0
    login: str = ""
    person: str = ""
    name: str = ""
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        return bool(self.roles & _ALL)

    @property
    def scope(self) -> frozenset[str] | None:
        """The units whose matters he is shown in lists; None for all."""
        return None if self.sees_all else self.units | self.reach

    def may(self, what: str) -> bool:
        if what in _CHANGES and "auditor" in self.roles:
            return False
        wanted = MAY[what]
        return not wanted or bool(wanted & self.roles)


def who(
    org: Org, day: date, *, account: int, login: str, person: str, roles: tuple[str, ...]
) -> Who:
    """Roles and units of an account on `day`, from the posts its person holds or stands in for."""
    found, heads, charge = set(roles), set[str](), set[str]()
    someone = org.people.get(person)
    if someone is None or not someone.here(day):
        return Who(account=account, login=login, name=login, roles=frozenset(found))
    found.add("member")
    for post, tenures in org.posts.items():
        if _holds(org, post, person, day):
            tenure = next((t for t in tenures if t.held(day)), tenures[0])
            found.add(tenure.role)
            if tenure.role in ("head", "liaison"):
                heads.add(tenure.unit)
            charge.update(tenure.portfolio)
    return Who(
        account=account,
        login=login,
        person=person,
        name=someone.name,
        roles=frozenset(found),
        units=frozenset({someone.unit, *someone.units}),
        # A portfolio names each of its units (as in notifications/pages.py); a head answers for
        # what lies below his own as well.
        reach=frozenset(u for u in org.units if u in charge or heads & set(org.above(u))),
    )


def _holds(org: Org, post: str, person: str, day: date) -> bool:
    holder, deputy = org.holder(post, day), org.deputy(post, day)
    if holder is not None and holder.key == person:
        return True
    if deputy is not None and deputy.key == person:
        return True
    absence = org.absence(holder.key, day) if holder else None
    return absence is not None and absence.deputy == person


def sight(who: Who, org: Org, row: Obligation, of_item: Verifier | None, day: date) -> Sight:
    """How much of `row` somebody is shown."""
    if who.sees_all:
        return "full"
    if row.kind in _BESIDE:
        return _BESIDE[row.kind](who, row)
    if row.unit in who.reach:
        return "full"
    if who.person:
        if who.person in (row.holder, row.person, str(row.extra.get("asked_by", ""))):
            return "full"
        if who.person == doer_of(org, row, day)[0]:
            return "full"
        found = verifier_of(org, row, asked_to_verify(row, of_item), day)
        if found is not None and found.person == who.person:
            return "full"
        if row.kind == "decision" and who.person in _asked_by(row):
            return "full"
    # What somebody asked for, and that he was refused, is no business of his colleagues.
    return "public" if row.unit in who.units and row.kind != "decision" else "none"


def _asked_by(row: Obligation) -> set[str]:
    """Whose request it is, and who entered it for him."""
    return {str(row.extra.get("by", "")), *row.extra.get("answering", ())}


def _slip(who: Who, row: Obligation) -> Sight:
    """A draft is for whoever signs and the leaders above; signed, it is its unit's, too."""
    if who.person and who.person == row.holder:
        return "full"
    drafted = row.state in ("draft", "sent_back", "withdrawn")
    if row.unit in who.reach and (not drafted or who.roles & LEADERS):
        return "full"
    return "public" if not drafted and row.unit in who.units else "none"


def _bulletin(who: Who, row: Obligation) -> Sight:
    """Issued, it is for all; before, heads see the rows of their units while they check them."""
    if who.person and who.person == row.holder:
        return "full"
    if row.unit in who.reach and who.roles & LEADERS:
        return "full"
    if row.state in ("signed", "void"):
        return "public"
    return "public" if row.state == "checking" and "head" in who.roles else "none"


def _inspection(who: Who, row: Obligation) -> Sight:
    """Whoever goes, and those above him; a unit that was seen reads what was found, and is told
    beforehand, but not of a random check."""
    going = {row.holder, row.person, str(row.extra.get("assigned", "")), *row.extra.get("team", ())}
    if row.unit in who.reach or (who.person and who.person in going):
        return "full"
    seen = set(row.extra.get("units", ()))
    if row.state in ("held", "contested"):
        found: Sight = "full" if seen & who.reach else "public" if seen & who.units else "none"
        return found
    drawn = row.extra.get("way") == RANDOM or "drawn" in row.extra
    return "public" if not drawn and seen & (who.reach | who.units) else "none"


_BESIDE: Mapping[str, Callable[[Who, Obligation], Sight]] = {
    "slip": _slip,
    "bulletin": _bulletin,
    "inspection": _inspection,
}


def may_see_person(who: Who, org: Org, person: str) -> bool:
    """Whether the page of a person is his to open: his own, or of somebody in his reach."""
    if who.sees_all or who.person == person:
        return True
    found = org.people.get(person)
    return found is not None and bool({found.unit, *found.units} & who.reach)
