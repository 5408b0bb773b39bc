"""What users wrote, made harmless before any writer sees it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from notifications.mime import clean_body, clean_header
from workflows.domain.clean_text import clean

_LONGEST_LINK = 500  # a code that a phone can still read
Form = TypeVar("Form")

#: Texts that may have several lines; everything else is one line.
_TEXTS = frozenset(
    {"answer", "asked", "asks", "basis", "done", "explained", "finding", "goal", "good", "intro",
     "measures", "note", "overall", "progress", "reason", "said", "text"}
)  # fmt: skip


def cleaned(form: Form) -> Form:
    """The same form without controls, direction overrides, lone surrogates and foreign links."""
    return _cleaned(form, "")  # type: ignore[no-any-return]


def _is_link(value: str) -> bool:
    return value.startswith(("https://", "http://")) and len(value) <= _LONGEST_LINK


def _cleaned(value: Any, name: str) -> Any:
    if isinstance(value, str):
        if name == "link" and not _is_link(value):
            return ""
        return clean(clean_body(value) if name in _TEXTS else clean_header(value))
    if isinstance(value, tuple):
        return tuple(_cleaned(one, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {one.name: _cleaned(getattr(value, one.name), one.name) for one in fields(value)}
        return replace(value, **changes)
    return value
