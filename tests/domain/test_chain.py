"""Who hears it: never nobody, never the late party themselves, and always with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.office import ORG, org, person, post
from workflows.domain.chain import Chain, chain_of, hear
from workflows.domain.model import LEVELS, Text
from workflows.domain.organisation import Absence, Org, OrgUnit, Tenure

DAY = date(2010, 6, 3)


def away(key, deputy=None):
    return Absence(person=key, first=DAY, last=DAY, deputy=deputy)


def heard(audience, organisation=ORG, assignee="b1-head", unit="b1", assignee_post="b1-head"):
    chain = chain_of(organisation, unit, assignee_post)
    found = hear(chain, audience, organisation, DAY, assignee)
    return [h.person for h in found.hearers], [(s.audience, s.reason) for s in found.skipped]


def test_each_rung_speaks_to_the_person_in_its_post():
    assert heard("holder") == (["b1-head"], [])
    assert heard("leader") == (["vice"], [])
    assert heard("principal") == (["director"], [])
    assert heard("leading_group") == (["director", "secretary"], [])
    assert heard("office") == (["clerk"], [])
    assert heard("liaison") == (["b1-liaison"], [])


def test_a_head_who_is_late_themselves_does_not_hear_their_own_escalation():
    assert heard("head") == (["vice"], [("head", "late")])


def test_the_head_hears_what_a_member_owes():
    assert heard("head", assignee="b1-liaison", assignee_post="") == (["b1-head"], [])


def test_a_vacant_post_is_passed_over_upward():
    ended = {"portfolio": ("committee",), "ends_on": date(2010, 6, 2)}
    vacant = org(posts=(post("bureau", "leader", "vice", **ended),))
    assert heard("leader", vacant) == (["director"], [("leader", "vacant")])


def test_somebody_absent_is_spoken_for_by_their_deputy():
    absent = org(absences=(away("vice", "clerk"),))
    chain = chain_of(absent, "b1", "b1-head")
    found = hear(chain, "leader", absent, DAY, "b1-head")
    assert [(h.person, h.deputy_for) for h in found.hearers] == [("clerk", "vice")]
    assert [s.reason for s in found.skipped] == ["absent"]


def test_somebody_absent_without_a_deputy_is_passed_over():
    absent = org(absences=(away("vice"),))
    assert heard("leader", absent) == (["director"], [("leader", "absent")])


def test_a_deputy_who_is_away_themselves_stands_in_for_nobody():
    absent = org(absences=(away("vice", "clerk"), away("clerk")))
    assert heard("leader", absent)[0] == ["director"]


def test_a_deputy_who_is_the_late_party_does_not_hear_it_in_their_heads_place():
    absent = org(absences=(away("b1-head"),))
    found, skipped = heard("head", absent, assignee="b1-deputy", assignee_post="")
    assert found == ["vice"] and ("head", "absent") in skipped


def test_somebody_without_an_address_is_passed_over():
    silent = org(people=(person("vice", email="", tags=()),))
    assert heard("leader", silent) == (["director"], [("leader", "unreachable")])


def test_several_rungs_in_a_row_may_be_passed_over():
    absent = org(absences=(away("vice"),), without=("bureau-principal",))
    found, skipped = heard("head", absent)
    assert found == ["director", "secretary"]
    assert [audience for audience, _ in skipped] == ["head", "leader"]


def test_when_nobody_is_left_on_the_ladder_the_office_is_told():
    nobody = org(without=("bureau-principal", "bureau-leader", "group-1", "group-2"))
    assert heard("head", nobody)[0] == ["clerk"]


def test_a_assignee_who_has_left_is_passed_over_to_the_head():
    found, skipped = heard("holder", org(without=("b1-liaison",)), "b1-liaison", assignee_post="")
    assert found == ["b1-head"] and ("holder", "left") in skipped


def test_a_personal_assignee_without_an_address_is_passed_over_to_the_head():
    silent = org(people=(person("b1-liaison", "b1", email=""),))
    found, skipped = heard("holder", silent, "b1-liaison", assignee_post="")
    assert found == ["b1-head"] and ("holder", "unreachable") in skipped


def test_a_liaison_is_copied_and_never_climbed_over():
    assert heard("liaison", unit="b2", assignee="b2-head", assignee_post="b2-head")[0] == []


def test_a_loop_in_the_tree_of_units_ends():
    units = {
        key: OrgUnit(key=key, kind="branch", title=Text(key, key), parent=parent)
        for key, parent in (("A", "B"), ("B", "A"))
    }
    seats = (Tenure(post="b", unit="B", role="head", person="clerk"),)
    loop = Org(units=units, people=ORG.people, tenures=seats)
    assert loop.above("A") == ("A", "B")
    assert heard("head", loop, "b1-head", "A", "")[0] == ["clerk"]


def test_a_chain_is_read_back_as_it_was_frozen():
    chain = chain_of(ORG, "b1", "b1-head")
    assert Chain.from_body(chain.body) == chain
    assert Chain.from_body(chain.body).digest == chain.digest


def test_a_frozen_chain_finds_the_person_who_holds_the_post_today():
    chain = chain_of(ORG, "b1", "b1-head")
    later = org(posts=(post("bureau", "leader", "clerk", portfolio=("committee",)),))
    assert [h.person for h in hear(chain, "leader", later, DAY, "b1-head").hearers] == ["clerk"]


@pytest.mark.parametrize("audience", [*LEVELS, "office"])
@given(gone=st.sets(st.sampled_from(sorted(ORG.people)), max_size=9))
def test_whoever_is_gone_somebody_present_hears_it_while_the_office_is_there(audience, gone):
    left = org(absences=tuple(away(key) for key in gone - {"clerk"}))
    people, _ = heard(audience, left)
    assert people
    assert not set(people) & (gone - {"clerk"}) - ({"b1-head"} if audience == "holder" else set())
