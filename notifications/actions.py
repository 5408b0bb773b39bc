"""Links in mails that let the reader act, or log in, from the mail itself.

Each is for one purpose, one person, and one obligation at one revision; opening it changes
nothing (dashboard/pages/links.py). There are none without a base URL and a key.
"""

from datetime import datetime

from sqlalchemy import Connection

from config.i18n import translator
from workflows.commands.context import Context
from workflows.commands.facts import can_still
from workflows.domain import links
from workflows.domain.messages import N_
from workflows.domain.moves import move_type
from workflows.domain.organisation import Person
from workflows.domain.rows import Event, Obligation
from workflows.domain.states import possible
from workflows.store import accounts

#: What the link that lets somebody in says.
_LOGIN = N_("Log in")
_DOING = ("report", "note", "extend")
#: What has only just come, or comes up, may be somebody else's.
_OURS = (*_DOING, "object")
_OFFERED: dict[str, tuple[str, ...]] = {
    "assigned": _OURS, "reminder": _OURS, "due_today": _DOING, "moved": _DOING,
    "returned": _DOING, "reopened": _DOING, "handed_over": (*_OURS, "sign"),
    "overdue": ("report", "note", "explain"), "note_asked": ("note",),
    "to_sign": ("sign", "object"), "paper_to_sign": ("sign",),
    "decision_asked": ("agree", "refuse"), "review": ("seen",), "review_overdue": ("seen",),
}  # fmt: skip
#: Who hears of it from above may say that they have seen it, and is left in peace for some days.
_ABOVE = ("head", "leader", "principal")
#: An item without end is not reported done, only told of.
_ONGOING = ("note",)


class Actions:
    """Makes the links of one batch of mails."""

    def __init__(
        self,
        connection: Connection,
        context: Context,
        base_url: str,
        key: bytes,
        now: datetime,
    ) -> None:
        self.connection = connection
        self.base_url = base_url
        self.key = key
        self.context, self.today = context, context.today(now)
        self.until = self.today + links.ACT_LINK_VALID_FOR
        # On trial the office reads it all, and must not act for others by accident.
        self.trial = context.programme.trial

    def of(
        self, row: Obligation, kind: str, audience: str, reader: Person
    ) -> tuple[tuple[str, str], ...]:
        """(what, link) of everything `reader` may do about `row` from a mail of `kind`."""
        if self.trial or not (self.base_url and self.key):
            return ()
        offered = _OFFERED.get(kind, ()) if audience in ("holder", "liaison") else ()
        if kind == "escalated" and audience in _ABOVE:
            offered = ("seen",)
        if row.state == "ongoing" and offered:
            offered = _ONGOING
        can = possible(row.kind, row.state)
        return tuple(
            (_word(purpose, row, reader.language), self._act(purpose, row, reader))
            for purpose in offered
            if purpose in can and can_still(self.context, row, purpose, self.today)
        )

    def _act(self, purpose: str, row: Obligation, reader: Person) -> str:
        link = links.ActLink(
            purpose=purpose,
            obligation=row.id,
            revision=row.revision,
            person=reader.key,
            until=self.until,
        )
        return f"{self.base_url}/do/{links.act_token(self.key, link)}"

    def login(self, event: Event, language: str) -> tuple[tuple[str, str], ...]:
        """The link that lets its reader in once; none when it cannot be made (any more)."""
        number = int(event.why.get("link", 0))
        row = accounts.login_links(self.connection, [number]).get(number)
        if row is None or row["used_at"] or not (self.base_url and self.key):
            return ()
        token = links.login_token(self.key, number, row["person"], row["created_at"])
        return ((translator(language).gettext(_LOGIN), f"{self.base_url}/login/{token}"),)

    def code(self, event: Event) -> str:
        """The digits to sign by; none when they cannot be made, or are of no use any more."""
        row = accounts.code(self.connection, int(event.why.get("code", 0)))
        if row is None or row["used_at"] or not self.key:
            return ""
        return links.signing_code(self.key, row["id"], row["person"], row["created_at"])


def _word(purpose: str, row: Obligation, language: str) -> str:
    """An item is signed for 签收, a document is signed 签发."""
    return translator(language).gettext(move_type(row.kind, purpose).label)
