"""YAML to domain: shape, cross-checks, lint; every mistake has a file, a line and a cure."""

from workflows.definition.check import Checked, check, counts, load, load_org
from workflows.definition.lint import Warning_
from workflows.definition.nodes import Source
from workflows.definition.policies import BUILT_IN, body, digest, from_body
from workflows.definition.questions import Question

__all__ = [
    "BUILT_IN",
    "Checked",
    "Question",
    "Source",
    "Warning_",
    "body",
    "check",
    "counts",
    "digest",
    "from_body",
    "load",
    "load_org",
]
