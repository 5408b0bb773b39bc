"""What the tests of the mailer share: a mail, a relay's settings, a result in short."""

from typing import Any

from notifications.mailer import Mailer, Relay, Result
from tests.notifications.relays import HOST, Script, ScriptedRelay

RAW = b"Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\n.a line with a dot\r\nthe end\r\n"


def relay_at(port: int, **changes: Any) -> Relay:
    settings: dict[str, Any] = {"host": HOST, "port": port, "security": "plain", "timeout": 5.0}
    return Relay(**{**settings, **changes})


def send(mailer: Mailer, recipient: str = "wang@example.org", raw: bytes = RAW) -> Result:
    return mailer.send(sender="office@example.org", recipient=recipient, raw=raw)


def send_one(script: Script, **changes: Any) -> Result:
    with ScriptedRelay(script) as relay:
        mailer = Mailer(relay_at(relay.port, **changes))
        try:
            return send(mailer)
        finally:
            mailer.close()


def said(result: Result) -> tuple[str, int | None, str]:
    return result.outcome.value, result.code, result.phase
