"""The mailer against relays that answer, refuse, hang and drop the line."""

from typing import Any

import pytest

from notifications.mailer import Mailer, Result
from notifications.retry import Outcome
from tests.notifications.mailing import RAW, relay_at, said, send, send_one
from tests.notifications.relays import DROP, HANG, RealRelay, Script, ScriptedRelay


def test_a_mail_arrives_byte_for_byte() -> None:
    with RealRelay() as relay:
        mailer = Mailer(relay_at(relay.port))
        result = send(mailer)
        mailer.close()
    assert result == Result(outcome=Outcome.sent, code=250, answer="2.0.0 taken", phase="data")
    (envelope,) = relay.envelopes
    assert envelope.original_content == RAW
    assert envelope.mail_from == "office@example.org"
    assert envelope.rcpt_tos == ["wang@example.org"]


def test_many_mails_share_one_connection_which_ends_with_quit() -> None:
    with ScriptedRelay() as relay:
        mailer = Mailer(relay_at(relay.port))
        assert {send(mailer).outcome for _ in range(50)} == {Outcome.sent}
        mailer.close()
        mailer.close()
    assert len(relay.mails) == 50
    (verbs,) = relay.heard
    assert verbs == ["EHLO", *["MAIL", "RCPT", "DATA"] * 50, "QUIT"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"greeting": "421 come back later"}, ("retry", 421, "connect")),
        ({"greeting": "554 no service for you"}, ("halted", 554, "connect")),
        ({"greeting": DROP}, ("retry", None, "connect")),
        ({"EHLO": DROP}, ("retry", None, "connect")),
        ({"EHLO": "550 who?", "HELO": "550 who?"}, ("halted", 550, "connect")),
        ({"MAIL": "451 busy"}, ("retry", 451, "mail")),
        ({"MAIL": "550 not this sender"}, ("failed", 550, "mail")),
        ({"MAIL": "530 5.7.0 log in first"}, ("halted", 530, "mail")),
        ({"MAIL": DROP}, ("retry", None, "mail")),
        ({"RCPT": "451 4.7.1 greylisted"}, ("retry", 451, "rcpt")),
        ({"RCPT": "421 closing"}, ("retry", 421, "rcpt")),
        ({"RCPT": "550 5.1.1 no such user"}, ("failed", 550, "rcpt")),
        ({"RCPT": "251 will forward"}, ("sent", 250, "data")),
        ({"RCPT": "not an answer at all"}, ("retry", -1, "rcpt")),
        ({"DATA": "452 disk full"}, ("retry", 452, "data")),
        ({"DATA": "554 no valid recipients"}, ("failed", 554, "data")),
        ({"DATA": DROP}, ("retry", None, "data")),
        ({"body": "452 disk full"}, ("retry", 452, "data")),
        ({"body": "421 closing"}, ("retry", 421, "data")),
        ({"body": "550 looks like spam"}, ("failed", 550, "data")),
        ({"body": DROP}, ("unknown", None, "data")),
        ({"body": "what?"}, ("unknown", -1, "data")),
        ({"body": "250-" + "x" * 9000}, ("unknown", None, "data")),
    ],
    ids=str,
)
def test_every_answer_has_its_outcome(
    script: Script, expected: tuple[str, int | None, str]
) -> None:
    assert said(send_one(script)) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("greeting", ("retry", None, "connect")),
        ("EHLO", ("retry", None, "connect")),
        ("RCPT", ("retry", None, "rcpt")),
        ("DATA", ("retry", None, "data")),
        ("body", ("unknown", None, "data")),
    ],
)
def test_a_relay_that_hangs_is_left_after_the_timeout(
    where: str, expected: tuple[str, int | None, str]
) -> None:
    assert said(send_one({where: HANG}, timeout=0.2)) == expected


def test_nobody_listening_is_worth_another_try() -> None:
    with ScriptedRelay() as relay:
        port = relay.port
    assert said(send(Mailer(relay_at(port)))) == ("retry", None, "connect")


def test_a_refusal_leaves_the_connection_clean_for_the_next_mail() -> None:
    with ScriptedRelay({"RCPT": "550 no"}) as relay:
        mailer = Mailer(relay_at(relay.port))
        assert [send(mailer).outcome for _ in range(2)] == [Outcome.failed] * 2
        mailer.close()
    assert relay.heard == [["EHLO", *["MAIL", "RCPT", "RSET"] * 2, "QUIT"]]


@pytest.mark.parametrize("how", [{"RSET": DROP}, {"RSET": "502 what?"}])
def test_a_connection_that_cannot_be_reset_is_not_used_again(how: Script) -> None:
    with ScriptedRelay({"RCPT": "550 no", **how}, {}) as relay:
        mailer = Mailer(relay_at(relay.port))
        assert [send(mailer).outcome for _ in range(2)] == [Outcome.failed, Outcome.sent]
        mailer.close()
    assert len(relay.heard) == 2


class IdleRelay(ScriptedRelay):
    """Ends each connection after one mail, as relays do with idle clients."""

    last_words = DROP

    def _obey(self, stream: Any, script: Script, verb: str) -> bool:
        if verb == "MAIL" and len(self.mails) == len(self.heard):
            script = {**script, "MAIL": self.last_words}
        return super()._obey(stream, script, verb)


class PoliteIdleRelay(IdleRelay):
    last_words = "421 4.4.2 idle for too long"


@pytest.mark.parametrize("kind", [IdleRelay, PoliteIdleRelay])
def test_a_line_dropped_while_idle_is_made_anew_at_once(kind: type[IdleRelay]) -> None:
    with kind() as relay:
        mailer = Mailer(relay_at(relay.port))
        assert [send(mailer).outcome for _ in range(3)] == [Outcome.sent] * 3
        mailer.close()
    assert (len(relay.mails), len(relay.heard)) == (3, 3)


def test_a_second_drop_in_a_row_waits_for_the_next_try() -> None:
    with ScriptedRelay({"NOOP": "250 ok", "MAIL": DROP}) as relay:
        mailer = Mailer(relay_at(relay.port))
        assert mailer.probe().outcome is Outcome.sent
        assert said(send(mailer)) == ("retry", None, "mail")
    assert len(relay.heard) == 2


def test_a_mail_that_may_have_been_taken_is_never_sent_again_by_itself() -> None:
    with ScriptedRelay({"body": DROP}) as relay:
        mailer = Mailer(relay_at(relay.port))
        mailer.probe()
        assert send(mailer).outcome is Outcome.unknown
    assert sum(verbs.count("DATA") for verbs in relay.heard) == 1


@pytest.mark.parametrize(
    ("recipient", "raw", "words"),
    [
        ("a@b.cc\r\nDATA", RAW, "line break"),
        ("王@example.org", RAW, "outside ASCII"),
        ("a@b.cc", b"Subject: x\n\n.\r\n", "bare CR or LF"),
        ("a@b.cc", b"Subject: x\r\n\r\nx\n.\nMAIL FROM:<x@y.cc>\r\n", "bare CR or LF"),
    ],
)
def test_what_could_smuggle_a_second_mail_never_reaches_the_relay(
    recipient: str, raw: bytes, words: str
) -> None:
    with ScriptedRelay() as relay:
        result = send(Mailer(relay_at(relay.port)), recipient, raw)
    assert result.outcome is Outcome.failed and words in result.answer
    assert relay.heard == []


def test_answers_are_cleaned_and_cut() -> None:
    result = send_one({"RCPT": "550-one\n550 \x1b[31mtwo\u202e" + "x" * 900})
    assert result.answer.startswith("one [31mtwox") and len(result.answer) == 500
