"""Names a plan uses: policies always; units, roles and tags once there is an organisation."""

from collections.abc import Iterable, Iterator, Mapping

from workflows.definition.drafts import Draft
from workflows.definition.plan import Reading
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.records import Record
from workflows.domain.model import ROLES, Owes, Policy, Verifier
from workflows.domain.organisation import Org


def check_references(read: Reading, org: Org | None, problems: Problems) -> None:
    """Unknown policies, roles, units, kinds of units and tags, each where it is written."""
    for draft in read.drafts:
        for record in _records(draft):
            _policy(record, draft.take("ongoing", False), read.plan.policies, problems)
            if org is not None:
                _Names(org, problems).check(record)
    if org is not None and not any(u.kind == read.plan.line for u in org.units.values()):
        message = f"no unit is of the kind {quoted(read.plan.line)}, along which the plan runs"
        kinds = (unit.kind for unit in org.units.values())
        problems.add(read.line_at, message, choose(read.plan.line, kinds))


def _policy(
    record: Record, ongoing: bool, policies: Mapping[str, Policy], problems: Problems
) -> None:
    name = record.take("policy", "")
    pressing = [
        key for key, policy in policies.items() if policy.points and policy.points[-1].every
    ]
    if name and name not in policies:
        message = f"there is no policy {quoted(name)}"
        problems.add(record.where("policy"), message, choose(name, pressing))
    elif name and name not in pressing and not ongoing:
        message = f"the policy {quoted(name)} ends in silence: it is not for what somebody owes"
        problems.add(record.where("policy"), message, f"write one of: {', '.join(pressing)}")


def _records(draft: Draft) -> Iterator[Record]:
    """The line itself, what is suggested for it and what was decided on it."""
    yield draft.record
    suggested = draft.record.maybe("suggest", Record)
    if suggested is not None:
        yield suggested
    if draft.decided is not None:
        yield draft.decided


class _Names:
    def __init__(self, org: Org, problems: Problems) -> None:
        self._org, self._problems = org, problems

    def check(self, record: Record) -> None:
        for owes in record.all("owes", Owes):
            at = record.where("owes")
            self._unit_or_role(owes.shape, owes.name, at)
            if owes.unit_kind:
                kinds = (unit.kind for unit in self._org.units.values())
                self._known("unit is of the kind", owes.unit_kind, kinds, at)
            if owes.tag:
                tags = (tag for person in self._org.people.values() for tag in person.tags)
                self._known("person is tagged", owes.tag, tags, at)
        verifier = record.maybe("verifier", Verifier)
        if verifier is not None:
            self._unit_or_role(verifier.shape, verifier.name, record.where("verifier"))
        for name in filter(None, (record.take("lead", ""), *record.names("assist"))):
            at = record.where("lead" if name == record.take("lead", "") else "assist")
            self._unit_or_role("unit", name, at)

    def _unit_or_role(self, shape: str, name: str, at: Place) -> None:
        if shape == "unit":
            self._known("unit is called", name, self._org.units, at)
        elif shape == "role":
            own = (tenure.role for tenure in self._org.tenures)
            self._known("post has the role", name, (*ROLES, *own), at)

    def _known(self, what: str, name: str, known: Iterable[str], at: Place) -> None:
        words = list(dict.fromkeys(known))
        if name not in words:
            self._problems.add(at, f"no {what} {quoted(name)}", choose(name, words))
