"""What is known of a kind of mail; each kind is a module in notifications/kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from notifications.message import Entry
from notifications.reading import Read

Urgency = Literal["now", "mail_hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailKind:
    """One kind of mail. Which event calls for it, and whom it speaks to: workflows/domain/events.

    entry         the class of its entries
    build         makes an entry from rows; None when there is nothing to say
    label         what it is called in a mail that says several things, and on pages
    rank          orders the parts of a mail: what the reader must do first comes first
    urgency       whether it waits for the reader's mail hour
    stays         still worth saying when the item has moved on since the event
    of_step       speaks of the current step only: dropped once the step has changed
    waits_behind  not said of an item that waits behind a listed rectification
    spared        not said to whoever noted the item, until the day they named
    answered      asks whoever is responsible for an answer: how to give it is said once
    more_time     of these, those whose date still lies ahead, so that more time can be asked for
    late_notice   tells somebody that something is late
    page          read as it is when it is said: of several missed days it is said once
    alone         lets its reader in, or sign: said to nobody else, and with nothing else
    fold          joins entries that say the same of several people
    """

    entry: type[Entry]
    build: Callable[[Read], Entry | None]
    label: str
    rank: int
    urgency: Urgency = "mail_hour"
    stays: bool = False
    of_step: bool = False
    waits_behind: bool = False
    spared: bool = False
    answered: bool = False
    more_time: bool = False
    late_notice: bool = False
    page: bool = False
    alone: bool = False
    fold: Callable[[list[Any]], list[Any]] | None = None

    @property
    def name(self) -> str:
        return self.entry.kind
