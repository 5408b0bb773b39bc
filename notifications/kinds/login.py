"""The link that lets its reader in once."""

from dataclasses import dataclass, replace

from notifications.mail_kind import MailKind
from notifications.message import Entry
from notifications.reading import Read
from workflows.domain.messages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Login(Entry):
    """The link is the one act of `about`."""

    kind = "login"


def build(read: Read) -> Login | None:
    acts = read.batch.actions.login(read.event, read.language)
    return Login(about=replace(read.about(), acts=acts)) if acts else None


KIND = MailKind(
    entry=Login,
    build=build,
    label=N_("login link"),
    rank=1,
    urgency="now",
    stays=True,
    alone=True,
)
