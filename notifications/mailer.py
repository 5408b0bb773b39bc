"""Talks to the relay: one kept connection, one mail at a time, every answer told apart.

The only file that imports yagmail, and yagmail only connects and logs in here. Its own `send`
resends after a drop and sleeps, so the mail goes out phase by phase on the public connection
(its exceptions are OSErrors; those that carry an answer have a `smtp_code`). Where the relay
offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go in one write.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any, Literal

import yagmail

from notifications.mime import clean_header, valid_address
from notifications.retry import Outcome

Phase = Literal["connect", "login", "mail", "rcpt", "data"]

_ANSWER_LIMIT = 500
_QUIT_TIMEOUT = 5.0
_AUTH_CODES = frozenset({530, 534, 535, 538})
_HANDSHAKE_BROKEN_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Relay:
    """Where mail is handed over. `timeout` is in seconds, for each answer of the relay."""

    host: str
    port: int
    security: Literal["plain", "starttls", "tls"]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float = 30.0
    helo: str | None = None

    def __post_init__(self) -> None:
        if (self.user is None) != (self.password is None):
            # yagmail would ask for the missing one on the terminal.
            raise ValueError("a relay login needs both a user and a password, or neither")
        if not self.timeout > 0:
            raise ValueError(f"the relay timeout must be positive, got {self.timeout}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """How an attempt ended: the relay's code and words (cleaned, no secrets), and the phase."""

    outcome: Outcome
    code: int | None
    answer: str
    phase: Phase

    @property
    def said(self) -> str:
        """The relay's answer as it is shown and kept: “550 no such user”."""
        return f"{self.code or ''} {self.answer}".strip()


class Mailer:
    """One relay, one connection, one thread. Nothing is raised for what a relay may do."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._client: Any = None
        self._tls: ssl.SSLContext | None = None

    def send(self, *, sender: str, recipient: str, raw: bytes) -> Result:
        """Hand one mail over. `raw` has CRLF line ends; the addresses are bare."""
        unfit = _unfit(sender, recipient, raw)
        if unfit is not None:
            return unfit
        kept = self._client is not None
        result = self._attempt(sender, recipient, raw)
        if kept and self._client is None and _went_stale(result):
            result = self._attempt(sender, recipient, raw)
        return result

    def probe(self) -> Result:
        """Connect afresh, log in, NOOP. `sent` means the relay is ready; the line is kept."""
        self.close()
        refused = self._connect()
        if refused is not None:
            return refused
        try:
            code, words = self._client.smtp.noop()
        except OSError as error:
            return self._lost("login", error)
        if code != 250:
            return self._refused("login", code, words)
        return self._result(Outcome.sent, "login", code, words)

    def close(self) -> None:
        """QUIT and hang up; without a connection, nothing."""
        if self._client is None:
            return
        client, self._client = self._client, None
        try:
            client.smtp.sock.settimeout(min(self._relay.timeout, _QUIT_TIMEOUT))
            client.close()
        except (OSError, AttributeError):
            pass  # the relay hung up first
        finally:
            _hang_up(client)

    def _attempt(self, sender: str, recipient: str, raw: bytes) -> Result:
        refused = self._connect()
        if refused is not None:
            return refused
        try:
            return self._transact(self._client.smtp, sender, recipient, raw)
        except BaseException:
            self._drop()  # a half-spoken transaction must not greet the next mail
            raise

    def _connect(self) -> Result | None:
        if self._client is not None:
            return None
        try:
            client = self._new_client()
        except OSError as error:
            words = f"the certificate file cannot be read: {error.strerror or 'not a certificate'}"
            return self._result(Outcome.halted, "connect", None, words)
        try:
            client.login()
            client.smtp.ehlo_or_helo_if_needed()
        except (OSError, ValueError) as error:
            # Without a login the EHLO ends the connecting; with one, is_closed marks its start.
            phase: Phase = "connect"
            if client.is_closed is not None and self._relay.user is not None:
                phase = "login"
            result = self._not_let_in(client, phase, error)
            _hang_up(client)
            return result
        self._client = client
        return None

    def _new_client(self) -> Any:
        relay = self._relay
        if relay.security != "plain" and self._tls is None:
            self._tls = ssl.create_default_context(cafile=relay.ca_file)
        options: dict[str, Any] = {"timeout": relay.timeout, "local_hostname": relay.helo}
        if relay.security == "tls":
            options["context"] = self._tls
        client = yagmail.Client(
            user=None if relay.user is None else {relay.user: relay.user},
            password=relay.password or "",
            host=relay.host,
            port=relay.port,
            smtp_ssl=relay.security == "tls",
            smtp_starttls={"context": self._tls} if relay.security == "starttls" else False,
            smtp_skip_login=relay.user is None,
            soft_email_validation=False,
            **options,
        )
        client.set_logging(log_level=None)
        return client

    def _not_let_in(self, client: Any, phase: Phase, error: OSError | ValueError) -> Result:
        code = getattr(error, "smtp_code", None)
        if isinstance(code, int):
            outcome = Outcome.halted if 500 <= code <= 599 else Outcome.retry
            return self._result(outcome, phase, code, getattr(error, "smtp_error", b""))
        if isinstance(error, ssl.SSLError) and not isinstance(error, _HANDSHAKE_BROKEN_OFF):
            words = getattr(error, "verify_message", "") or error.reason or "TLS failed"
            return self._result(Outcome.halted, "connect", None, f"certificate or TLS: {words}")
        if isinstance(error, ValueError):
            # Its text may show a character of the password.
            words = "the login cannot be spoken: user or password is not ASCII, or a bad challenge"
            return self._result(Outcome.halted, phase, None, words)
        network = isinstance(error, (TimeoutError, ConnectionError)) or error.errno is not None
        if not network and getattr(client.smtp, "sock", None) is not None:
            # The line stands, but STARTTLS or AUTH, which the settings ask for, is not offered.
            return self._result(Outcome.halted, phase, None, str(error))
        return self._result(Outcome.retry, phase, None, str(error) or type(error).__name__)

    def _transact(self, smtp: Any, sender: str, recipient: str, raw: bytes) -> Result:
        # Not smtp.mail() and rcpt(): they parse anew, slowly, what valid_address has passed. DATA
        # in its two halves, as smtp.data() does it: a drop before the 354 is harmless.
        mail, rcpt = f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>"
        orders: dict[Phase, str] = {"mail": mail, "rcpt": rcpt, "data": "DATA"}
        phase: Phase = "mail"
        try:
            if pipelining := smtp.has_extn("pipelining"):
                smtp.send("".join(f"{order}\r\n" for order in orders.values()))
            for n, (phase, order) in enumerate(orders.items(), 1):
                code, words = smtp.getreply() if pipelining else smtp.docmd(order)
                if not (code == 354 if phase == "data" else code // 100 == 2):
                    owed = len(orders) - n if pipelining else 0
                    return self._refused(phase, code, words, owed)
        except OSError as error:
            return self._lost(phase, error)
        return self._hand_over(smtp, raw)

    def _hand_over(self, smtp: Any, raw: bytes) -> Result:
        try:
            smtp.send(_stuffed(raw))
            code, words = smtp.getreply()
        except OSError as error:
            self._drop()
            return self._result(Outcome.unknown, "data", None, str(error))
        if code // 100 == 2:
            return self._result(Outcome.sent, "data", code, words)
        if code // 100 in (4, 5):
            return self._refused("data", code, words)
        self._drop()
        return self._result(Outcome.unknown, "data", code, words)

    def _refused(self, phase: Phase, code: int, words: bytes, owed: int = 0) -> Result:
        permanent = code // 100 == 5
        if code == 421 or not (permanent or code // 100 == 4):
            self._drop()
        else:
            self._reset(phase, owed)
        outcome = Outcome.failed if permanent else Outcome.retry
        if code in _AUTH_CODES:
            outcome = Outcome.halted
            self._drop()
        return self._result(outcome, phase, code, words)

    def _reset(self, phase: Phase, owed: int) -> None:
        """Make the line fit for the next mail. `owed`: answers still to come, to orders that
        were written together with the one refused in `phase`; what they say changes nothing."""
        smtp = self._client.smtp
        try:
            last = [smtp.getreply()[0] for _ in range(owed)][-1:]
            if last == [354]:
                if phase != "rcpt":
                    self._drop()  # it has a recipient: an end of DATA would send an empty mail
                    return
                smtp.send(".\r\n")  # RFC 2920 §3.1
                smtp.getreply()
            if smtp.rset()[0] != 250:
                self._drop()
        except OSError:
            self._drop()

    def _lost(self, phase: Phase, error: OSError) -> Result:
        self._drop()
        return self._result(Outcome.retry, phase, None, str(error))

    def _drop(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            _hang_up(client)

    def _result(self, outcome: Outcome, phase: Phase, code: int | None, words: Any) -> Result:
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        for secret in self._secrets():
            text = text.replace(secret, "***")
        answer = clean_header(text)[:_ANSWER_LIMIT]
        return Result(outcome=outcome, code=code, answer=answer, phase=phase)

    def _secrets(self) -> list[str]:
        """The password in every dress in which a relay could hand it back to us."""
        user, password = self._relay.user, self._relay.password
        if not user or not password:
            return []
        plain = f"\0{user}\0{password}".encode()
        return [password, *(b64encode(dress).decode() for dress in (plain, password.encode()))]


def _unfit(sender: str, recipient: str, raw: bytes) -> Result | None:
    """A mail that must not reach the wire; a bare CR or LF could smuggle in a second mail."""
    addresses: tuple[tuple[Phase, str], ...] = (("mail", sender), ("rcpt", recipient))
    for phase, address in addresses:
        reason = valid_address(address)
        if reason is not None:
            answer = clean_header(f"not tried: {reason}")
            return Result(outcome=Outcome.failed, code=None, answer=answer, phase=phase)
    if not raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        answer = "not tried: the mail has a bare CR or LF"
        return Result(outcome=Outcome.failed, code=None, answer=answer, phase="data")
    return None


def _went_stale(result: Result) -> bool:
    """A kept line that was dead before the relay took anything: it idled too long, no more."""
    dropped = result.code is None or (result.code == 421 and result.phase == "mail")
    return result.outcome is Outcome.retry and dropped


def _stuffed(raw: bytes) -> bytes:
    """The mail as DATA carries it: dots doubled at line starts, and the final dot."""
    if b"\n." in raw or raw.startswith(b"."):
        raw = raw.replace(b"\n.", b"\n..")
        raw = b"." + raw if raw.startswith(b".") else raw
    return raw + (b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n")


def _hang_up(client: Any) -> None:
    """Close without QUIT, so that a dead relay is not waited for, not even by a destructor."""
    client.is_closed = True
    if client.smtp is not None:
        client.smtp.close()
