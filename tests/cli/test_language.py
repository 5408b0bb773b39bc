"""Commands speak the language of whoever types: by DUBAN_LANGUAGE, else by the locale."""

import pytest

from config.language import reader_language

CHINESE = "选项"


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "DUBAN_LANGUAGE": "en"}, "en"),
        ({"LANG": "C", "DUBAN_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "DUBAN_LANGUAGE": "tlh"}, "en"),
    ],
    ids=str,
)
def test_the_first_variable_that_is_set_says_the_language(environ, spoken):
    assert reader_language(environ) == spoken


def test_in_a_chinese_locale_help_tables_and_refusals_are_chinese(june):
    june.environment.setenv("LANG", "zh_CN.UTF-8")
    shown = june("obligations", "--help").out
    assert "用法：" in shown and CHINESE in shown and "Options" not in shown
    assert "当前办理人" in june("obligations", "--at", "2010-06-03").out
    refused = june("obligations", "show", 999)
    assert (refused.code, refused.err) == (1, "没有编号为999的事项。请见duban obligations\n")
    wrong = june("obligations", "show")
    assert wrong.code == 2 and "缺少编号" in wrong.err


def test_in_a_plain_locale_they_are_english(june):
    june.environment.setenv("LANG", "C")
    shown = june("obligations", "--help").out
    assert "Usage: " in shown and "Options" in shown and CHINESE not in shown
    refused = june("obligations", "show", 999)
    assert (refused.code, refused.err) == (1, "there is no item 999 — see duban obligations\n")


def test_what_a_script_reads_is_the_same_in_every_language(june):
    answers = []
    for spoken in ("en", "zh"):
        june.set(language=spoken)
        at = ("--at", "2010-06-03")
        calls = (
            *(("obligations", *at), ("status", *at), ("why", 1, *at), ("slip", "list", *at)),
            *(("messages",), ("catchup",), ("doctor",), ("check", "plan.yaml")),
        )
        answers.append([june(*call, "--json").out for call in calls])
    assert answers[0] == answers[1]


def test_a_language_without_texts_is_refused_but_help_is_shown_in_english(june):
    june.set(language="tlh")
    refused = june("status")
    assert (refused.code, refused.err) == (1, "DUBAN_LANGUAGE: read 'tlh'; write en, zh\n")
    assert "Options" in june("status", "--help").out
