"""Whether templates can be filled: their tags, their names and their structure, looked at before
a document is wanted."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateSyntaxError, UndefinedError, meta, nodes

from documents.docx import DOCUMENTS
from documents.word_templates import LANGUAGES, WordTemplate, environment, fill
from workflows.domain.errors import Problem

_WORD = frozenset({".docx", ".docm", ".dotx", ".dotm", ".doc"})
_DAY, _HOUR = date(2010, 6, 25), time(17)
_SAMPLES: dict[type, Any] = {str: "×", int: 1, bool: True, date: _DAY, time: _HOUR}
_NONE: dict[type, Any] = {str: "", int: 0, bool: False, date: _DAY, time: _HOUR}
#: What may stand behind a dot besides the fields of our forms.
_LOOP = {"index", "index0", "first", "last", "length", "revindex", "cycle"}
_COMMON = frozenset(
    name for name in (*_LOOP, *dir(str), *dir(date), *dir(time)) if not name.startswith("_")
)


def faults(folder: Path) -> list[Problem]:
    """Every mistake in the templates of `folder`, with what to write instead."""
    if not folder.is_dir():
        cure = "make it, or unset DUBAN_TEMPLATES_DIR"
        return [Problem(str(folder), 0, "the folder is not there", cure)]
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _WORD and not path.name.startswith(("~$", "."))
    ]
    if not found:
        cure = "copy the shipped templates into it, or unset DUBAN_TEMPLATES_DIR"
        return [Problem(str(folder), 0, "no template is in it", cure)]
    return [fault for path in found for fault in _of_file(folder, path)]


def _of_file(folder: Path, path: Path) -> Iterator[Problem]:
    place = path.relative_to(folder).as_posix()
    known = [f"{language}/{name}.docx" for language in LANGUAGES for name in DOCUMENTS]
    if place not in known:
        near = difflib.get_close_matches(place, known, n=1)
        cure = f"did you mean {near[0]}?" if near else f"name it one of: {', '.join(known)}"
        yield Problem(str(path), 0, "no document is made from it", cure)
        return
    language = place.partition("/")[0]
    kind = DOCUMENTS[path.stem]
    try:
        wrong = list(_names(path, language, kind))
        wrong = wrong or list(_filling(path, language, kind))
    except (BadZipFile, PackageNotFoundError, KeyError, OSError):
        yield Problem(str(path), 0, "it is no Word document", "save it in Word as .docx")
        return
    for message, cure in wrong:
        yield Problem(str(path), 0, message, cure)


def _names(path: Path, language: str, kind: type) -> Iterator[tuple[str, str]]:
    """(what is wrong, what to write instead) of each tag that cannot be read or names nothing."""
    names, inner = frozenset(field.name for field in fields(kind)), _COMMON | _attributes(kind)
    for source in sources(path):
        try:
            tree = environment(language).parse(source)
            environment(language).from_string(source)
        except TemplateSyntaxError as error:
            yield f"{error.message} in “{_said(source, error.lineno)}”", _SYNTAX
            continue
        unknown = meta.find_undeclared_variables(tree) - names
        for name in tree.find_all(nodes.Name):
            if name.name in unknown:
                yield _unknown(name.name, names, _said(source, name.lineno))
        for one in tree.find_all(nodes.Getattr):
            if one.attr not in inner:
                own = inner - _COMMON
                yield _unknown(one.attr, own, _said(source, one.lineno))


_SYNTAX = "write {{ name }} for a value, {%p if name %} … {%p endif %} around paragraphs"
_STRUCTURE = (
    "end each {% … %} in the paragraph it begins in; write {%p … %} around paragraphs, "
    "{%tr … %} around rows of a table, each in a paragraph or row of its own"
)


def sources(path: Path) -> Iterator[str]:
    """The parts of the document as Jinja reads them, a paragraph a line."""
    template = WordTemplate(path)
    template.init_docx()
    found = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        found += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    for xml in found:
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(xml))


def _said(source: str, line: int) -> str:
    """The words of the paragraph on that line."""
    lines = source.splitlines()
    return re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1]).strip()


def _unknown(name: str, names: frozenset[str], said: str) -> tuple[str, str]:
    near = difflib.get_close_matches(name, names, n=1)
    cure = f"write {near[0]}" if near else f"write one of: {', '.join(sorted(names))}"
    return f"the document has no “{name}”, in “{said}”", cure


def _filling(path: Path, language: str, kind: type) -> Iterator[tuple[str, str]]:
    """What goes wrong when it is filled with every field, and with none."""
    for full in (True, False):
        try:
            fill(path, language, sample(kind, full=full))
        except ExpatError as error:
            yield f"its parts do not fit together: {error}", _STRUCTURE
        except UndefinedError as error:
            yield f"{error.message}", "write a name of docs/documents.md"
        except Exception as error:  # an office's template may do anything
            yield f"it cannot be filled: {error}", _SYNTAX
        else:
            continue
        return


def sample(kind: Any, *, full: bool) -> Any:
    """A value of that type with every text and list filled, or none of them."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if origin in (Union, UnionType):
        return sample(inner[0], full=full) if full else None
    if origin is tuple and inner[-1] is Ellipsis:
        return (sample(inner[0], full=full),) * 2 if full else ()
    if origin is tuple:
        return tuple(sample(one, full=full) for one in inner)
    if kind in _SAMPLES:
        return (_SAMPLES if full else _NONE)[kind]
    return kind(**{name: sample(one, full=full) for name, one in get_type_hints(kind).items()})


def _attributes(kind: Any) -> frozenset[str]:
    """The names of everything inside the fields of a form, at any depth."""
    found: set[str] = set()
    for inner in get_args(kind):
        found |= _attributes(inner)
    if not get_args(kind) and (is_dataclass(kind) or hasattr(kind, "_fields")):
        found |= {name for name in dir(kind) if not name.startswith("_")}
        for hint in get_type_hints(kind).values():
            found |= _attributes(hint)
    return frozenset(found)
