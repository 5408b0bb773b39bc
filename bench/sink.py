"""A mail server that takes everything and keeps nothing, in a process of its own.

`python -m bench.sink [FILE]` prints its port and serves until stdin ends; with FILE the mails
are kept, so that the same bytes can be sent again. As little work as SMTP allows: what is
measured is the sender.
"""

import pickle
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

#: (sender, recipient, bytes) of one mail, as it came.
Mail = tuple[str, str, bytes]


class Sink:
    """The sink's process, as long as the block lasts."""

    def __init__(self, keep: Path | None = None) -> None:
        command = [sys.executable, "-m", "bench.sink", *([str(keep)] if keep else [])]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


def kept(path: Path) -> list[Mail]:
    """The mails a sink has kept, in the order in which they came."""
    found: list[Mail] = pickle.loads(path.read_bytes())
    return found


def _talk(line: socket.socket, mails: list[Mail] | None) -> None:
    """One connection to its end."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.sendall(b"220 sink\r\n")
    sender, recipient, waiting = b"", b"", b""
    while True:
        while (end := waiting.find(b"\r\n")) < 0:
            some = line.recv(65536)
            if not some:
                return
            waiting += some
        said, waiting = waiting[:end], waiting[end + 2 :]
        word = said[:4].upper()
        if word == b"DATA":
            line.sendall(b"354 go on\r\n")
            while not waiting.endswith(b"\r\n.\r\n"):
                waiting += line.recv(1 << 20)
            if mails is not None:
                raw = waiting[:-3].replace(b"\r\n..", b"\r\n.")
                mails.append((sender.decode(), recipient.decode(), raw))
            waiting = b""
        elif word == b"MAIL":
            sender = said[said.find(b"<") + 1 : said.find(b">")]
        elif word == b"RCPT":
            recipient = said[said.find(b"<") + 1 : said.find(b">")]
        elif word == b"QUIT":
            line.sendall(b"221 bye\r\n")
            return
        line.sendall(b"250 ok\r\n")


def _serve(listener: socket.socket, mails: list[Mail] | None) -> None:
    while True:
        line, _ = listener.accept()
        threading.Thread(target=_talk, args=(line, mails), daemon=True).start()


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    mails: list[Mail] | None = None if path is None else []
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_serve, args=(listener, mails), daemon=True).start()
    sys.stdin.read()
    if path is not None:
        path.write_bytes(pickle.dumps(mails))


if __name__ == "__main__":
    main()
