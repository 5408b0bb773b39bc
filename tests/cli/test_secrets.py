"""Passwords and keys are in the environment, and nowhere in what any command prints."""

import logging
from base64 import b64encode
from pathlib import Path

import pytest

from tests.delivery.relay import AskedRelay, Step

PASSWORD, KEY, DATABASE = "right-horse-0815", "k" * 20 + "-signing-key-4711", "stable-battery-99"
PLAIN = b64encode(f"\0duban\0{PASSWORD}".encode()).decode()
HIDDEN = (PASSWORD, KEY, DATABASE, PLAIN)
COMMANDS = [
    ("doctor",), ("doctor", "--json"), ("tick", "--at", "2010-06-02T09:00"), ("status",),
    ("messages", "--json"), ("obligations", "show", "1", "--json"), ("migrate",),
    ("report", "9999"), ("publish", "plan.yaml"), ("nosuch",),
]  # fmt: skip


def clean(text: str) -> bool:
    return not any(secret in text for secret in HIDDEN)


@pytest.fixture
def echoing():
    """A relay that hands the login back in its refusal, in every dress."""

    def answer(step: Step) -> str | None:
        if step.verb == "EHLO":
            return "250-relay\n250 AUTH PLAIN"
        return f"535 5.7.8 {PASSWORD} {PLAIN} is wrong" if step.verb == "AUTH" else None

    with AskedRelay(answer) as relay:
        yield relay


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_prints_a_secret_even_when_the_relay_repeats_it(june, echoing, caplog, words):
    caplog.set_level(logging.DEBUG)
    june.set(
        smtp_url=f"smtp://duban:{PASSWORD}@127.0.0.1:{echoing.port}",
        secret_key=KEY,
        log_level="debug",
    )
    answer = june(*words)
    assert clean(answer.out + answer.err)
    assert clean(caplog.text)


def test_the_record_of_a_refused_login_does_not_hold_the_password(june, echoing):
    june.set(smtp_url=f"smtp://duban:{PASSWORD}@127.0.0.1:{echoing.port}")
    answer = june("tick", "--at", "2010-06-02T09:00", "--json")
    assert (answer.json["sent"], answer.json["failed"]) == (0, 0)
    assert "no mail is sent: 535" in answer.err
    assert clean(june("messages", "--json").out)


@pytest.mark.parametrize("words", [("doctor",), ("status",)], ids=" ".join)
def test_a_database_that_does_not_answer_is_reported_without_its_password(duban, words):
    duban.set(database_url=f"postgresql://duban:{DATABASE}@127.0.0.1:1/duban")
    answer = duban(*words)
    assert answer.out + answer.err
    assert clean(answer.out + answer.err)


@pytest.mark.parametrize(
    "settings",
    [
        {"smtp_url": f"smtp://duban:{PASSWORD}@127.0.0.1:port"},
        {"smtp_url": f"imap://duban:{PASSWORD}@127.0.0.1"},
        {"secret_key": KEY[:31]},
        {"database_url": f"mysql://duban:{DATABASE}@127.0.0.1/duban"},
        {"database_url": f"postgresql://duban:{DATABASE}@127.0.0.1:port/duban"},
    ],
)
def test_a_wrong_setting_is_refused_without_quoting_the_secret_in_it(june, settings):
    june.set(**settings)
    answer = june("status")
    assert answer.code == 1
    assert clean(answer.err) and KEY[:31] not in answer.err


def test_a_secret_may_stand_in_a_file_and_is_not_printed_from_there_either(june, echoing):
    Path("password").write_text(f"{PASSWORD}\n")
    june.set(smtp_url=f"smtp://duban@127.0.0.1:{echoing.port}", smtp_password_file="password")
    answer = june("doctor", "--json")
    (relay,) = (one for one in answer.json if one["what"] == "relay")
    assert relay["level"] == "bad" and "535" in relay["said"]
    assert clean(answer.out + answer.err)
