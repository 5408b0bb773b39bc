"""Documents are signed by the right person, who shows once more who they are; sheets say the
same."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.dashboard.board import words
from workflows.commands import accounts
from workflows.store import accounts as store

PASSWORD = "correct horse battery"


@pytest.fixture
def supervision_notice(board):
    """The draft about the rally of b1, and its signer's browser; they have a password."""
    found = [row for row in board.story.rows(kind="slip") if row.state == "draft"]
    row = found[0]
    client = board.client(row.assignee)
    with board.story.engine.begin() as connection:
        account = accounts.found(connection, f"{row.assignee}@example.org")
        store.change_account(connection, account.id, password=accounts.hashed(PASSWORD))
    return row, client


def test_a_leader_signs_with_their_password_and_the_number_is_given(board, supervision_notice):
    row, client = supervision_notice
    assert f'value="{row.revision}"' in client.get("/decisions").text
    data = {"revision": str(row.revision), "move": "sign", "password": "a wrong one"}
    wrong = client.post(f"/decisions/{row.id}", data=data)
    assert wrong.status_code == 422 and "密码不对" in words(wrong)
    assert (
        client.post(f"/decisions/{row.id}", data=data | {"password": PASSWORD}).status_code == 303
    )
    (signed,) = [one for one in board.story.rows(kind="slip") if one.id == row.id]
    assert signed.state == "signed" and signed.facts.number
    assert signed.facts.number in words(client.get("/papers"))


def test_the_page_of_a_document_takes_the_password_as_well(board, supervision_notice):
    row, client = supervision_notice
    assert 'name="password"' in client.get(f"/papers/{row.id}").text
    data = {"revision": str(row.revision)}
    for password in ("", "a wrong one"):
        wrong = client.post(f"/papers/{row.id}/sign", data=data | {"password": password})
        assert wrong.status_code == 422 and "密码不对" in words(wrong)
    assert board.story.rows(kind="slip")[0].state == "draft"
    data |= {"password": PASSWORD}
    assert client.post(f"/papers/{row.id}/sign", data=data).status_code == 303
    assert board.story.rows(kind="slip")[0].state == "signed"


def test_no_other_way_signs_a_document(board, supervision_notice):
    row, client = supervision_notice
    answer = client.post(f"/obligations/{row.id}/sign", data={"revision": str(row.revision)})
    assert answer.status_code == 422
    token = board.token("sign", row.id, row.assignee)
    assert board.client().post(f"/do/{token}").status_code in (410, 422)
    assert board.story.rows(kind="slip")[0].state == "draft"


def test_a_document_is_read_as_a_page_and_as_a_document(board, supervision_notice):
    row, client = supervision_notice
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
