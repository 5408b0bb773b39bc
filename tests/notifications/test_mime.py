"""Letters, read back with the standard library as a mail program would read them."""

import email
import email.policy
import re
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.mime import Address, Letter, build, clean_body, clean_header, valid_address

LETTER = Letter(
    message_id="<duban.shizong.17@duban.example.org>",
    at=datetime(2010, 6, 1, 9, tzinfo=timezone(timedelta(hours=8))),
    sender=Address(name="创先争优办公室", email="office@example.org"),
    to=Address(name="王小明", email="wang@example.org"),
    reply_to=Address(name="Office, the", email="office@example.org"),
    subject="【逾期1天】召开动员大会（5月31日前）",
    text="请报告。\n.\n电话 0000\n",
    html="<p>请报告。</p>\n",
    language="zh",
    thread="<duban.o.77@duban.example.org>",
    boundary="=_duban.17",
    headers=(("X-Duban-Kind", "overdue"), ("X-Duban-Message", "17")),
)
EXPECTED = sorted(
    [
        *("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Language", "Content-Type"),
        *("Auto-Submitted", "X-Auto-Response-Suppress", "X-Duban-Kind", "X-Duban-Message"),
    ]
)
HOSTILE = [
    "x\r\nBcc: victim@example.org",
    "x\n\nbody of my own",
    "x\u2028Bcc: victim@example.org\u2029\x85",
    "lone \ud800 and \udfff",
    "NUL \x00 and \x9f and \x7f",
    "abc \u202ecod.exe\u202c \u2066x\u2069",
    "督办" * 150,
    "w" * 300,
    "a  b\tc ",
    "=?utf-8?b?QmNjOg==?=",
    'say "hi", \\ <me@example.org>; and (comment): [x]',
    "𠮷野家🀄" * 60,
    "{{7*7}} {% x %} <script>alert(1)</script>",
    "/etc/passwd",
    "",
]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=320)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def parts(raw: bytes) -> list[tuple[str, str]]:
    message = read(raw)
    return [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in message.iter_parts()
    ]


def addressee(raw: bytes) -> tuple[str, str]:
    # The older parser: the newer one of Python 3.11 shows a space between two encoded-words.
    name, address = parseaddr(email.message_from_bytes(raw)["To"])
    return str(make_header(decode_header(name))), address


def assert_sound(raw: bytes, letter: Letter) -> None:
    """Exactly the headers and parts of `letter`, in bytes that any relay carries."""
    message = read(raw)
    assert sorted(message.keys()) == EXPECTED
    assert message["Subject"] == clean_header(letter.subject)
    assert addressee(raw) == (clean_header(letter.to.name), letter.to.email)
    assert parts(raw) == [
        ("text/plain", clean_body(letter.text)),
        ("text/html", clean_body(letter.html)),
    ]
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    for word in re.finditer(rb"=\?utf-8\?b\?([^?]*)\?=", raw):
        assert len(word[0]) <= 75
        assert b64decode(word[1]).decode("utf-8")  # whole characters in each


def test_a_letter_has_the_expected_headers_once_each_and_two_parts() -> None:
    assert_sound(build(LETTER), LETTER)


def test_the_headers_say_what_the_letter_says() -> None:
    message = read(build(LETTER))
    assert message["Date"].datetime == LETTER.at
    assert str(message["Date"]) == "Tue, 01 Jun 2010 09:00:00 +0800"
    assert message["Message-ID"] == LETTER.message_id
    assert message["In-Reply-To"] == message["References"] == LETTER.thread
    assert message["From"].addresses[0].display_name == "创先争优办公室"
    assert message["Reply-To"].addresses[0].display_name == "Office, the"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "zh"
    assert message["X-Duban-Kind"] == "overdue"


def test_a_letter_without_thread_and_reply_address_leaves_those_headers_out() -> None:
    message = read(build(replace(LETTER, thread=None, reply_to=None)))
    missing = {"In-Reply-To", "References", "Reply-To"}
    assert sorted(message.keys()) == sorted(set(EXPECTED) - missing)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert build(LETTER) == build(replace(LETTER))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    to = Address(name=text, email="wang@example.org")
    letter = replace(LETTER, subject=text, to=to, text=text, html=text)
    assert_sound(build(letter), letter)


@given(subject=ANY_TEXT, name=ANY_TEXT, body=ANY_TEXT)
def test_whatever_is_written_the_letter_stays_sound(subject: str, name: str, body: str) -> None:
    to = Address(name=name[:300], email="wang@example.org")
    letter = replace(LETTER, subject=subject[:300], to=to, text=body, html=body)
    assert_sound(build(letter), letter)


@given(ANY_TEXT)
def test_cleaned_text_is_clean_and_cleaning_twice_changes_nothing(text: str) -> None:
    banned = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
    line, body = clean_header(text), clean_body(text)
    assert not banned.search(line) and not banned.search(body)
    assert "\n" not in line and "\t" not in line and line == line.strip(" ")
    assert (clean_header(line), clean_body(body)) == (line, body)


def test_bodies_keep_their_lines_tabs_and_wide_spaces() -> None:
    assert clean_body("一\r\n\u3000二\r三\t四\u2028五\n\n六") == "一\n\u3000二\n三\t四\n五\n\n六"


def test_a_subject_over_the_limit_is_cut_with_an_ellipsis() -> None:
    subject = str(read(build(replace(LETTER, subject="督" * 301)))["Subject"])
    assert subject == "督" * 299 + "…"


def test_plain_names_stay_readable_on_the_wire() -> None:
    to = Address(name="Smith, John", email="smith@example.org")
    raw = build(replace(LETTER, to=to, subject="Report due on Monday"))
    assert b'\r\nTo: "Smith, John" <smith@example.org>\r\n' in raw
    assert b"\r\nSubject: Report due on Monday\r\n" in raw


def test_a_long_address_moves_to_a_line_of_its_own() -> None:
    to = Address(name="督办" * 6, email="a" * 60 + "@example.org")
    letter = replace(LETTER, to=to)
    assert_sound(build(letter), letter)


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "<a@b>\r\nBcc: x@example.org"},
        {"message_id": "no-brackets@example.org"},
        {"thread": "<a b@example.org>"},
        {"boundary": 'x"\r\n'},
        {"language": "zh\r\nX: y"},
        {"at": datetime(2010, 6, 1, tzinfo=UTC).replace(tzinfo=None)},
        {"to": Address(name="x", email="a@b.cc\nBcc: x@example.org")},
        {"headers": (("Bcc", "x@example.org"),)},
        {"headers": (("X-Duban-A", "1\r\n2"),)},
        {"headers": (("X-Duban-A", "1"), ("x-duban-a", "2"))},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_does_not_fit_a_header_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        build(replace(LETTER, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "wang@example.org",
        "w.x+tag@a-b.example.org",
        "root@localhost",
        "a" * 64 + "@b.cc",
        "o'b@x.cn",
    ],
)
def test_ordinary_addresses_pass(address: str) -> None:
    assert valid_address(address) is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "empty"),
        ("a@b.cc\n", "line break"),
        ("a@b.cc\r\nBcc: x@y.cc", "line break"),
        ("a@b,c@d", "several addresses"),
        ("a@b.cc;c@d.cc", "several addresses"),
        ("王@example.org", "outside ASCII"),
        ("a@例子.中国", "outside ASCII"),
        ("a" * 300 + "@b.cc", "longer than 254"),
        ("a" * 65 + "@b.cc", "longer than 64"),
        ('"x y"@z', "quotes"),
        ("x y@b.cc", "spaces"),
        ("Wang <a@b.cc>", "brackets"),
        ("a.b.cc", "exactly one @"),
        ("a@b@c.cc", "exactly one @"),
        (".a@b.cc", "mailbox name"),
        ("a..b@c.cc", "mailbox name"),
        ("@b.cc", "mailbox name"),
        ("a@-b.cc", "domain name"),
        ("a@b..cc", "domain name"),
        ("a@[127.0.0.1]", "domain name"),
        ("a@intranet", "no dot"),
    ],
)
def test_addresses_that_cannot_be_mailed_are_refused_with_the_reason(
    address: str, reason: str
) -> None:
    assert reason in str(valid_address(address))


@given(ANY_TEXT)
def test_an_address_that_passes_can_be_said_to_a_relay(text: str) -> None:
    for candidate in (text, f"{text}@example.org", f"wang@{text}"):
        if valid_address(candidate) is None:
            assert re.fullmatch(r"[!-~]+", candidate)
            assert not set(candidate) & set('<>",; ()')
