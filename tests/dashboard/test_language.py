"""A reader gets the language they asked for, among those there are catalogues of."""

from config import i18n
from config.i18n import html_lang
from dashboard.web.language import asked_for, office_language


def test_what_was_chosen_comes_before_what_the_browser_asks_for():
    browser = {"accept-language": "en-GB,en;q=0.8"}
    assert asked_for({}, browser, "zh") == "en"
    assert asked_for({"duban-language": "zh"}, browser, "en") == "zh"
    assert asked_for({"duban-language": "zh"}, browser, "en", session="en") == "en"
    assert asked_for({}, browser, "en", speaks="zh") == "zh"


def test_a_browser_whose_languages_are_not_there_gets_that_of_the_plan():
    assert asked_for({}, {"accept-language": "tlh, zh-TW;q=0.5"}, "en") == "zh"
    assert asked_for({}, {"accept-language": "tlh"}, "en") == "en"
    assert asked_for({"duban-language": "../x"}, {}, "") == "zh"


def test_a_language_of_one_country_is_found_by_the_tag_browsers_send(tmp_path):
    path = tmp_path / "pt_BR" / "LC_MESSAGES" / "duban.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    with i18n.further_catalogues(tmp_path):
        assert asked_for({}, {"accept-language": "pt-BR,pt;q=0.9"}, "zh") == "pt_BR"
    assert html_lang("pt_BR") == "pt-BR" and html_lang("zh") == "zh-CN"


def test_the_offices_own_texts_are_in_english_for_a_reader_of_a_third_language():
    assert [office_language(one) for one in ("zh", "en", "pt_BR")] == ["zh", "en", "en"]
