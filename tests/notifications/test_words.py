"""Every event can be told in both languages: no code word of ours reaches a reader."""

import pytest

from notifications import telling, words
from notifications.catalogue import SILENT, heard


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_calls_for_a_mail_has_words_for_why_it_came(language):
    pointed = {"reminder", "due", "overdue", "ask"}
    assert {kind for kind in heard() - pointed if not words.event(kind, language)} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_nobody_is_written_to_about_has_words_for_the_story(language):
    assert {kind for kind in SILENT if not telling.silent(kind, language)} == set()
