"""The forms that a hand signs: one page, room for the hands, and whatever was written is text."""

import pytest

from documents import docx as documents
from tests.documents.approval_samples import closure, more_time
from tests.documents.reading import W, lines, part
from tests.documents.samples import LANGUAGES, hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_only_text_on_the_forms(language: str):
    for data in (
        documents.closure(hostile(closure(language))),
        documents.more_time(hostile(more_time(language))),
    ):
        said = "\n".join(lines(data))
        assert "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd" in said
        assert "<w:instrText>DDEAUTO</w:instrText>&lt;" in said
        assert not any(mark in said for mark in "\x00\x0b\u2028\u202e\ufffe\ud800\r")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_give_the_same_file_without_a_merged_cell(language: str):
    data = documents.closure(closure(language))
    assert data == documents.closure(closure(language))
    body = part(data, "word/document.xml")
    assert not list(body.iter(f"{W}gridSpan")) and not list(body.iter(f"{W}vMerge"))


def test_the_steps_of_the_way_stand_above_with_the_days_on_record():
    assert lines(documents.closure(closure("zh")))[1] == (
        "申请（6月24日） → 现场核查（6月25日） → 审核签字 → 公示"
    )
    assert lines(documents.more_time(more_time("en")))[1] == (
        "Request (17 June) → First review (18 June) → Decision"
    )
