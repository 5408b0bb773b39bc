"""What was pasted from Word into the files of a programme means what it shows; one address, one
person."""

from dataclasses import replace

import pytest

from tests.definition.files import changed, good, text_of
from workflows.definition import Source, check, load_org
from workflows.domain.errors import BadInput


def test_unseen_characters_in_a_plan_and_an_organisation_change_nothing():
    unseen = {
        name: Source(name, text_of(name).replace("e", "e\u00ad\u200b").replace("科", "科\u200e"))
        for name in ("plan.yaml", "decisions.yaml", "org.yaml")
    }
    found = check(*unseen.values())
    assert found.problems == ()
    plain = check(good("plan.yaml"), good("decisions.yaml"), good("org.yaml"))
    assert found.plan and plain.plan and found.org == plain.org
    assert replace(found.plan, digest=plain.plan.digest) == plain.plan


def test_two_people_with_one_address_are_named_with_the_line_of_the_second():
    with pytest.raises(BadInput) as error:
        load_org(changed("org.yaml", "p2@example.org", "P1@Example.org"))
    (problem,) = error.value.problems
    assert problem.line == 10
    assert "甲 (p1) and 乙 (p2) have the same address “p1@example.org”" in str(problem.message)
