"""What is taken along: the pack for an inspection holds what was chosen, and nothing gets out."""

import hashlib
import io
from zipfile import ZipFile

import docx
import pytest

from documents import inspection_evidence
from documents.packs import safe_name
from tests.dashboard.board import words

PDF = b"%PDF-1.4 minutes of the rally"


@pytest.fixture
def proven(board):
    """b1 reports its rally with a file; the committee accepts it."""
    row = board.story.row("rally", "b1")
    data = {"revision": str(row.revision), "note": "已召开，到会21人", "done_on": "2010-05-31"}
    files = {"file": ("..\\会议:记录?.pdf", PDF, "application/pdf")}
    answer = board.client("b1-head").post(f"/obligations/{row.id}/report", data=data, files=files)
    assert answer.status_code == 303, words(answer)
    board.story.act("accept", "rally", "b1", by="committee-head")
    return board


def pack(board, query: str = "", **headers: str) -> ZipFile:
    answer = board.client("clerk", **headers).get(f"/inspection-pack.zip{query}")
    assert answer.status_code == 200, words(answer)
    return ZipFile(io.BytesIO(answer.content))


def said(archive: ZipFile, ending: str) -> str:
    """Everything a reader finds in a document of the pack."""
    (name,) = (name for name in archive.namelist() if name.endswith(ending))
    document = docx.Document(io.BytesIO(archive.read(name)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_an_inspector_finds_each_clause_with_its_evidence_who_verified_it_and_when(proven):
    archive = pack(proven)
    (name,) = (name for name in archive.namelist() if name.endswith(".pdf"))
    assert archive.read(name) == PDF and "动员大会" in name.split("/")[0]
    text = said(archive, "00 迎检材料.docx")
    assert "召开动员大会" in text and "已召开，到会21人" in text and "2010-05-31" in text
    assert "committee-head" in text and "2010-06-10" in text
    assert name.rpartition("/")[2] in text and hashlib.sha256(PDF).hexdigest()[:16] in text


def test_cover_and_contents_name_the_instant_and_every_folder(proven):
    archive = pack(proven)
    text = said(archive, "00 迎检材料.docx")
    assert "迎检材料" in text and "截至：2010年6月10日10时" in text
    folders = {name.split("/")[0] for name in archive.namelist() if "/" in name}
    assert folders and all(folder in text for folder in folders)


def test_the_pack_is_narrowed_to_a_unit_and_to_clauses(proven):
    text = said(pack(proven, "?unit=b3&from=rally&to=rally"), "00 迎检材料.docx")
    assert "b3" in text and "b1" not in text
    assert "学习心得" not in said(pack(proven, "?to=rally"), "00 迎检材料.docx")
    assert "学习心得" in said(pack(proven, "?to=A1&phase=A"), "00 迎检材料.docx")


def test_an_english_reader_gets_an_english_pack(proven):
    archive = pack(proven, **{"accept-language": "en"})
    assert "00 for the inspection.docx" in archive.namelist()
    assert "For inspection" in said(archive, "inspection.docx")


def test_no_name_in_the_pack_leads_out_of_its_folder(proven):
    for name in pack(proven).namelist():
        assert ".." not in name and "\\" not in name and not name.startswith("/"), name
        assert name.count("/") <= 2 and not set('<>:"|?*') & set(name), name


@pytest.mark.parametrize(
    ("typed", "name"),
    [("../../etc/passwd", "-.-etc-passwd"), ("a\u202efdp.exe", "afdp.exe"), ("..", "-"),
     ("a\r\nb\x00.pdf", "a b.pdf"), ("长" * 90 + ".docx", "长" * 55 + ".docx")],
)  # fmt: skip
def test_a_name_that_a_user_wrote_is_one_harmless_name(typed, name):
    assert safe_name(typed) == name


def test_a_file_that_is_gone_is_said_and_keeps_nobody_from_the_rest(proven):
    sha = hashlib.sha256(PDF).hexdigest()
    (proven.options.files_dir / sha[:2] / sha).unlink()
    archive = pack(proven)
    assert not any(name.endswith(".pdf") for name in archive.namelist())
    assert "原件已不在库" in said(archive, "00 迎检材料.docx")


def test_what_is_too_large_or_not_known_is_said_on_the_page(proven, monkeypatch):
    client = proven.client("clerk")
    assert "没有“Z”这个环节" in words(client.get("/inspection-pack.zip?phase=Z"))
    turned = client.get("/inspection-pack.zip?from=essay&to=rally")
    assert turned.status_code == 422 and "起始条款在截止条款之后" in words(turned)
    monkeypatch.setattr(inspection_evidence, "MOST_BYTES", 3)
    large = client.get("/inspection-pack.zip")
    assert large.status_code == 422 and "请选择一个环节" in words(large)


def test_the_pack_is_for_the_office_and_auditors(proven):
    for person in ("b1-head", "b1-plain", "leader-1"):
        assert proven.client(person).get("/inspection-pack.zip").status_code == 403
    assert proven.client("", ("auditor",)).get("/inspection-pack.zip").status_code == 200


def test_a_dossier_prints_words_record_mails_with_reasons_and_files_with_their_sums(proven):
    number = proven.story.row("rally", "b1").id
    answer = proven.client("b1-head").get(f"/obligations/{number}/dossier")
    text, sha = words(answer), hashlib.sha256(PDF).hexdigest()
    assert "script-src" not in answer.headers["content-security-policy"]
    for part in ("召开动员大会", "已召开，到会21人", sha, "截至2010年6月10日10时", "审核人"):
        assert part in text, part
    assert "逾期" in text and f"/obligations/{number}/files/{sha}" in answer.text


def test_a_saved_dossier_has_its_files_beside_it_where_its_page_looks_for_them(proven):
    number = proven.story.row("rally", "b1").id
    answer = proven.client("b1-head").get(f"/obligations/{number}/dossier.zip")
    archive = ZipFile(io.BytesIO(answer.content))
    page, name = archive.namelist()
    assert archive.read(name) == PDF and f'href="{name}"' in archive.read(page).decode()
    assert ".." not in name and name.count("/") == 1


def test_a_dossier_tells_a_colleague_no_more_than_the_page_and_a_stranger_nothing(proven):
    number = proven.story.row("rally", "b1").id
    colleague = proven.client("b1-plain")
    text = words(colleague.get(f"/obligations/{number}/dossier"))
    assert "动员大会" in text and "到会21人" not in text and "邮件及缘由" not in text
    saved = colleague.get(f"/obligations/{number}/dossier.zip").content
    (page,) = ZipFile(io.BytesIO(saved)).namelist()
    assert "到会21人" not in ZipFile(io.BytesIO(saved)).read(page).decode()
    for ending in ("dossier", "dossier.zip"):
        stranger = proven.client("b3-head").get(f"/obligations/{number}/{ending}")
        assert stranger.status_code == 404
