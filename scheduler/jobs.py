"""The few recurring jobs, as data. Whoever runs them (one process, a rehearsal, many nodes)
only calls `run(now)` often enough; every job finds by itself what is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from notifications.deliver import Courier
from notifications.sending import Delivered
from scheduler.housekeeping import Sealed, Sealer
from scheduler.passes.apply import Swept
from scheduler.sweep import Sweeper
from workflows.domain.messages import N_, Message, Text, several


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does what is due at an instant and says what it did; empty when nothing was.
    `every`: seconds between two runs at most."""

    name: str
    every: int
    run: Callable[[datetime], Text]


def sweep_job(sweeper: Sweeper, every: int) -> Job:
    return Job("sweep", every, lambda now: describe_sweep(sweeper.run_once(now)))


def delivery_job(courier: Courier, every: int) -> Job:
    return Job("deliver", every, lambda now: describe_delivery(courier.run_once(now)))


def seal_job(sealer: Sealer, every: int) -> Job:
    return Job("seal", every, lambda now: describe_sealing(sealer.run_once(now)))


def describe_sweep(swept: Swept) -> Text:
    """One line when the sweep did something, or must not."""
    said: list[Text] = []
    if swept.decided or swept.events or swept.messages or swept.quarantined:
        said.append(
            Message(
                "processed {decided}, events {events}, new mails {mails}",
                decided=swept.decided,
                events=swept.events,
                mails=swept.messages,
            )
        )
    if swept.quarantined:
        items = several(map(str, swept.quarantined))
        said.append(Message("processing failed: {items}", items=items))
    for key, why in swept.held.items():
        said.append(Message("{programme} is not processed: {why}", programme=key, why=why))
    return several(said, "; ") if said else ""


def describe_delivery(delivered: Delivered) -> Text:
    counts = {
        N_("sent {n}"): delivered.sent,
        N_("to be tried again {n}"): delivered.retry,
        N_("failed {n}"): delivered.failed,
        N_("unknown {n}"): delivered.unknown,
        N_("cancelled {n}"): delivered.cancelled,
    }
    said: list[Text] = [Message(text, n=n) for text, n in counts.items() if n]
    if delivered.halted:
        said.append(Message("no mail is sent: {why}", why=delivered.halted))
    return several(said) if said else ""


def describe_sealing(sealed: Sealed) -> Text:
    """One line when something is wrong: sealing as such is nothing to be told of."""
    said: list[Text] = [sealed.stopped] if sealed.stopped else []
    if sealed.refused:
        numbers = several(map(str, sealed.refused))
        said.insert(0, Message("events that could not be sealed: {events}", events=numbers))
    return several(said, "; ") if said else ""
