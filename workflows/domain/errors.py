"""What Duban says when it refuses: always what was read, where, and what to do instead.

Texts are messages (`workflows.domain.messages`), so that a page can say them in the language of
whoever reads it; printed, logged and recorded they are English.
"""

from dataclasses import dataclass

from workflows.domain.messages import Text, as_message


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    message: Text
    cure: Text

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.where}: {self.message} — {self.cure}"


class DubanError(Exception):
    """Anything the user can correct. `cure` says how."""

    def __init__(self, message: Text, cure: Text = "") -> None:
        super().__init__(str(message))
        self.message = as_message(message)
        self.cure = as_message(cure)

    def __str__(self) -> str:
        return f"{self.message} — {self.cure}" if self.cure else str(self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """What somebody had no right to, for the record: a move on an obligation, or, where
    `obligation` is None, a permission (workflows/domain/roles.py)."""

    obligation: int | None
    what: str
    why: str
    actor: str


class Refused(DubanError):
    """A move that the workflow, a right or the clock does not allow. Nothing was changed.

    `denied` is put on record by the door (workflows/commands/door.py).
    """

    def __init__(self, message: Text, cure: Text = "", denied: tuple[Denied, ...] = ()) -> None:
        super().__init__(message, cure)
        self.denied = denied


class NotFound(DubanError):
    """There is no such object here."""


class BadInput(DubanError):
    """Files with mistakes, all of them at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
