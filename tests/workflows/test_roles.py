"""Who may act on an item, and who verifies it: never the one who owes it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.office import (
    MAY_28,
    MEMBERS,
    ORG,
    PARENT,
    node,
    org,
    person,
    plan,
    post,
    row,
    setting,
)
from workflows.domain.assignees import find_person, responsible_of, reviewer_of
from workflows.domain.errors import NotFound
from workflows.domain.fanout import owed
from workflows.domain.kind_facts import TaskFacts
from workflows.domain.model import Responsible, Reviewer
from workflows.domain.organisation import Absence
from workflows.domain.roles import roles_of

DAY = date(2010, 6, 3)
RALLY = row(owed(setting(plan(node("x"))))[0], state="open")
ESSAYS = {
    one.key.party.person: row(one, state="open")
    for one in owed(setting(plan(node("x", responsible=(MEMBERS,)))))
}


def who(item, reviewer, organisation=ORG):
    found = reviewer_of(organisation, item, reviewer, DAY)
    return found and found.person


@pytest.mark.parametrize(
    ("reviewer", "person_"),
    [
        (PARENT, "secretary"),
        (Reviewer("own_unit"), "secretary"),  # a unit's own head answers for it
        (Reviewer("unit", "committee"), "secretary"),
        (Reviewer("role", "principal"), "director"),
        (Reviewer("none"), None),
        (None, None),
    ],
)
def test_each_shape_names_who_verifies_what_a_branch_owes(reviewer, person_):
    assert who(RALLY, reviewer) == person_


def test_a_member_is_verified_by_their_head_and_the_head_by_the_one_above():
    assert who(ESSAYS["b1-liaison"], Reviewer("own_unit")) == "b1-head"
    assert who(ESSAYS["b1-head"], Reviewer("own_unit")) == "secretary"


def test_while_the_reviewers_post_is_vacant_the_next_above_verifies():
    assert who(RALLY, PARENT, org(without=("committee-head",))) == "vice"


def test_in_the_end_the_office_verifies():
    without = ("committee-head", "bureau-leader", "bureau-principal")
    assert who(RALLY, PARENT, org(without=without)) == "clerk"


def test_what_the_committee_owes_is_not_verified_by_its_own_head():
    (one,) = owed(setting(plan(node("x", responsible=(Responsible("unit", name="committee"),)))))
    assert who(row(one), Reviewer("unit", "committee")) != "secretary"


def roles(item, actor, organisation=ORG):
    return roles_of(organisation, item, PARENT, actor, DAY)


def test_head_and_liaison_act_for_their_branch_and_nobody_else_does():
    assert roles(RALLY, "b1-head") == ({"doer", "above"}, True)
    assert roles(RALLY, "b1-liaison") == ({"doer", "above"}, False)
    assert roles(RALLY, "b2-head") == (frozenset(), False)
    assert roles(RALLY, "secretary") == ({"verifier", "above"}, False)
    assert roles(RALLY, "clerk") == ({"office", "above"}, False)


def test_a_member_reports_their_own_essay_and_not_anothers():
    assert "doer" in roles(ESSAYS["b1-liaison"], "b1-liaison")[0]
    assert "doer" not in roles(ESSAYS["b1-liaison"], "b1-deputy")[0]


def test_a_liaison_enters_for_members_of_their_unit_and_what_they_owe_stays_theirs():
    assert roles(ESSAYS["b1-deputy"], "b1-liaison") == ({"liaison", "above"}, False)
    assert roles(ESSAYS["b1-deputy"], "b2-liaison") == (frozenset(), False)
    own = roles(ESSAYS["b1-liaison"], "b1-liaison")
    assert own == ({"doer", "above"}, True)


def test_nobody_verifies_what_he_entered_for_somebody_else():
    entered = replace(ESSAYS["b1-deputy"], state="reported", facts=TaskFacts(entered_by="b1-head"))
    assert who(entered, Reviewer("own_unit")) == "secretary"
    assert roles(entered, "b1-head")[1]


def test_a_deputy_acts_for_the_head_they_stand_in_for():
    assert "doer" in roles(RALLY, "b1-deputy")[0]
    away = org(absences=(Absence(person="b2-head", first=DAY, last=DAY, deputy="b2-deputy"),))
    other = row(owed(setting(plan(node("x"))))[1], state="open")
    assert "doer" in roles(other, "b2-deputy", away)[0]
    assert "doer" not in roles(other, "b2-deputy")[0]


def test_a_leavers_item_is_their_heads_and_an_assigned_one_the_assignees():
    gone = org(people=(person("b1-liaison", "b1", ends_on=MAY_28),))
    assert responsible_of(gone, ESSAYS["b1-liaison"], DAY) == ("b1-head", "b1-head")
    given_to = row(owed(setting(plan(node("x"))))[0], facts=TaskFacts(assigned="b1-liaison"))
    assert responsible_of(ORG, given_to, DAY) == ("b1-liaison", "")


def test_somebody_is_found_by_their_key_or_address_and_nobody_by_nothing():
    assert find_person(ORG, "clerk@example.org").key == find_person(ORG, "clerk").key
    for nobody in ("", "nobody@example.org"):
        with pytest.raises(NotFound):
            find_person(ORG, nobody)


def test_a_new_head_verifies_from_the_day_they_have_the_post():
    seats = (post("committee", "head", "clerk", starts_on=DAY),)
    assert who(RALLY, PARENT, org(posts=seats)) == "clerk"
