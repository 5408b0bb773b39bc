"""Every text of code and templates is in the catalogues, and no other; they keep its places."""

import calendar
import io
import re
from gettext import GNUTranslations
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message

from config import i18n
from config.catalogues import ENGLISH, OF_COMMANDS, begin, extracted, updated
from config.i18n import LOCALE, ON_PAGE, translator
from workflows.definition import schema
from workflows.definition.csv_people import HEADS
from workflows.definition.policies import BUILT_IN
from workflows.domain import terms
from workflows.domain.rules import Role
from workflows.domain.states import KINDS, moves

LANGUAGES = sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/duban.po"))


def read(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "duban.po").open("rb") as file:
        return i18n.read(file, language)


def key(one: Message) -> tuple[str, str]:
    return one.context or "", one.id if isinstance(one.id, str) else one.id[0]


def strings(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extracted()


def test_every_text_has_its_chinese_and_none_is_kept_that_is_shown_nowhere(template):
    found = read("zh")
    wanted = {key(one) for one in template if one.id}
    missing = [key(one) for one in found if one.id and not all(strings(one.string) or ("",))]
    assert wanted - {key(one) for one in found} == set(), "run make catalogues and translate"
    assert missing == [], "these have no Chinese"
    assert list(found.obsolete) == [], "translate what took their place, then prune them"
    assert not any(one.fuzzy for one in found)


def test_english_has_words_of_its_own_only_for_pages_and_tables(template):
    found = read("en")
    wanted = {key(one) for one in template if one.context in (ON_PAGE, *ENGLISH)}
    assert {key(one) for one in found if one.id} == wanted
    assert [key(one) for one in found if one.id and not one.string] == []
    assert list(found.obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_the_same_places(language):
    for one in read(language):
        if not one.id:
            continue
        asked = set(re.findall(r"{\w+", " ".join(strings(one.id))))
        for said in strings(one.string):
            told = set(re.findall(r"{\w+", said))
            # What fills in a command has no place on a page.
            assert told == asked or (told < asked and one.context == ON_PAGE), one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_tells_anybody_to_type_a_command(language, template):
    texts = translator(language)
    cures = [key(one)[1] for one in template if one.context == ON_PAGE]
    assert cures
    assert [text for text in cures if OF_COMMANDS.search(texts.translate(text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_make_catalogues_changes_nothing_that_is_up_to_date(language, template):
    path = LOCALE / language / "LC_MESSAGES" / "duban.po"
    assert updated(language, template) == path.read_bytes()


def test_a_compiled_catalogue_says_the_same_as_its_text():
    path = LOCALE / "zh" / "LC_MESSAGES" / "duban.po"
    made = io.BytesIO()
    i18n.compiled(path.read_bytes(), "zh", made)
    made.seek(0)
    found = GNUTranslations(made)
    for one in read("zh"):
        if isinstance(one.id, str) and one.id and not one.context:
            assert found.gettext(one.id) == one.string


def test_the_words_of_every_table_are_marked():
    assert set(terms.KINDS) == set(KINDS)
    assert set(terms.MOVES) == {move for kind in KINDS for move in moves(kind)}
    assert set(terms.ROLES) == {*get_args(Role), "administrator", "auditor"}
    assert set(terms.SECTIONS) == {*schema.sections(), "group", "note"}
    assert set(terms.POLICIES) == set(BUILT_IN)
    assert set(terms.COLUMNS) == set(HEADS.values())
    assert tuple(calendar.day_name) == terms.WEEKDAYS
    assert tuple(calendar.month_name[1:]) == terms.MONTHS


def test_a_language_begins_with_its_own_rule_for_plurals(tmp_path):
    path = begin("pl", tmp_path)
    with path.open("rb") as file:
        assert i18n.read(file, "pl").num_plurals == 3
    with pytest.raises(FileExistsError):
        begin("pl", tmp_path)
