"""A dossier 一事一档 of one obligation as a printable HTML document: what was asked, how it stands,
its record, its mails with their reasons, its files. The same on the board and in the .zip.
"""

from dataclasses import dataclass
from datetime import date, time

from documents.cleaning import cleaned
from documents.conventions import instant
from documents.html import document


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A line of the record. by_time: a point of the policy, nothing that people did."""

    when: str
    text: str
    by_time: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """A mail about it, with the reasons for which it was said."""

    when: str
    to: str
    state: str
    subject: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An evidence file. href: where it is, seen from the document; empty where it is lost."""

    name: str
    sha256: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierForm:
    """One obligation, as far as its reader may see it. text: the words of the plan.

    fields: (label, value) in order, in the reader's language. full: False for the public state.
    """

    language: str
    title: str
    number: str
    issuer: str
    phone: str = ""
    as_of: date
    as_of_time: time | None = None
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    full: bool = True
    record: tuple[Happened, ...] = ()
    mails: tuple[Mailed, ...] = ()
    files: tuple[Kept, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def moment(self) -> str:
        return instant(self.as_of, self.as_of_time, self.language)


def dossier(form: DossierForm) -> str:
    """The whole document; it links to its files and to nothing else."""
    return document("dossier", cleaned(form))
