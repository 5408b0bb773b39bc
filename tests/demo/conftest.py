"""One demo, played twice from the same seed by two real processes, for all workers of the run."""

import fcntl
import os
import subprocess
import sys
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
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (shared / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo-done").exists():
            _play(shared / "demo-1", shared / "demo-2")
            (shared / "demo-done").touch()
    first, second = (
        Played(shared / name, (shared / f"{name}.out").read_text(encoding="utf-8"))
        for name in ("demo-1", "demo-2")
    )
    return first, second


def _play(*folders: Path) -> None:
    running = []
    for folder in folders:
        words = ["--dir", str(folder), "--until", UNTIL, "--seed", "7", "--no-serve"]
        command = [sys.executable, "-m", "scheduler.cli", "demo", *words]
        with Path(f"{folder}.out").open("w") as out:
            running.append(subprocess.Popen(command, cwd=ROOT, stdout=out, env=environment()))
    assert [process.wait(300) for process in running] == [0, 0]


def environment(columns: int = 120) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return kept | {"COLUMNS": str(columns)}
