"""Every mistake is told with its file, its line, what was read and what to write instead.

The first line of each file under bad/ holds the line and a piece of the message to expect.
`plan-`: a plan by itself; `names-`: a plan with the good organisation; `decisions-`:
decisions on the good plan; `org-`: an organisation beside the good plan.
"""

from pathlib import Path

import pytest

from tests.definition.files import HERE, changed, good, text_of
from workflows.definition import Checked, Source, check, load, load_org
from workflows.domain.errors import BadInput

BAD = sorted((HERE / "bad").glob("*.yaml"))


def checked(path: Path) -> Checked:
    source = Source(path.name, path.read_bytes())
    kind = path.name.split("-")[0]
    if kind == "org":
        return check(good("plan.yaml"), None, source)
    if kind == "decisions":
        return check(good("plan.yaml"), source)
    return check(source, None, good("org.yaml") if kind == "names" else None)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_line_message_and_cure(path: Path):
    line, _, fragment = path.read_text("utf-8").split("\n", 1)[0][2:].partition(": ")
    found = checked(path)
    told = [p for p in found.problems if p.line == int(line) and fragment in str(p.message)]
    assert told, "\n".join(map(str, found.problems)) or "nothing was found"
    assert told[0].file == path.name
    assert len(str(told[0].cure)) > 3
    assert str(told[0]).startswith(f"{path.name}:{line}: " if int(line) else f"{path.name}: ")
    assert found.plan is None


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_mistake_is_told_once(path: Path):
    """Nothing follows from a mistake that would hide it behind others."""
    assert len(checked(path).problems) <= 3


def test_all_mistakes_of_all_files_are_told_at_once():
    plan = changed("plan.yaml", "words: 5月底前", "words: 近期")
    decisions = changed("decisions.yaml", "for: small-2010", "for: small-2011")
    org = changed("org.yaml", "unit: office, role: office", "unit: ofice, role: office")
    files = {problem.file for problem in check(plan, decisions, org).problems}
    assert files == {"plan.yaml", "decisions.yaml", "org.yaml"}


def test_problems_stand_in_the_order_of_the_lines():
    text = text_of("plan.yaml")
    text = text.replace("phase: A\n", "phase: Z\n").replace("2010年5月—6月中旬", "适时")
    lines = [problem.line for problem in check(Source("plan.yaml", text)).problems]
    assert lines == sorted(lines) and len(lines) == 2


def test_load_raises_what_check_tells():
    plan = changed("plan.yaml", "policy: firm", "policy: firmly")
    with pytest.raises(BadInput) as refused:
        load(plan, None)
    assert tuple(refused.value.problems) == check(plan).problems


def test_load_org_raises_every_mistake():
    org = changed("org.yaml", "email: p1@example.org", "email: p1")
    with pytest.raises(BadInput, match=r"org\.yaml:9: “p1” is no e-mail address"):
        load_org(org)


def test_bad_utf8_is_told_with_its_byte_and_line():
    (problem,) = check(Source("gbk.yaml", "programme:\n  title: 小方案\n".encode("gbk"))).problems
    assert (problem.line, str(problem.cure)) == (2, "save the file as UTF-8 (not GBK)")
    assert "byte 0xb7 at position 22 is not UTF-8" in str(problem.message)


def test_a_byte_order_mark_is_no_mistake():
    assert not check(Source("plan.yaml", b"\xef\xbb\xbf" + text_of("plan.yaml").encode())).problems


def test_windows_line_ends_are_no_mistake():
    text = text_of("plan.yaml").encode().replace(b"\n", b"\r\n")
    assert not check(Source("plan.yaml", text)).problems


def test_a_plan_over_one_mebibyte_is_refused_unread():
    (problem,) = check(Source("big.yaml", "# " + "x" * 1024 * 1024)).problems
    assert "more than 1,024 KiB" in str(problem.message)


def test_a_million_brackets_are_refused_at_the_21st():
    (problem,) = check(Source("deep.yaml", "[" * 1_000_000)).problems
    assert "more than 20 levels deep" in str(problem.message)


def test_a_near_miss_is_named_in_the_cure():
    (problem,) = check(changed("plan.yaml", "policy: firm", "polcy: firm")).problems
    assert str(problem.cure) == "did you mean “policy”?"


def test_a_file_name_as_title_stays_a_text():
    plan = load(changed("plan.yaml", "issuer: 县农业局", "issuer: /etc/passwd"), None)
    assert plan.issuer.zh == "/etc/passwd"
