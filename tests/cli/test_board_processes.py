"""The board in several processes: one address, one database, and nothing left behind."""

import http.client
import os
import re
import signal
import socket
import threading
from pathlib import Path
from subprocess import Popen

import pytest

from dashboard.web.board import Options
from scheduler.cli import board
from tests.cli.test_processes import said, start
from tests.delivery.relay import PATIENCE

pytestmark = pytest.mark.slow
READY = "Application startup complete"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/healthz") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def several(june, processes: int = 2) -> int:
    port = free_port()
    june.set(web_port=port, web_processes=processes, log_level="info")
    return port


def workers(process: Popen[str]) -> list[int]:
    """The processes below one, but for the one that only looks after what they share."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/children")
    found = " ".join(each.read_text() for each in threads).split()
    said = {int(n): Path(f"/proc/{n}/cmdline").read_bytes() for n in found}
    return [number for number, words in said.items() if b"spawn_main" in words]


def gone(numbers: list[int]) -> bool:
    """Whether these processes end; a process that is gone, or dead and not yet fetched."""
    ended = threading.Event()

    def watch() -> None:
        while any(_lives(number) for number in numbers):
            ended.wait(0.02)
        ended.set()

    threading.Thread(target=watch, daemon=True).start()
    return ended.wait(PATIENCE)


def _lives(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_board_answers_from_two_processes_and_ends_when_told_to(june):
    port = several(june)
    with start("web") as process:
        said(process, READY)
        said(process, READY)
        assert len(workers(process)) == 2
        assert {answers(port) for _ in range(8)} == {200}
        assert answers(port, "/today") == 303
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_an_answering_process_that_dies_is_replaced_and_none_outlives_who_started_it(june):
    port = several(june)
    with start("web") as process:
        said(process, READY)
        said(process, READY)
        os.kill(workers(process)[0], signal.SIGKILL)
        said(process, READY)
        assert {answers(port) for _ in range(8)} == {200}
        left = workers(process)
        os.kill(process.pid, signal.SIGKILL)
        assert len(left) == 2 and gone(left)


def test_run_serves_the_board_in_processes_where_the_settings_say_so_and_takes_them_along(june):
    assert june("tick", "--confirm-gap").code == 0
    port = several(june)
    with start("run") as process:
        said(process, READY)
        said(process, READY)
        left = workers(process)
        assert len(left) == 2 and answers(port) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert gone(left)


def test_a_number_of_processes_that_cannot_be_is_refused_with_what_to_write(june):
    june.set(web_processes="0")
    refused = june("status")
    assert refused.code == 1 and re.search(r"DUBAN_WEB_PROCESSES.*0", refused.err)


class Served:
    """A server that only says what it was made with."""

    options: Options

    def __init__(self, engine, options, host, port):
        Served.options = options

    def run(self):
        pass


def test_the_links_of_a_demo_lead_to_the_port_it_is_served_at(june, monkeypatch):
    monkeypatch.setattr(board, "stagehand", lambda desk: object())
    monkeypatch.setattr(board, "show_accounts", lambda engine: None)
    monkeypatch.setattr(board, "make_server", Served)
    assert june("web", "--port", 8123).code == 0
    assert Served.options.base_url == "http://127.0.0.1:8123"
    june.set(base_url="https://duban.example.org")
    assert june("web", "--host", "0.0.0.0", "--port", 8123).code == 0
    assert Served.options.base_url == "https://duban.example.org"
    assert board.address("0.0.0.0", 8124) == "http://127.0.0.1:8124"
