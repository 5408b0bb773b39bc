"""The documentation says what the program has: every command, every option, no dead links."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from scheduler.cli import app
from workflows.domain import dates
from workflows.domain.workdays import calendar

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
COMMON = COMMANDS.split("## Plan")[0]
ELSEWHERE = {".venv", "duban-demo", "var", "build", "dist", "node_modules"}
Told = TyperCommand | TyperGroup


def commands(command: object, name: str = "duban") -> Iterator[tuple[str, Told]]:
    """Every command that does something, by the words it is called with."""
    if isinstance(command, TyperCommand) or (
        isinstance(command, TyperGroup) and command.invoke_without_command
    ):
        yield name, command
    if isinstance(command, TyperGroup):
        for word, below in command.commands.items():
            yield from commands(below, f"{name} {word}")


CLI = dict(commands(typer.main.get_command(app)))


def options(command: Told) -> set[str]:
    return {
        name
        for parameter in command.params
        if not isinstance(parameter, TyperArgument)
        for name in parameter.opts
        if name.startswith("--") and name != "--help"
    }


def sections() -> dict[str, str]:
    parts = re.split(r"^#{2,3} (.+)$", COMMANDS, flags=re.M)[1:]
    return {title.strip("`"): text for title, text in zip(parts[::2], parts[1::2], strict=True)}


def synopsis(name: str) -> str:
    return sections()[name].split("```")[1]


def test_every_command_has_a_section_and_every_section_a_command():
    documented = {title for title in sections() if title.startswith("duban ")}
    assert documented == set(CLI)


@pytest.mark.parametrize("name", CLI)
def test_the_synopsis_of_a_command_names_exactly_its_options(name):
    assert synopsis(name).lstrip().startswith(name)
    assert set(re.findall(r"--[a-z][a-z-]*", synopsis(name))) == options(CLI[name])


@pytest.mark.parametrize("name", CLI)
def test_the_synopsis_shows_every_argument(name):
    arguments = [p for p in CLI[name].params if isinstance(p, TyperArgument)]
    first = synopsis(name).strip().splitlines()[0].removeprefix(name).split("[")[0]
    words = [word for word in first.split() if not word.startswith("--")]
    taken = len(re.findall(r"--[a-z-]+ [A-Z]+", first))
    assert len(words) - taken == len(arguments)


def test_an_option_of_several_commands_is_explained_once_for_all():
    for option in ("--json", "--as", "--at", "--programme"):
        assert f"| `{option}` |" in COMMON


@pytest.mark.parametrize("name", CLI)
def test_every_command_says_in_one_sentence_what_it_does(name):
    said = CLI[name].help or ""
    assert re.match(r"[A-Z].*[.?]", said), f"{name}: {said!r}"


# --- links --------------------------------------------------------------------


def pages() -> list[Path]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(
        path
        for path in found
        if not ELSEWHERE & set(path.parts) and not any(part.startswith(".") for part in path.parts)
    )


def links(text: str) -> list[str]:
    plain = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    return re.findall(r"\]\(([^)\s]+)\)", plain)


def slugs(text: str) -> set[str]:
    """The names under which headings can be linked to."""
    plain = re.sub(r"```.*?```", "", text, flags=re.S)
    heads = re.findall(r"^#+ (.+)$", plain, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_relative_link_leads_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page}: {link} leads nowhere"
        assert target.resolve().is_relative_to(ROOT), f"{page}: {link} leads out of the project"
        if anchor:
            assert anchor in slugs(target.read_text(encoding="utf-8")), f"{page}: no {link}"


@pytest.mark.parametrize("page", [p for p in pages() if p.name != "CHANGELOG.md"], ids=str)
def test_every_page_begins_with_its_title(page):
    assert (ROOT / page).read_text(encoding="utf-8").startswith("# ")


def test_the_two_readmes_link_to_each_other():
    assert "README.zh-CN.md" in links((ROOT / "README.md").read_text(encoding="utf-8"))
    assert "README.md" in links((ROOT / "README.zh-CN.md").read_text(encoding="utf-8"))


def test_every_decision_is_numbered_in_order_and_says_what_was_rejected():
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        assert "## Rejected" in path.read_text(encoding="utf-8"), path.name


# --- dates as written -----------------------------------------------------------


def readings() -> list[tuple[str, dict[str, str]]]:
    """(words, column → value) of every row of the tables in docs/dates.md."""
    found, head = [], []
    for line in (ROOT / "docs" / "dates.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if not cells or set("".join(cells)) == {"-"}:
            continue
        if cells[0] == "words":
            head = cells
        else:
            found.append((cells[0], dict(zip(head[1:], cells[1:], strict=True))))
    return found


@pytest.mark.parametrize(("words", "meaning"), readings(), ids=lambda value: str(value)[:30])
def test_a_phrase_of_the_dates_page_means_what_the_page_says(words, meaning):
    context = dates.Context(
        issued=date(2010, 5, 28),
        anchors={"党的十八大": "congress-18"},
        holidays=calendar("CN").holiday_start,
    )
    found = dates.describe(dates.read(words, context))
    named = {"first": "start", "last": "end", "reminded from": "press_from", "because": "error"}
    for column, said in meaning.items():
        value = str(found[named.get(column, column)] or "")
        assert said in value if column == "because" else said == value


#: Where code, templates and data stand.
HOUSE = (
    "config", "workflows", "notifications", "documents", "scheduler", "dashboard", "demo", "tests",
    "bench",
)  # fmt: skip
POINTING = sorted(
    [
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs/decisions").glob("*.md"),
    ]
)
#: Names of other programs and of the environment.
NOT_OURS = re.compile(r"DUBAN_\w+|pg_dump|var/.+")


@lru_cache
def of_the_house() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all files and folders, and every word of code, templates and data."""
    files = [
        path
        for name in HOUSE
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".md"]
    readable = (path.read_text(encoding="utf-8", errors="ignore") for path in files)
    words = {word for text in readable for word in re.findall(r"\w+", text)}
    return frozenset({path.name for path in files}), frozenset(words)


def dead(token: str) -> bool:
    """Whether `token` looks like a path or a symbol of ours and leads nowhere."""
    names, words = of_the_house()
    if re.search(r"\s|[A-Z]{3,}/|[{*]", token) or NOT_OURS.fullmatch(token):
        return False
    if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", token):
        path = token.rstrip("/")
        places = [ROOT / path, *ROOT.glob(f"*/{path}"), *ROOT.glob(f"*/*/{path}")]
        return not any(place.exists() for place in places)
    if re.fullmatch(r"[\w-]+\.(py|html|po|yaml)", token):
        return token not in names
    if re.fullmatch(r"[A-Za-z_][\w.]*(\(\))?", token) and re.search(r"[_.A-Z]", token):
        return any(part not in words for part in re.findall(r"\w+", token))
    return False


@pytest.mark.parametrize("path", POINTING, ids=lambda path: path.name)
def test_every_path_and_symbol_that_the_docs_name_is_there(path):
    tokens = re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8"))
    assert [token for token in tokens if dead(token)] == []


@pytest.mark.parametrize(
    "token", ["workflows/domain/nowhere.py", "nowhere.py", "_NO" + "_SUCH_NAME"]
)
def test_the_search_for_dead_pointers_finds_them(token):
    assert dead(token)
