"""Word templates: an office may have its own, mistakes in one are told, a value is only text."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import docx
import pytest
from jinja2 import Environment

from documents import docx as documents
from documents import template_check, word_templates
from documents.columns import COLUMNS
from documents.ledger_text import KINDS
from documents.word_templates import SHIPPED
from tests.documents.approval_samples import closure, more_time
from tests.documents.inspection_samples import inspection
from tests.documents.reading import W, lines, part, parts
from tests.documents.samples import (
    LANGUAGES,
    bulletin,
    hostile,
    leader_page,
    ledger,
    supervision_notice,
)
from workflows.domain.errors import Refused

ROOT = Path(__file__).parents[2]
MADE: dict[str, Callable[[str], tuple[Callable[..., bytes], Any]]] = {
    "slip": lambda language: (documents.supervision_notice, supervision_notice(language)),
    "bulletin": lambda language: (documents.bulletin, bulletin(language)),
    "leader_page": lambda language: (documents.leader_page, leader_page(language)),
    "strike_off": lambda language: (documents.closure, closure(language)),
    "more_time": lambda language: (documents.more_time, more_time(language)),
    "inspection": lambda language: (documents.inspection, inspection(language)),
    "matters": lambda language: (documents.ledger, ledger(language, "matters")),
    "rectifications": lambda language: (documents.ledger, ledger(language, "rectifications")),
}
EVERY = [(language, name) for language in LANGUAGES for name in MADE]


def edited(path: Path, old: str, new: str, entry: str = "word/document.xml") -> None:
    """The template at `path` with other words in it, as an office would write them in Word."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == entry:
                assert old.encode() in data, old
                data = data.replace(old.encode(), new.encode())
            after.writestr(name, data)
    path.write_bytes(made.getvalue())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An office's own copy of the supervision notice in both languages."""
    others = shutil.ignore_patterns("[!s]*.docx", "st*.docx")
    return Path(shutil.copytree(SHIPPED, tmp_path / "templates", ignore=others))


def test_every_shipped_template_can_be_filled_and_there_is_one_for_each_document():
    assert template_check.faults(SHIPPED) == []
    found = {(path.parent.name, path.stem) for path in SHIPPED.rglob("*.docx")}
    assert found == set(EVERY)
    assert set(MADE) == set(documents.DOCUMENTS)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_the_same_form_gives_the_same_bytes(language: str, name: str):
    make, form = MADE[name](language)
    assert make(form) == make(form)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_what_a_user_wrote_is_only_text(language: str, name: str):
    make, form = MADE[name](language)
    data = make(hostile(form))
    said = "\n".join(lines(data))
    assert "<script>alert(1)</script>{{7*7}}{% x %}" in said
    assert not any(mark in said for mark in "\x00\x0b\u2028\u202e\ufffe\ud800\r")
    fields = [
        field.get(f"{W}instr")
        for tree in parts(data, r"word/(document|footer.*|header.*)\.xml")
        for field in (*tree.iter(f"{W}fldSimple"), *tree.iter(f"{W}instrText"))
    ]
    assert fields == ["PAGE", "PAGE"]


@pytest.mark.parametrize(
    "typed", ["{{7*7}}", "{% raw %}", "{_{7}_}", "{#a#}", "{_%", "a & b < c", "{{ number }}"]
)
def test_marks_of_templates_in_a_text_stand_there_as_they_were_typed(typed: str):
    assert lines(documents.supervision_notice(supervision_notice("zh", title=typed)))[1] == typed


def test_each_line_of_a_text_is_a_paragraph_of_its_own():
    said = lines(documents.supervision_notice(supervision_notice("zh", basis="第一行\n第二行")))
    assert said[said.index("第一行") + 1] == "第二行"


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_template_keeps_the_layout_of_the_habit(language: str, name: str):
    data = (SHIPPED / language / f"{name}.docx").read_bytes()
    section = docx.Document(io.BytesIO(data)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    page = (section.page_width, section.page_height)
    a4, a3 = [210, 297, 37, 35, 28, 26], [420, 297, 20, 18, 15, 15]
    assert [round(side.mm) for side in (*page, *sides) if side] == (a3 if name in KINDS else a4)
    feet = parts(data, r"word/footer\d\.xml")
    said = ["".join(text.text or "" for text in foot.iter(f"{W}t")) for foot in feet]
    assert said == ["— 1 —", "— 1 —"]
    fonts = {one.get(f"{W}eastAsia") for one in part(data, "word/document.xml").iter(f"{W}rFonts")}
    assert fonts <= {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    assert "方正小标宋简体" in fonts and "仿宋_GB2312" in fonts


@pytest.mark.parametrize(("language", "kind"), [(lang, k) for lang in LANGUAGES for k in KINDS])
def test_a_ledger_has_every_column_of_its_sheet(language: str, kind: Any):
    made = docx.Document(io.BytesIO(documents.ledger(ledger(language, kind))))
    (table,) = made.tables
    short = "6月30日" if language == "zh" else "30 June"
    heads = [column.head(language, short) for column in COLUMNS[kind]]
    assert [cell.text for cell in table.rows[0].cells] == heads
    assert len(table.rows) == 1 + len(ledger(language, kind).rows)


@pytest.mark.parametrize("name", MADE)
def test_both_languages_say_the_same_values(name: str):
    zh, en = (
        {
            tag
            for source in template_check.sources(SHIPPED / language / f"{name}.docx")
            for tag in re.findall(r"{{ *([\w.]+)", source)
        }
        for language in LANGUAGES
    )
    assert zh == en


def test_an_office_has_its_own_letterhead_and_the_shipped_templates_for_the_rest(own: Path):
    assert not (own / "zh" / "bulletin.docx").exists()
    edited(own / "zh" / "slip.docx", "{{ title }}", "师宗县农业局文件　{{ title }}")
    assert template_check.faults(own) == []
    assert (
        lines(documents.supervision_notice(supervision_notice("zh"), own))[1]
        == "师宗县农业局文件　师宗县农业局督办单"
    )
    assert documents.bulletin(bulletin("zh"), own) == documents.bulletin(bulletin("zh"))


def test_a_name_that_word_has_cut_into_pieces_is_still_filled_in(own: Path):
    cut = "{{ ti</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:t>tle }}"
    edited(own / "zh" / "slip.docx", "{{ title }}", cut)
    assert template_check.faults(own) == []
    assert (
        lines(documents.supervision_notice(supervision_notice("zh"), own))[1]
        == "师宗县农业局督办单"
    )


def test_a_template_saved_without_the_picture_of_the_code_is_filled_all_the_same(own: Path):
    edited(own / "zh" / "slip.docx", 'name="qr"', 'name="logo"')
    assert template_check.faults(own) == []
    assert (
        lines(documents.supervision_notice(supervision_notice("zh"), own))[1]
        == "师宗县农业局督办单"
    )


def test_a_value_may_stand_in_the_foot_of_the_page(own: Path):
    edited(own / "zh" / "slip.docx", "— ", "{{ issuer }} — ", "word/footer1.xml")
    assert template_check.faults(own) == []
    (foot, _) = parts(
        documents.supervision_notice(supervision_notice("zh"), own), r"word/footer\d\.xml"
    )
    assert "师宗县农业局 — " in "".join(text.text or "" for text in foot.iter(f"{W}t"))


@pytest.mark.parametrize(
    ("old", "new", "found", "cure"),
    [
        ("{{ title }}", "{{ titel }}", "“titel”", "write title"),
        ("{{ one.way }}", "{{ one.wey }}", "“wey”", "write way"),
        ("{{ title }}", "{{ title", "“{{ title", "{{ name }}"),
        ("{{ title }}", "{{ title|shout }}", "shout", "{{ name }}"),
        ("{{ title }}", "{{ title|safe }}", "safe", "{{ name }}"),
        ("{%p if source %}", "{%p if sourse %}", "“sourse”", "write source"),
        ("{%p if source %}", "{% if source %}", "fit together", "{%p"),
        ("{{ title }}", "{{ title|day }}", "cannot be filled", "{{ name }}"),
        ("{{ title }}", "{{ title.__class__ }}", "“__class__”", "write one of"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_what_to_write(
    own: Path, old: str, new: str, found: str, cure: str
):
    path = own / "zh" / "slip.docx"
    edited(path, old, new)
    fault, *_ = template_check.faults(own)
    assert fault.file == str(path)
    assert found in str(fault.message) and cure in str(fault.cure), fault


def test_a_file_that_no_document_is_made_from_is_told(own: Path):
    (own / "zh" / "slip.docx").rename(own / "zh" / "slips.docx")
    (own / "zh" / "~$slip.docx").write_bytes(b"Word keeps this while it is open")
    (fault,) = template_check.faults(own)
    assert fault.message == "no document is made from it"
    assert fault.cure == "did you mean zh/slip.docx?"


def test_what_is_no_word_document_and_what_is_not_there_are_told(own: Path, tmp_path: Path):
    (own / "en" / "slip.docx").write_bytes(b"a letter")
    (fault,) = template_check.faults(own)
    assert fault.message == "it is no Word document" and fault.file.endswith("slip.docx")
    (fault,) = template_check.faults(tmp_path / "nowhere")
    assert "not there" in str(fault.message)
    (tmp_path / "empty").mkdir()
    (fault,) = template_check.faults(tmp_path / "empty")
    assert "no template" in str(fault.message)


@pytest.mark.parametrize("new", ["{{ titel }}", "{{ title", "{% if title %}"])
def test_a_document_whose_template_has_a_mistake_is_refused_with_the_file_named(
    own: Path, new: str
):
    edited(own / "zh" / "slip.docx", "{{ title }}", new)
    with pytest.raises(Refused, match=r"slip\.docx") as refused:
        documents.supervision_notice(supervision_notice("zh"), own)
    assert "duban doctor" in str(refused.value.cure)


def test_a_folder_that_is_gone_is_not_silently_replaced_by_the_shipped_one(tmp_path: Path):
    with pytest.raises(Refused, match="not there"):
        documents.supervision_notice(supervision_notice("zh"), tmp_path / "gone")


def test_the_documentation_lists_every_name_of_every_template_and_every_filter():
    text = (ROOT / "docs/documents.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)\.docx` \|.*\| (`.*`) \|$", text, re.MULTILINE))
    for name, kind in documents.DOCUMENTS.items():
        if name not in KINDS:
            names = [one.name for one in fields(kind) if one.name != "language"]
            assert rows[name] == " ".join(f"`{one}`" for one in names), name
    filters = set(word_templates.environment("zh").filters) - set(Environment().filters)
    for one in filters:
        assert f"`|{one}" in text, one
