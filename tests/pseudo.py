"""A pseudo-locale: every text of ours is longer and marked, so that what is not ours shows.

`catalogue` writes it; `seen` gives what a reader of a page sees, and `unmarked` what of it is
left once the marked texts and the users' own data are taken away.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from config.catalogues import extracted

LOCALE = "xx"
#: What of an element is said to somebody.
_SAID = {"title", "aria-label", "placeholder", "alt", "data-label"}
#: Elements whose inside is no text, or is a file as it is.
_SILENT = {"script", "style", "textarea", "pre", "code", "iframe"}
_VOID = {"meta", "link", "input", "br", "hr", "img", "col", "source", "wbr", "path", "use", "rect",
         "line", "circle"}  # fmt: skip
_MARKED = re.compile(r"⟦xx [^⟦⟧]*⟧")
#: What is the same in every language: addresses, kinds of files.
_SAME = re.compile(r"https?://\S+|\S+@[\w.-]+|\.(?:xlsx|docx|zip)\b")
_WORD = re.compile(r"[A-Za-z]{2,}(?:[’'][a-z]+)?|[一-鿿]+")


def marked(text: str) -> str:
    return f"⟦xx {text} {'·' * (3 + len(text) // 3)}⟧"


def catalogue(folder: Path) -> Path:
    """Writes the catalogue of the pseudo-locale below `folder`."""
    made = Catalog(project="duban")
    for one in extracted():
        if one.id:
            said = marked(one.id) if isinstance(one.id, str) else tuple(map(marked, one.id))
            made.add(one.id, said, context=one.context)
    path = folder / LOCALE / "LC_MESSAGES" / "duban.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, made)
    return folder


class _Reader(HTMLParser):
    """Collects the texts of a page, and those of its attributes; what says in which language it
    is, such as a mail that is shown, is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in _SILENT or (tag != "html" and "lang" in given) or self._silent
        if not silent:
            self.texts += [str(value) for name, value in attrs if name in _SAID]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.texts.append(str(given.get("value")))
        if tag not in _VOID:
            self._inside.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    @property
    def _silent(self) -> bool:
        return bool(self._inside) and self._inside[-1]


def seen(page: str) -> str:
    """What a reader of a page sees, hears or is told by its attributes."""
    reader = _Reader()
    reader.feed(page)
    return "\n".join(reader.texts)


def unmarked(text: str, own: Iterable[str]) -> set[str]:
    """The words, in small letters, that neither a catalogue nor a user has written; `own`: what
    users wrote."""
    left = text
    while _MARKED.search(left):
        left = _MARKED.sub("‖", left)
    # The longest first: a title may hold another.
    for one in sorted(set(own), key=len, reverse=True):
        left = left.replace(one, "‖")
    return {word.lower() for word in _WORD.findall(_SAME.sub("‖", left))}


def words_of(path: Path) -> set[str]:
    """The words in the texts of a module or a template."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return {word.lower() for word in _WORD.findall(text)}
    tree = ast.parse(text)
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (node.value for node in found if id(node) not in explained)
    said = " ".join(text for text in texts if isinstance(text, str))
    return {word.lower() for word in _WORD.findall(said)}


def strings(value: Any) -> Iterator[str]:
    """Every string in nested lists and mappings, but the keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
