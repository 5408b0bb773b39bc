"""The month-end pack: whatever lies in it stands at one instant, the draft of the bulletin too."""

import io
import re

import docx
import openpyxl
import pytest

from documents import packs
from documents.options import DocumentOptions
from tests.stories.world import NO_BULLETINS, RALLY, plan
from workflows.domain import figures
from workflows.store import figures as figure_rows
from workflows.store.engine import reading

LEDGERS, CALLS, LEADER = "督办台账和整改台账.xlsx", "电话催办清单.xlsx", "呈阅.docx"
DRAFT, ISSUED = "督查通报2010-06（草稿）.docx", "已印发/督查通报2010-06.docx"


@pytest.fixture
def story(tell):
    return tell(plan(RALLY)).to("2010-06-07T10:00")


def pack(story) -> dict[str, bytes]:
    with reading(story.engine).connect() as connection:
        return packs.files(connection, story.context, story.now, DocumentOptions(language="zh"))


def said(name: str, data: bytes) -> str:
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        values = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
        return "\n".join(str(value) for value in values if value is not None)
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def done(story, unit: str) -> None:
    row = story.act("report", "rally", unit, by=f"{unit}-head", note="已开")
    story.act("accept", row=row, by=row.assignee)


def test_every_instant_named_in_the_pack_is_the_same_also_after_the_numbers_were_frozen(story):
    story.to("2010-06-30T18:20")
    found = pack(story)
    assert set(found) == {LEDGERS, CALLS, LEADER, DRAFT}
    for name, data in found.items():
        instants = re.findall(r"截至(2010年\d+月\d+日(?:\d+时(?:\d+分)?)?)", said(name, data))
        assert set(instants) == {"2010年6月30日18时20分"}, name


def test_the_draft_in_the_pack_counts_what_happened_since_and_says_that_it_is_a_draft(story):
    story.to("2010-06-30T17:00")
    done(story, "b1")
    story.to("2010-06-30T18:00")
    with reading(story.engine).connect() as connection:
        day = story.context.today(story.now)
        rows = figure_rows.items(connection, story.context.key, day)
    now = figures.total([item.fact for item in rows], day)
    text = said(DRAFT, pack(story)[DRAFT])
    assert now.done == 1 and "【草稿】" in text and "待签发" not in text
    assert f"应办事项{now.owed}项，办结{now.done}项，" in text
    assert f"在办{now.open}项，逾期{now.overdue}项。" in text
    assert len(re.findall("）b[123]：", text)) == now.overdue


def test_the_bulletin_that_was_signed_lies_beside_it_as_it_was_issued(story):
    story.to("2010-06-30T17:00").to("2010-07-02")
    row = story.row("bulletin", kind="bulletin", round_="2010-06")
    row = story.act("submit", row=row, by="clerk")
    assert ISSUED not in pack(story)
    story.act("sign", row=row, by=row.assignee, at="2010-07-05T10:00")
    found = pack(story)
    assert "第1期" in said(ISSUED, found[ISSUED]) and "6月30日17时" in said(ISSUED, found[ISSUED])
    assert "督查通报2010-07（草稿）.docx" in found


def test_an_office_that_keeps_no_bulletins_has_none_in_its_pack(tell):
    story = tell(plan(RALLY), decisions=NO_BULLETINS).to("2010-06-30T18:00")
    assert set(pack(story)) == {LEDGERS, CALLS, LEADER}
