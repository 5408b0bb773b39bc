"""The commands as real processes: streams, exit codes, and `run` told to stop."""

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.relay import PATIENCE, AskedRelay, Gate

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@contextlib.contextmanager
def start(*words: str) -> Iterator[subprocess.Popen[str]]:
    """`duban …` with the DUBAN_* environment of this test; gone with the block."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "scheduler.cli", *words]
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str], words: str) -> None:
    """Wait until the process has said `words` on stderr."""
    assert process.stderr is not None
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        assert any(words in line for line in process.stderr), f"it never said “{words}”"
    finally:
        watchdog.cancel()


def test_results_go_to_stdout_and_logs_to_stderr(june):
    june.set(log_level="info", log_format="json")
    with start("status", "--json") as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out)["programme"] == "small"
    assert all(json.loads(line)["level"] for line in err.splitlines())


def test_the_entry_point_passes_a_refusal_on_as_exit_code_1(june):
    with start("status", "--programme", "nosuch") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "nosuch" in err


@pytest.fixture
def lately(june):
    """The programme of 2010, swept a moment ago: the gap since then was confirmed."""
    assert june("tick", "--confirm-gap").code == 0
    return june


def test_run_told_to_stop_in_a_burst_finishes_the_mail_in_hand_and_loses_none(lately):
    june, gate = lately, Gate("BODY")
    with AskedRelay(gate) as relay:
        june.set(smtp_url=f"smtp://127.0.0.1:{relay.port}", smtp_connections=1, log_level="info")
        with start("run") as process:
            assert gate.reached.wait(60)
            process.send_signal(signal.SIGTERM)
            said(process, "stopping")
            process.send_signal(signal.SIGTERM)  # once more does no harm
            gate.opened.set()
            assert process.wait(10) == 0
    states = [m["state"] for m in june("messages", "--json").json]
    assert states.count("sent") == len(relay.taken) == 1
    assert set(states) <= {"sent", "pending", "cancelled"} and states.count("pending") > 3


def test_run_told_to_stop_while_the_relay_hangs_still_ends_in_ten_seconds(lately):
    june, gate = lately, Gate("EHLO")
    with AskedRelay(gate) as relay:
        june.set(smtp_url=f"smtp://127.0.0.1:{relay.port}", log_level="info")
        with start("run") as process:
            try:
                assert gate.reached.wait(60)
                process.send_signal(signal.SIGTERM)
                assert process.wait(10) == 0
            finally:
                process.kill()
                gate.opened.set()


def test_run_ends_cleanly_when_there_is_nothing_to_do(duban):
    duban.set(log_level="info")
    with start("run") as process:
        said(process, "Scheduler started")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
