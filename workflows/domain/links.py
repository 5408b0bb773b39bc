"""Links that let somebody in or act for them, how long each is valid, and codes to sign by. Pure.

- Links are signed with the office's secret by itsdangerous, with a salt for each purpose: a link
  to act is no login link. What is signed can be read by everybody and changed by nobody.
- A link to act names its purpose, one obligation at one revision, one person and its last day,
  which is compared with a day that is passed in: `ActLink.is_expired`.
- A login link names a row (`login_links`), which holds the instant it expires. Its token is made
  again when the mail is composed, so neither the record nor the database holds it.
- A code to sign by, of six digits, names a row (`signing_codes`) in the same way.
- The key: 32 bytes by HKDF-SHA256 (RFC 5869) for this use only, as the record's is (record.py).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

#: How long a link in a mail acts, from the day of the mail.
ACT_LINK_VALID_FOR = timedelta(days=30)
#: How long a login link lets its reader in, once, from when it was asked for.
LOGIN_LINK_VALID_FOR = timedelta(minutes=30)
#: How long a code by mail signs, once, from when it was asked for.
SIGNING_CODE_VALID_FOR = timedelta(minutes=10)

_KEY_SALT = b"duban"
_KEY_PURPOSE = b"links in mails, version 1"
_ACT_SALT = b"duban act link"
_LOGIN_SALT = b"duban login link"


def derive(secret: str) -> bytes:
    """The key of links (32 bytes) from the office's secret. HKDF with one block of output."""
    extracted = hmac.digest(_KEY_SALT, secret.encode(), "sha256")
    return hmac.digest(extracted, _KEY_PURPOSE + b"\x01", "sha256")


def demo_key(seed: int) -> bytes:
    """A demo's key: everybody can work it out, and the same seed makes the same links."""
    return derive(f"a demo with the seed {seed}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLink:
    """What a link in a mail is for. `until` is its last day."""

    purpose: str
    obligation: int
    revision: int
    person: str
    until: date

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over on `today`, a day of the programme."""
        return self.until < today


def act_token(key: bytes, link: ActLink) -> str:
    """The token of a link to act: the same link always has the same token."""
    said = [link.purpose, link.obligation, link.revision, link.person, link.until.isoformat()]
    return _signed(key, _ACT_SALT, said)


def read_act(key: bytes, token: str) -> ActLink | None:
    """What a token is for, expired or not; None when it was altered, or not made here."""
    said = _read(key, _ACT_SALT, token)
    if said is None:
        return _read_act_of_before(key, token)
    purpose, obligation, revision, person, until = said
    return ActLink(
        purpose=purpose,
        obligation=obligation,
        revision=revision,
        person=person,
        until=date.fromisoformat(until),
    )


def login_token(key: bytes, number: int, person: str, created_at: datetime) -> str:
    """The token of a row of `login_links`."""
    return _signed(key, _LOGIN_SALT, [number, person, _instant(created_at)])


def login_number(key: bytes, token: str) -> int:
    """The row a login token speaks of; 0 when it was altered, or not made here. Compare the whole
    token with that row's: after a restore another row may have the number."""
    said = _read(key, _LOGIN_SALT, token)
    return int(said[0]) if said else 0


def signing_code(key: bytes, number: int, person: str, created_at: datetime) -> str:
    """The six digits of a row of `signing_codes`."""
    said = f"signing\n{number}\n{person}\n{_instant(created_at)}"
    return f"{int.from_bytes(_mac(key, said), 'big') % 1_000_000:06d}"


def same(one: str, other: str) -> bool:
    """Whether two tokens or codes are the same, in a time that does not depend on the answer."""
    return hmac.compare_digest(one.encode(), other.encode())


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _signed(key: bytes, salt: bytes, said: list[Any]) -> str:
    return _serializer(key, salt).dumps(said)


def _read(key: bytes, salt: bytes, token: str) -> list[Any] | None:
    try:
        said: list[Any] = _serializer(key, salt).loads(token)
    except (BadData, UnicodeError):
        return None
    # Base64 has several spellings of the same bytes. A used link is known by its digest, so only
    # the spelling that was sent counts.
    return said if same(token, _signed(key, salt, said)) else None


def _serializer(key: bytes, salt: bytes) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeSerializer(key, salt=salt, signer_kwargs=how)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _mac(key: bytes, said: str) -> bytes:
    return hmac.digest(key, said.encode(), "sha256")[:20]


def _read_act_of_before(key: bytes, token: str) -> ActLink | None:
    """A link to act as mails carried it before 0.1.0, signed by hand. It is valid for 30 days from
    its mail: this reader can go with the first release later than 30 days after 0.1.0."""
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
    written = [urlsafe_b64encode(raw).decode() for raw in (text.encode(), _mac(key, f"act:{text}"))]
    return link if mac and same(token, ".".join(part.rstrip("=") for part in written)) else None
