"""Names a plan uses: policies always; units, roles and tags once there is an organisation."""

from collections.abc import Iterable, Iterator, Mapping

from workflows.definition.drafts import Draft
from workflows.definition.plan import DraftPlan
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.shapes import OpenShape
from workflows.domain.messages import Message, several
from workflows.domain.model import ROLES, Policy
from workflows.domain.organisation import Org


def check_references(read: DraftPlan, org: Org | None, problems: Problems) -> None:
    """Unknown policies, roles, units, kinds of units and tags, each where it is written."""
    for draft in read.drafts:
        for row in _rows(draft):
            _policy(row, draft.open.ongoing, read.plan.policies, problems)
            if org is not None:
                _Names(org, problems).check(row)
    if org is not None and not any(u.kind == read.plan.line for u in org.units.values()):
        line = quoted(read.plan.line)
        message = Message("no unit is of the kind {line}, along which the plan runs", line=line)
        kinds = (unit.kind for unit in org.units.values())
        problems.add(read.line_at, message, choose(read.plan.line, kinds))


def _policy(
    row: OpenShape, ongoing: bool, policies: Mapping[str, Policy], problems: Problems
) -> None:
    name = row.policy
    reminding = [
        key for key, policy in policies.items() if policy.triggers and policy.triggers[-1].every
    ]
    if name and name not in policies:
        message = Message("there is no policy {name}", name=quoted(name))
        problems.add(row.where("policy"), message, choose(name, reminding))
    elif name and name not in reminding and not ongoing:
        message = Message(
            "the reminders of policy {name} stop without notice: it cannot be used for items "
            "with a responsible party",
            name=quoted(name),
        )
        cure = Message("write one of: {words}", words=several(reminding))
        problems.add(row.where("policy"), message, cure)


def _rows(draft: Draft) -> Iterator[OpenShape]:
    """The line itself, what is suggested for it and what was decided on it."""
    if draft.asking is not None:
        yield draft.asking
    yield draft.suggest
    if draft.decided is not None:
        yield draft.decided


class _Names:
    def __init__(self, org: Org, problems: Problems) -> None:
        self._org, self._problems = org, problems

    def check(self, row: OpenShape) -> None:
        for responsible in row.owes:
            at = row.where("owes")
            self._unit_or_role(responsible.shape, responsible.name, at)
            if responsible.unit_kind:
                kinds = (unit.kind for unit in self._org.units.values())
                said = Message("no unit is of the kind {kind}", kind=quoted(responsible.unit_kind))
                self._known(said, responsible.unit_kind, kinds, at)
            if responsible.tag:
                tags = (tag for person in self._org.people.values() for tag in person.tags)
                said = Message("no person is tagged {tag}", tag=quoted(responsible.tag))
                self._known(said, responsible.tag, tags, at)
        if row.verifier is not None:
            self._unit_or_role(row.verifier.shape, row.verifier.name, row.where("verifier"))
        if row.lead:
            self._unit_or_role("unit", row.lead, row.where("lead"))
        for name in row.assist:
            self._unit_or_role("unit", name, row.where("assist"))

    def _unit_or_role(self, shape: str, name: str, at: Place) -> None:
        if shape == "unit":
            said = Message("no unit is called {name}", name=quoted(name))
            self._known(said, name, self._org.units, at)
        elif shape == "role":
            own = (tenure.role for tenure in self._org.tenures)
            said = Message("no one has the role {name}", name=quoted(name))
            self._known(said, name, (*ROLES, *own), at)

    def _known(self, said: Message, name: str, known: Iterable[str], at: Place) -> None:
        words = list(dict.fromkeys(known))
        if name not in words:
            self._problems.add(at, said, choose(name, words))
