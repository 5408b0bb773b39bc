"""Delivery by one process, beside a bare smtplib loop sending the same bytes to the same sink."""

import smtplib
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import rounds
from bench.copies import Copies
from bench.office import KEY, MIDNIGHT, MORNING
from bench.sink import Mail, Sink, kept
from bench.stores import Store
from bench.sweep import prepare
from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.sending import Sending
from scheduler.sweep import Sweeper
from workflows.store.engine import connect

SENDER = "duban@example.org"
HOST = "127.0.0.1"
#: Mails sent before the clock runs.
WARM = 20


def run(store: Store, asked: Namespace) -> None:
    """Prints mails per second over one connection, over two, and by smtplib alone."""
    # A night in a large office: about two items a mail, some mails with many.
    wanted = asked.messages + WARM
    prepare(store, "mail", wanted * 3 // 2 + 100, wanted * 2, wanted * 2)
    engine = connect(store.url("mail"), record_key=KEY)
    swept = Sweeper(engine).run_once(MIDNIGHT)
    engine.dispose()
    store.settle("mail")
    count = min(asked.messages, swept.messages - WARM)
    with Copies(store, "mail") as copies:
        mails = _kept(copies, count)
        with Sink() as sink:
            runs: dict[str, rounds.Run] = {
                "Courier, 1 connection": lambda: _courier(copies, sink, 1, count),
                "Courier, 2 connections": lambda: _courier(copies, sink, 2, count),
                "bare smtplib, 1 connection": lambda: _bare(sink, mails),
            }
            took = rounds.alternate(asked.rounds, runs)
    store.drop("mail")
    size = sum(len(raw) for _, _, raw in mails) / count / 1024
    title = f"delivery from {store.kind}: {count:,} mails of {size:.1f} KiB"
    rounds.show(title, count, "mails", took)


def _kept(copies: Copies, count: int) -> list[Mail]:
    """The mails as the program writes them, for the bare loop to send again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mails"
        with Sink(path) as sink:
            _courier(copies, sink, 1, count)()
        mails = kept(path)[WARM:]
    assert len(mails) == count, f"{len(mails)} of {count} mails came"
    return mails


def _courier(copies: Copies, sink: Sink, connections: int, count: int) -> Callable[[], object]:
    relay = Relay(host=HOST, port=sink.port, security="plain", helo="bench")
    sending = Sending(
        relay=relay, sender=SENDER, base_url="https://duban.example.org", connections=connections
    )
    courier = Courier(copies.fresh("mail"), sending)
    # As in a process that has been running: connected, programme and templates read.
    courier.run_once(MORNING, most=WARM)

    def deliver() -> None:
        delivered = courier.run_once(MORNING, most=count)
        courier.close()
        assert delivered.sent == count, delivered

    return deliver


def _bare(sink: Sink, mails: list[Mail]) -> Callable[[], object]:
    smtp = smtplib.SMTP(HOST, sink.port, local_hostname="bench")
    smtp.ehlo()

    def deliver() -> None:
        for sender, recipient, raw in mails:
            smtp.sendmail(sender, [recipient], raw)
        smtp.quit()

    return deliver
