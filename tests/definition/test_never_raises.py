"""Whatever a file holds, `check` answers; it never raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.definition.files import good, text_of
from workflows.definition import Source, check, load_org
from workflows.definition.csv_people import merge_people
from workflows.domain.errors import BadInput

LINES = {name: text_of(name).split("\n") for name in ("plan.yaml", "decisions.yaml", "org.yaml")}
ORG = load_org(good("org.yaml"))
WORDS = ("", "[]", "{}", "~", "- x", "[[1]]", "{a: b}", "0", "9999-12-31", "0001-01-01",
         "before anchor congress", "A1.1", "[A1.1, M1.1]", "unit(office)", "每天", "2月30日",
         "2199年底前", "FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "\"\\0\"", "|\n  x",
         "phase.end + 3wd", "10wd after M1.1", "programme", "true", "stage-1")  # fmt: skip


def told(plan: Source, decisions: Source | None = None, org: Source | None = None) -> None:
    found = check(plan, decisions, org)
    assert (found.plan is None) == bool(found.problems)
    assert all(problem.message and problem.cure for problem in found.problems)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400))
def test_anything_at_all(anything: bytes | str):
    told(Source("p", anything))
    told(good("plan.yaml"), Source("d", anything), Source("o", anything))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_good_files_with_a_few_lines_changed(data: st.DataObject):
    sources = []
    for name, lines in LINES.items():
        changed = list(lines)
        for _ in range(data.draw(st.integers(0, 2))):
            at = data.draw(st.integers(0, len(changed) - 1))
            key, colon, _ = changed[at].partition(":")
            word = data.draw(st.sampled_from(WORDS))
            changed[at] = data.draw(
                st.sampled_from([f"{key}{colon} {word}", changed[at][2:], "", changed[at] + word])
            )
        sources.append(Source(name, "\n".join(changed)))
    told(*sources)


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='id,name unit\n"p1甲\r\0', max_size=200))
def test_a_csv_is_merged_or_refused(anything: bytes | str):
    try:
        merge_people(ORG, Source("p.csv", anything))
    except BadInput as refused:
        assert refused.problems


@pytest.mark.parametrize(
    "text", ['a: "\\UFFFFFFFF"', "%YAML 3.0\n---\na: 1", "\ta", "? ?", "&", "!"]
)
def test_what_trips_the_parser_is_told(text: str):
    told(Source("p", text))
