"""Documents of Word, Excel and PowerPoint as the packages they are, measured before anybody
unpacks one: what is asked of a file that comes in as evidence, and of a sheet that is read."""

import io
import zipfile

from workflows.domain.errors import Refused
from workflows.domain.messages import Message

#: A part may be this many times as large as it is packed; one below `_SMALL` may be any.
MOST_RATIO = 100
MOST_UNZIPPED = 100 * 1024 * 1024
MOST_PARTS = 5_000
_SMALL = 100 * 1024
_MOST_MANIFEST = 1024 * 1024
_MANIFEST = "[Content_Types].xml"
#: Suffix → how the content type of the main part of such a document goes on.
OFFICE = {
    ".docx": b"wordprocessingml.document.main+xml",
    ".xlsx": b"spreadsheetml.sheet.main+xml",
    ".pptx": b"presentationml.presentation.main+xml",
}


def is_tight(entry: zipfile.ZipInfo) -> bool:
    """Whether a part unzips to so many times its size that nobody should unzip it."""
    most = MOST_RATIO * max(entry.compress_size, 1)
    return entry.file_size > _SMALL and entry.file_size > most


def holds_macros(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(("vbaproject.bin", "vbadata.xml"))


def is_locked(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 1)


def check(data: bytes, name: str, suffix: str) -> None:
    """Raises Refused for a file that is no document of its suffix (a key of `OFFICE`), is
    damaged, too large once unzipped, locked, or holds macros. name: what it is called."""
    cure = Message("save it again as {suffix} and retry", suffix=suffix)
    other = Refused(Message("{name} is not what its name says", name=name), cure)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError):
        raise other from None
    with package:
        _measure(package, name)
        try:
            manifest = package.getinfo(_MANIFEST)
            if manifest.file_size > _MOST_MANIFEST:
                raise other
            types = package.read(manifest)
            # Read through to its end: a part may be larger than the list of parts says.
            damaged = package.testzip()
        except KeyError:
            raise other from None
        except Exception as error:  # a method nobody knows, a part cut short
            raise Refused(Message("{name} is damaged", name=name), cure) from error
    if damaged is not None:
        raise Refused(Message("{name} is damaged", name=name), cure)
    if b"macroenabled" in types.lower():
        raise Refused(Message("{name} holds macros", name=name), "save it without macros")
    if OFFICE[suffix] not in types:
        raise other


def _measure(package: zipfile.ZipFile, name: str) -> None:
    entries = package.infolist()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or total > MOST_UNZIPPED or any(map(is_tight, entries)):
        message = Message("{name} unzips to far more than a document holds", name=name)
        raise Refused(message, "save it anew, or send it as .pdf")
    if any(map(is_locked, entries)):
        raise Refused(Message("{name} is locked by a password", name=name), "save it without one")
    if any(map(holds_macros, entries)):
        raise Refused(Message("{name} holds macros", name=name), "save it without macros")
