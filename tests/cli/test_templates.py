"""What the doctor says of an office's own Word templates, and that documents are made from them."""

import shutil
import zipfile
from pathlib import Path

import pytest

from documents.word_templates import SHIPPED
from tests.documents.reading import lines
from tests.documents.test_templates import edited


@pytest.fixture
def own(duban, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "word"))
    duban.set(templates_dir=str(folder))
    return folder


def templates(duban) -> list[dict[str, str]]:
    return [one for one in duban("doctor", "--json").json if one["what"] == "templates"]


def test_the_doctor_says_where_the_shipped_templates_are(june):
    (one,) = templates(june)
    assert one["level"] == "ok" and str(SHIPPED) in one["said"]


def test_the_doctor_is_content_with_an_offices_own_templates(june, own):
    (one,) = templates(june)
    assert one["level"] == "ok" and str(own) in one["said"]


def test_the_doctor_names_the_template_what_is_wrong_in_it_and_what_to_write(june, own):
    edited(own / "zh" / "bulletin.docx", "{{ issue }}", "{{ isue }}")
    (one,) = templates(june)
    assert one["level"] == "bad" and "bulletin.docx" in one["said"] and "isue" in one["said"]
    assert one["cure"] == "write issue"
    assert june("doctor").code == 1


def test_the_month_end_pack_is_made_from_the_offices_own_templates(june, own, tmp_path):
    edited(own / "zh" / "leader_page.docx", "督办情况呈阅", "红头呈阅")
    out = tmp_path / "pack.zip"
    assert june("pack", "--out", str(out), "--at", "2010-06-01T10:00").code == 0
    with zipfile.ZipFile(out) as pack:
        assert lines(pack.read("呈阅.docx"))[0] == "红头呈阅"


def test_a_broken_template_is_refused_with_its_name_and_the_way_to_find_the_mistake(
    june, own, tmp_path
):
    edited(own / "zh" / "leader_page.docx", "{{ reader }}", "{{ raeder }}")
    refused = june("pack", "--out", str(tmp_path / "pack.zip"), "--at", "2010-06-01T10:00")
    assert refused.code == 1 and not (tmp_path / "pack.zip").exists()
    assert "leader_page.docx" in refused.err and "duban doctor" in refused.err
