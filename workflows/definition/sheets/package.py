"""The package an .xlsx workbook is, measured before a part of it is parsed."""

import io
import re
import zipfile

from workflows.definition.sheets.grid import SAVE_AS, BadSheet, short
from workflows.domain.messages import Message
from workflows.domain.office_files import MOST_RATIO, holds_macros, is_locked, is_tight

MOST_UNZIPPED = 40 * 1024 * 1024
MOST_PARTS = 500
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)[\"']")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def measure(data: bytes) -> None:
    """Raises BadSheet for what is no workbook, too large, locked, or holds macros or entities."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSheet("this is an old .xls workbook, or one locked by a password", SAVE_AS)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise BadSheet("this is no .xlsx workbook", SAVE_AS) from None
    with package:
        entries = package.infolist()
        if len(entries) > MOST_PARTS:
            raise BadSheet(Message("the workbook has {n:,} parts", n=len(entries)), SAVE_AS)
        for entry in entries:
            _measure_part(entry)
        total = sum(entry.file_size for entry in entries)
        if total > MOST_UNZIPPED:
            message = Message(
                "unzipped the workbook has {n:,} bytes, more than {most:,}",
                n=total,
                most=MOST_UNZIPPED,
            )
            raise BadSheet(message, "split it, or leave out pictures")
        for entry in entries:
            _look_into(package, entry)


def _measure_part(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if is_locked(entry):
        raise BadSheet("the workbook is locked by a password", "save it without one")
    if is_tight(entry):
        message = Message(
            "“{name}” unzips to over {most} times its size", name=short(name), most=MOST_RATIO
        )
        raise BadSheet(message, "save the workbook anew from Excel or WPS")
    if holds_macros(entry):
        raise BadSheet("the workbook holds macros", "save it as .xlsx, without macros")


def _look_into(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No part may declare a document type, or an encoding in which one could hide."""
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    try:
        part = package.read(entry)
    except Exception as error:  # a wrong checksum, a method nobody knows
        raise BadSheet(
            Message("the workbook is damaged: {error}", error=short(str(error))), SAVE_AS
        ) from error
    declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if _DOCTYPE.search(part) or b"\x00" in part or not plain:
        message = Message(
            "“{filename}” declares entities or a strange encoding", filename=short(entry.filename)
        )
        raise BadSheet(message, "save the workbook anew from Excel or WPS")
    if entry.filename == "[Content_Types].xml" and b"macroenabled" in part.lower():
        raise BadSheet("the workbook holds macros", "save it as .xlsx, without macros")
