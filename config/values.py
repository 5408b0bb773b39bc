"""Checks on single settings: each returns the value to use, or raises with what to write."""

import re
from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import SecretStr

from config import i18n
from config.language import _, code


def database_url(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    if re.match(r"postgres(ql)?://.", url):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    if url.startswith("postgresql+psycopg://") and len(url) > len("postgresql+psycopg://"):
        return SecretStr(url)
    path = url.removeprefix("sqlite:///")
    if url.startswith("sqlite:///") and path and path != ":memory:" and "?" not in path:
        return value
    raise ValueError(
        _("write sqlite:///FILE (a file, not memory) or postgresql://USER:PASSWORD@HOST/DATABASE")
    )


def secret_key(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 32:
        raise ValueError(_("write at least 32 characters, such as `openssl rand -hex 32` prints"))
    return value


ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def mail_from(value: str) -> str:
    if len(value) > 254 or not ADDRESS.fullmatch(value):
        raise ValueError(_("write one bare address, such as duban@example.org"))
    return value


def base_url(value: str) -> str:
    cure = _("write http(s)://HOST[:PORT][/PATH], such as https://duban.example.org")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (reading it checks it)
    except ValueError:
        raise ValueError(cure) from None
    plain = re.fullmatch(r"[!-~]+", value) and not re.search(r"[\\%\"<>]", value)
    if (
        not plain
        or parts.scheme not in ("http", "https")
        or not parts.hostname
        or "@" in parts.netloc
        or "?" in value
        or "#" in value
        or any(step in (".", "..") for step in parts.path.split("/"))
        or "//" in parts.path
    ):
        raise ValueError(cure)
    return value.rstrip("/")


def proxies(value: str) -> str:
    found = [part.strip() for part in value.split(",") if part.strip()]
    try:
        return ",".join(str(ip_network(part)) for part in found)
    except ValueError:
        raise ValueError(_("write addresses or networks, such as 127.0.0.1,10.0.0.0/24")) from None


def language(value: str) -> str:
    if code(value) not in i18n.known():
        raise ValueError(_("write {choices}", choices=", ".join(i18n.known())))
    return code(value)


def lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
