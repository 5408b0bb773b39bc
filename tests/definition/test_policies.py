"""The built-in policies, and the body by which a policy is frozen."""

from dataclasses import replace

import pytest

from workflows.definition import BUILT_IN, body, digest, from_body
from workflows.domain.model import AUDIENCES, Policy, Trigger

LADDERS = {
    "standard": "-10wd -3wd +0wd +1wd:0 +3wd:1 +6wd:2 +10wd:4 +10wd/5:4",
    "firm": "-3wd +0wd +1wd:1 +3wd:2 +6wd:3 +10wd:4 +10wd/5:4",
    "phase": "-10wd -3wd +0wd",
    "decision": "+0wd +1wd:0 +3wd:1 +3wd/3:1",
}


def shown(trigger: Trigger) -> str:
    """`+3wd`, and with its step where it repeats: `+10wd/5`."""
    return f"{trigger.offset:+d}{trigger.unit}" + (f"/{trigger.every}" if trigger.every else "")


@pytest.mark.parametrize("name", LADDERS)
def test_built_in_policies_climb_as_the_office_accepts(name: str):
    triggers = BUILT_IN[name].triggers
    written = [shown(p) + (f":{p.level}" if p.offset > 0 else "") for p in triggers]
    assert " ".join(written) == LADDERS[name]


def test_ten_days_of_warning_are_for_long_windows_only():
    assert [p.min_window for p in BUILT_IN["standard"].triggers][:2] == [30, 0]


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("standard", {"+3wd": "red", "+10wd/5": "second"}),
        ("firm", {"+3wd": "red", "+10wd/5": "second"}),
        ("rectification", {"+3wd": "red", "+10wd": "listing", "+10wd/5": "second"}),
        ("rectification_firm", {"+3wd": "red", "+10wd": "listing", "+10wd/5": "second"}),
    ],
)
def test_the_red_supervision_notice_is_drafted_three_days_after_and_graver_documents_follow(
    name, documents
):
    assert {
        shown(p): p.supervision_notice for p in BUILT_IN[name].triggers if p.supervision_notice
    } == documents


@pytest.mark.parametrize("name", ["paper", "bulletin"])
def test_a_draft_left_lying_is_told_to_the_office_without_end(name):
    last = BUILT_IN[name].review[-1]
    assert (last.every, last.to) == (3, ("holder", "office"))


_VERIFIED = {name: p for name, p in BUILT_IN.items() if name not in ("paper", "bulletin")}


@pytest.mark.parametrize("policy", _VERIFIED.values(), ids=list(_VERIFIED))
def test_every_reviewer_is_reminded_without_end(policy: Policy):
    assert [shown(p) for p in policy.review] == ["+0wd", "+2wd", "+2wd/5"]
    assert policy.review_within == 3


@pytest.mark.parametrize("policy", BUILT_IN.values(), ids=list(BUILT_IN))
def test_a_policy_comes_back_from_its_body(policy: Policy):
    assert from_body(body(policy)) == policy
    assert {a for p in policy.triggers for a in p.to} <= set(AUDIENCES)


def test_different_policies_have_different_names_when_frozen():
    digests = {digest(policy) for policy in BUILT_IN.values()}
    assert len(digests) == len(BUILT_IN)
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in digests)


def test_a_frozen_name_never_changes():
    """Obligations hold it; a change here orphans them. The body is that of the first release."""
    triggers = [
        replace(p, supervision_notice="" if p.every else p.supervision_notice)
        for p in BUILT_IN["standard"].triggers
    ]
    first = replace(BUILT_IN["standard"], triggers=tuple(triggers))
    assert digest(first) == "2a46d76b7cb73f57"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"points": 1, "verify": []}', '{"name": "x"}'])
def test_what_is_no_body_is_refused(text: str):
    with pytest.raises(ValueError):
        from_body(text)
