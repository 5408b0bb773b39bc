"""The numbers of a month's bulletin are taken: the units check theirs before it is issued."""

from dataclasses import dataclass, fields

from notifications.kinds import bulletin
from notifications.mail_kind import MailKind
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinCheck(bulletin.Bulletin):
    kind = "bulletin_check"


def build(read: Read) -> BulletinCheck | None:
    found = bulletin.build(read)
    if found is None:
        return None
    return BulletinCheck(**{one.name: getattr(found, one.name) for one in fields(found)})


KIND = MailKind(
    entry=BulletinCheck, build=build, label=N_("figures to check"), rank=63, of_step=True
)
