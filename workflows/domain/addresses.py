"""E-mail addresses as they are accepted at the door: plain, single, ASCII."""

import re

from workflows.domain.messages import Message

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


def normal_address(address: str) -> str:
    """The one form in which an address is kept and compared: trimmed, in lower case."""
    return address.strip(" \u3000\xa0").lower()


def why_bad(address: str) -> Message | None:
    """Why `address` cannot be written to; None when it can."""
    if not address:
        return Message("it is empty")
    if not address.isascii():
        return Message("it has letters outside ASCII")
    if not address.isprintable():
        return Message("it has a line break or another control character")
    if len(address) > 254:
        return Message("it is {n} characters long, more than {most}", n=len(address), most=254)
    if " " in address or '"' in address:
        return Message("it has spaces or quotation marks")
    if "," in address or ";" in address:
        return Message("it is a list, not one address")
    if address.count("@") != 1:
        return Message("it needs exactly one @")
    local, _, domain = address.partition("@")
    return _bad_local(local) or _bad_domain(domain)


def _bad_local(local: str) -> Message | None:
    if not local:
        return Message("nothing stands before the @")
    if len(local) > 64:
        return Message(
            "the part before the @ is {n} characters long, more than {most}", n=len(local), most=64
        )
    if not _LOCAL.fullmatch(local) or local[0] == "." or local[-1] == "." or ".." in local:
        return Message("the part before the @ is not a mailbox name")
    return None


def _bad_domain(domain: str) -> Message | None:
    labels = domain.split(".")
    if len(labels) < 2:
        return Message("the part after the @ has no dot")
    if not all(_LABEL.fullmatch(label) and len(label) <= 63 for label in labels):
        return Message("the part after the @ is not a domain")
    return None
