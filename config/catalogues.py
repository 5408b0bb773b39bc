"""`make catalogues`: finds the texts of code and templates, updates the catalogues, compiles.

`python -m config.catalogues` writes; with `--compile` it only compiles. A translation whose text is
gone stays in the file as obsolete, and a test says so, until `--prune` drops it. `--new LANGUAGE`
begins the catalogue of a language.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment

from config.i18n import DOMAIN, LOCALE, ON_PAGE, SOURCE, compiled, read

HOUSE = LOCALE.parents[1]
#: Of each function that takes texts, where they stand among its arguments; `p` before a number is
#: the context of those that follow, `n` a text with its plural.
PLAIN = {
    "_": 0, "say": 0, "gettext": 0, "N_": 0, "Message": 0, "as_message": 0, "_required": 2,
    "Fact": 0, "_day": 0, "makes": 1, "commands": 2,
}  # fmt: skip
PLURAL = {"ngettext": 0, "counted": 0, "npgettext": 1}
IN_CONTEXT = {"pgettext", "npgettext", "term", "terms"}
#: What refuses: its arguments from this one on are texts, and so is each that is named.
REFUSALS = {
    "Refused": 0, "MissingHead": 0, "Refusal": 0, "NotFound": 0, "Unreadable": 0, "_refusal": 0,
    "wrong": 1, "BadSheet": 0, "CheckResult": 2,
}  # fmt: skip
#: Texts that name a command, an option or a file beside the program: pages say what to do on them.
OF_COMMANDS = re.compile(r"\bduban [a-z{]|--[a-z]|\bdocs/")
#: Classes of Typer whose `help` and panel are texts.
HELP = ("Typer", "Option", "Argument")
#: Folders of what is read at the command line alone: no page says it in other words.
COMMAND_LINE = (
    "config/", "scheduler/", "demo/", "workflows/commands/prune.py", "workflows/commands/gaps.py",
)  # fmt: skip
#: Folders and files whose texts reach a reader through the catalogue.
SOURCES = (
    "config/*.py",
    "dashboard/**/*.py",
    "dashboard/templates/*.html",
    "demo/logins.py",
    "notifications/**/*.py",
    "notifications/templates/**/*.jinja",
    "demo/summary.py",
    "scheduler/cli/*.py",
    "scheduler/housekeeping.py",
    "scheduler/jobs.py",
    "workflows/domain/**/*.py",
    "workflows/commands/**/*.py",
    "workflows/definition/**/*.py",
    "workflows/store/record.py",
    "workflows/store/schema.py",
    "documents/*.py",
    "documents/templates/*.html",
)
#: Contexts of words of tables, whose names in the code are not what an English reader is told.
ENGLISH = ("state", "light", "audience", "colour", "policy", "detail", "mail", "change")
_SENTENCE = re.compile(r"[A-Za-z“].*")

#: (context, text or (text, plural))
Found = tuple[str, str | tuple[str, str]]


def extracted() -> Catalog:
    """Every text of code and templates, with the files it stands in."""
    found = Catalog(domain=DOMAIN, project=DOMAIN, creation_date=datetime(2010, 1, 1, tzinfo=UTC))
    for path in sources():
        name = path.relative_to(HOUSE).as_posix()
        of_file = of_template if path.suffix in (".html", ".jinja") else of_module
        for context, text in dict.fromkeys(of_file(path)):
            if context == ON_PAGE and name.startswith(COMMAND_LINE):
                continue
            flags = ["python-brace-format"] if re.search(r"{\w+", str(text)) else []
            found.add(text, context=context or None, locations=[(name, 1)], flags=flags)
    return found


def sources() -> list[Path]:
    """The files whose texts are looked for."""
    return [path for pattern in SOURCES for path in sorted(HOUSE.glob(pattern))]


def of_template(path: Path) -> Iterator[Found]:
    """The texts of a Jinja template."""
    reader = Environment(extensions=["jinja2.ext.i18n"])
    source, functions = path.read_text(encoding="utf-8"), (*PLAIN, *PLURAL, *IN_CONTEXT)
    for _, name, text in reader.extract_translations(source, functions):  # type: ignore[attr-defined]
        yield from _of_call(name, list(text) if isinstance(text, tuple) else [text])


def of_module(path: Path) -> Iterator[Found]:
    """The texts of a Python module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = path.relative_to(HOUSE).as_posix()
    of_commands = inside.startswith("workflows/commands/")
    for node in ast.walk(tree):
        # The commands' `say` writes an event; its words are no text.
        if isinstance(node, ast.Call) and name_of(node) == "Field" and _of_plan(node, inside):
            # What a key that must be there is for: the refusal of a file without it says so.
            yield from (
                ("", one)
                for given in node.keywords
                if given.arg == "description"
                for one in _sentences(given.value)
            )
        if isinstance(node, ast.Call) and name_of(node) in HELP:
            yield from (
                ("", text)
                for given in node.keywords
                if given.arg in ("help", "rich_help_panel") and (text := _string(given.value))
            )
        if isinstance(node, ast.Call) and (name_of(node) != "say" or not of_commands):
            named = [one.value for one in node.keywords] if name_of(node) in REFUSALS else []
            for texts in _choices([*node.args, *named]):
                yield from _of_call(name_of(node), texts)
    if inside.startswith("scheduler/cli/"):
        yield from (("", text) for text in _helps(tree))


def _helps(tree: ast.Module) -> Iterator[str]:
    """The help of commands: what public functions of their modules say of themselves, as Typer
    reads it."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            # What a command is called with, by its annotation (scheduler/cli/options.py).
            call = [one.annotation for one in node.args.args if one.arg == "call"]
            if node.name in ("demo", "web", "run") or any(
                isinstance(one, ast.Name) and one.id != "Invocation" for one in call
            ):
                yield from (ast.get_docstring(node) or "").split("\n\n")


def updated(language: str, template: Catalog, *, prune: bool = False) -> bytes:
    """The catalogue of a language as a file, with what `template` has and no more; translations
    of texts that are gone stay as obsolete ones."""
    path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        kept = read(file, language)
    if language == SOURCE:
        wanted = Catalog()
        for one in template:
            if one.id and (one.context or "") in (ON_PAGE, *ENGLISH):
                wanted.add(one.id, context=one.context, locations=one.locations, flags=one.flags)
        template = wanted
    kept.update(template, no_fuzzy_matching=True, update_creation_date=False)
    kept.fuzzy, kept.version = False, ""
    kept.header_comment = f"# The texts of Duban: {language}."
    for one in kept:
        one.flags.discard("fuzzy")
    made = io.BytesIO()
    write_po(made, kept, width=100, sort_output=True, include_lineno=False, ignore_obsolete=prune)
    return _without_moments(made.getvalue())


def begin(language: str, folder: Path = LOCALE) -> Path:
    """An empty catalogue of a language, with its rule for plurals. Raises babel's
    UnknownLocaleError for a language nobody knows, FileExistsError for one that is there."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Catalog(locale=language, project=DOMAIN, version="", fuzzy=False)
    with path.open("xb") as file:
        write_po(file, made)
    return path


def main(arguments: list[str]) -> int:
    if "--new" in arguments:
        begin(arguments[arguments.index("--new") + 1])
    template = extracted()
    for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = path.parts[-3]
        if "--compile" not in arguments:
            text = updated(language, template, prune="--prune" in arguments)
            if text != path.read_bytes():
                path.write_bytes(text)
                print(f"wrote {path.relative_to(HOUSE)}")
        with path.with_suffix(".mo").open("wb") as file:
            compiled(path.read_bytes(), language, file)
    return 0


def _of_call(name: str, texts: list[str | None]) -> Iterator[Found]:
    """What one call says: `texts` are its arguments, None for one that is no string of ours."""
    given = [*texts, None, None, None]
    if name in REFUSALS:
        for one in texts[REFUSALS[name] :]:
            yield from _plain(one)
    elif name == "terms":
        yield from ((given[0] or "", one) for one in texts[1:] if one)
    elif name in PLURAL:
        one, many = given[PLURAL[name]], given[PLURAL[name] + 1]
        if one and many:
            yield (given[0] or "") if name in IN_CONTEXT else "", (one, many)
    elif name in IN_CONTEXT:
        if (context := given[0]) and (one := given[1]):
            yield context, one
    elif name in PLAIN:
        yield from _plain(given[PLAIN[name]] if PLAIN[name] < len(given) else None)


def _plain(text: str | None) -> Iterator[Found]:
    if text:
        yield "", text
        if OF_COMMANDS.search(text):
            yield ON_PAGE, text


def _of_plan(field: ast.Call, inside: str) -> bool:
    """Whether a field of pydantic describes a key that somebody writes in a plan."""
    return not field.args and not inside.startswith(COMMAND_LINE)


def _choices(nodes: Sequence[ast.expr]) -> Iterator[list[str | None]]:
    """The strings among some arguments; one `if` else the other is both, one after the other."""
    yield [_string(node.body if isinstance(node, ast.IfExp) else node) for node in nodes]
    if any(isinstance(node, ast.IfExp) for node in nodes):
        yield [_string(node.orelse if isinstance(node, ast.IfExp) else node) for node in nodes]


def _string(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
    return None


def _sentences(node: ast.expr) -> Iterator[str]:
    text = _string(node) or ""
    if _SENTENCE.fullmatch(text) and (" " in text or text[:1].isupper()):
        yield text


def name_of(call: ast.Call) -> str:
    """The name of what is called, whatever it belongs to."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _without_moments(po: bytes) -> bytes:
    """A file that changes only when a text does."""
    return re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|'
        rb'Language-Team|Report-Msgid-Bugs-To): [^"]*"\n',
        b"",
        po,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
