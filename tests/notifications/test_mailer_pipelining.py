"""MAIL, RCPT and DATA in one write (RFC 2920): each answer counts as if asked for alone."""

from typing import Any

import pytest

from notifications.mailer import Mailer
from notifications.retry import Outcome
from tests.notifications.mailing import RAW, relay_at, said, send
from tests.notifications.relays import DROP, HANG, Script, ScriptedRelay

OFFERED = {"EHLO": "250-scripted\n250-PIPELINING\n250 8BITMIME"}


class PipeliningRelay(ScriptedRelay):
    """Refuses what follows a refused order, as relays do; `writes` counts the writes it read."""

    def __init__(self, *scripts: Script) -> None:
        super().__init__(*({**OFFERED, **script} for script in scripts or ({},)))
        self.writes: list[bytes] = []

    def _obey(self, stream: Any, script: Script, verb: str) -> bool:
        waiting = stream.peek() if verb == "MAIL" else b""
        if verb == "MAIL":
            self.writes.append(waiting)
        said = {**script, **{name: script.get(name, "250 fine") for name in ("MAIL", "RCPT")}}
        if verb in ("RCPT", "DATA") and not said["MAIL"].startswith("2"):
            script = {**script, verb: "503 5.5.1 MAIL first"}
        elif verb == "DATA" and not said["RCPT"].startswith("2"):
            script = {**script, verb: script.get("DATA", "554 5.5.1 no valid recipients")}
        return super()._obey(stream, script, verb)


def two(relay: ScriptedRelay) -> list[tuple[str, int | None, str]]:
    mailer = Mailer(relay_at(relay.port))
    try:
        return [said(send(mailer)) for _ in range(2)]
    finally:
        mailer.close()


def test_the_three_orders_arrive_in_one_write_and_the_mail_after_the_354() -> None:
    with PipeliningRelay() as relay:
        assert two(relay) == [("sent", 250, "data")] * 2
    assert relay.writes == [b"RCPT TO:<wang@example.org>\r\nDATA\r\n"] * 2
    assert relay.mails[0] == RAW.replace(b"\r\n.a", b"\r\n..a") + b".\r\n"
    assert relay.heard == [["EHLO", *["MAIL", "RCPT", "DATA"] * 2, "QUIT"]]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"MAIL": "451 busy"}, ("retry", 451, "mail")),
        ({"MAIL": "550 not this sender"}, ("failed", 550, "mail")),
        ({"MAIL": "530 5.7.0 log in first"}, ("halted", 530, "mail")),
        ({"MAIL": "421 closing"}, ("retry", 421, "mail")),
        ({"MAIL": DROP}, ("retry", None, "mail")),
        ({"MAIL": "what?"}, ("retry", -1, "mail")),
        ({"RCPT": "451 4.7.1 greylisted"}, ("retry", 451, "rcpt")),
        ({"RCPT": "421 closing"}, ("retry", 421, "rcpt")),
        ({"RCPT": "550 5.1.1 no such user"}, ("failed", 550, "rcpt")),
        ({"RCPT": "550 no", "DATA": DROP}, ("failed", 550, "rcpt")),
        ({"RCPT": DROP}, ("retry", None, "rcpt")),
        ({"DATA": "452 disk full"}, ("retry", 452, "data")),
        ({"DATA": "554 no"}, ("failed", 554, "data")),
        ({"DATA": DROP}, ("retry", None, "data")),
        ({"body": "452 disk full"}, ("retry", 452, "data")),
        ({"body": "550 looks like spam"}, ("failed", 550, "data")),
        ({"body": DROP}, ("unknown", None, "data")),
        ({"body": "what?"}, ("unknown", -1, "data")),
    ],
    ids=str,
)
def test_every_answer_has_the_outcome_it_has_without(
    script: Script, expected: tuple[str, int | None, str]
) -> None:
    with PipeliningRelay(script) as relay:
        mailer = Mailer(relay_at(relay.port))
        assert said(send(mailer)) == expected
        mailer.close()
    assert relay.mails == []


def test_a_refusal_leaves_the_line_clean_for_the_next_mail() -> None:
    with PipeliningRelay({"RCPT": "550 no"}) as relay:
        assert two(relay) == [("failed", 550, "rcpt")] * 2
    assert relay.heard == [["EHLO", *["MAIL", "RCPT", "DATA", "RSET"] * 2, "QUIT"]]


def test_a_relay_that_waits_for_a_mail_to_nobody_gets_the_dot_alone() -> None:
    with PipeliningRelay({"RCPT": "550 no", "DATA": "354 go on", "body": "554 nobody"}) as relay:
        assert two(relay) == [("failed", 550, "rcpt")] * 2
    assert relay.heard == [["EHLO", *["MAIL", "RCPT", "DATA", "RSET"] * 2, "QUIT"]]
    assert relay.mails == []


def test_a_relay_that_takes_the_recipient_of_a_refused_sender_gets_no_empty_mail() -> None:
    with ScriptedRelay({**OFFERED, "MAIL": "451 busy"}) as relay:
        assert two(relay) == [("retry", 451, "mail")] * 2
    assert relay.mails == []
    assert [verbs[1:] for verbs in relay.heard] == [["MAIL", "RCPT", "DATA"]] * 2


@pytest.mark.parametrize(
    ("where", "outcome"), [("MAIL", "retry"), ("DATA", "retry"), ("body", "unknown")]
)
def test_a_relay_that_hangs_is_left_after_the_timeout(where: str, outcome: str) -> None:
    with PipeliningRelay({where: HANG}) as relay:
        result = send(Mailer(relay_at(relay.port, timeout=0.2)))
    assert result.outcome is Outcome(outcome)


def test_a_line_that_died_while_idle_is_made_anew_at_once() -> None:
    with PipeliningRelay({"MAIL": DROP}, {}) as relay:
        mailer = Mailer(relay_at(relay.port))
        assert mailer.probe().outcome is Outcome.sent
        assert send(mailer).outcome is Outcome.sent
        mailer.close()
    assert (len(relay.mails), len(relay.heard)) == (1, 2)
