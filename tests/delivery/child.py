"""A process to be killed. For every instant on stdin it forks one life that sweeps and sends.

`python -m tests.delivery.child URL PORT BATCH`; it says `born PID`, `commit` before each commit,
`dead STATUS` (0, or 9 when it was killed). Forking spares every life the imports.
"""

import os
import sys
import traceback
from datetime import datetime
from typing import NoReturn

from sqlalchemy import event

from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.sending import Sending
from scheduler.sweep import Sweeper
from workflows.commands.context import open_context
from workflows.store.engine import connect, reading


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def main(url: str, port: str, batch: str) -> None:
    warm_up(url)
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        born = os.fork()
        if born == 0:
            live(url, int(port), int(batch), now)
        say(f"born {born}")
        _, status = os.waitpid(born, 0)
        say(f"dead {status}")


def warm_up(url: str) -> None:
    """Read the plan before the first fork, so that every life finds it read."""
    engine = connect(url)
    with reading(engine).connect() as connection:
        open_context(connection)
    engine.dispose()


def live(url: str, port: int, batch: int, now: datetime) -> NoReturn:
    try:
        work(url, port, batch, now)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def work(url: str, port: int, batch: int, now: datetime) -> None:
    engine = connect(url)
    event.listen(engine, "commit", lambda connection: say("commit"))
    Sweeper(engine, batch=batch).run_once(now)
    relay = Relay(host="127.0.0.1", port=port, security="plain", timeout=20)
    owner = f"life-{os.getpid()}"
    courier = Courier(engine, Sending(relay=relay, sender="duban@example.org", owner=owner))
    courier.run_once(now)
    courier.close()
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
