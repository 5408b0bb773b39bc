"""The house keeps its shape: names, sizes, and one door to the clock."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("config", "workflows", "notifications", "documents", "scheduler", "dashboard", "demo")
LONGEST_FUNCTION = 60

CLOCK_READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {
        *("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"),
        *("localtime", "gmtime", "sleep"),
    },
}
SQL_CLOCKS = {"now", "current_timestamp", "current_date", "localtimestamp"}


def modules() -> list[Path]:
    """Every module of ours but migrations, which are kept as they were generated."""
    found = [path for name in NAMES for path in sorted((ROOT / name).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@pytest.mark.parametrize("name", [name for name in NAMES if (ROOT / name).is_dir()])
def test_an_import_name_of_ours_belongs_to_no_other_package(name):
    assert set(packages_distributions().get(name, ["duban"])) == {"duban"}
    module = __import__(name)
    assert [Path(place).resolve() for place in module.__path__] == [ROOT / name]


def test_no_function_is_too_long_to_read():
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {length} lines"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_only_the_store_knows_the_column_of_the_facts():
    """Everybody else reads `row.facts` (workflows/domain/kind_facts.py)."""
    templates = (ROOT / "dashboard" / "templates").rglob("*.html")
    found = [
        shown(path)
        for path in (*modules(), *sorted((ROOT / "tests").rglob("*.py")), *templates)
        if re.search(r"\.extra\b", path.read_text(encoding="utf-8"))
        and path.parent != ROOT / "workflows" / "store"
        and path != Path(__file__)
    ]
    assert not found


def test_only_the_clock_reads_the_clock():
    reads = [
        f"{shown(path)}:{line} {what}"
        for path in modules()
        if shown(path) != "config/clock.py"
        for line, what in clock_reads(parsed(path))
    ]
    assert not reads, "time is passed in; only config/clock.py reads the clock"


@pytest.mark.parametrize(
    "code",
    [
        "import datetime as dt\nx = dt.datetime.now(dt.UTC)",
        "from datetime import datetime as d\nx = d.now()",
        "from datetime import date\nf = date.today",
        "import time\ntime.sleep(1)",
        "from time import monotonic",
        "from sqlalchemy import func\nfunc.now()",
        "import sqlalchemy as sa\nsa.func.current_timestamp()",
    ],
)
def test_the_search_for_clock_reads_finds_them(code):
    assert list(clock_reads(ast.parse(code)))


def test_the_search_for_clock_reads_lets_honest_code_pass():
    code = "from datetime import datetime\nx = datetime(2010, 6, 1)\ndef f(now): return now.date()"
    assert not list(clock_reads(ast.parse(code)))


def test_every_folder_of_tests_is_a_package_that_shadows_nobody():
    folders = [path.parent for path in (ROOT / "tests").rglob("*.py")]
    assert [f for f in set(folders) if not (f / "__init__.py").exists()] == []
    # `tests.config` is a package of its own; a folder on sys.path would be another item
    bare = {f.name for f in folders if not (f.parent / "__init__.py").exists()}
    assert bare == {"tests"}


def test_every_folder_of_code_says_in_one_line_what_it_is_for():
    silent = [
        shown(path)
        for path in modules()
        if path.name == "__init__.py"
        and "migrations" not in path.parts
        and not ast.get_docstring(parsed(path))
    ]
    assert not silent


def clock_reads(tree: ast.Module) -> Iterator[tuple[int, str]]:
    names: dict[str, str] = {}  # the name here → "datetime", "date", "time" or "func"
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {a.asname or a.name: a.name for a in node.names if a.name in CLOCK_READS}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if node.module == "time" and alias.name in CLOCK_READS["time"]:
                    yield node.lineno, f"time.{alias.name}"
                elif node.module in ("datetime", "sqlalchemy"):
                    names[alias.asname or alias.name] = alias.name
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value
        if isinstance(owner, ast.Name):
            kind = names.get(owner.id, "")
        else:
            kind = owner.attr if isinstance(owner, ast.Attribute) else ""
        if node.attr in CLOCK_READS.get(kind, ()) or (kind == "func" and node.attr in SQL_CLOCKS):
            yield node.lineno, f"{kind}.{node.attr}"
