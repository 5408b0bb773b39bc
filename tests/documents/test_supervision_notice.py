"""A supervision notice holds what the office's own form holds, in its order, on paper and as a
page."""

import io
from datetime import date
from typing import Any

import docx
import pytest

from documents import docx as documents
from documents import html
from documents.forms import Colour
from tests.documents.reading import Page, W, lines, part, parts
from tests.documents.samples import LANGUAGES, hostile, supervision_notice

RED = [
    "红色 · 逾期",
    "师宗县农业局督办单",
    "编号：师农督〔2010〕7号\t签发人：何守田",
    "缓急", "急件",
    "主送", "种子支部",
    "抄送", "局党总支、分管领导",
    "事项及来源", "“金点子”征集：每名党员至少提出一条合理化建议，由支部汇总上报",
    "来源：实施方案三（二）（一）三",
    "依据原文",
    "组织党员围绕农业农村经济发展开展“我为发展献一计”活动，6月中旬前，每名党员至少提一条“金点子”。",
    "原定时限", "6月中旬前，即2010年6月20日（周日）",
    "已逾期", "4个工作日（截至2010年6月25日）",
    "此前提醒催办",
    "日期", "方式", "单号", "答复",
    "2010年6月17日", "邮件提醒", "师农督〔2010〕3号", "—",
    "2010年6月21日", "邮件催办", "师农督〔2010〕5号", "党员下乡抗旱，正在汇总",
    "2010年6月23日", "电话催办", "—", "承办人答复本周五报",
    "办理要求", "1. 请支部书记牵头，于反馈时限前将全体党员的“金点子”汇总表报局党总支。",
    "2. 已经完成的，请写明完成日期，以该日期为准；未完成的，请说明原因和新的完成日期。",
    "反馈时限", "2010年6月30日（周三）",
    "联系人、电话", "局办公室 李景陌　0874-5551004",
    "扫码查看、反馈",
    "师宗县农业局（盖章）", "二〇一〇年六月二十五日",
    "回　　执",
    "编号：师农督〔2010〕7号",
    "事项：“金点子”征集：每名党员至少提出一条合理化建议，由支部汇总上报",
    "签收人", "签收时间", "承办人", "电话",
    "反　馈　栏",
    "办理情况", "单位负责人", "（签字、盖章）", "审核意见", "领导审阅",
    "请于2010年6月30日（周三）前将本页送回师宗县农业局。",
]  # fmt: skip


def test_a_red_supervision_notice_holds_exactly_the_fields_of_the_form_in_their_order():
    assert lines(documents.supervision_notice(supervision_notice("zh"))) == RED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("colour", ["blue", "yellow", "red"])
def test_the_page_says_what_the_document_says(colour: Colour, language: str):
    form = supervision_notice(language, colour)
    document = [
        piece for line in lines(documents.supervision_notice(form)) for piece in line.split("\t")
    ]
    page = [
        piece.strip()
        for line in Page(html.supervision_notice(form)).lines
        for piece in line.split("\n")
    ]
    assert page == [piece.strip() for piece in document if piece]


@pytest.mark.parametrize(
    ("colour", "band", "title"),
    [
        ("blue", "蓝色 · 临期", "师宗县农业局提醒单"),
        ("yellow", "黄色 · 滞后", "师宗县农业局催办单"),
        ("red", "红色 · 逾期", "师宗县农业局督办单"),
    ],
)
def test_the_colour_always_stands_with_its_word(colour: Colour, band: str, title: str):
    assert lines(documents.supervision_notice(supervision_notice("zh", colour)))[:2] == [
        band,
        title,
    ]


def test_nobody_signs_a_blue_supervision_notice_and_it_carries_no_seal():
    said = "\n".join(lines(documents.supervision_notice(supervision_notice("zh", "blue"))))
    assert "签发人" not in said
    assert "师宗县农业局（系统提醒，不盖章）" in said
    assert "未逾期（截至2010年6月17日）" in said
    assert "此前提醒催办：无" in said


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"second": True}, ["红色 · 二次督办 · 逾期", "师宗县农业局二次督办单"]),
        ({"listing": True}, ["红色 · 挂牌督办", "师宗县农业局挂牌督办通知书"]),
        ({"title": "关于“金点子”的督办单"}, ["红色 · 逾期", "关于“金点子”的督办单"]),
        ({"void": True}, ["作废（此单不再有效）", "师宗县农业局督办单",
                          "编号：师农督〔2010〕7号（作废）\t签发人：何守田"]),
        ({"number": "", "signer": ""}, ["红色 · 逾期", "师宗县农业局督办单",
                                        "编号：待签发\t签发人："]),
    ],
)  # fmt: skip
def test_second_listed_void_and_unsigned_supervision_notices_say_so(
    changes: dict[str, Any], shown: list[str]
):
    assert (
        lines(documents.supervision_notice(supervision_notice("zh", **changes)))[: len(shown)]
        == shown
    )


def test_an_english_supervision_notice_is_english_throughout():
    said = "\n".join(lines(documents.supervision_notice(supervision_notice("en"))))
    assert not any("\u3000" < mark < "\uffff" for mark in said)
    for words in (
        "Red · overdue",
        "Escalation notice",
        "Signed by: He Shoutian",
        "Acknowledgement of receipt",
        "4 working days (as of 25 June 2010)",
        "25 June 2010",
    ):
        assert words in said


def test_after_mid_2012_the_date_has_arabic_numerals():
    said = lines(
        documents.supervision_notice(
            supervision_notice("zh", numerals="arabic", issued_on=date(2012, 7, 2))
        )
    )
    assert "2012年7月2日" in said


def test_the_page_is_a4_with_the_margins_and_fonts_of_the_habit():
    data = documents.supervision_notice(supervision_notice("zh"))
    section = docx.Document(io.BytesIO(data)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    page = (section.page_width, section.page_height)
    assert [round(side.mm) for side in (*page, *sides) if side] == [210, 297, 37, 35, 28, 26]
    fonts = {one.get(f"{W}eastAsia") for one in part(data, "word/document.xml").iter(f"{W}rFonts")}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}


def test_every_run_names_its_chinese_font():
    for run in part(
        documents.supervision_notice(supervision_notice("zh")), "word/document.xml"
    ).iter(f"{W}r"):
        if run.find(f"{W}t") is not None:
            assert run.find(f"{W}rPr/{W}rFonts") is not None


def test_the_page_number_is_the_only_field():
    data = documents.supervision_notice(hostile(supervision_notice("zh")))
    found = [
        field.get(f"{W}instr")
        for tree in parts(data, r"word/(document|footer.*|header.*)\.xml")
        for field in (*tree.iter(f"{W}fldSimple"), *tree.iter(f"{W}instrText"))
    ]
    assert found == ["PAGE", "PAGE"]


def test_heads_are_repeated_and_no_cell_is_merged():
    body = part(documents.supervision_notice(supervision_notice("zh")), "word/document.xml")
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert not list(body.iter(f"{W}gridSpan")) and not list(body.iter(f"{W}vMerge"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_only_text_on_paper(language: str):
    data = documents.supervision_notice(hostile(supervision_notice(language)))
    said = "\n".join(lines(data))
    assert "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd" in said
    assert "<w:instrText>DDEAUTO</w:instrText>&lt;" in said
    assert not any(mark in said for mark in "\x00\x0b\u2028\u202e\ufffe\ud800\r")
    assert docx.Document(io.BytesIO(data)).paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_only_text_on_the_page(language: str):
    page = Page(html.supervision_notice(hostile(supervision_notice(language))))
    assert not {"script", "img", "w:instrtext", "a", "iframe", "link"} & set(page.tags)
    assert any("<script>alert(1)</script>{{7*7}}" in line for line in page.lines)


def test_the_page_needs_nothing_from_elsewhere():
    page = Page(html.supervision_notice(supervision_notice("zh")))
    assert not {"src", "href", "onload"} & {name for name, _ in page.attributes}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes
    assert "svg" in page.tags


def test_only_a_web_link_becomes_a_code():
    for link in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        "https://x.example/" + "9" * 4000,
    ):
        form = supervision_notice("zh", link=link)
        assert "扫码查看、反馈" not in lines(documents.supervision_notice(form))
        assert "svg" not in Page(html.supervision_notice(form)).tags


def test_the_same_supervision_notice_gives_the_same_bytes():
    assert documents.supervision_notice(supervision_notice("zh")) == documents.supervision_notice(
        supervision_notice("zh")
    )
