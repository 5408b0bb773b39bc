"""What kills a process at a chosen moment: at a commit, or at a byte or an answer on the wire."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TOO_LONG = 60.0


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: at the `count`-th commit, byte sent or answer of a life; 0 for never."""

    what: str
    count: int


NEVER = Moment("never", 0)


def any_moment(random: Random, what: str = "") -> Moment:
    """A moment of the sweep (a commit) or of sending (a byte, or an answer of the relay)."""
    what = what or random.choice(["commit", "byte", "byte", "answer", "answer"])
    most = {"commit": 9, "byte": 40_000, "answer": 16}[what]
    return Moment(what, random.randint(1, most))


class Victim:
    """The process that lives again and again, with a mailbox behind a wire we can cut."""

    def __init__(self, url: str, mailbox: int, batch: int = 10) -> None:
        self._wire = Wire(mailbox, self._passed)
        command = [sys.executable, "-m", "tests.delivery.child", url, str(self._wire.port)]
        self._process = subprocess.Popen(
            [*command, str(batch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._moment, self._pid, self._counts = NEVER, 0, {"commit": 0, "byte": 0, "answer": 0}
        self._lock = threading.Lock()

    def live(self, now: datetime, moment: Moment = NEVER) -> bool:
        """One life at `now`, ended at `moment` if it comes to that. Returns whether it was."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._lock:
            self._moment, self._counts = moment, dict.fromkeys(self._counts, 0)
        watchdog = threading.Timer(TOO_LONG, self._process.kill)
        watchdog.start()
        try:
            self._process.stdin.write(f"{now.isoformat()}\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                word, _, number = line.strip().partition(" ")
                if word == "born":
                    self._pid = int(number)
                    self._passed("commit", 0)
                elif word == "commit":
                    self._passed("commit", 1)
                elif word == "dead":
                    assert int(number) in (0, signal.SIGKILL), line
                    return int(number) == signal.SIGKILL
        finally:
            watchdog.cancel()
            self._pid = 0
        raise AssertionError("the process did not come to an end")

    def _passed(self, what: str, count: int) -> int:
        """Count what passes; kill when the moment is there. Returns how much may pass."""
        with self._lock:
            self._counts[what] += count
            moment = self._moment
            over = self._counts[moment.what] - moment.count if moment is not NEVER else -1
            if over < 0 or not self._pid:
                return count
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            return max(count - over, 0) if moment.what == what == "byte" else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(TOO_LONG)
        self._wire.close()


class Wire:
    """Carries every connection to the mailbox; `passed` says how much of a piece may pass."""

    def __init__(self, mailbox: int, passed: Callable[[str, int], int]) -> None:
        self._mailbox = mailbox
        self._passed = passed
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = False
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self._over = True
        socket.create_connection((HOST, self.port)).close()  # wakes the accept
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            if self._over:
                near.close()
                return
            thread = threading.Thread(target=self._carry, args=(near,))
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection((HOST, self._mailbox))
        back = threading.Thread(target=self._pump, args=(far, near, "answer"))
        with near, far:
            back.start()
            self._pump(near, far, "byte")
            back.join(10)

    def _pump(self, source: socket.socket, target: socket.socket, what: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                allowed = self._passed(what, len(data) if what == "byte" else 1)
                if not allowed:
                    break
                target.sendall(data[:allowed] if what == "byte" else data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
