"""Logs: readable by people and machines, and no place a secret can be found."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from config import logs

log = logging.getLogger("scheduler.sweep")


@pytest.fixture(autouse=True)
def _root_logger_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture(params=["text", "json"])
def out(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    logs.configure("debug", request.param, secrets=["geheim"], stream=stream)
    return stream


def test_a_line_of_text_says_when_how_bad_where_and_what():
    stream = io.StringIO()
    logs.configure("info", "text", stream=stream)
    log.info("12 events", extra={"obligation": 7})
    log.debug("not asked for")
    assert stream.getvalue().endswith("Z INFO scheduler.sweep 12 events obligation=7\n")
    assert stream.getvalue().count("\n") == 1


def test_a_line_of_json_is_one_object_with_chinese_left_readable():
    stream = io.StringIO()
    logs.configure("info", "json", stream=stream)
    log.warning("第%d期", 3, extra={"obligation": 7})
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "scheduler.sweep",
        "message": "第3期",
        "obligation": 7,
    }
    assert "第3期" in stream.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        "smtp://user:hunter2@mail.example.org refused",
        "smtp://user:hunt@er2@mail.example.org refused",
        "postgresql+psycopg://u:hunter2@db/x",
        "password=hunter2",
        "{'password': 'hunter2 x', 'a': 1}",
        '{"secret_key": "hunter2"}',
        "DUBAN_SMTP_PASSWORD=hunter2",
        "Authorization: Bearer hunter2.hunter2",
        "send: AUTH PLAIN aHVudGVyMgo=hunter2",
        "Set-Cookie: session=hunter2; HttpOnly",
        "GET /act?token=hunter2&x=1",
    ],
)
def test_what_looks_like_a_secret_is_hidden(out, message):
    log.info(message)
    assert "hunter2" not in out.getvalue()
    assert logs.HIDDEN in out.getvalue()


def test_a_known_secret_is_hidden_wherever_it_stands(out):
    log.info("the word %s", "geheim", extra={"words": ["geheim"]})
    try:
        raise ValueError("geheim at smtp://u:hunter2@x")
    except ValueError:
        log.exception("failed", stack_info=True)
    assert "geheim" not in out.getvalue().replace('secrets=["geheim"]', "")
    assert "hunter2" not in out.getvalue().replace('ValueError("geheim at smtp://u:hunter2@x")', "")
    assert "ValueError" in out.getvalue()


def test_an_extra_named_password_is_hidden_by_its_name(out):
    log.info("login", extra={"password": "hunter2"})
    assert "hunter2" not in out.getvalue()


@pytest.mark.parametrize(
    "title",
    ["a\nERROR forged", "a\r\nERROR forged", "a\u2028forged", "\ud800"],
    ids=["LF", "CRLF", "U+2028", "surrogate"],
)
@pytest.mark.parametrize("style", ["text", "json"])
def test_a_title_with_line_breaks_cannot_forge_a_second_line(style, title):
    stream = io.StringIO()
    # In the test itself: pytest's own handler would hand the surrogate to xdist, which breaks on it
    logs.configure("info", style, stream=stream)
    log.info("title %s", title)
    assert len(stream.getvalue().splitlines()) == 1
    stream.getvalue().encode("utf-8")


def test_other_handlers_still_get_the_record_as_it_was(out, caplog):
    logging.getLogger().addHandler(caplog.handler)
    log.info("the word %s", "geheim")
    assert caplog.records[-1].args == ("geheim",)


def test_a_record_with_a_wrong_placeholder_is_not_lost():
    stream = io.StringIO()
    logs.configure(stream=stream)  # in the test itself: pytest's own handler would raise
    log.info("%d", "not a number")
    assert "not a number" in stream.getvalue()


def test_configuring_twice_does_not_say_everything_twice():
    stream = io.StringIO()
    logs.configure(stream=stream)
    logs.configure(stream=stream)
    log.info("once")
    assert stream.getvalue().count("once") == 1
