"""Documents as .docx: a form goes in, the bytes of the file come out, the same for the same form.

`folder` is the office's own folder of templates, where it has one.
"""

from collections.abc import Mapping
from pathlib import Path

from documents.approval_forms import ClosureForm, MoreTimeForm
from documents.bulletin_words import BulletinText, bulletin_text
from documents.cleaning import cleaned
from documents.forms import BulletinForm, LeaderPage, LedgerForm, SupervisionNoticeForm
from documents.inspection_forms import InspectionForm
from documents.ledger_text import LEDGER_TEXTS, ledger_text
from documents.supervision_notice_words import SupervisionNoticeText, supervision_notice_text
from documents.word_templates import filled

#: The documents by the names of their templates, each with what is filled into it.
DOCUMENTS: Mapping[str, type] = {
    "slip": SupervisionNoticeText,
    "bulletin": BulletinText,
    "leader_page": LeaderPage,
    "strike_off": ClosureForm,
    "more_time": MoreTimeForm,
    "inspection": InspectionForm,
    **LEDGER_TEXTS,
}


def supervision_notice(form: SupervisionNoticeForm, folder: Path | None = None) -> bytes:
    """The supervision notice on its page, the return supervision notice and the feedback box on the
    next."""
    return filled(
        "slip", form.language, supervision_notice_text(form), form.issued_on or form.as_of, folder
    )


def bulletin(form: BulletinForm, folder: Path | None = None) -> bytes:
    """The bulletin with its two annexes in landscape."""
    day = form.issued_on or form.as_of
    return filled("bulletin", form.language, bulletin_text(form), day, folder)


def leader_page(form: LeaderPage, folder: Path | None = None) -> bytes:
    """One page; it grows longer only when more is to be decided or overdue than fits."""
    return filled("leader_page", form.language, cleaned(form), form.as_of, folder)


def closure(form: ClosureForm, folder: Path | None = None) -> bytes:
    """销号审核表, with room for hands and seals."""
    return filled("strike_off", form.language, cleaned(form), form.as_of, folder)


def more_time(form: MoreTimeForm, folder: Path | None = None) -> bytes:
    """延期申请表, with room for hands and seals."""
    return filled("more_time", form.language, cleaned(form), form.as_of, folder)


def inspection(form: InspectionForm, folder: Path | None = None) -> bytes:
    """The book of an inspection pack: cover, contents, and clause by clause what answers it."""
    return filled("inspection", form.language, cleaned(form), form.as_of, folder)


def ledger(form: LedgerForm, folder: Path | None = None) -> bytes:
    """A full ledger, 督办台账 or 整改台账, on A3 in landscape."""
    return filled(form.kind, form.language, ledger_text(form), form.as_of, folder)
