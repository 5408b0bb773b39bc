"""A bulletin holds what the office's own form holds; the leader's page what a leader needs."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest

from documents import docx as documents
from documents import html
from tests.documents.reading import Page, W, lines, part
from tests.documents.samples import LANGUAGES, bulletin, hostile, leader_page

HEAD = [
    "督查通报",
    "第2期（总第2期）",
    "师宗县农业局督查室\t二〇一〇年七月七日",
    "关于2010年6月创先争优活动任务完成情况的通报",
    "各支部、局属各站（科）：",
]
BODY = [
    "一、总体情况",
    "截至2010年6月30日17时，应办事项85项（上月31项），办结62项（上月24项），"
    "办结占比72.9%（上月77.4%），在办20项（上月5项），逾期3项（上月2项）。",
    "本月新挂牌督办1项，摘牌0项；整改事项销号9项，回头看反弹1项；逾期10个工作日以上的1项。",
    "二、较好的",
    "（一）农技推广支部按期办结率100%，比上月提高25个百分点，“金点子”全部提前上报。",
    "（二）机关支部、农机支部无逾期事项，资料齐全。",
    "三、存在问题",
    "（一）种子支部：“金点子”征集汇总，已逾期8个工作日。"
    "经提醒、催办和督办仍未报齐，已提出挂牌建议。",
    "（二）土肥支部：公开承诺书上墙，已逾期3个工作日。",
    "（三）种子支部：便民服务窗口整改。回头看发现问题反弹。",
    "四、下步要求",
    "（一）逾期事项要倒排时间，逐项销号，并报完成情况（2010年7月15日前）。",
    "（二）各支部对照未办结事项清单自查一次，有异议的与局督查室联系（2010年7月9日前）。",
    "附件：1. 统计表",
    "2. 未办结事项清单",
    "师宗县农业局督查室（盖章）",
    "二〇一〇年七月七日",
    "（联系人：李景陌，电话：0874-5551004）",
    "附件1",
    "统计表",
]
COLUMNS = ["单位", "应办", "办结", "按期办结", "按期办结率", "在办", "滞后", "逾期",
           "提醒单/催办单/督办单", "退回", "回头看反弹", "上月按期率"]  # fmt: skip


def tables(data: bytes) -> list[list[list[str]]]:
    made = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in made]


def test_a_bulletin_holds_exactly_the_parts_of_the_form_in_their_order():
    said = lines(documents.bulletin(bulletin("zh")))
    assert said[:5] == HEAD
    assert said[6 : 6 + len(BODY)] == BODY
    assert said[-3:] == [
        "报：县委创先争优活动领导小组办公室、局领导",
        "送：局党总支、各支部、局属各站（科）",
        "共印30份",
    ]


def test_the_table_has_the_columns_of_the_form_and_each_unit_its_row():
    by_unit, by_phase, unfinished = tables(documents.bulletin(bulletin("zh")))
    assert by_unit[0] == COLUMNS
    assert by_unit[6] == [
        "种子支部",
        "11",
        "6",
        "3",
        "50.0%",
        "3",
        "1",
        "2",
        "5/3/2",
        "2",
        "1",
        "50.0%",
    ]
    assert by_unit[-1][:2] == ["合计", "85"]
    assert by_phase[0] == ["环节", *COLUMNS[1:]]
    assert unfinished[0] == ["序号", "事项", "单位", "时限", "已逾期", "亮灯", "进展及原因"]
    assert unfinished[1] == [
        "1",
        "“金点子”征集汇总",
        "种子支部",
        "2010年6月20日",
        "8个工作日",
        "逾期",
        "党员下乡抗旱，已收到27条，缺5条",
    ]
    assert unfinished[-1][3:6] == ["—", "—", "时限待定"]


def test_marks_have_a_column_only_where_the_office_has_switched_them_on():
    form = bulletin("zh")
    marked = replace(form, counts=tuple(replace(one, marks="92") for one in form.counts))
    assert tables(documents.bulletin(marked))[0][0] == [*COLUMNS, "赋分"]
    assert tables(documents.bulletin(marked))[0][1][-1] == "92"


def test_the_first_bulletin_has_no_month_to_compare_with():
    said = lines(documents.bulletin(bulletin("zh", last=None)))
    assert (
        "截至2010年6月30日17时，应办事项85项，办结62项，办结占比72.9%，在办20项，逾期3项。" in said
    )


@pytest.mark.parametrize(
    ("changes", "issue"),
    [
        ({"issue": None, "total": None}, "第　期（总第　期）【待签发】"),
        ({"void": True}, "第2期（总第2期）【作废】"),
    ],
)
def test_an_unsigned_and_a_voided_bulletin_say_so(changes: dict[str, Any], issue: str):
    assert lines(documents.bulletin(bulletin("zh", **changes)))[1] == issue


def test_a_bulletin_with_nothing_to_say_says_nothing_in_its_place():
    empty = bulletin("zh", good=(), problems=(), demands=(), counts=(), unfinished=())
    assert lines(documents.bulletin(empty)).count("无。") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_document_says(language: str):
    form = bulletin(language)
    document = [piece for line in lines(documents.bulletin(form)) for piece in line.split("\t")]
    page = [piece.strip() for line in Page(html.bulletin(form)).lines for piece in line.split("\n")]
    assert page == [piece.strip() for piece in document if piece.strip()]


def test_english_documents_are_english_throughout():
    for data in (documents.bulletin(bulletin("en")), documents.leader_page(leader_page("en"))):
        assert not any("\u3000" < mark < "\uffff" for mark in "".join(lines(data)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language: str):
    form = hostile(bulletin(language))
    for said in (
        "\n".join(lines(documents.bulletin(form))),
        "\n".join(lines(documents.leader_page(hostile(leader_page(language))))),
        "\n".join(Page(html.bulletin(form)).lines),
    ):
        assert "<script>alert(1)</script>{{7*7}}{% x %}" in said
        assert not any(mark in said for mark in "\x00\x0b\u2028\u202e\ufffe\ud800\r")
    assert "script" not in Page(html.bulletin(form)).tags


def test_wide_tables_lie_on_their_side_with_their_heads_repeated():
    data = documents.bulletin(bulletin("zh"))
    upright, wide = docx.Document(io.BytesIO(data)).sections
    assert upright.page_width is not None and upright.page_width.mm < 211
    assert wide.page_width is not None and round(wide.page_width.mm) == 297
    body = part(data, "word/document.xml")
    assert len(list(body.iter(f"{W}tblHeader"))) == 3
    assert not list(body.iter(f"{W}gridSpan")) and not list(body.iter(f"{W}vMerge"))


def test_the_leaders_page_has_numbers_decisions_what_is_late_and_a_box():
    said = lines(documents.leader_page(leader_page("zh")))
    assert said[:2] == ["督办情况呈阅", "呈：何局长\t截至2010年6月30日17时"]
    assert said[2:11] == [
        "62",
        "办结",
        "上月24（+38）",
        "20",
        "在办",
        "上月5（+15）",
        "3",
        "逾期",
        "上月2（+1）",
    ]
    heads = ["一、请您决定", "二、逾期事项（单位说明）", "三、较好的", "批示栏"]
    assert [said.index(head) for head in heads] == sorted(said.index(head) for head in heads)
    assert said.count("□ 同意") == 1 and said.count("□ 退回") == 1
    assert "尚未说明" in said  # a unit that has said nothing is seen to have said nothing


def test_the_same_form_gives_the_same_bytes():
    assert documents.bulletin(bulletin("zh")) == documents.bulletin(bulletin("zh"))
    assert documents.leader_page(leader_page("zh")) == documents.leader_page(leader_page("zh"))
