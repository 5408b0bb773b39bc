"""The demo's mailbox: what was sent is on disk, byte for byte, under a name one can foretell."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.smtp_sink import Mailbox, file_name
from notifications.mailer import Mailer, Relay
from notifications.retry import Outcome

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mail") as mailbox:
        yield mailbox


@pytest.fixture
def mailer(box: Mailbox) -> Iterator[Mailer]:
    sender = Mailer(Relay(host="127.0.0.1", port=box.port, security="plain", timeout=10))
    yield sender
    sender.close()


def mail(message_id: str = "<duban.17@example.org>", body: bytes = b"text\r\n") -> bytes:
    return b"Subject: x\r\nMessage-ID: " + message_id.encode() + b"\r\n\r\n" + body


def deliver(mailer: Mailer, raw: bytes) -> None:
    result = mailer.send(sender="office@example.org", recipient="wang@example.org", raw=raw)
    assert result.outcome is Outcome.sent, result


def names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "mail").iterdir())


def test_the_url_is_a_loopback_smtp_address(box: Mailbox) -> None:
    assert box.url == f"smtp://127.0.0.1:{box.port}"


@pytest.mark.parametrize(
    "body",
    [
        b"text\r\n",
        b".\r\n..\r\n.end\r\n",
        b"a line that ends with a dot.\r\n.\r\n\r\n",
        b"",
        b"x" * 100_000 + b"\r\n",
        bytes(set(range(256)) - {10, 13}) + b"\r\n",
    ],
    ids=["text", "dots", "dot at the end", "empty", "long line", "eight bits"],
)
def test_a_mail_is_kept_byte_for_byte(mailer: Mailer, tmp_path: Path, body: bytes) -> None:
    deliver(mailer, mail(body=body))
    assert (tmp_path / "mail" / "duban.17.eml").read_bytes() == mail(body=body)


def test_a_file_is_in_place_when_the_mail_is_accepted_and_nothing_else_is_left(
    mailer: Mailer, tmp_path: Path
) -> None:
    for number in range(200):
        deliver(mailer, mail(f"<m{number}@example.org>"))
        assert (tmp_path / "mail" / f"m{number}.eml").exists()
    assert len(names(tmp_path)) == 200


def test_a_second_delivery_of_the_same_message_gets_a_number(
    mailer: Mailer, tmp_path: Path
) -> None:
    for _ in range(3):
        deliver(mailer, mail())
    assert names(tmp_path) == ["duban.17-2.eml", "duban.17-3.eml", "duban.17.eml"]


def test_a_mailbox_opened_again_overwrites_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with Mailbox(tmp_path / "mail") as box:
            mailer = Mailer(Relay(host="127.0.0.1", port=box.port, security="plain"))
            deliver(mailer, mail())
            mailer.close()
    assert names(tmp_path) == ["duban.17-2.eml", "duban.17.eml"]


def test_a_hostile_message_id_cannot_leave_the_directory(mailer: Mailer, tmp_path: Path) -> None:
    for hostile in ("<../../etc/passwd@x.org>", "<.hidden@x.org>", "<a b/c@x.org>", "<>", "none"):
        deliver(mailer, mail(hostile))
    assert len(names(tmp_path)) == 5
    assert all(name.endswith(".eml") and name[0] not in ".-" for name in names(tmp_path))


def test_names_depend_on_the_mail_alone() -> None:
    assert file_name(mail("<duban.17@example.org>")) == "duban.17"
    assert file_name(b"MESSAGE-id:\r\n <duban.17@example.org>\r\n\r\n") == "duban.17"
    assert file_name(b"x: y\r\n\r\nMessage-ID: <body@x>\r\n").startswith("no-message-id-")
    assert file_name(mail("<a/b@x>")) != file_name(mail("<a_b@x>"))
    assert file_name(mail("<a/b@x>")) == file_name(mail("<a/b@y>"))
    assert len(file_name(mail(f"<{'a' * 900}@x>"))) < 150


def test_a_directory_that_cannot_be_written_is_answered_with_452(
    box: Mailbox, mailer: Mailer, tmp_path: Path
) -> None:
    deliver(mailer, mail())
    (tmp_path / "mail").rename(tmp_path / "gone")
    result = mailer.send(sender="a@example.org", recipient="b@example.org", raw=mail("<2@x>"))
    assert (result.outcome, result.code) == (Outcome.retry, 452)


def test_smtp_out_of_order_is_refused(box: Mailbox) -> None:
    with (
        socket.create_connection(("127.0.0.1", box.port), 10) as line,
        line.makefile("rwb") as talk,
    ):
        for order, answer in [(b"", b"220"), (b"HELO x", b"250"), (b"DATA", b"503")]:
            if order:
                talk.write(order + b"\r\n")
                talk.flush()
            assert talk.readline().startswith(answer)


def test_a_port_in_use_is_reported_instead_of_waited_for(
    box: Mailbox, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RuntimeError, match="did not start"):
        Mailbox(tmp_path / "other", port=box.port)


def start(directory: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo.smtp_sink", str(directory), "--port", "0"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)


def test_the_process_prints_its_port_first_and_ends_when_its_parent_is_gone(
    tmp_path: Path,
) -> None:
    with start(tmp_path) as process:
        assert process.stdin is not None and process.stdout is not None
        assert int(process.stdout.readline()) > 0
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_process_ends_cleanly_on_sigterm_even_with_a_client_connected(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), 10) as line:
            assert line.recv(100).startswith(b"220")
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(10) == 0
