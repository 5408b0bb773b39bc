"""Who owes and who verifies, as people write it: `each unit(kind=branch)`, `own unit` …"""

import re

from workflows.definition.problems import mistake, nearest, quoted
from workflows.domain.messages import Message
from workflows.domain.model import Responsible, Reviewer

RESPONSIBLE_FORMS = (
    "each unit(kind=branch)",
    "each unit head(kind=section)",
    "each person(member)",
    "unit(office)",
    "role(principal)",
)
REVIEWER_FORMS = ("own unit", "parent unit", "unit(committee)", "role(principal)", "none")

_WORD = r"[A-Za-z0-9][A-Za-z0-9._-]*"
RESPONSIBLE_PATTERN = (
    rf"each\s+unit(\s+head)?\s*\(\s*kind\s*=\s*{_WORD}\s*\)"
    rf"|(each\s+person|unit|role)\s*\(\s*{_WORD}\s*\)"
)
REVIEWER_PATTERN = rf"(own|parent)\s+unit|none|(unit|role)\s*\(\s*{_WORD}\s*\)"
_CALL = re.compile(
    rf"(?P<who>[a-z ]+?)\s*(?:\(\s*(?:(?P<key>kind)\s*=\s*)?(?P<name>{_WORD})\s*\))?"
)


def responsible(words: str) -> Responsible:
    """Who owes. Forms: `OWES_FORMS`; anything else raises a `mistake`."""
    match _parts(words):
        case ("each unit", "kind", str(name)):
            return Responsible("each_unit", unit_kind=name)
        case ("each unit head", "kind", str(name)):
            return Responsible("each_head", unit_kind=name)
        case ("each person", None, str(name)):
            return Responsible("each_person", tag=name)
        case ("unit", None, str(name)):
            return Responsible("unit", name=name)
        case ("role", None, str(name)):
            return Responsible("role", name=name)
    message = Message("{words} does not say who is responsible", words=quoted(words))
    raise mistake(message, _cure(words, RESPONSIBLE_FORMS))


def reviewer(words: str) -> Reviewer:
    """Who verifies. Forms: `VERIFIER_FORMS`; anything else raises a `mistake`."""
    match _parts(words):
        case ("own unit", None, None):
            return Reviewer("own_unit")
        case ("parent unit", None, None):
            return Reviewer("parent_unit")
        case ("none", None, None):
            return Reviewer("none")
        case ("unit", None, str(name)):
            return Reviewer("unit", name)
        case ("role", None, str(name)):
            return Reviewer("role", name)
    message = Message("{words} does not say who verifies", words=quoted(words))
    raise mistake(message, _cure(words, REVIEWER_FORMS))


def _parts(words: str) -> tuple[str, str | None, str | None] | None:
    found = _CALL.fullmatch(" ".join(words.split()))
    return (found["who"], found["key"], found["name"]) if found else None


def _cure(words: str, forms: tuple[str, ...]) -> Message:
    near = nearest(" ".join(words.split()), forms) or _by_head(words, forms)
    shown = " · ".join(forms)
    if not near:
        return Message("valid are: {forms}", forms=shown)
    return Message("did you mean “{near}”? valid are: {forms}", near=near, forms=shown)


def _by_head(words: str, forms: tuple[str, ...]) -> str:
    """The form whose words before the bracket are nearest: `each unit(branch)` …"""
    heads = {form.split("(")[0]: form for form in forms}
    near = nearest(words.split("(")[0].strip(), heads)
    return heads.get(near, "")
