"""A month's bulletin 督查通报 was signed and is sent out."""

from dataclasses import dataclass, fields

from notifications.kinds import bulletin_check
from notifications.mail_kind import MailKind
from notifications.reading import Read
from workflows.domain.kind_facts import BulletinFacts
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin(bulletin_check.BulletinCheck):
    """`number_given`: in its year; `in_all`: since the programme began."""

    kind = "bulletin"
    number_given: int = 0
    in_all: int = 0


def build(read: Read) -> Bulletin | None:
    checked = bulletin_check.build(read)
    if checked is None:
        return None
    facts = BulletinFacts.of(read.row)
    numbers = {one.name: getattr(checked, one.name) for one in fields(checked)}
    return Bulletin(**numbers, number_given=facts.number, in_all=facts.in_all)


KIND = MailKind(entry=Bulletin, build=build, label=N_("bulletin"), rank=64, stays=True)
