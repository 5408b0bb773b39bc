"""A relay that asks the test what to answer at every step, and may be kept waiting there."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.notifications.relays import DROP, HANG, Script, ScriptedRelay

PATIENCE = 20.0
_USUAL = {"GREETING": "220 asked", "DATA": "354 go on", "QUIT": "221 bye", "BODY": "250 taken"}


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of a conversation: an SMTP verb, GREETING, or BODY when a mail is all there."""

    verb: str
    line: int
    recipient: str = ""
    mail: bytes = b""

    @property
    def number(self) -> int:
        """The message's number, from its Message-ID."""
        return number_of(self.mail)


Answer = Callable[[Step], str | None]


def number_of(mail: bytes) -> int:
    return int(mail.partition(b"Message-ID: <duban.small.")[2].partition(b"@")[0])


class AskedRelay(ScriptedRelay):
    """`answer` gives the answer to a step (None: the usual one); `taken` is what got a 250."""

    def __init__(self, answer: Answer = lambda step: None) -> None:
        self.answer = answer
        self.taken: list[Step] = []
        super().__init__()

    @property
    def recipients(self) -> list[str]:
        """Whose mails were taken, by the name before the @, in order."""
        return [step.recipient.partition("@")[0] for step in self.taken]

    def _talk(self, line: socket.socket, script: Script, verbs: list[str]) -> None:
        number = next(i for i, own in enumerate(self.heard) if own is verbs)
        recipient = ""
        with suppress(OSError), line, line.makefile("rwb") as stream:
            said = self._ask(stream, Step("GREETING", number))
            while said and said[:3] not in ("421", "221") and (order := stream.readline()):
                verb = order.split()[0].decode().upper()
                verbs.append(verb)
                if verb == "RCPT":
                    recipient = order.decode().partition("<")[2].partition(">")[0]
                said = self._ask(stream, Step(verb, number, recipient))
                if verb == "DATA" and said.startswith("354"):
                    mail = _whole(stream)
                    said = self._ask(stream, Step("BODY", number, recipient, mail)) if mail else ""

    def _ask(self, stream: Any, step: Step) -> str:
        answer = self.answer(step) or _USUAL.get(step.verb, "250 fine")
        if step.verb == "BODY" and answer.startswith("250"):
            self.taken.append(step)
        return answer if self._say(stream, answer) else ""


def _whole(stream: Any) -> bytes:
    mail = b""
    while mail != b".\r\n" and not mail.endswith(b"\r\n.\r\n"):
        if not (line := stream.readline()):
            return b""
        mail += line
    return mail


def at(verb: str, answer: str, *, to: str = "", times: int = 1000) -> Answer:
    """`answer` at one step: for one person only, and the first `times` times only."""
    left = iter(range(times))

    def say(step: Step) -> str | None:
        meant = step.verb == verb and step.recipient.startswith(to)
        return answer if meant and next(left, None) is not None else None

    return say


class Gate:
    """Where one step waits until the test lets it go on."""

    def __init__(self, verb: str, number: int = 0) -> None:
        self.verb, self.number = verb, number
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, step: Step) -> str | None:
        if step.verb == self.verb and self.number in (0, step.mail and step.number):
            self.reached.set()
            assert self.opened.wait(PATIENCE), "the gate was never opened"
        return None


__all__ = ["DROP", "HANG", "PATIENCE", "AskedRelay", "Gate", "Step", "at", "number_of"]
