"""What comes in as a document of Word, Excel or PowerPoint is one, and does not burst when somebody
opens it."""

import io
import zipfile

import docx
import pytest
from openpyxl import Workbook

from workflows.domain.errors import Refused
from workflows.domain.office_files import MOST_UNZIPPED, OFFICE, check

MANIFEST = "[Content_Types].xml"


def packed(**parts: bytes) -> bytes:
    """A package with a manifest for .pptx and these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(MANIFEST, parts.pop("manifest", b"<Types " + OFFICE[".pptx"] + b"/>"))
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def excel() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def refused(data: bytes, suffix: str = ".pptx") -> str:
    with pytest.raises(Refused) as caught:
        check(data, f"材料{suffix}", suffix)
    assert caught.value.cure
    return str(caught.value.message)


def test_documents_as_the_programs_write_them_are_taken():
    check(word(), "a.docx", ".docx")
    check(excel(), "a.xlsx", ".xlsx")
    check(packed(slide=b"<p/>"), "a.pptx", ".pptx")


def test_a_small_file_that_unzips_to_a_huge_one_is_refused():
    assert "unzips to far more" in refused(packed(slide=bytes(20 * 1024 * 1024)))


def test_parts_that_are_huge_together_are_refused_however_they_are_packed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for n in range(3):
            made.writestr(f"part{n}", bytes(MOST_UNZIPPED // 3 + 1))
    assert "unzips to far more" in refused(out.getvalue())


@pytest.mark.parametrize("suffix", [".xlsx", ".pptx"])
def test_a_document_under_the_name_of_another_is_refused(suffix):
    assert "not what its name says" in refused(word(), suffix)


def test_a_zip_that_is_no_document_and_bytes_that_are_no_zip_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "x")
    for data in (out.getvalue(), b"PK\x03\x04 no", b""):
        assert "not what its name says" in refused(data)


def test_macros_a_password_and_damage_are_told_each_as_what_it_is():
    assert "macros" in refused(packed(**{"ppt/vbaProject.bin": b"x"}))
    types = b"<Types application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml/>"
    assert "macros" in refused(packed(manifest=types))
    whole = bytearray(packed(slide=b"<p>text</p>" * 50))
    whole[whole.index(b"slide") + 12] ^= 0xFF
    assert "damaged" in refused(bytes(whole))
    with zipfile.ZipFile(io.BytesIO(packed(slide=b"x"))) as package:
        start = package.getinfo("slide").header_offset
    locked = bytearray(packed(slide=b"x"))
    locked[start + 6] |= 1
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "password" in refused(bytes(locked))
