"""E-mail addresses as they are accepted at the door: plain, single, ASCII."""

import re

from workflows.domain.said import Said

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def normal_address(address: str) -> str:
    """The one form in which an address is kept and compared: trimmed, in lower case."""
    return address.strip(" \u3000\xa0").lower()


def why_bad(address: str) -> Said | None:
    """Why `address` cannot be written to; None when it can."""
    if not address:
        return Said("it is empty")
    if not address.isascii():
        return Said("it has letters outside ASCII")
    if not address.isprintable():
        return Said("it has a line break or another control character")
    if len(address) > 254:
        return Said("it is {n} characters long, more than {most}", n=len(address), most=254)
    if " " in address or '"' in address:
        return Said("it has spaces or quotation marks")
    if "," in address or ";" in address:
        return Said("it is a list, not one address")
    if address.count("@") != 1:
        return Said("it needs exactly one @")
    local, _, domain = address.partition("@")
    return _bad_local(local) or _bad_domain(domain)


def _bad_local(local: str) -> Said | None:
    if not local:
        return Said("nothing stands before the @")
    if len(local) > 64:
        return Said(
            "the part before the @ is {n} characters long, more than {most}", n=len(local), most=64
        )
    if not _LOCAL.fullmatch(local) or local[0] == "." or local[-1] == "." or ".." in local:
        return Said("the part before the @ is not a mailbox name")
    return None


def _bad_domain(domain: str) -> Said | None:
    labels = domain.split(".")
    if len(labels) < 2:
        return Said("the part after the @ has no dot")
    if not all(_LABEL.fullmatch(label) and len(label) <= 63 for label in labels):
        return Said("the part after the @ is not a domain")
    return None
