"""The shipped JSON Schemas say what the reader accepts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.definition.files import HERE, good, shipped
from workflows.definition.nodes import Mapping, Node, Scalar, Source, parse
from workflows.definition.problems import Problems
from workflows.definition.schema import drawn, main
from workflows.definition.shapes import ROOTS

BAD_SHAPES = ["plan-unknown-key", "plan-missing-key", "plan-no-number", "plan-yes-is-no-flag",
              "plan-owes-unread", "plan-reviewer-unread", "plan-no-such-choice",
              "plan-policy-unknown-audience", "plan-policy-no-offset"]  # fmt: skip


def as_editor(node: Node) -> Any:
    """The file as an editor sees it: true, false and whole numbers are no strings."""
    if isinstance(node, Mapping):
        return {str(key): as_editor(value) for key, value in node.items()}
    if not isinstance(node, Scalar):
        return [as_editor(item) for item in node]
    if node.plain and node in ("true", "false"):
        return node == "true"
    return int(node) if node.plain and node.isdigit() else str(node)


def errors(source: Source, root: str) -> list[str]:
    node = parse(source, Problems())
    assert node is not None
    validator = Draft202012Validator(drawn(ROOTS[root]))
    return [error.message for error in validator.iter_errors(as_editor(node))]


@pytest.mark.parametrize("root", ROOTS)
def test_the_schema_is_a_schema(root: str):
    Draft202012Validator.check_schema(drawn(ROOTS[root]))


def test_the_shipped_schemas_are_up_to_date(capsys: pytest.CaptureFixture[str]):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_schema_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any):
    monkeypatch.setattr("workflows.definition.schema.FOLDER", tmp_path)
    assert main(["--check"]) == 1
    assert "plan.schema.json is stale: run python -m" in capsys.readouterr().out
    assert main([]) == 0 and main(["--check"]) == 0


@pytest.mark.parametrize("read", [good, shipped])
@pytest.mark.parametrize("root", ROOTS)
def test_good_files_match(root: str, read: Callable[[str], Source]):
    name = {"plan": "programme" if read is shipped else "plan"}.get(root, root)
    assert errors(read(f"{name}.yaml"), root) == []


@pytest.mark.parametrize("name", BAD_SHAPES)
def test_files_of_a_wrong_shape_do_not_match(name: str):
    source = Source(name, (HERE / "bad" / f"{name}.yaml").read_bytes())
    assert errors(source, "plan")
