"""The small files these tests read."""

from pathlib import Path

from workflows.definition import Checked, Source, check
from workflows.domain.model import Plan

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "config" / "programmes" / "shizong-2010"


def text_of(name: str) -> str:
    return (HERE / "good" / name).read_text("utf-8")


def good(name: str) -> Source:
    return Source(name, text_of(name))


def shipped(name: str) -> Source:
    return Source(name, (SHIPPED / name).read_bytes())


def changed(name: str, old: str, new: str) -> Source:
    """A good file with one passage changed."""
    assert text_of(name).count(old) == 1, (name, old)
    return Source(name, text_of(name).replace(old, new))


def check_plan(old: str, new: str) -> Checked:
    """What `check` says of the good plan with one passage changed."""
    checked = check(changed("plan.yaml", old, new), None, good("org.yaml"))
    assert not checked.problems, checked.problems
    return checked


def plan_with(old: str, new: str) -> Plan:
    """The good plan with one passage changed."""
    plan = check_plan(old, new).plan
    assert plan is not None
    return plan
