"""Roles: what each may do and see, and who somebody is with regard to one obligation. Pure.

Page, mail link, command and sheet ask here, so that they give one answer. A role comes from the
posts a person holds or stands in for on a day; `administrator` and `auditor` come from an account.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.domain.assignees import in_post, responsible_of, reviewer_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Denied, Refused
from workflows.domain.kind_facts import (
    DecisionFacts,
    DocumentFacts,
    FollowUpFacts,
    InspectionFacts,
    WorkFacts,
)
from workflows.domain.kinds import kind_of
from workflows.domain.messages import Message, several, term
from workflows.domain.model import Reviewer
from workflows.domain.organisation import Org
from workflows.domain.rows import Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a role may do (names of `PERMISSIONS`), whether it sees every item, and whether it
    stands among those who decide about units (no names of persons are mailed to these)."""

    may: frozenset[str]
    sees_all: bool = False
    leads: bool = False


#: Permission → whether it changes something. Everybody who is logged in has `own` and `read`.
PERMISSIONS: Mapping[str, bool] = {
    "own": False,  # their own account, language and display
    "read": False,  # the lists, as far as they see them
    "desk": False,  # what is assigned to them
    "act": True,  # the moves that the table of a kind gives them
    "sheet": False,  # a ledger says what was said of each item
    "today": False,  # the office's start page
    "decide": False,  # what waits for a decision
    "rule": True,  # decide requests, assign tasks
    "mails": False,  # every mail and why it was sent
    "office": False,  # the office's own pages
    "run": True,  # plan, people, roles, key dates, trial mode, what failed
    "register": True,  # issue rectifications, plan inspections, mark what was taken over
    "accounts": True,  # other people's accounts
}
_EVERYBODY = frozenset({"own", "read"})
_MEMBER = frozenset({"desk", "act"})
_LEADER = frozenset({"sheet", "decide", "rule"})
_KEEPER = frozenset({"sheet", "today", "mails", "office"})

ROLES: Mapping[str, Role] = {
    "member": Role(may=_MEMBER),
    "liaison": Role(may=frozenset({"sheet"})),
    "head": Role(may=frozenset({"sheet"})),
    "leader": Role(may=_LEADER, leads=True),
    "principal": Role(may=_LEADER, sees_all=True, leads=True),
    "leading_group": Role(may=_LEADER, sees_all=True, leads=True),
    "office": Role(may=_KEEPER | {"decide", "rule", "run", "register"}, sees_all=True),
    # Whoever keeps the machine issues nothing: items are the office's own.
    "administrator": Role(may=_KEEPER | {"run", "accounts"}, sees_all=True),
    "auditor": Role(may=_KEEPER | {"decide"}, sees_all=True),
}
#: Readers of mails who hear of units, never of persons.
LEADERS = frozenset(name for name, role in ROLES.items() if role.leads)


def having(permission: str) -> tuple[str, ...]:
    """The roles that have a permission, in the order of the table."""
    return tuple(name for name, role in ROLES.items() if permission in role.may)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody who reads or acts, on one day. `person` is empty for an account that is nobody's.

    `units`: those they belong to; `reach`: those they answer for or enter for.
    """

    account: int = 0
    login: str = ""
    person: str = ""
    name: str = ""
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()

    @property
    def actor(self) -> str:
        """Who goes on record: the person, or the login of an account that is nobody's."""
        return self.person or self.login

    @property
    def sees_all(self) -> bool:
        return any(role in ROLES and ROLES[role].sees_all for role in self.roles)

    @property
    def scope(self) -> frozenset[str] | None:
        """The units whose items they are shown in lists; None for all."""
        return None if self.sees_all else self.units | self.reach

    def may(self, permission: str) -> bool:
        """Whether they have `permission`; an auditor changes nothing, whatever else they are."""
        if PERMISSIONS[permission] and "auditor" in self.roles:
            return False
        if permission in _EVERYBODY:
            return True
        return any(role in ROLES and permission in ROLES[role].may for role in self.roles)

    def require(self, permission: str, act: str, about: Iterable[int] = ()) -> None:
        """Raises Refused for somebody who has not `permission`. `act` is what they tried, for the
        record of the obligations it was `about`, else of the programme."""
        if self.may(permission):
            return
        roles = several(term("role", role) for role in having(permission))
        why = Message("this is for: {roles}", roles=roles)
        denied = [
            Denied(obligation=number, what=act, why=str(why), actor=self.actor)
            for number in tuple(about) or (None,)
        ]
        raise Refused(why, "ask one of them, or the office to do it", tuple(denied))


def who(
    org: Org,
    day: date,
    person: str,
    *,
    account: int = 0,
    login: str = "",
    roles: tuple[str, ...] = (),
) -> Who:
    """Roles and units of a person on `day`, from the posts they hold or stand in for, with the
    `roles` of their account."""
    found, heads, charge = set(roles), set[str](), set[str]()
    someone = org.people.get(person)
    if someone is None or not someone.here(day):
        return Who(account=account, login=login or person, name=login, roles=frozenset(found))
    found.add("member")
    for post, tenures in org.posts.items():
        if _acts_for(org, post, person, day):
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
        # A portfolio names each of its units (as in leader_weekly.py); a head answers for
        # what lies below their own as well.
        reach=frozenset(u for u in org.units if u in charge or heads & set(org.above(u))),
    )


# --- with regard to one obligation ----------------------------------------------------------

#: States of a document in which it lies with the office, not with whoever signs.
_WITH_OFFICE = frozenset({"checking", "sent_back"})
#: The rungs whose people hear of an item that is late.
_ABOVE = ("head", "leader", "principal", "leading_group", "office", "liaison")


def roles_of(
    org: Org, row: Obligation, reviewer: Reviewer | None, actor: str, day: date
) -> tuple[frozenset[str], bool]:
    """(roles of `actor` with regard to `row`, whether they answer for it themselves)."""
    roles = set()
    responsible, post = responsible_of(org, row, day)
    own = actor == responsible
    if own or (post and _acts_for(org, post, actor, day)):
        roles.add("doer")
    if actor in {in_post(org, post, day) for post in org.seats("liaison", row.unit)}:
        # What members owe stays theirs: they enter it for them, and give it to nobody else.
        if not row.person:
            roles.add("doer")
        elif kind_of(row.kind).work and not own:
            roles.add("liaison")
    if actor and actor == WorkFacts.of(row).entered_by:
        own = True
    if row.kind == "rectification" and any(
        _acts_for(org, seat, actor, day) for seat in org.seats("head", row.unit)
    ):
        # The head answers for what their unit puts right, whoever does it.
        roles.add("head")
        own = True
    if row.kind == "lookback":
        # Whoever answered for what is checked again is no judge of it; the reviewer is.
        about = FollowUpFacts.of(row)
        seats = org.seats("head", about.of_unit)
        own = actor in about.answered or any(_acts_for(org, seat, actor, day) for seat in seats)
    if inspected_units(org, row, actor, day):
        roles.add("inspected")
    if row.kind == "decision" or kind_of(row.kind).document:
        own = own or actor in DecisionFacts.of(row).answering
        post = DocumentFacts.of(row).signer_post or row.assignee_post
        if row.state not in _WITH_OFFICE and (
            actor == row.assignee or _acts_for(org, post, actor, day)
        ):
            roles.add("approver")
    elif row.state == "reported" and row.kind != "rectification":
        if actor == row.assignee or _acts_for(org, row.assignee_post, actor, day):
            roles.add("verifier")
    else:
        found = reviewer_of(org, row, reviewer, day)
        if found and (actor == found.person or _acts_for(org, found.post, actor, day)):
            roles.add("verifier")
    if row.kind == "bulletin" and any(
        _acts_for(org, seat, actor, day) for seat in org.seats("head")
    ):
        roles.add("head")
    if holds_office(org, actor, day):
        roles.add("office")
    if stands_above(org, row, actor, day):
        roles.add("above")
    return frozenset(roles), own


def holds_office(org: Org, actor: str, day: date) -> bool:
    """Whether `actor` is of the office: holds one of its posts, or stands in for who does."""
    return any(_acts_for(org, seat, actor, day) for seat in org.seats("office"))


def roles_on(org: Org, actor: str, day: date) -> frozenset[str]:
    """The roles of all posts `actor` holds, or stands in for, on `day`."""
    return frozenset(
        next((t for t in tenures if t.held(day)), tenures[0]).role
        for post, tenures in org.posts.items()
        if _acts_for(org, post, actor, day)
    )


def stands_above(org: Org, row: Obligation, actor: str, day: date) -> bool:
    """Whether `actor` is one of those who hear of `row` when it is late."""
    posts = chain_of(org, row.unit).posts
    return any(_acts_for(org, seat, actor, day) for rung in _ABOVE for seat in posts[rung])


def inspected_units(org: Org, row: Obligation, actor: str, day: date) -> list[str]:
    """The units an inspection saw for which `actor` speaks, as head or liaison."""
    return [
        unit
        for unit in (InspectionFacts.of(row).units if row.kind == "inspection" else ())
        if any(
            _acts_for(org, seat, actor, day)
            for role in ("head", "liaison")
            for seat in org.seats(role, unit)
        )
    ]


def _acts_for(org: Org, post: str, actor: str, day: date) -> bool:
    """Whether `actor` holds `post` or is the deputy of whoever holds it."""
    if not post:
        return False
    person = org.post_holder(post, day)
    if person and person.key == actor:
        return True
    deputy = org.deputy(post, day)
    absence = org.absence(person.key, day) if person else None
    return (deputy is not None and deputy.key == actor) or (
        absence is not None and absence.deputy == actor
    )
