"""The few recurring jobs, as data. Whoever runs them (one process, a rehearsal, many nodes)
only calls `run(now)` often enough; every job finds by itself what is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from notifications.deliver import Courier
from notifications.sending import Delivered
from scheduler.housekeeping import Sealed, Sealer
from scheduler.passes.carry_out import Swept
from scheduler.sweep import Sweeper


@dataclass(frozen=True, slots=True)
class Job:
    """`run` does what is due at an instant and says what it did; empty when nothing was.
    `every`: seconds between two runs at most."""

    name: str
    every: int
    run: Callable[[datetime], str]


def sweep_job(sweeper: Sweeper, every: int) -> Job:
    return Job("sweep", every, lambda now: describe_sweep(sweeper.run_once(now)))


def delivery_job(courier: Courier, every: int) -> Job:
    return Job("deliver", every, lambda now: describe_delivery(courier.run_once(now)))


def seal_job(sealer: Sealer, every: int) -> Job:
    return Job("seal", every, lambda now: describe_sealing(sealer.run_once(now)))


def describe_sweep(swept: Swept) -> str:
    """One line when the sweep did something, or must not."""
    held = "; ".join(f"{key} is not swept: {why}" for key, why in swept.held.items())
    if not (swept.decided or swept.events or swept.messages or swept.quarantined):
        return held
    aside = f", put aside {swept.quarantined}" if swept.quarantined else ""
    return (
        f"decided {swept.decided}, events {swept.events}, new messages {swept.messages}{aside}"
        + (f"; {held}" if held else "")
    )


def describe_delivery(delivered: Delivered) -> str:
    counts = {
        "sent": delivered.sent,
        "to be tried again": delivered.retry,
        "failed": delivered.failed,
        "unknown": delivered.unknown,
        "cancelled": delivered.cancelled,
    }
    said = [f"{name} {n}" for name, n in counts.items() if n]
    if delivered.halted:
        said.append(f"halted: {delivered.halted}")
    return ", ".join(said)


def describe_sealing(sealed: Sealed) -> str:
    """One line when something is wrong: sealing as such is nothing to be told of."""
    said = [f"refused events {sealed.refused}"] if sealed.refused else []
    return "; ".join([*said, *([sealed.stopped] if sealed.stopped else [])])
