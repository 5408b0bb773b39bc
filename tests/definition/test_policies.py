"""The built-in policies, and the body by which a policy is frozen."""

from dataclasses import replace

import pytest

from workflows.definition import BUILT_IN, body, digest, from_body
from workflows.domain.model import AUDIENCES, Point, Policy

LADDERS = {
    "standard": "-10wd -3wd +0wd +1wd:0 +3wd:1 +6wd:2 +10wd:4 +10wd/5:4",
    "firm": "-3wd +0wd +1wd:1 +3wd:2 +6wd:3 +10wd:4 +10wd/5:4",
    "phase": "-10wd -3wd +0wd",
    "decision": "+0wd +1wd:0 +3wd:1 +3wd/3:1",
}


def shown(point: Point) -> str:
    """`+3wd`, and with its step where it repeats: `+10wd/5`."""
    return f"{point.offset:+d}{point.unit}" + (f"/{point.every}" if point.every else "")


@pytest.mark.parametrize("name", LADDERS)
def test_built_in_policies_climb_as_the_office_accepts(name: str):
    points = BUILT_IN[name].points
    written = [shown(p) + (f":{p.level}" if p.offset > 0 else "") for p in points]
    assert " ".join(written) == LADDERS[name]


def test_ten_days_of_warning_are_for_long_windows_only():
    assert [p.min_window for p in BUILT_IN["standard"].points][:2] == [30, 0]


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("standard", {"+3wd": "red", "+10wd/5": "second"}),
        ("firm", {"+3wd": "red", "+10wd/5": "second"}),
        ("rectification", {"+3wd": "red", "+10wd": "listing", "+10wd/5": "second"}),
        ("rectification_firm", {"+3wd": "red", "+10wd": "listing", "+10wd/5": "second"}),
    ],
)
def test_the_red_slip_is_drafted_three_days_after_and_graver_papers_follow(name, papers):
    assert {shown(p): p.slip for p in BUILT_IN[name].points if p.slip} == papers


@pytest.mark.parametrize("name", ["paper", "bulletin"])
def test_a_draft_left_lying_is_told_to_the_office_without_end(name):
    last = BUILT_IN[name].verify[-1]
    assert (last.every, last.to) == (3, ("holder", "office"))


_VERIFIED = {name: p for name, p in BUILT_IN.items() if name not in ("paper", "bulletin")}


@pytest.mark.parametrize("policy", _VERIFIED.values(), ids=list(_VERIFIED))
def test_every_verifier_is_pressed_without_end(policy: Policy):
    assert [shown(p) for p in policy.verify] == ["+0wd", "+2wd", "+2wd/5"]
    assert policy.verify_within == 3


@pytest.mark.parametrize("policy", BUILT_IN.values(), ids=list(BUILT_IN))
def test_a_policy_comes_back_from_its_body(policy: Policy):
    assert from_body(body(policy)) == policy
    assert {a for p in policy.points for a in p.to} <= set(AUDIENCES)


def test_different_policies_have_different_names_when_frozen():
    digests = {digest(policy) for policy in BUILT_IN.values()}
    assert len(digests) == len(BUILT_IN)
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in digests)


def test_a_frozen_name_never_changes():
    """Obligations hold it; a change here orphans them. The body is that of the first release."""
    points = [replace(p, slip="" if p.every else p.slip) for p in BUILT_IN["standard"].points]
    first = replace(BUILT_IN["standard"], points=tuple(points))
    assert digest(first) == "2a46d76b7cb73f57"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"points": 1, "verify": []}', '{"name": "x"}'])
def test_what_is_no_body_is_refused(text: str):
    with pytest.raises(ValueError):
        from_body(text)
