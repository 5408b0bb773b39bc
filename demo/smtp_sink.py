"""The demo's mailbox: a real SMTP server on loopback that files every mail as one .eml.

It runs as a process of its own (`python -m demo.smtp_sink DIR`), so that it takes mail on one
core while the sweep works on the other. It adds nothing to a mail: the same mails give the same
files, byte for byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
_STOP_TIMEOUT = 10.0
_NAME_LIMIT = 120
_SIZE_LIMIT = 2**25
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^<>@\r\n]+)", re.IGNORECASE | re.MULTILINE)
_UNSAFE = re.compile(r"[^A-Za-z0-9._=+-]|^[.-]")
_PLAIN_PATH = re.compile(r"<([A-Za-z0-9._=+-]+@[A-Za-z0-9.-]+)>")


class Mailbox(contextlib.AbstractContextManager["Mailbox", None]):
    """A mailbox process that lives as long as this object is open, and no longer than we do.

    RuntimeError when it cannot start (the port is taken, the directory cannot be written).
    """

    def __init__(self, directory: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "demo.smtp_sink", str(directory.resolve())]
        self._process = subprocess.Popen(
            [*command, "--port", str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
            start_new_session=True,  # Ctrl-C is ours; it stops when we close its stdin
        )
        assert self._process.stdout is not None
        first_line = self._process.stdout.readline().strip()
        if not first_line.isdigit():
            self.close()
            raise RuntimeError(f"the mailbox in {directory} did not start: see stderr")
        self.port = int(first_line)

    @property
    def url(self) -> str:
        """What DUBAN_SMTP_URL should say to deliver here."""
        return f"smtp://{HOST}:{self.port}"

    def close(self) -> None:
        """Stop the process; every mail it has answered with 250 is in its file."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(_STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __exit__(self, *error: object) -> None:
        self.close()


class Files:
    """The handler: writes each mail under a name taken from its Message-ID."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._taken = {path.stem for path in directory.glob("*.eml")}

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, answers: list[str]
    ) -> list[str]:
        """Offers PIPELINING: orders wait in the reader's buffer and are answered one by one."""
        session.host_name = host
        return [*answers[:-1], "250-PIPELINING", answers[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """250 only when the file is in place; 452 when the disk does not take it."""
        mail = envelope.original_content or b""
        try:
            self._keep(mail)
        except OSError as error:
            return f"452 4.3.1 the mailbox cannot write: {error.strerror}"
        return "250 2.0.0 kept"

    def _keep(self, mail: bytes) -> None:
        base = name = file_name(mail)
        copy = 1
        while name in self._taken:
            copy += 1
            name = f"{base}-{copy}"
        draft = self._directory / f".{name}.part"
        draft.write_bytes(mail)
        draft.replace(self._directory / f"{name}.eml")
        self._taken.add(name)


def file_name(mail: bytes) -> str:
    """The Message-ID's local part made safe; a digest keeps apart what was changed or missing."""
    head = mail.partition(b"\r\n\r\n")[0]
    found = _MESSAGE_ID.search(head)
    if found is None:
        return f"no-message-id-{sha256(mail).hexdigest()[:12]}"
    local = found[1].decode("utf-8", "replace").strip()
    safe = _UNSAFE.sub("_", local)[:_NAME_LIMIT]
    return safe if safe == local else f"{safe}-{sha256(found[1]).hexdigest()[:12]}"


class _Server(SMTP):
    """aiosmtpd, with its two slow places taken over: addresses, and DATA line by line."""

    line_length_limit = _SIZE_LIMIT  # the reader's buffer, so that a mail comes in one piece

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        plain = _PLAIN_PATH.match(arg)
        if plain is not None:
            return plain[1], arg[plain.end() :].strip()
        return super()._getaddr(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos or arg:
            await self.push("503 5.5.1 RCPT first, then DATA alone")
            return
        await self.push("354 the mail, then a dot on a line of its own")
        stuffed = await self._until_lone_dot()
        if stuffed is None:
            await self.push("552 5.3.4 the mail is too large")
            self._writer.close()
            return
        unstuffed = stuffed[:-3].replace(b"\r\n.", b"\r\n")
        self.envelope.original_content = unstuffed.removeprefix(b".")
        status = await self.event_handler.handle_DATA(self, self.session, self.envelope)
        self.envelope = self._create_envelope()
        await self.push(status)

    async def _until_lone_dot(self) -> bytes | None:
        stuffed = b""
        while not (stuffed.endswith(b"\r\n.\r\n") or stuffed == b".\r\n"):
            try:
                stuffed += await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError:
                return None
            if len(stuffed) > _SIZE_LIMIT:
                return None
        return stuffed


async def serve(directory: Path, port: int) -> None:
    """Take mail until stdin ends or SIGTERM; the port is printed as the first line."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    files = Files(directory)

    def session() -> SMTP:
        return _Server(files, hostname="mailbox.localhost", ident="duban", loop=loop)

    server = await loop.create_server(session, HOST, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    threading.Thread(target=_watch_stdin, args=(loop, stop), daemon=True).start()
    print(server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()
    server.close()


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(0, 4096):  # unbuffered: a lock held here would block the interpreter's end
        pass
    with contextlib.suppress(RuntimeError):  # a signal may have ended the loop first
        loop.call_soon_threadsafe(stop.set)


def main(arguments: list[str]) -> None:
    """`DIR [--port N]`; port 0 takes any free one."""
    directory, *rest = arguments
    port = int(rest[1]) if rest[:1] == ["--port"] else 0
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    logging.getLogger("mail.debug").setLevel(logging.CRITICAL)
    asyncio.run(serve(Path(directory), port))


if __name__ == "__main__":
    main(sys.argv[1:])
