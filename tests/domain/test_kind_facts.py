"""What is on record of a kind is read and written by versions that do not know the same facts."""

from dataclasses import dataclass, fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.domain.json_facts import UnreadableFacts
from workflows.domain.kind_facts import (
    KindFacts,
    RectificationFacts,
    Seen,
    SupervisionNoticeFacts,
    TaskFacts,
    WorkFacts,
)
from workflows.domain.kinds import KINDS, kind_of

OF_KIND = sorted(KINDS)
NAMES = sorted({one.name for kind in KINDS.values() for one in fields(kind.facts)})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.dates().map(date.isoformat),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3)
    ),
    max_leaves=8,
)
STORED = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), VALUES, max_size=8)

#: A row of each kind as the versions before typed facts wrote it.
WRITTEN = {
    "task": {
        "ongoing": True,
        "owed_by": {"unit": "b1", "person": "", "post": "b1-head"},
        "assigned": "b1-plain",
        "seen": [{"by": "b1-head", "until": "2010-06-03", "leg": 2}],
        "note_by": "2010-06-04",
        "because": 12,
        "explained": "2010-06-20",
        "entered_by": "b1-liaison",
        "taken_over": "2010-05-01",
        "withdrawn_by": "plan",
    },
    "phase": {"withdrawn_by": "plan"},
    "anchor": {"withdrawn_by": "plan"},
    "matter": {
        "title": "清理仓库",
        "what": "限期清理",
        "source": "批示",
        "asked_by": "leader-1",
        "assist": ["b3"],
        "needs_file": True,
    },
    "rectification": {
        "title": "消防通道",
        "what": "消防通道堆放种子",
        "where": "二号库",
        "severity": "hard",
        "source": "巡回检查（2010-06-11）",
        "verifier": "leader-2",
        "issued_on": "2010-06-11",
        "plan": {"cause": "库房小", "measures": "腾出二号库"},
        "needs_file": True,
        "inspection": 7,
        "signed_on": "2010-06-12",
        "file_given": True,
        "checked_by": ["leader-2", "clerk"],
        "checked_on": "2010-06-20",
        "listed_on": "2010-06-13",
        "was_listed": True,
        "struck_on": "2010-06-21",
        "lookback": {"on": "2010-08-20", "why": "listed"},
        "drawing": {"quarter": "2010Q2", "n": 1, "seed": "7"},
        "relapses": 1,
        "returned_before": 2,
        "holds_up": [3, 4],
    },
    "lookback": {
        "title": "消防通道",
        "what": "消防通道堆放种子",
        "where": "二号库",
        "source": "批示",
        "severity": "hard",
        "chosen": "drawn",
        "of_unit": "b3",
        "answered": ["b3-head"],
    },
    "inspection": {
        "title": "例行检查",
        "what": "查台账",
        "way": "random_check",
        "units": ["b1", "b3"],
        "team": ["clerk"],
        "every": "FREQ=MONTHLY",
        "since": "2010-06-25",
        "drawn": {"seed": "s", "n": 2, "of": ["b1", "b2", "b3"]},
        "twice": ["b1: I1 2010-06-03"],
        "findings": [8, 9],
        "closed_on": "2010-06-25",
        "contest_until": "2010-06-30",
        "contested_by": "b1-head",
        "contested_for": "台账齐全",
        "contesting": ["b1"],
        "result": "两个支部台账不全",
        "answer": "已核对",
    },
    "decision": {
        "asked": "object",
        "title": "",
        "to": "",
        "unit": "b2",
        "reason": "不属本单位",
        "by": "b1-head",
        "answering": ["b1-head"],
        "earlier": 0,
        "until": "",
    },
    "slip": {
        "colour": "red",
        "of_leg": 2,
        "signer_post": "leader-1",
        "title": "清理仓库",
        "number": "师农督〔2011〕17号",
        "signed_by": "leader-1",
        "signed_on": "2011-03-01",
    },
    "bulletin": {
        "signer_post": "leader-1",
        "title": "2010年6月督查通报",
        "number": 1,
        "in_all": 3,
        "signed_by": "leader-1",
        "signed_on": "2010-07-05",
        "corrections": [{"by": "b1-head", "on": "2010-07-01", "note": "数字有误"}],
    },
}


@pytest.mark.parametrize("kind", OF_KIND)
def test_what_earlier_versions_wrote_is_read_and_written_the_same(kind):
    found = kind_of(kind).facts.of_json(WRITTEN[kind])
    found.check()
    assert found.to_json() == WRITTEN[kind]
    assert dict(found.kept) == {}


@given(st.sampled_from(OF_KIND), STORED)
def test_whatever_is_stored_can_be_read_and_what_is_not_known_is_kept(kind, stored):
    of = kind_of(kind).facts
    found = of.of_json(stored)
    again = found.to_json()
    known = {one.name for one in fields(of)} - {"kept"}
    assert {k: v for k, v in again.items() if k not in known} == {
        k: v for k, v in stored.items() if k not in known
    }
    assert {name: again[name] for name in found.unreadable} == {
        name: stored[name] for name in found.unreadable
    }
    assert of.of_json(again) == found


@given(st.sampled_from(OF_KIND), STORED)
def test_facts_read_as_those_of_another_kind_lose_nothing(kind, stored):
    @dataclass
    class Row:
        facts: KindFacts

    # A key with an empty text or null says nothing, and may go.
    said = {key: value for key, value in stored.items() if value is not None and value != ""}
    found = WorkFacts.of(Row(kind_of(kind).facts.of_json(said)))
    assert kind_of(kind).facts.of_json(found.to_json()) == kind_of(kind).facts.of_json(said)


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        ({"listed_on": 5}, "listed_on"),
        ({"listed_on": "soon"}, "listed_on"),
        ({"relapses": True}, "relapses"),
        ({"holds_up": "7"}, "holds_up"),
        ({"holds_up": ["7"]}, "holds_up"),
        ({"plan": ["measures"]}, "plan"),
        ({"plan": {"measures": 3}}, "plan"),
        ({"seen": [{"by": "clerk", "until": "soon", "leg": 1}]}, "seen"),
    ],
)
def test_a_value_of_another_type_is_named_kept_and_read_as_if_it_were_missing(stored, name):
    found = RectificationFacts.of_json(stored)
    assert found.unreadable == (name,)
    with pytest.raises(UnreadableFacts, match=f"{name} is .*, not "):
        found.check()
    assert found.to_json() == stored
    assert getattr(found, name) == getattr(RectificationFacts(), name)


def test_what_newer_versions_add_is_kept_in_every_part():
    stored = {
        "plan": {"measures": "清空过道", "costs": 3},
        "seen": [{"by": "clerk", "until": "2010-06-03", "leg": 1, "by_mail": True}],
        "budget": {"of": "b1"},
    }
    found = RectificationFacts.of_json(stored)
    found.check()
    assert found.plan.measures == "清空过道"
    assert found.seen == (Seen(by="clerk", until=date(2010, 6, 3), step=1, kept={"by_mail": True}),)
    assert found.to_json() == stored


def test_facts_that_say_nothing_are_false_and_the_same_object():
    assert not TaskFacts() and not TaskFacts.nothing()
    assert TaskFacts(ongoing=True) and TaskFacts.of_json({"new": 1})
    assert SupervisionNoticeFacts.nothing() is SupervisionNoticeFacts.nothing()
