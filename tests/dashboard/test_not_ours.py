"""Not ours, on the pages and from the mail: said with a reason, decided with where it goes."""

from tests.dashboard.board import words


def said(board, unit="b2"):
    row = board.story.row("rally", "b1")
    data = {"revision": str(row.revision), "reason": "不属我支部职责", "unit": unit}
    answer = board.client("b1-head").post(f"/obligations/{row.id}/object", data=data)
    assert answer.status_code == 303
    (request,) = [one for one in board.story.rows(kind="decision") if one.about == row.id]
    return row, request


def test_whoever_decides_reads_what_is_asked_and_why_on_every_page_that_shows_it(board):
    _, request = said(board)
    for path in ("/desk", "/decisions", f"/obligations/{request.id}"):
        page = board.client("clerk").get(path)
        assert "不属我支部职责" in page.text and 'value="b2" selected' in page.text, path
    assert "有异议：动员大会" in board.client("clerk").get("/desk").text


def test_a_blank_is_no_decision_on_where_it_goes_and_nobody_means_that_it_ends(board):
    _, request = said(board, unit="")
    data = {"revision": str(request.revision), "move": "agree", "unit": ""}
    blank = board.client("clerk").post(f"/decisions/{request.id}", data=data)
    assert blank.status_code == 422 and "请选择改由哪个单位承办" in words(blank)
    board.client("clerk").post(f"/decisions/{request.id}", data=data | {"unit": "-"})
    assert board.story.row("rally", "b1").state == "waived"


def test_a_unit_that_owes_the_same_is_refused_in_chinese_and_nothing_is_decided(board):
    _, request = said(board)
    data = {
        f"{request.id}-move": "agree",
        f"{request.id}-unit": "b2",
        "matter": f"{request.id}:{request.revision}",
    }
    answer = board.client("clerk").post("/desk/decide", data=data)
    assert answer.status_code == 422 and "本来就承办同一事项" in words(answer)
    assert board.story.row("rally", "b1", kind="decision").state == "open"


def test_a_link_in_the_mail_says_not_ours_once_and_a_link_decides_it(board):
    row = board.story.row("rally", "b1")
    link = f"/do/{board.token('object', row.id, 'b1-head')}"
    shown = board.client().get(link)
    assert 'name="unit"' in shown.text and "应由哪个单位承办" in shown.text
    assert board.client().post(link, data={"reason": ""}).status_code == 422
    board.client().post(link, data={"reason": "不属我支部职责"})
    (request,) = [one for one in board.story.rows(kind="decision") if one.about == row.id]
    again = board.client().post(link, data={"reason": "不属我支部职责"})
    assert again.status_code == 410
    decide = f"/do/{board.token('agree', request.id, 'clerk')}"
    assert "不属本单位职责" in words(board.client().get(decide))
    board.client().post(decide, data={"unit": "-"})
    assert board.story.row("rally", "b1").state == "waived"


def test_more_time_is_agreed_to_without_a_unit(board):
    row = board.story.assign("b1", title="查清仓库", due="2010-06-25")
    data = {"revision": str(row.revision), "to": "2010-06-30", "reason": "农忙"}
    board.client("b1-head").post(f"/obligations/{row.id}/extend", data=data)
    (request,) = [one for one in board.story.rows(kind="decision") if one.about == row.id]
    page = board.client("clerk").get(f"/obligations/{request.id}")
    assert "延期申请：查清仓库" in page.text and 'name="unit"' not in page.text
