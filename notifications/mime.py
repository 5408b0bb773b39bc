"""One letter to bytes for the wire: ASCII headers, a text part, an HTML part, nothing unexpected.

The bytes are put together by hand from a skeleton, because the standard EmailMessage costs
forty times as much; the tests read every letter back with the standard library.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

LINE = 76
_FOLD = "\r\n "
TITLE_LIMIT = 300
_FIRST_WORD = 39  # UTF-8 bytes that still fit behind "Reply-To: " on a line of 76
_NEXT_WORD = 45  # UTF-8 bytes in an encoded-word of at most 75 characters

_BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"
_DROPPED = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
_NEWLINES = re.compile(f"\r\n|[{_BREAKS}]")
_INVISIBLE = re.compile(f"[{_DROPPED}]+")
_SURROGATES = re.compile("[\ud800-\udfff]")

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_BOUNDARY = re.compile(r"[A-Za-z0-9._=-]{1,60}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OWN_HEADER = re.compile(r"X-Duban-[A-Za-z0-9-]{1,40}")
_OWN_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,498}[\x21-\x7e])?")

_SKELETON = (
    b"%(head)s\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Auto-Submitted: auto-generated\r\n"
    b"X-Auto-Response-Suppress: All\r\n"
    b'Content-Type: multipart/alternative; boundary="%(edge)s"\r\n'
    b"\r\n"
    b"--%(edge)s\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
    b"%(text)s\r\n"
    b"--%(edge)s\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n"
    b"\r\n"
    b"%(html)s\r\n"
    b"--%(edge)s--\r\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A person or an office as a mail shows it; `name` may be empty."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """All that goes into one mail. `message_id` and `thread` stand in angle brackets.

    `thread` is the root the mail belongs to (an obligation's or a person's), never a mail sent.
    """

    message_id: str
    at: datetime
    sender: Address
    to: Address
    reply_to: Address | None
    subject: str
    text: str
    html: str
    language: str
    boundary: str
    thread: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def build(letter: Letter) -> bytes:
    """The letter with CRLF line ends, pure ASCII. ValueError when a part is not fit for a header.

    Names, subject and bodies are neutralised; identifiers and addresses are refused instead.
    """
    return _SKELETON % {
        b"head": "\r\n".join(_head(letter)).encode("ascii"),
        b"edge": _checked("boundary", letter.boundary, _BOUNDARY).encode("ascii"),
        b"text": _encoded_body(letter.text),
        b"html": _encoded_body(letter.html),
    }


def clean_header(text: str) -> str:
    """One line of visible characters: any run of white space is one space, controls go."""
    if not text.isprintable():
        text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def clean_body(text: str) -> str:
    """The text with every kind of line break as LF, without controls and direction overrides."""
    if text.replace("\n", "").replace("\u3000", "").isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", _NEWLINES.sub("\n", text)))


def valid_address(text: str) -> str | None:
    """None when mail can be sent to `text`, else the reason in one sentence (fault 33)."""
    if not text:
        return "the address is empty"
    if not text.isascii():
        return "the address has characters outside ASCII, which the relay may not carry"
    if not text.isprintable():
        return "the address has a line break or another control character"
    if any(mark in text for mark in ",;"):
        return "this looks like several addresses: give exactly one"
    if any(mark in text for mark in ' "<>()'):
        return "the address has spaces, quotes or brackets"
    if len(text) > 254:
        return "the address is longer than 254 characters"
    return _wrong_halves(text)


def _wrong_halves(text: str) -> str | None:
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        return "an address has exactly one @"
    if len(local) > 64:
        return "the part before @ is longer than 64 characters"
    if not _LOCAL.fullmatch(local):
        return "the part before @ is not a mailbox name"
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return "the part after @ is not a domain name"
    if len(labels) == 1 and domain.lower() != "localhost":
        return "the domain after @ has no dot"
    return None


def _head(letter: Letter) -> list[str]:
    if letter.at.tzinfo is None:
        raise ValueError("the date of a letter needs a time zone")
    lines = [
        f"Date: {format_datetime(letter.at)}",
        _mailbox("From", letter.sender.name, letter.sender.email),
        _mailbox("To", letter.to.name, letter.to.email),
        _subject(letter.subject),
        f"Message-ID: {_checked('Message-ID', letter.message_id, _MESSAGE_ID)}",
        f"Content-Language: {_checked('language', letter.language, _LANGUAGE)}",
    ]
    if letter.reply_to is not None:
        lines.append(_mailbox("Reply-To", letter.reply_to.name, letter.reply_to.email))
    if letter.thread is not None:
        root = _checked("thread", letter.thread, _MESSAGE_ID)
        lines += [f"In-Reply-To: {root}", f"References: {root}"]
    return lines + _own_headers(letter.headers)


def _checked(what: str, value: str, shape: re.Pattern[str]) -> str:
    if not shape.fullmatch(value):
        raise ValueError(f"not fit for a mail header: {what} {value!r}")
    return value


@lru_cache(maxsize=4096)
def _mailbox(header: str, name: str, email: str) -> str:
    reason = valid_address(email)
    if reason is not None:
        raise ValueError(f"{header}: {reason}: {email!r}")
    shown = _cut(clean_header(name))
    if not shown:
        return f"{header}: {email}"
    line = f"{header}: {_phrase(shown)}"
    fits = len(line) - line.rfind("\n") + len(email) + 2 <= LINE
    return f"{line}{' ' if fits else _FOLD}<{email}>"


def _phrase(name: str) -> str:
    """A display name: bare, quoted, or as encoded-words (RFC 5322 §3.2.5, RFC 2047 §5)."""
    if not name.isascii() or len(name) > 50 or "=?" in name:
        return _encoded_words(name)
    if _ATOMS.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _subject(subject: str) -> str:
    shown = _cut(clean_header(subject))
    plain = shown.isascii() and "=?" not in shown
    if plain and len(shown) + len("Subject: ") <= LINE:
        return f"Subject: {shown}"
    return f"Subject: {_encoded_words(shown)}"


def _cut(text: str) -> str:
    return text if len(text) <= TITLE_LIMIT else text[: TITLE_LIMIT - 1] + "…"


def _encoded_words(text: str) -> str:
    data, words, start, room = text.encode("utf-8"), [], 0, _FIRST_WORD
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1  # never in the middle of a character
        words.append(f"=?utf-8?b?{b2a_base64(data[start:end], newline=False).decode('ascii')}?=")
        start, room = end, _NEXT_WORD
    return _FOLD.join(words)


def _own_headers(headers: tuple[tuple[str, str], ...]) -> list[str]:
    names = [name.lower() for name, _ in headers]
    if len(set(names)) != len(names):
        raise ValueError(f"the same header twice: {names}")
    return [
        f"{_checked('name', name, _OWN_HEADER)}: {_checked(name, value, _OWN_VALUE)}"
        for name, value in headers
    ]


def _encoded_body(text: str) -> bytes:
    # Text is carried with CRLF inside base64 too: that is its canonical form (RFC 2045 §6.8).
    data = clean_body(text).replace("\n", "\r\n").encode("utf-8")
    coded = b2a_base64(data, newline=False)
    return b"\r\n".join([coded[i : i + LINE] for i in range(0, len(coded), LINE)])
