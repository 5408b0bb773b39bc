"""An organisation, from YAML to the frozen Org."""

from workflows.definition.nodes import Source
from workflows.definition.org_checks import check_org
from workflows.definition.problems import Problems
from workflows.definition.reading import read_file
from workflows.definition.shapes import OrganisationShape, OrgShape, PersonShape
from workflows.domain.organisation import Absence, Org, OrgUnit, Person, Tenure


def read_org(source: Source, problems: Problems) -> Org | None:
    """The organisation, or None where the file cannot be read at all.

    Every mistake goes to `problems`; the organisation means little while there are any.
    """
    root = read_file(source, OrgShape, problems)
    if root is None:
        return None
    check_org(root, problems)
    units = [OrgUnit(order=order, **dict(row)) for order, row in enumerate(root.units)]
    people = [person(row, order) for order, row in enumerate(root.people)]
    return Org(
        units={unit.key: unit for unit in units},
        people={one.key: one for one in people},
        tenures=tuple(Tenure(order=n, **dict(row)) for n, row in enumerate(root.posts)),
        absences=tuple(Absence(**dict(row)) for row in root.absences),
        **dict(root.organisation or OrganisationShape.model_validate({})),
    )


def person(row: PersonShape, order: int) -> Person:
    """One person, from a row that has been checked."""
    return Person(order=order, **dict(row))
