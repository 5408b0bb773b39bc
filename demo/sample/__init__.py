"""A small story in which every kind of mail is sent: for previews and tests."""

from collections.abc import Sequence
from functools import cache

from notifications.message import Mail


@cache
def mails_in(language: str) -> Sequence[Mail]:
    """Every mail of the story in a language, in the order in which they are sent; played once in
    a process, when first asked for (about two seconds)."""
    from demo.sample.story import sample_mails

    return tuple(sample_mails([language])[language])
