"""Every refusal of the workflows, as a page says it and as the command line says it."""

import ast
import inspect
import re
from dataclasses import replace
from typing import Any

import pytest

from config.catalogues import OF_COMMANDS, name_of
from config.i18n import languages, translate
from tests.domain.test_states import EVERYTHING, WITHOUT
from workflows.domain import guards, guards_days, states
from workflows.domain.guard_facts import Refusal
from workflows.domain.guards import GUARDS
from workflows.domain.messages import as_message
from workflows.domain.moves import MOVE_TYPES
from workflows.domain.states import refusal

#: What a guard refuses besides for another reason.
_ALSO: list[tuple[str, dict[str, Any]]] = [
    ("before_due", {"due_on": ""}),
    ("before_due", {"today": "2010-06-12", "explain": "duban explain"}),
    ("later_date", {"asked_to": ""}),
    ("day_to_come", {"asked_to": ""}),
    ("measures", {"plan_lacks": ("cause",)}),
]


def _all() -> list[Refusal]:
    found = [
        GUARDS[need].refuses(replace(EVERYTHING, **changes))
        for need, changes in [*WITHOUT.items(), *_ALSO]
    ]
    nobody = replace(EVERYTHING, roles=frozenset())
    found += [refusal("task", "open", "report", nobody), refusal("task", "waived", "note", nobody)]
    found += [refusal(kind, "void", move, nobody) for kind, move in states._INSTEAD]
    assert None not in found
    return [one for one in found if one is not None]


REFUSALS = _all()


def test_every_refusal_that_is_written_is_among_them():
    written = [
        _text(node)
        for module in (guards, guards_days, states)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and name_of(node) == "Refusal"
    ]
    assert {as_message(one.message).msgid for one in REFUSALS} == set(written)


def _text(call: ast.Call) -> str:
    text = call.args[0].args[0] if isinstance(call.args[0], ast.Call) else call.args[0]
    assert isinstance(text, ast.Constant)
    return str(text.value)


@pytest.mark.parametrize("on_page", [True, False])
@pytest.mark.parametrize("language", languages())
def test_every_refusal_says_why_and_what_to_do_instead(language, on_page):
    for one in REFUSALS:
        for text in (one.message, one.cure):
            said = translate(text, language, on_page=on_page)
            assert said and not re.search(r"[{}]", said)
            assert language == "en" or said != translate(text, "en", on_page=on_page)
        cure = translate(one.cure, language, on_page=on_page)
        assert bool(OF_COMMANDS.search(cure)) == (
            not on_page and bool(OF_COMMANDS.search(str(one.cure)))
        )


def test_every_field_beside_which_a_guard_refuses_is_one_of_a_form():
    fields = {name for move in MOVE_TYPES.values() for name in move.fields}
    assert {guard.field for guard in GUARDS.values()} <= fields | {""}
