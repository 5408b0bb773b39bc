"""A dossier 一事一档 of one obligation as a printable HTML document: what was asked, how it stands,
its record, its mails with their reasons, its files. The same on the board and in the .zip.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from documents.bulletin_words import instant
from documents.cleaning import cleaned
from documents.forms import Language
from documents.html import document

WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "kind": "一事一档", "by": "填报单位（盖章）：{}", "as_of": "截至{}",
        "asked": "一、事项依据",
        "facts": "二、基本情况", "record": "三、办理经过", "mails": "四、邮件及缘由",
        "files": "五、佐证材料", "related": "六、相关申请", "none": "无。",
        "record_heads": "日期｜经过｜附件", "mail_heads": "时间｜收件人｜状态｜主题和缘由",
        "file_heads": "序号｜文件名｜SHA-256", "lost": "（原件已不在库）",
        "filled": "填报人：", "checked": "审核人：", "phone": "电话：{}",
        "public": "本页仅列公开信息；办理经过、邮件和佐证只对承办人、核验人及其上级公开。",
    },
    "en": {
        "kind": "Dossier", "by": "Unit (seal): {}", "as_of": "as of {}",
        "asked": "1. What is asked", "facts": "2. How it stands", "record": "3. What happened",
        "mails": "4. Mails about it, and why", "files": "5. Evidence",
        "related": "6. Requests about it", "none": "None.",
        "record_heads": "Day｜What happened｜Files", "mail_heads": "At｜To｜State｜Subject and why",
        "file_heads": "No.｜File｜SHA-256", "lost": " (not kept here any more)",
        "filled": "Filled in by:", "checked": "Checked by:", "phone": "Phone: {}",
        "public": "This is the public state. The record, the mails and the evidence are for those "
        "who do it, verify it or stand above it.",
    },
}  # fmt: skip


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

    language: Language
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
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    @property
    def as_of_said(self) -> str:
        return self.words["as_of"].format(instant(self.as_of, self.as_of_time, self.language))


def dossier(form: DossierForm) -> str:
    """The whole document; it links to its files and to nothing else."""
    return document("dossier", cleaned(form))
