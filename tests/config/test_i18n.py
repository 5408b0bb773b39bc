"""Texts are looked up with their context, number and places; what people wrote is not."""

import shutil
from pathlib import Path

import pytest

from config import i18n
from config.i18n import LOCALE, translate, translator
from workflows.domain.messages import Message, counted, several, term

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"

msgid "Today"
msgstr "{today}"

msgid "{{n}} item"
msgid_plural "{{n}} items"
msgstr[0] "{{n}} one"
msgstr[1] "{{n}} two"
msgstr[2] "{{n}} many"
"""


def written(folder: Path, language: str, today: str) -> Path:
    path = folder / language / "LC_MESSAGES" / "duban.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PO.format(today=today), encoding="utf-8")
    return path


def test_one_of_something_is_not_told_in_the_plural():
    en, zh = translator("en"), translator("zh")
    assert en.ngettext("{n} item", "{n} items", 1) == "1 item"
    assert en.ngettext("{n} item", "{n} items", 3) == "3 items"
    assert zh.ngettext("{n} item", "{n} items", 1) == "1件事项"
    assert translate(counted("{n} item", "{n} items", 2), "zh") == "2件事项"
    assert str(counted("{n} item", "{n} items", 1)) == "1 item"


def test_a_word_of_two_tables_is_told_by_its_context():
    assert translate(term("state", "open"), "zh") != translate(term("move", "open"), "zh")
    assert translate(term("state", "in_progress"), "en") == "in progress"


def test_a_message_in_a_message_is_translated_and_what_people_wrote_is_not():
    inner = Message("it is not overdue")
    both = several([Message("{n}: {why}", n=3, why=inner), "Today"], "; ")
    assert str(both) == "3: it is not overdue; Today"
    assert translate(both, "zh") == "3号：该事项尚未逾期；Today"
    assert translate(Message("there is no unit “{one}”", one="Today"), "zh").endswith("“Today”")


def test_a_cure_names_the_command_to_whoever_typed_one_and_the_button_to_whoever_reads_a_page():
    cure = Message("add --evidence FILE")
    assert translate(cure, "en", on_page=False) == "add --evidence FILE"
    assert translate(cure, "en") == "attach a file as evidence"


def test_messages_of_the_same_text_and_facts_are_equal_and_can_be_kept_in_sets():
    assert Message("{n} due", n=3) == Message("{n} due", n=3) != Message("{n} due", n=4)
    assert len({term("state", "open"), term("state", "open"), term("move", "open")}) == 2


def test_a_language_without_a_catalogue_is_told_in_english():
    assert translator("tlh").gettext("Today") == "Today"


def test_a_language_is_a_file_with_its_own_plurals(tmp_path):
    written(tmp_path, "pl", "Dzisiaj")
    with i18n.further_catalogues(tmp_path):
        assert i18n.languages()["pl"] == "polski"
        said = [translator("pl").ngettext("{n} item", "{n} items", n) for n in (1, 2, 5)]
    assert said == ["1 one", "2 two", "5 many"]
    assert "pl" not in i18n.languages()


@pytest.mark.parametrize("compiled", [False, True])
def test_a_catalogue_that_was_edited_is_read_anew_though_an_older_one_was_compiled(
    tmp_path, compiled
):
    path = written(tmp_path, "de", "Heute")
    if compiled:
        with path.with_suffix(".mo").open("wb") as file:
            i18n.compiled(path.read_bytes(), "de", file)
    with i18n.further_catalogues(tmp_path):
        assert translator("de").gettext("Today") == "Heute"
    written(tmp_path, "de", "Am heutigen Tag")
    with i18n.further_catalogues(tmp_path):
        assert translator("de").gettext("Today") == "Am heutigen Tag"


def test_a_fresh_clone_has_its_languages_before_anything_is_compiled(tmp_path):
    to = tmp_path / "zh" / "LC_MESSAGES"
    to.mkdir(parents=True)
    shutil.copy(LOCALE / "zh" / "LC_MESSAGES" / "duban.po", to)
    with i18n.further_catalogues(tmp_path):
        assert translator("zh").pgettext("state", "accepted") == "办结"
