"""The demos that tests look at, played by real processes, once for all workers of the run."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNTIL = "2010-06-05"


@dataclass(frozen=True, slots=True)
class Played:
    """What `duban demo` left in `folder` and printed."""

    folder: Path
    out: str

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'duban.sqlite'}"

    @property
    def mails(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted((self.folder / "mail").glob("*.eml"))}


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, Played]:
    """The demo through 5 June 2010 with seed 7, in two folders. Nobody writes in them."""
    words = ["--until", UNTIL, "--seed", "7", "--no-serve"]
    shared = _once(tmp_path_factory, "demo", lambda at: _play(words, at / "demo-1", at / "demo-2"))
    return _played(shared / "demo-1"), _played(shared / "demo-2")


@pytest.fixture(scope="session")
def thirty_months(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo to its end, as `make demo ARGS=--to-end` plays it. Nobody writes in it."""
    words = ["--to-end", "--no-serve"]
    shared = _once(tmp_path_factory, "whole", lambda at: _play(words, at / "whole-1"))
    return _played(shared / "whole-1")


@pytest.fixture(scope="session")
def as_printed(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo as `make demo` plays it, on a terminal of 100 columns. Nobody writes in it."""
    shared = _once(tmp_path_factory, "printed", lambda at: _play([], at / "printed", columns=100))
    return _played(shared / "printed")


def _once(
    tmp_path_factory: pytest.TempPathFactory, name: str, play: Callable[[Path], None]
) -> Path:
    """The folder all workers share, after one of them has played into it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (shared / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / f"{name}-done").exists():
            play(shared)
            (shared / f"{name}-done").touch()
    return shared


def _play(words: list[str], *folders: Path, columns: int = 120) -> None:
    running = []
    for folder in folders:
        command = [sys.executable, "-m", "scheduler.cli", "demo", "--dir", str(folder), *words]
        with Path(f"{folder}.out").open("w") as out:
            running.append(
                subprocess.Popen(command, cwd=ROOT, stdout=out, env=environment(columns))
            )
    assert [process.wait(900) for process in running] == [0] * len(folders)


def _played(folder: Path) -> Played:
    return Played(folder, Path(f"{folder}.out").read_text(encoding="utf-8"))


def environment(columns: int = 120) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return kept | {"COLUMNS": str(columns), "LC_ALL": "C.UTF-8"}
