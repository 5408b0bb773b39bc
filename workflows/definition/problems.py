"""Mistakes are collected, so that one run names them all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from pydantic_core import PydanticCustomError

from workflows.domain.errors import BadInput, Problem
from workflows.domain.messages import Message, Text, several


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; line 0 is the file as a whole."""

    file: str
    line: int


@dataclass(slots=True)
class Problems:
    """The mistakes found so far, each once, in the order of the file when asked for."""

    found: list[Problem] = field(default_factory=list)

    def add(self, at: Place, message: Text, cure: Text) -> None:
        problem = Problem(at.file, at.line, message, cure)
        if problem not in self.found:
            self.found.append(problem)

    def in_order(self) -> tuple[Problem, ...]:
        """File by file as they were first met, line by line within each."""
        files = list(dict.fromkeys(problem.file for problem in self.found))
        return tuple(sorted(self.found, key=lambda p: (files.index(p.file), p.line)))

    def refuse(self) -> None:
        """Raises BadInput when there is any mistake."""
        if self.found:
            raise BadInput(list(self.in_order()))


def mistake(message: Text, cure: Text) -> PydanticCustomError:
    """What a validator raises: what was read, and what to write instead."""
    return PydanticCustomError("mistake", "{message}", {"message": message, "cure": cure})


def quoted(words: str, most: int = 60) -> str:
    """What was read, in quotation marks and short enough for one line."""
    flat = " ".join(words.split())
    shown = flat if len(flat) <= most else flat[: most - 1] + "…"
    return f"“{shown}”"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; "" when none is close."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def choose(word: str, known: Iterable[Text], most: int = 12) -> Message:
    """A cure for an unknown word: the nearest known one, else the list of them."""
    words = {str(one): one for one in known}
    if near := nearest(word, words):
        return Message("did you mean “{near}”?", near=words[near])
    if not words:
        return Message("define it first, or leave it out")
    more = ("…",) if len(words) > most else ()
    return Message("write one of: {words}", words=several([*list(words.values())[:most], *more]))
