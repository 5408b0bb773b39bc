"""Every list goes out as .xlsx: read by another library it says what its page shows."""

import io
import re
from html import unescape

import docx
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dashboard.pages import ROUTES
from tests.dashboard.board import words
from tests.dashboard.test_rights import ROLES

#: Pages whose tables are their lists; and how many columns of each row stand in both.
LISTS = (
    *("/papers", "/papers?unit=b1", "/inspections", "/bulletins", "/figures", "/matrix?phase=A"),
    *("/matrix?light=red", "/units", "/people", "/mails?state=sent", "/mails", "/accounts"),
    *("/calendar?day=2010-06-11", "/ledger?item=rally&light=red", "/posts"),
    "/ledger?item=essay&holder=b1-head&due=2010-06-11",
)


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Title → rows of cells below the heads, down to the empty line above the foot."""
    found = {}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for title in book.sheet_names:
        rows = []
        for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)[3:]:
            cells = [f"{c:g}" if isinstance(c, float) else str(c) for c in row[:-1] if c != ""]
            if not cells:
                break
            rows.append(cells)
        found[title] = rows
    return found


def get(board, where: str, role: str = "clerk"):
    person, roles = ROLES.get(role, (role, ()))
    return board.client(person, roles).get(where)


def sheet_of(where: str) -> str:
    path, mark, query = where.partition("?")
    return f"{path}/xlsx{mark}{query}"


@pytest.mark.parametrize("where", LISTS)
def test_a_sheet_has_the_rows_of_its_page_and_no_other(standing, where):
    role = "administrator" if where == "/accounts" else "clerk"
    page = get(standing, where, role)
    (main,) = re.findall(r"<main.*</main>", page.text, flags=re.S)
    shown = [
        row
        for body in re.findall(r"<tbody>(.*?)</tbody>", main, flags=re.S)
        for row in re.findall(r"<tr.*?</tr>", body, flags=re.S)
    ]
    said = sheets(get(standing, sheet_of(where), role).content)
    rows = list(said.values())[:1] if where.startswith("/calendar") else list(said.values())
    assert len(shown) == sum(len(part) for part in rows)
    texts = sorted(unescape(re.sub(r"<[^>]+>", " ", row)) for row in shown)
    for row in (one for part in rows for one in part):
        name = max(row[1:3], key=len).split("\n")[0].split(" ")[0]
        assert any(name in text for text in texts), row


@pytest.mark.parametrize("query", ["", "?kind=slip", "?unit=b1", "?light=red", "?kind=decision"])
def test_the_ledger_goes_out_with_every_kind_that_its_page_shows(standing, query):
    """What members of a unit owe alike is one line of the office's ledger."""
    said = sheets(get(standing, f"/ledger/xlsx{query}").content)
    numbers = {row[1] for rows in said.values() for row in rows}
    page = get(standing, f"/ledger{query}").text
    shown = set(re.findall(r'class="num soft">(\d+)</td>', page))
    alike = {str(row.id) for row in standing.story.rows("essay")}
    assert shown - alike <= numbers <= shown


def test_today_goes_out_as_one_sheet_for_each_of_its_lists(standing):
    page, said = words(get(standing, "/today")), sheets(get(standing, "/today/xlsx").content)
    assert len(said) == 8
    assert said["逾期事项（逾期最久的在前）"] and all(
        row[2] in page for part in said.values() for row in part if len(row) > 4
    )


def test_a_sheet_says_as_of_when_and_leaves_room_for_the_seal(standing):
    book = openpyxl.load_workbook(io.BytesIO(get(standing, "/papers/xlsx").content))
    for sheet in book.worksheets:
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        for part in ("填报单位（盖章）", "截至2010年6月10日10时", "填报人", "审核人", "电话"):
            assert any(cell.startswith(part) for cell in cells), part
        assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.orientation == "landscape"


def test_what_somebody_wrote_is_never_a_formula_in_any_list(board):
    board.story.act("note", "rally", "b1", by="b1-head", note='=HYPERLINK("http://x","y")')
    for where in ("/today/xlsx", "/ledger/xlsx", "/calendar/xlsx?day=2010-05-31"):
        book = openpyxl.load_workbook(io.BytesIO(get(board, where).content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" for cell in cells), where
        assert where.startswith("/calendar") or any("=HYPERLINK" in str(c.value) for c in cells)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.path.endswith("/xlsx")],
                         ids=lambda route: route.path)  # fmt: skip
def test_a_sheet_asks_for_the_right_of_its_page_or_for_more(route):
    page = next(r for r in ROUTES if r.method == "GET" and r.path == route.path[: -len("/xlsx")])
    assert route.may in (page.may, "sheet")


def test_no_sheet_names_what_is_in_another_unit(standing):
    for route in ROUTES:
        if route.path.endswith("/xlsx") and route.may in ("read", "sheet"):
            answer = get(standing, route.path, "b1-head")
            assert answer.status_code == 200, route.path
            text = str(sheets(answer.content))
            assert "b3" not in text, route.path


def test_the_full_ledger_prints_on_a3_in_all_its_columns(standing):
    answer = get(standing, "/ledger/print?unit=b1")
    text = words(answer)
    assert "size: A3 landscape" in answer.text and "动员大会" in text and "b3" not in text
    for head in ("事项来源", "责任领导", "存在问题及原因", "督办单（种类、号、日期）", "审核人"):
        assert head in text
    assert get(standing, "/ledger/print", "b1-plain").status_code == 403


@pytest.mark.parametrize(
    ("form", "title"), [("short", "督办事项简表"), ("instructions", "批示件登记")]
)
def test_other_forms_of_the_ledger_go_out_as_filtered_and_name_nothing_of_another_unit(
    board, form, title
):
    for unit in ("b1", "b3"):
        board.story.assign(unit, title=f"报虫情{unit}", words="请报来", asked_by="leader-2")
    where = f"/ledger/xlsx?form={form}"
    (everything,) = sheets(get(board, where).content).values()
    assert "报虫情b1" in str(everything) and "报虫情b3" in str(everything)
    (filtered,) = sheets(get(board, where + "&unit=b3").content).values()
    assert "报虫情b3" in str(filtered) and "报虫情b1" not in str(filtered)
    own = sheets(get(board, where, "b1-head").content)
    assert list(own) == [title] and "b3" not in str(own)
    assert get(board, where, "b1-plain").status_code == 403


def test_each_of_these_forms_is_offered_where_it_is_looked_for(standing):
    for page, where in (
        ("/plan", "/plan/xlsx"),
        ("/ledger", "/ledger/xlsx?form=instructions"),
        ("/decisions", "/ledger/xlsx?form=short"),
    ):
        assert f'href="{where}"' in get(standing, page).text, page
        assert get(standing, where).status_code == 200


def test_the_ledger_as_docx_has_the_columns_and_rows_of_the_sheet(standing):
    sheet = sheets(get(standing, "/ledger/xlsx?item=rally").content)
    made = docx.Document(io.BytesIO(get(standing, "/ledger/docx?item=rally").content))
    (table,) = made.tables
    assert len(table.rows) == 1 + len(next(iter(sheet.values()))) > 1
    assert "w:tblHeader" in table.rows[0]._tr.xml
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "督办台账" in text and "填报单位（盖章）" in text and "截至" in text


def test_a_units_ledger_has_the_units_own_name_beside_the_seal_wherever_it_is_put_on_paper(
    standing,
):
    """The office does not put its seal to what a unit fills in."""
    for role, query in (("clerk", "?unit=b1"), ("b1-head", "")):
        book = openpyxl.load_workbook(
            io.BytesIO(get(standing, "/ledger/xlsx" + query, role).content)
        )
        for sheet in book.worksheets:
            assert sheet["A2"].value == "填报单位（盖章）：b1", (role, sheet.title)
        made = docx.Document(io.BytesIO(get(standing, "/ledger/docx" + query, role).content))
        assert "填报单位（盖章）：b1" in "".join(one.text for one in made.paragraphs)
        assert "填报单位（盖章）：b1" in words(get(standing, "/ledger/print" + query, role))
        assert "填报单位（盖章）：b1" in words(get(standing, "/ledger" + query, role))
    everything = openpyxl.load_workbook(io.BytesIO(get(standing, "/ledger/xlsx").content))
    assert everything.worksheets[0]["A2"].value == "填报单位（盖章）：group-office"


def test_the_desk_goes_out_with_what_lies_on_it_and_nothing_of_others(standing):
    said = sheets(get(standing, "/desk/xlsx", "committee-head").content)
    assert any("动员大会" in row for row in said["已报结，待您审核"])
    own = str(sheets(get(standing, "/desk/xlsx", "b1-head").content))
    assert "学习心得" in own and "b3" not in own and "b2" not in own


def test_the_offices_own_lists_say_in_the_sheet_what_the_page_says(standing):
    said = sheets(get(standing, "/anchors/xlsx").content)
    assert said["关键时间节点"][0][1:] == ["大会", "2012年下半年", "T ×3"]
    rules = sheets(get(standing, "/rules/xlsx").content)["提醒与催办规则"]
    page = words(get(standing, "/rules"))
    assert len(rules) > 20 and all(row[-1] in page for row in rules)
    days = sheets(get(standing, "/holidays/xlsx?year=2010").content)
    assert any(row[1:3] == ["2010-10-01", "休"] for row in next(iter(days.values())))


def test_the_mail_log_does_not_call_an_address_a_login(standing):
    book = openpyxl.load_workbook(io.BytesIO(get(standing, "/mails/xlsx").content))
    heads = [cell.value for cell in book.worksheets[0][3]]
    assert "邮箱" in str(heads) and "登录邮箱" not in heads


@pytest.mark.parametrize("page", ["/mails", "/papers"])
def test_the_sheet_of_a_long_list_holds_all_of_it_whichever_page_was_looked_at(standing, page):
    first = sheets(get(standing, f"{page}/xlsx").content)
    assert any(first.values()) and sheets(get(standing, f"{page}/xlsx?page=2").content) == first


def test_each_list_of_the_office_offers_its_sheet(standing):
    for page in ("/posts", "/anchors", "/rules", "/holidays", "/desk"):
        assert f'href="{page}/xlsx' in get(standing, page).text, page


@pytest.mark.parametrize(
    ("where", "sheet"),
    [
        ("/units/b1", "/ledger/xlsx?unit=b1"),
        ("/phases/A", "/ledger/xlsx?phase=A"),
        ("/people/b1-head", "/ledger/xlsx?person=b1-head"),
        ("/overview", "/ledger/xlsx?light=red"),
    ],
)
def test_what_a_page_is_about_is_one_click_from_its_sheet(standing, where, sheet):
    assert f'href="{sheet}"' in get(standing, where).text
    assert sum(map(len, sheets(get(standing, sheet).content).values())) > 0
    assert "/ledger/xlsx" not in get(standing, where, "b1-plain").text
