"""The mail relay as one URL: smtp://, smtp+starttls:// or smtps://."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.language import _

Security = Literal["plain", "starttls", "tls"]

_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("plain", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over. `ca_file` is trusted instead of the system's authorities."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


def parse_smtp_url(url: str, password: str | None = None) -> SmtpServer:
    """The relay a URL names; `password` when it stands apart.

    Raises ValueError with what to write instead; the message never quotes the URL.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _shape() from None
    host = parts.hostname or ""
    clean = re.fullmatch(r"[!-~]+", url) and re.fullmatch(r"[A-Za-z0-9.:_-]+", host)
    if not clean or parts.scheme not in _SCHEMES or port == 0:
        raise _shape()
    if parts.path not in ("", "/") or parts.fragment:
        raise _shape()
    security, usual_port = _SCHEMES[parts.scheme]
    user, secret = _login(parts, password)
    return SmtpServer(
        host=host,
        port=port or usual_port,
        security=security,
        user=user,
        password=secret,
        ca_file=_ca_file(parts.query, security),
    )


def _shape() -> ValueError:
    return ValueError(
        _(
            "write smtp://, smtp+starttls:// or smtps://, then [USER:PASSWORD@]HOST[:PORT]"
            "[?ca=FILE] (in USER and PASSWORD write @ as %40, / as %2F, ? as %3F, # as %23)"
        )
    )


def _login(parts: SplitResult, apart: str | None) -> tuple[str | None, str | None]:
    user = unquote(parts.username) if parts.username else None
    within = unquote(parts.password) if parts.password else None
    if within and apart:
        raise ValueError(_("the password stands in the URL and in DUBAN_SMTP_PASSWORD; keep one"))
    password = within or apart
    if user and not password:
        raise ValueError(
            _("it names a user but no password; write USER:PASSWORD@ or set DUBAN_SMTP_PASSWORD")
        )
    if password and not user:
        raise ValueError(
            _("there is a password but no user; write USER@HOST or USER:PASSWORD@HOST")
        )
    return user, password


def _ca_file(query: str, security: Security) -> Path | None:
    if not query:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    if len(pairs) != 1 or pairs[0][0] != "ca" or not pairs[0][1]:
        raise ValueError(_("after ? write only ca=FILE, the certificate authority to trust"))
    if security == "plain":
        raise ValueError(
            _("ca=FILE needs smtp+starttls:// or smtps://; smtp:// checks no certificate")
        )
    path = Path(pairs[0][1])
    if not path.is_file():
        raise ValueError(
            _("there is no file {file}; name the authority's PEM file after ca=", file=str(path))
        )
    return path
