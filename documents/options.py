"""What documents need to know of the settings and of their reader."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """language: of the reader; for Word documents one that has templates. base_url: where links
    lead; empty for no links. files_dir: the folder of evidence. templates_dir: the office's own
    templates, if it has any."""

    language: str
    base_url: str = ""
    files_dir: Path = Path("var/files")
    templates_dir: Path | None = None
