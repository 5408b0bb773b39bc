"""What nobody sees in a text is taken out of it; what changes how a word is read stays."""

import pytest

from workflows.domain.clean_text import clean


@pytest.mark.parametrize(
    "mark", "\u00ad\u200b\u200e\u200f\u2060\ufeff\u0000\u202a\u202e\u2069\u061c\u200d"
)
def test_what_word_and_browsers_leave_behind_goes(mark: str):
    assert clean(f"{mark}张{mark}三{mark}") == "张三"
    assert clean(f"p1@exam{mark}ple.org") == "p1@example.org"


def test_line_ends_become_one_kind_and_spaces_stay():
    assert clean("a\r\nb\u2028c\n\td\u3000e\xa0f") == "a\nb\nc\n\td\u3000e\xa0f"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👩\u200d🔧", "Zoë", "é"])
def test_joiners_stay_where_a_word_is_spelt_with_them(text: str):
    assert clean(text) == text
