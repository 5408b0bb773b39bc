"""E-mail addresses as they are accepted at the door: plain, single, ASCII."""

import re

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def why_bad(address: str) -> str | None:
    """Why `address` cannot be written to; None when it can."""
    if not address:
        return "it is empty"
    if not address.isascii():
        return "it has letters outside ASCII"
    if not address.isprintable():
        return "it has a line break or another control character"
    if len(address) > 254:
        return f"it is {len(address)} characters long, more than 254"
    if " " in address or '"' in address:
        return "it has spaces or quotation marks"
    if "," in address or ";" in address:
        return "it is a list, not one address"
    if address.count("@") != 1:
        return "it needs exactly one @"
    local, _, domain = address.partition("@")
    return _bad_local(local) or _bad_domain(domain)


def _bad_local(local: str) -> str | None:
    if not local:
        return "nothing stands before the @"
    if len(local) > 64:
        return f"the part before the @ is {len(local)} characters long, more than 64"
    if not _LOCAL.fullmatch(local) or local[0] == "." or local[-1] == "." or ".." in local:
        return "the part before the @ is not a mailbox name"
    return None


def _bad_domain(domain: str) -> str | None:
    labels = domain.split(".")
    if len(labels) < 2:
        return "the part after the @ has no dot"
    if not all(_LABEL.fullmatch(label) and len(label) <= 63 for label in labels):
        return "the part after the @ is not a domain"
    return None
