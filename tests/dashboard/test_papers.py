"""Papers are signed by the right person, who shows once more who he is; sheets say the same."""

import io

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.dashboard.board import words
from workflows.commands import accounts
from workflows.store import accounts as store

PASSWORD = "correct horse battery"


@pytest.fixture
def slip(board):
    """The draft about the rally of b1, and its signer's browser; he has a password."""
    found = [row for row in board.story.rows(kind="slip") if row.state == "draft"]
    row = found[0]
    client = board.client(row.holder)
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, f"{row.holder}@example.org")
        store.change_account(connection, account.id, password=accounts.hashed(PASSWORD))
    return row, client


def test_a_leader_signs_with_his_password_and_the_number_is_given(board, slip):
    row, client = slip
    assert f'value="{row.revision}"' in client.get("/decisions").text
    data = {"revision": str(row.revision), "move": "sign", "password": "a wrong one"}
    wrong = client.post(f"/decisions/{row.id}", data=data)
    assert wrong.status_code == 422 and "密码不对" in words(wrong)
    assert (
        client.post(f"/decisions/{row.id}", data=data | {"password": PASSWORD}).status_code == 303
    )
    (signed,) = [one for one in board.story.rows(kind="slip") if one.id == row.id]
    assert signed.state == "signed" and signed.extra["number"]
    assert signed.extra["number"] in words(client.get("/papers"))


def test_the_page_of_a_paper_takes_the_password_as_well(board, slip):
    row, client = slip
    assert 'name="password"' in client.get(f"/papers/{row.id}").text
    data = {"revision": str(row.revision)}
    for password in ("", "a wrong one"):
        wrong = client.post(f"/papers/{row.id}/sign", data=data | {"password": password})
        assert wrong.status_code == 422 and "密码不对" in words(wrong)
    assert board.story.rows(kind="slip")[0].state == "draft"
    data |= {"password": PASSWORD}
    assert client.post(f"/papers/{row.id}/sign", data=data).status_code == 303
    assert board.story.rows(kind="slip")[0].state == "signed"


def test_no_other_way_signs_a_paper(board, slip):
    row, client = slip
    answer = client.post(f"/obligations/{row.id}/sign", data={"revision": str(row.revision)})
    assert answer.status_code == 422
    token = board.token("sign", row.id, row.holder)
    assert board.client().post(f"/do/{token}").status_code in (410, 422)
    assert board.story.rows(kind="slip")[0].state == "draft"


def test_a_paper_is_read_as_a_page_and_as_a_document(board, slip):
    row, client = slip
    page = client.get(f"/papers/{row.id}/print")
    assert page.status_code == 200 and "script-src" not in page.headers["content-security-policy"]
    assert "b1" in words(page)
    assert client.get(f"/papers/{row.id}.docx").content.startswith(b"PK")
    assert board.client("b3-head").get(f"/papers/{row.id}/print").status_code == 404


def cells_of(data: bytes) -> list[str]:
    """Every cell of every sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return [str(cell) for sheet in sheets for row in sheet for cell in row]


def test_the_sheet_of_the_ledger_says_what_the_page_says_as_filtered(board):
    client = board.client("clerk")
    data = client.get("/ledger/xlsx?unit=b1").content
    text = " ".join(cells_of(data))
    assert "动员大会" in text and "逾期" in text and "b3" not in text
    assert client.get("/calls/xlsx").content.startswith(b"PK")


def test_a_sheet_holds_nothing_of_other_units_and_members_get_none(board):
    data = board.client("b1-head").get("/ledger/xlsx?unit=b3").content
    assert "b3" not in " ".join(cells_of(data))
    assert board.client("b1-plain").get("/ledger/xlsx").status_code == 403


def test_what_somebody_had_no_right_to_is_on_record(board):
    row = board.story.row("rally", "b2")
    before = len(board.story.events(row, "denied"))
    data = {"revision": str(row.revision), "note": "x"}
    board.client("b2-head").post(f"/obligations/{row.id}/press", data=data)
    assert len(board.story.events(row, "denied")) == before + 1


def filled(data: bytes, about: str, **said: str) -> bytes:
    """The sheet as a unit gives it back: something written into the row of `about`."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = {str(cell.value): n for row in sheet.iter_rows(1, 5) for n, cell in enumerate(row, 1)}
    for row in sheet.iter_rows(4, sheet.max_row):
        if any(about in str(cell.value) for cell in row):
            for head, text in said.items():
                column = next(n for name, n in heads.items() if name.startswith(head))
                row[column - 1].value = text
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_ledger_goes_out_is_filled_in_and_comes_back_shown_before_it_is_entered(board):
    row, before = board.story.row("rally", "b1"), board.events()
    client = board.client("b1-liaison")
    out = client.get("/ledger/xlsx?unit=b1").content
    data = filled(out, "动员大会", 进展情况="会议改在6月18日", 存在问题="会场被占用")
    files = {"file": ("台账.xlsx", data, "application/octet-stream")}
    answer = client.post("/ledger/back", files=files)
    assert "会议改在6月18日" in words(answer) and "会场被占用" in words(answer)
    assert board.events() == before
    note = "会议改在6月18日\n存在问题：会场被占用"
    enter = {"matter": f"{row.id}:{row.revision}", f"note-{row.id}": note}
    assert client.post("/ledger/back/enter", data=enter).status_code == 303
    (event,) = board.story.events(row, "noted")
    assert event.why["note"] == note and event.why["entered_for"] == "b1-head"
    again = client.post("/ledger/back", files=files)
    assert "没有新内容" in words(again)


def test_a_sheet_enters_nothing_for_another_unit_and_nothing_stale(board):
    out = board.client("clerk").get("/ledger/xlsx?unit=b3").content
    data = filled(out, "动员大会", 进展情况="别人写的")
    files = {"file": ("台账.xlsx", data, "application/octet-stream")}
    answer = board.client("b1-liaison").post("/ledger/back", files=files)
    assert "没有此事项" in words(answer) and 'name="matter"' not in answer.text
    row = board.story.row("rally", "b1")
    board.story.act("report", "rally", "b1", by="b1-head", note="开过了")
    enter = {"matter": f"{row.id}:{row.revision}", f"note-{row.id}": "旧的"}
    assert board.client("b1-liaison").post("/ledger/back/enter", data=enter).status_code == 409


def test_a_sheet_that_is_none_is_refused_with_what_to_do(board):
    files = {"file": ("a.xlsx", b"PK no sheet", "application/octet-stream")}
    assert board.client("b1-head").post("/ledger/back", files=files).status_code == 422
