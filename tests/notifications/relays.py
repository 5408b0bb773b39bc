"""Relays for the tests: a scripted one that misbehaves on order, and a real one (aiosmtpd)."""

import asyncio
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
DROP = "drop"
HANG = "hang"
Script = dict[str, str]  # verb (or "greeting", "body") → the answer, DROP or HANG


class ScriptedRelay:
    """Each connection follows one script; the last script serves all that come after.

    `heard` keeps the verbs of every connection, `mails` what was taken with a 250.
    """

    def __init__(self, *scripts: Script) -> None:
        self.heard: list[list[str]] = []
        self.mails: list[bytes] = []
        self._scripts = scripts or ({},)
        self._over = threading.Event()
        self._lines: list[socket.socket] = []
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        socket.create_connection((HOST, self.port)).close()  # wakes the accept
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # a failed test may have left it open
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            line, _ = self._listener.accept()
            if self._over.is_set():
                line.close()
                return
            script = self._scripts[min(len(self.heard), len(self._scripts) - 1)]
            self._lines.append(line)
            verbs: list[str] = []
            self.heard.append(verbs)
            thread = threading.Thread(target=self._talk, args=(line, script, verbs))
            self._threads.append(thread)
            thread.start()

    def _talk(self, line: socket.socket, script: Script, verbs: list[str]) -> None:
        with suppress(OSError), line, line.makefile("rwb") as stream:  # the client may hang up
            going_on = self._say(stream, script.get("greeting", "220 scripted"))
            while going_on and (order := stream.readline()):
                verb = order.split()[0].decode().upper()
                verbs.append(verb)
                going_on = self._obey(stream, script, verb)

    def _obey(self, stream: Any, script: Script, verb: str) -> bool:
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 fine")
        answer = script.get(verb, usual)
        if not self._say(stream, answer):
            return False
        if verb != "DATA" or not answer.startswith("354"):
            return verb != "QUIT" and not answer.startswith("421")
        mail = b""
        while mail != b".\r\n" and not mail.endswith(b"\r\n.\r\n"):
            if not (line := stream.readline()):
                return False
            mail += line
        answer = script.get("body", "250 taken")
        if answer.startswith("250"):
            self.mails.append(mail)
        return self._say(stream, answer)

    def _say(self, stream: Any, answer: str) -> bool:
        if answer == HANG:
            self._over.wait(10)
        if answer in (DROP, HANG):
            return False
        stream.write(answer.replace("\n", "\r\n").encode("utf-8") + b"\r\n")
        stream.flush()
        return True


class RealRelay:
    """aiosmtpd in a thread. Takes the login wang / right-horse; `envelopes` keeps the mails."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, wrapped: bool = False, **options: Any):
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self._options = {"hostname": "relay.localhost", "tls_context": None, **options}
        self._options["tls_context"] = None if wrapped else tls
        self._wrap = tls if wrapped else None
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda loop, context: None)
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        starting = self._loop.create_server(self._session, HOST, 0, ssl=self._wrap)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 2.0.0 taken"

    def _session(self) -> SMTP:
        self.connections += 1
        return SMTP(self, authenticator=_check_login, loop=self._loop, **self._options)

    async def _stop(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _check_login(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: Any
) -> AuthResult:
    right = LoginPassword(b"wang", b"right-horse")
    return AuthResult(success=login == right, handled=False)


def make_certificate(directory: Path, host: str) -> tuple[Path, Path]:
    """A self-signed certificate for `host` and its key, made by the openssl command."""
    certificate, key = directory / f"{host}.pem", directory / f"{host}.key"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650"
    names = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return certificate, key
