"""check and publish: every mistake at once, nothing stored by mistake, no difference unseen."""

from pathlib import Path

import pytest

from tests.cli.desk import COUNTS, misfits
from tests.stories.world import ESSAY, OPINION, RALLY, plan

SHIPPED = Path(__file__).resolve().parents[2] / "config" / "programmes" / "shizong-2010"
PLAN, DECISIONS, ORG = (SHIPPED / f"{n}.yaml" for n in ("programme", "decisions", "org"))
AT = ("--at", "2010-05-28T09:30", "--json")
MOVED = RALLY.replace("5月底前", "6月4日前")


def test_the_shipped_plan_by_itself_has_three_warnings_and_asks_what_it_leaves_open(duban):
    answer = duban("check", PLAN, "--json")
    assert answer.code == 0
    found = answer.json
    assert found["errors"] == []
    assert misfits(found["counts"], COUNTS) == []
    assert (found["counts"]["phases"], found["counts"]["tasks"]) == (4, 16)
    assert found["counts"]["stages"] == 2
    assert len(found["warnings"]) == 3
    said = " ".join(w["message"] for w in found["warnings"])
    assert all(day in said for day in ("2010年5月31日", "2010年6月20日", "2012年6月30日"))
    assert len(found["questions"]) > 20
    assert all(q["clause"] and q["question"] for q in found["questions"])


def test_the_shipped_plan_with_decisions_and_people_leaves_nothing_open(duban):
    answer = duban("check", PLAN, "--decisions", DECISIONS, "--org", ORG, "--json")
    assert answer.code == 0
    assert (answer.json["errors"], answer.json["questions"]) == ([], [])
    assert answer.json["counts"]["parties"] > 500


def test_checking_for_people_names_the_counts_and_asks_the_questions(duban):
    answer = duban("check", "plan.yaml")
    assert answer.code == 0
    assert "phases 1" in answer.out


@pytest.fixture
def bad(duban):
    text = plan(RALLY, ESSAY).replace("5月底前", "近期").replace("member", "nobody")
    Path("bad.yaml").write_text(text + "nosuch: 1\n", encoding="utf-8")
    return duban


def test_a_bad_plan_shows_every_mistake_with_file_line_and_cure(bad):
    answer = bad("check", "bad.yaml")
    assert answer.code == 1 and answer.out == ""
    lines = answer.err.strip().splitlines()
    assert len(lines) >= 2
    assert all(line.startswith("bad.yaml:") and " — " in line for line in lines)
    assert any("近期" in line for line in lines) and any("nosuch" in line for line in lines)


def test_a_bad_plan_answers_scripts_with_the_same_mistakes(bad):
    found = bad("check", "bad.yaml", "--json").json
    assert {error["file"] for error in found["errors"]} == {"bad.yaml"}
    assert all(error["line"] > 0 and error["cure"] for error in found["errors"])


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["words", "json"])
def test_a_bad_plan_is_not_published_in_part(bad, as_json):
    answer = bad("publish", "bad.yaml", "--org", "org.yaml", *as_json)
    assert answer.code == 1 and "bad.yaml:" in answer.err
    assert "nothing has been published" in bad("status").err


def test_checking_a_bad_plan_in_json_exits_1(bad):
    assert bad("check", "bad.yaml", "--json").code == 1


def publish(duban, *items, **more):
    Path("next.yaml").write_text(plan(*items), encoding="utf-8")
    words = [word for key, value in more.items() for word in (f"--{key}", value)]
    return duban("publish", "next.yaml", "--org", "org.yaml", *AT, *words)


@pytest.fixture
def published(duban):
    assert publish(duban, RALLY, ESSAY).json["published"] is True
    return duban


def test_the_first_publication_is_carried_out_at_once(published):
    assert len(published.ids("--item", "rally")) == 3
    assert len(published.ids("--item", "essay")) == 9


def test_publishing_again_shows_the_difference_and_writes_nothing(published):
    before = published("obligations", "--at", "2010-05-28T09:30", "--json").json
    answer = publish(published, MOVED, ESSAY, OPINION)
    assert answer.code == 0
    assert answer.json["published"] is False and answer.json["confirm"]
    changes = {(d["change"], d["item"]) for d in answer.json["difference"]}
    assert {("redate", "rally"), ("insert", "opinion")} <= changes
    assert not {item for _, item in changes} & {"essay"}
    moved = next(d for d in answer.json["difference"] if d["item"] == "rally")
    assert (moved["from"], moved["to"]) == ("2010-05-31", "2010-06-04")
    assert published("obligations", "--at", "2010-05-28T09:30", "--json").json == before


def test_confirming_carries_out_the_difference_that_was_shown(published):
    digest = publish(published, MOVED, ESSAY, OPINION).json["confirm"]
    done = publish(published, MOVED, ESSAY, OPINION, confirm=digest).json
    assert (done["published"], done["confirm"]) == (True, None)
    rows = published("obligations", "--at", "2010-05-28T09:30", "--json").json
    assert {r["due_on"] for r in rows if r["item"] == "rally"} == {"2010-06-04"}
    assert sum(1 for r in rows if r["item"] == "opinion") == 3
    again = publish(published, MOVED, ESSAY, OPINION).json
    assert again["changes"] == {}


def test_a_difference_that_has_changed_since_it_was_shown_is_not_carried_out(published):
    digest = publish(published, MOVED, ESSAY).json["confirm"]
    answer = publish(published, MOVED, ESSAY, OPINION, confirm=digest)
    assert answer.code == 1 and digest in answer.err and "--confirm" in answer.err
    rows = published("obligations", "--at", "2010-05-28T09:30", "--json").json
    assert {r["due_on"] for r in rows if r["item"] == "rally"} == {"2010-05-31"}


def test_a_difference_is_not_carried_out_when_the_rows_have_moved_on(published):
    digest = publish(published, MOVED, ESSAY).json["confirm"]
    published(
        "report",
        *published.ids("--item", "rally"),
        "--at",
        "2010-05-28T09:30",
        "--as",
        "clerk@example.org",
    )
    assert published("tick", "--at", "2010-05-28T09:30").code == 0
    published("note", *published.ids("--item", "rally"), "--note", "x")
    assert publish(published, MOVED, ESSAY, confirm=digest).code == 1


@pytest.mark.parametrize("who", ["nobody@example.org", ""])
def test_who_published_is_somebody_the_office_knows(duban, who):
    named = {"as": who} if who else {}
    answer = publish(duban, RALLY, **named)
    if who:
        assert answer.code == 1 and who in answer.err
    else:
        duban("tick", "--at", "2010-05-28T09:30")
        created = duban.shown(duban.ids("--item", "rally")[0])["events"][0]
        assert created["actor"] == "clerk@example.org"
