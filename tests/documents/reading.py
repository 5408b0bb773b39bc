"""Reads documents back with nothing of ours: XML from the zip, HTML by the standard parser."""

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(name))


def parts(data: bytes, pattern: str) -> list[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
        return [ElementTree.fromstring(package.read(name)) for name in sorted(names)]


def lines(data: bytes) -> list[str]:
    """The paragraphs of a .docx that say anything, in the order of the document."""
    body = part(data, "word/document.xml")
    said = (_said(paragraph) for paragraph in body.iter(f"{W}p"))
    return [line for line in said if line.strip()]


def _said(paragraph: ElementTree.Element) -> str:
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    runs = paragraph.iter(f"{W}r")
    return "".join(
        child.text or "" if child.tag == f"{W}t" else marks.get(child.tag, "")
        for run in runs
        for child in run
    )


class Page(HTMLParser):
    """The visible lines, the tags and the attributes of an HTML document; tags must nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.lines: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"style", "title"} & set(self._open):
            self.lines.append(data.strip())
