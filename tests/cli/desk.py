"""What tests of the commands share: one call of `duban`, and the shapes scripts rely on."""

import json
import logging
import sys
import traceback
from dataclasses import dataclass
from typing import Any

import pytest

from scheduler.cli import main

NONE = type(None)
TEXT = (str, NONE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call printed and how it ended; `crashed` when it ended in a traceback."""

    code: int
    out: str
    err: str
    crashed: bool

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Duban:
    """Calls the commands in this process, as the entry point would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.environment = monkeypatch
        self._capsys = capsys

    def set(self, **settings: object) -> None:
        """DUBAN_<NAME>=value for each setting."""
        for name, value in settings.items():
            self.environment.setenv(f"DUBAN_{name.upper()}", str(value))

    def __call__(self, *words: object) -> Answer:
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        self.environment.setattr(sys, "argv", ["duban", *map(str, words)])
        self._capsys.readouterr()
        code, trace = 0, ""
        try:
            main()
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else int(done.code is not None)
        except Exception:
            code, trace = 1, traceback.format_exc()
        finally:
            root.handlers[:], root.level = handlers, level
        out, err = self._capsys.readouterr()
        return Answer(code, out, err + trace, bool(trace))

    def ids(self, *filters: object) -> list[int]:
        return [one["id"] for one in self("obligations", *filters, "--json").json]

    def shown(self, number: int, at: str = "2010-06-30") -> Any:
        return self("obligations", "show", number, "--at", at, "--json").json


# --- shapes: {key: shape}, [shape of each], or the types that are allowed -------------------

LIGHTS = dict.fromkeys(("white", "green", "yellow", "red", "grey"), int)
OBLIGATION = {
    "id": int, "kind": str, "clause": str, "title": str, "unit": str, "person": TEXT,
    "holder": TEXT, "due_on": TEXT, "holder_due_on": TEXT, "due_words": str, "state": str,
    "light": str, "workdays_overdue": int, "escalation_level": int, "on_time": (bool, NONE),
}  # fmt: skip
MESSAGE = {
    "id": int, "kind": str, "to": str, "subject": str, "state": str,
    "reasons": [{"kind": str, "event": str}], "obligations": [int], "created_at": str,
    "sent_at": TEXT,
}  # fmt: skip
DOSSIER = OBLIGATION | {
    "events": [{"kind": str, "old": str, "new": str, "why": dict, "actor": TEXT, "at": str}],
    "points": {
        "past": [{"point": str, "date": str}],
        "next": [{"point": str, "date": str, "to": [str]}],
    },
    "messages": [MESSAGE],
}
STATUS = {
    "programme": str, "as_of": str, "unphased": {"lights": LIGHTS},
    "phases": [{"id": str, "title": str, "opens_on": TEXT, "closes_on": TEXT, "state": str,
                "lights": LIGHTS}],
}  # fmt: skip
TICK = {
    "as_of": str, "events": int, "messages": int, "sent": int, "retry": int, "failed": int,
    "quarantined": int,
}  # fmt: skip
DATE = {
    "words": str, "start": TEXT, "end": TEXT, "press_from": TEXT, "anchor": TEXT,
    "recurs": TEXT, "relative": TEXT, "error": TEXT,
}  # fmt: skip
CHECK = {
    "errors": [{"file": str, "line": int, "message": str, "cure": str}],
    "warnings": [{"code": str, "clause": str, "message": str}],
    "notes": [str],
    "questions": [{"clause": str, "field": str, "question": str, "suggestion": TEXT}],
}
COUNTS = {"stages": int, "phases": int, "tasks": int, "items": int}


def misfits(value: Any, shape: Any, at: str = "") -> list[str]:
    """Where `value` is not of `shape`; keys may have been added, none may be missing."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{at}: {value!r} is no object"]
        missing = [f"{at}.{key}: missing" for key in shape if key not in value]
        there = [key for key in shape if key in value]
        return missing + [m for k in there for m in misfits(value[k], shape[k], f"{at}.{k}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [m for i, one in enumerate(value) for m in misfits(one, shape[0], f"{at}[{i}]")]
    kinds = shape if isinstance(shape, tuple) else (shape,)
    truth = isinstance(value, bool) and bool not in kinds
    return [f"{at}: {value!r}"] if truth or not isinstance(value, kinds) else []
