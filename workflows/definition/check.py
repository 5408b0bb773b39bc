"""Everything there is to say about a plan before it is published."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.definition.lint import Warning_, notes, warnings
from workflows.definition.nodes import Source
from workflows.definition.organisation import read_org
from workflows.definition.plan import read_plan
from workflows.definition.problems import Problems
from workflows.definition.questions import Question, questions
from workflows.definition.references import check_references
from workflows.domain.errors import Problem
from workflows.domain.messages import Message
from workflows.domain.model import Plan
from workflows.domain.organisation import Org
from workflows.domain.workdays import Calendar
from workflows.domain.workdays import calendar as national_calendar


@dataclass(frozen=True)
class Checked:
    """What `check` found. `plan` and `org` are None where their files have mistakes."""

    plan: Plan | None
    org: Org | None
    problems: tuple[Problem, ...]
    warnings: tuple[Warning_, ...]
    notes: tuple[Message, ...]
    questions: tuple[Question, ...]


def check(
    plan: Source,
    decisions: Source | None = None,
    org: Source | None = None,
    *,
    calendar: Calendar | None = None,
) -> Checked:
    """Reads all files and tells every mistake, warning and open question; never raises.

    `calendar` stands in for the calendar that the plan names (one with own overrides).
    """
    problems = Problems()
    read = read_plan(plan, decisions, problems, calendar)
    people = read_org(org, problems) if org is not None else None
    if read is not None:
        check_references(read, people, problems)
    if read is None or problems.found:
        # Where only the organisation is at fault, the plan is still not to be used.
        return Checked(None, None, problems.in_order(), (), (), ())
    days = calendar or national_calendar(read.plan.calendar)
    return Checked(
        plan=read.plan,
        org=people,
        problems=(),
        warnings=tuple(warnings(read, days)),
        notes=tuple(notes(read.plan, people, days)),
        questions=tuple(questions(read)),
    )


def load(plan: Source, decisions: Source | None) -> Plan:
    """The plan as decided. Raises BadInput with every mistake."""
    problems = Problems()
    read = read_plan(plan, decisions, problems)
    if read is not None:
        check_references(read, None, problems)
    problems.refuse()
    assert read is not None
    return read.plan


def load_org(org: Source) -> Org:
    """The organisation. Raises BadInput with every mistake."""
    problems = Problems()
    read = read_org(org, problems)
    problems.refuse()
    assert read is not None
    return read


def counts(
    plan: Plan, org: Org | None = None, parties: Callable[[Plan, Org], int] | None = None
) -> dict[str, int | None]:
    """Stages, phases, tasks, items (what asks for something) and parties.

    `parties` counts the obligations after fan-out; without it or `org` they are None.
    """
    kinds = [node.kind for node in plan.nodes]
    return {
        "stages": kinds.count("stage"),
        "phases": kinds.count("phase"),
        "tasks": kinds.count("task"),
        "items": len(plan.asking),
        "parties": None if org is None or parties is None else parties(plan, org),
    }
