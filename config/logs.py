"""Logging: one line per record on stderr, as text or JSON, with nothing secret in it.

Log lines are for machines and for searching: they are English in every language.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TextIO

HIDDEN = "***"

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # scheme://user:password@host: greedy to the last @, because an unquoted password may hold one
    (re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/'\"<>]*@"), rf"\1{HIDDEN}@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b(AUTH\s+(?:PLAIN|LOGIN|XOAUTH2))\s+[A-Za-z0-9+/=]+"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b((?:set-)?cookie['\"]?\s*[:=]\s*)[^\r\n]+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(?i)(\b|_)((?:password|passwd|pwd|secret|secret_key|token|api_?key|authorization)"
            r"['\"]?\s*[:=]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
        ),
        rf"\1\2{HIDDEN}",
    ),
)


def configure(
    level: str = "info",
    style: Literal["text", "json"] = "text",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Sends every record to stderr (or `stream`) in one style, replacing earlier handlers.

    `secrets` are hidden wherever they appear, beside everything that looks like one.
    """
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter((JsonLines if style == "json" else Text)(Redactor(secrets)))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())


class Redactor:
    """Hides passwords, tokens, cookies and credentials in URLs: in message, extras and traceback.

    It works on a copy inside the formatter: a logging filter of Python 3.11 could only change
    the record itself, for every other handler too.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # Longest first, so that a secret containing another one leaves no tail; a very short
        # one would blot out ordinary words.
        self._secrets = sorted({s for s in secrets if len(s) >= 4}, key=len, reverse=True)

    def clean(self, record: logging.LogRecord) -> logging.LogRecord:
        """A copy of the record with nothing secret in it; its message is final."""
        clean = logging.makeLogRecord(record.__dict__)
        clean.msg, clean.args = self.redact(_message(record)), None
        if record.exc_info:
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            clean.exc_text, clean.exc_info = self.redact(text), None
        elif record.exc_text:
            clean.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            clean.stack_info = self.redact(record.stack_info)
        for name, value in _extras(record).items():
            clean.__dict__[name] = self._extra(name, value)
        return clean

    def redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in _RULES:
            text = pattern.sub(instead, text)
        return text

    def _extra(self, name: str, value: object) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        # `name=` in front, so that extra={"password": …} is hidden by its name
        return self.redact(f"{name}={value}").removeprefix(f"{name}=")


class _Redacting(logging.Formatter):
    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self.line(self._redactor.clean(record))

    def line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError


class Text(_Redacting):
    """`2010-06-01T00:00:00.000Z INFO scheduler.sweep 12 events obligation=7`"""

    def line(self, record: logging.LogRecord) -> str:
        extras = "".join(f" {k}={_one_line(str(v))}" for k, v in _extras(record).items())
        line = f"{_when(record)} {record.levelname} {record.name} {_one_line(record.getMessage())}"
        tail = [part for part in (record.exc_text, record.stack_info) if part]
        return "\n".join([line + extras, *tail])


class JsonLines(_Redacting):
    """One JSON object per line."""

    def line(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": _when(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in _extras(record).items() if name not in line}
        if record.exc_text:
            line["exception"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        # Chinese stays readable, but a lone surrogate or U+2028 must not break stream or line
        return json.dumps(line, ensure_ascii=_troublesome(line), default=str)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # a wrong placeholder must not cost the record
        return f"{record.msg!s} {record.args!r}"


def _extras(record: logging.LogRecord) -> dict[str, object]:
    return {k: v for k, v in record.__dict__.items() if k not in _STANDARD}


def _when(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def _one_line(text: str) -> str:
    """A forged line break in a title must not look like a second record."""
    return _BREAKS.sub(lambda found: ascii(found.group())[1:-1], text)


def _troublesome(line: dict[str, object]) -> bool:
    return any(_BREAKS.search(value) for value in line.values() if isinstance(value, str))
