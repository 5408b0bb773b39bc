"""Links that let somebody in or act for him: made from the office's secret, kept nowhere. Pure.

- Key: 32 bytes by HKDF-SHA256 (RFC 5869) for this use only, as the record's is (record.py).
- A login link names a row (`login_links`): its token is worked out again when the mail is put
  into words, so neither the record nor the database holds it.
- A code to sign by, of six digits, names a row (`signing_codes`) in the same way.
- An act link names its purpose, one obligation at one revision, one person and its last day.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

_SALT = b"duban"
_PURPOSE = b"links in mails, version 1"
_MAC_BYTES = 20


def derive(secret: str) -> bytes:
    """The key of links (32 bytes) from the office's secret. HKDF with one block of output."""
    extracted = hmac.digest(_SALT, secret.encode(), "sha256")
    return hmac.digest(extracted, _PURPOSE + b"\x01", "sha256")


def demo_key(seed: int) -> bytes:
    """A demo's key: everybody can work it out, and the same seed makes the same links."""
    return derive(f"a demo with the seed {seed}")


def login_token(key: bytes, number: int, person: str, created_at: datetime) -> str:
    """The token of a row of `login_links`."""
    at = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = f"login\n{number}\n{person}\n{at}"
    return f"{number}.{_text(_mac(key, said))}"


def signing_code(key: bytes, number: int, person: str, created_at: datetime) -> str:
    """The six digits of a row of `signing_codes`."""
    at = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    mac = _mac(key, f"signing\n{number}\n{person}\n{at}")
    return f"{int.from_bytes(mac, 'big') % 1_000_000:06d}"


def login_number(token: str) -> int:
    """The row a login token speaks of; 0 when it is none. Compare the whole token then."""
    number, dot, mac = token.partition(".")
    fine = dot and mac and number.isascii() and number.isdigit() and len(number) < 19
    return int(number) if fine else 0


def same(one: str, other: str) -> bool:
    """Whether two tokens are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLink:
    """What a link in a mail is for. `until` is its last day."""

    purpose: str
    obligation: int
    revision: int
    person: str
    until: date


def act_token(key: bytes, link: ActLink) -> str:
    said = (
        f"{link.purpose}:{link.obligation}:{link.revision}:{link.until.isoformat()}:{link.person}"
    )
    return f"{_text(said.encode())}.{_text(_mac(key, 'act:' + said))}"


def read_act(key: bytes, token: str) -> ActLink | None:
    """What a token is for; None when it was altered, or not made here."""
    said, _, mac = token.partition(".")
    try:
        text = urlsafe_b64decode(said + "=" * (-len(said) % 4)).decode()
        purpose, obligation, revision, until, person = text.split(":", 4)
        link = ActLink(
            purpose=purpose,
            obligation=int(obligation),
            revision=int(revision),
            person=person,
            until=date.fromisoformat(until),
        )
    except ValueError:
        return None
    # Comparing the token made anew refuses other spellings of the same bytes, too.
    return link if mac and same(token, act_token(key, link)) else None


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _mac(key: bytes, said: str) -> bytes:
    return hmac.digest(key, said.encode(), "sha256")[:_MAC_BYTES]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
