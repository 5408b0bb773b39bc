"""A cell of the heat map: which colour it has, and what it counts. Pure."""

from collections import Counter
from dataclasses import dataclass

from workflows.domain.figures import Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A unit in a phase: its worst light, how many are done of how many were due by today (as the
    statistics count), how many are late."""

    light: str
    done: int
    total: int
    red: int


def cell(counts: Counter[str], done: Numbers) -> Cell:
    return Cell(light=worst(counts), done=done.done, total=done.owed, red=counts["red"])


def worst(counts: Counter[str]) -> str:
    return next(
        (light for light in ("red", "yellow", "green", "white", "grey") if counts[light]), "white"
    )
