"""The mailer at the relay's door: logins, certificates, and nothing secret in any answer."""

import logging
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications.mailer import Mailer
from notifications.retry import Outcome
from tests.notifications.mailing import relay_at, said, send, send_one
from tests.notifications.relays import (
    DROP,
    HOST,
    RealRelay,
    Script,
    ScriptedRelay,
    make_certificate,
)

SECRET = "right-horse"


def test_the_right_password_gets_in() -> None:
    with RealRelay(auth_require_tls=False) as relay:
        mailer = Mailer(relay_at(relay.port, user="wang", password=SECRET))
        assert said(mailer.probe()) == ("sent", 250, "login")
        assert send(mailer).outcome is Outcome.sent
        mailer.close()
    assert relay.connections == 1


def test_a_wrong_password_halts_instead_of_failing_the_mail() -> None:
    with RealRelay(auth_require_tls=False) as relay:
        mailer = Mailer(relay_at(relay.port, user="wang", password="wrong-horse"))
        assert said(send(mailer)) == ("halted", 535, "login")
        assert said(mailer.probe()) == ("halted", 535, "login")
    assert relay.envelopes == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ({"EHLO": "250-x\n250 AUTH PLAIN", "AUTH": "454 4.7.0 later"}, ("retry", 454, "login")),
        ({"EHLO": "250-x\n250 AUTH PLAIN", "AUTH": DROP}, ("retry", None, "login")),
        ({"EHLO": "250 no login here"}, ("halted", None, "login")),
        ({"EHLO": "250-x\n250 AUTH GSSAPI"}, ("halted", None, "login")),
    ],
    ids=str,
)
def test_a_login_that_does_not_come_about_is_told_apart(
    script: Script, expected: tuple[str, int | None, str]
) -> None:
    assert said(send_one(script, user="wang", password=SECRET)) == expected


@pytest.mark.parametrize("password", [SECRET, "秘密的马"])
def test_no_password_shows_in_any_answer_repr_or_log(
    password: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"EHLO": "250-x\n250 AUTH PLAIN", "AUTH": f"535 {SECRET} AHdhbmcAcmlnaHQtaG9yc2U="}
    result = send_one(echo, user="wang", password=password)
    assert result.outcome is Outcome.halted
    out, err = capfd.readouterr()
    relay = relay_at(1, user="wang", password=password)
    shown = f"{relay!r}{Mailer(relay)!r}{out}{err}{caplog.text}"
    if password == SECRET:
        shown += repr(result)
        assert "***" in result.answer and "AHdhb" not in result.answer
    assert not any(piece in shown for piece in (password, password[:1] * 2, "AHdhbmcA"))


def test_a_login_without_password_is_refused_before_anyone_is_asked_on_the_terminal() -> None:
    with pytest.raises(ValueError, match="both a user and a password"):
        relay_at(1, user="wang")


# --- certificates ---------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command, which makes the test certificate, is not installed")
    return make_certificate(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture(params=["tls", "starttls"])
def secured(
    request: pytest.FixtureRequest, certificate: tuple[Path, Path]
) -> Iterator[tuple[RealRelay, dict[str, Any]]]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with RealRelay(tls=context, wrapped=request.param == "tls") as relay:
        yield relay, {"security": request.param, "host": "localhost"}


Secured = tuple[RealRelay, dict[str, Any]]


def test_a_self_signed_certificate_is_refused_as_a_matter_of_settings(secured: Secured) -> None:
    relay, settings = secured
    result = send(Mailer(relay_at(relay.port, **settings)))
    assert said(result) == ("halted", None, "connect")
    assert "self-signed certificate" in result.answer


def test_a_certificate_we_were_told_to_trust_is_accepted(
    secured: Secured, certificate: tuple[Path, Path]
) -> None:
    relay, settings = secured
    mailer = Mailer(relay_at(relay.port, ca_file=str(certificate[0]), **settings))
    assert send(mailer).outcome is Outcome.sent
    mailer.close()


def test_a_certificate_for_another_host_is_refused(
    secured: Secured, certificate: tuple[Path, Path]
) -> None:
    relay, settings = secured
    trusting = {**settings, "host": HOST, "ca_file": str(certificate[0])}
    result = send(Mailer(relay_at(relay.port, **trusting)))
    assert said(result) == ("halted", None, "connect")
    assert "not valid for" in result.answer


def test_a_missing_certificate_file_is_a_matter_of_settings(tmp_path: Path) -> None:
    mailer = Mailer(relay_at(1, security="tls", ca_file=str(tmp_path / "none.pem")))
    assert said(send(mailer)) == ("halted", None, "connect")


def test_a_relay_without_starttls_is_not_spoken_to_in_the_open() -> None:
    with ScriptedRelay() as relay:
        result = send(Mailer(relay_at(relay.port, security="starttls")))
    assert said(result) == ("halted", None, "connect")
    assert relay.heard == [["EHLO"]]
