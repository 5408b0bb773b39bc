"""Evidence files, kept by what is in them: FILES_DIR/<first two>/<sha256>."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from workflows.domain.errors import Refused
from workflows.domain.messages import Message, several
from workflows.domain.office_files import OFFICE, check
from workflows.store import tables as t
from workflows.store import writes

MOST_BYTES = 20 * 1024 * 1024
#: Suffix → how such a file begins. Programs, archives and macro files are no evidence.
TYPES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".pptx": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".txt": (),
    ".csv": (),
}


def keep(
    connection: Connection, folder: Path, paths: list[Path], now: datetime
) -> tuple[tuple[str, str], ...]:
    """Check and store files; returns (sha256, name) of each. Refused names what is wrong.

    All files are checked before the first is written.
    """
    read = [(path, _checked(path)) for path in paths]
    kept = []
    for path, data in read:
        name = sha256(data).hexdigest()
        target = folder / name[:2] / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".part")
            partial.write_bytes(data)
            partial.replace(target)
        row = {
            "sha256": name,
            "name": path.name,
            "type": path.suffix.lower(),
            "size": len(data),
            "stored_at": now,
        }
        writes.put_new(connection, t.files, [row])
        kept.append((name, path.name))
    return tuple(kept)


def _checked(path: Path) -> bytes:
    suffix = path.suffix.lower()
    if suffix not in TYPES:
        raise Refused(
            Message("{name} is not a type we keep", name=path.name),
            Message("one of: {types}", types=several(TYPES)),
        )
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refused(
                Message("{name} has {size:.1f} MB", name=path.name, size=size / 1048576),
                "at most 20 MB; send a smaller copy",
            )
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            Message("{path} cannot be read: {strerror}", path=path, strerror=error.strerror),
            "check the path",
        ) from None
    starts = TYPES[suffix]
    if starts and not data.startswith(starts):
        raise Refused(
            Message("{name} is not what its name says", name=path.name),
            Message("save it again as {suffix} and retry", suffix=suffix),
        )
    if suffix in OFFICE:
        check(data, path.name, suffix)
    return data
