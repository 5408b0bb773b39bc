"""The picture of the house in the docs shows the packages and who imports whom, as they are."""

import re
from functools import cache
from pathlib import Path

import grimp

from tests.test_house import NAMES, ROOT

#: From the top of the house down (pyproject.toml, the contract “house”).
ROOMS = (
    "scheduler.cli", "demo", "dashboard", "scheduler.embedded", "scheduler.rehearsal",
    "scheduler.jobs", "scheduler.sweep", "scheduler.housekeeping", "scheduler.passes", "documents",
    "notifications", "workflows.commands", "workflows.store", "workflows.definition",
    "workflows.domain", "config",
)  # fmt: skip
Arrow = tuple[str, str]


def room(module: str) -> str:
    return next((r for r in ROOMS if module == r or module.startswith(f"{r}.")), "")


@cache
def imports() -> frozenset[Arrow]:
    """(importer, imported) of the rooms."""
    graph = grimp.build_graph(*NAMES)
    pairs = (
        (room(module), room(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    )
    return frozenset((one, other) for one, other in pairs if one and other and one != other)


def reduced(arrows: frozenset[Arrow]) -> set[Arrow]:
    """The arrows that no way over another room says already."""

    def reached(start: str, without: Arrow) -> set[str]:
        found: set[str] = set()
        ways = [start]
        while ways:
            at = ways.pop()
            for one, other in arrows:
                if one == at and (one, other) != without and other not in found:
                    found.add(other)
                    ways.append(other)
        return found

    return {arrow for arrow in arrows if arrow[1] not in reached(arrow[0], arrow)}


def drawn(path: Path) -> set[Arrow]:
    text = path.read_text(encoding="utf-8").split("## The house")[1]
    picture = re.findall(r"```mermaid\n(.*?)```", text, re.S)[0]
    names = dict(re.findall(r"^\s*(\w+)\[([\w.]+)\]", picture, re.M))
    return {
        (names[one], names[other])
        for one, others in re.findall(r"^\s*(\w+) --> (.+)$", picture, re.M)
        for other in re.split(r"\s*&\s*", others.strip())
    }


def test_the_picture_of_the_house_has_the_arrows_of_the_code_and_no_other():
    assert drawn(ROOT / "docs" / "architecture.md") == reduced(imports())


def test_every_module_is_in_a_room_of_the_picture():
    graph = grimp.build_graph(*NAMES)
    alone = {m for m in graph.modules if not room(m) and "." in m}
    assert alone == set()
