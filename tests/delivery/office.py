"""A small office with mail to send: a story whose mail is left to couriers of the test."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from notifications import outbox
from notifications.deliver import Courier
from notifications.mailer import Relay
from notifications.sending import Delivered, Sending
from tests.notifications.mailing import relay_at
from tests.prepared import Prepared
from tests.stories.world import RALLY, org, plan
from tests.story import Story, instant
from workflows.store import outbox_queries
from workflows.store.engine import reading

MORNING = instant("2010-05-31T09:00")
#: Everybody who gets a mail that morning, in the order of the messages.
READERS = ["director", "committee-head", "clerk", "b1-head", "b1-liaison", "b2-head", "b2-liaison",
           "b3-head", "b3-liaison"]  # fmt: skip


class Office:
    """A published plan and its outbox; `couriers` are closed with it."""

    def __init__(self, where: str | Prepared, *items: str, **more: Any) -> None:
        """On the database at the URL `where`, or on a copy of a prepared one."""
        given = {"plan": plan(*(items or (RALLY,))), "org": org(), "at": "2010-05-28T09:30"} | more
        self.story = Story(where, **given) if isinstance(where, str) else where.tell(**given)
        self.box = 0
        self.before: list[str] = []
        self.returned: Any = None
        self.engine = self.story.engine
        self.url = self.engine.url.render_as_string(hide_password=False)
        self._couriers: list[Courier] = []
        self._threads: list[threading.Thread] = []

    def at(self, when: str | datetime) -> datetime:
        """Sweep at `when`; nothing is sent."""
        self.story.tick(instant(when))
        return self.story.now

    def courier(self, port: int, **how: Any) -> Courier:
        """A courier to the relay at `port`; names of Relay's fields go to the relay."""
        relay = {k: how.pop(k) for k in list(how) if k in Relay.__dataclass_fields__}
        sending = Sending(relay=relay_at(port, **relay), sender="duban@example.org", **how)
        self._couriers.append(Courier(self.engine, sending))
        return self._couriers[-1]

    def in_background(self, courier: Courier, now: datetime) -> "Running":
        running = Running(lambda: courier.run_once(now))
        self._threads.append(running)
        return running

    def every_message(self) -> list[Mapping[str, Any]]:
        with reading(self.engine).connect() as connection:
            return outbox_queries.messages(connection, "small")

    def messages(self) -> list[Mapping[str, Any]]:
        """All messages but the leaders' weekly pages, which have nothing in them yet."""
        return [m for m in self.every_message() if m["kind"] != "leader_weekly"]

    def message(self, person: str) -> Mapping[str, Any]:
        """The only message to `person` there is."""
        (found,) = (m for m in self.messages() if m["person"] == person)
        return found

    def states(self) -> dict[str, str]:
        """Person → state, where everybody has one message."""
        return {m["person"]: m["state"] for m in self.messages()}

    def drops(self, person: str) -> list[tuple[str, str]]:
        """(kind, why it was not said) of everything meant for `person`."""
        letters = self.story.mails(to=person, state="")
        return [(item.kind, item.dropped) for letter in letters for item in letter.items]

    def claim(self, owner: str, now: datetime, limit: int = 100) -> list[Mapping[str, Any]]:
        with self.engine.begin() as connection:
            return outbox.claim(connection, owner, now, limit)

    def mark(self, message: Mapping[str, Any], **columns: Any) -> bool:
        with self.engine.begin() as connection:
            return outbox.mark(connection, message, columns)

    def begin(self, message: Mapping[str, Any]) -> bool:
        """The moment before the relay is asked, of a courier that then dies."""
        with self.engine.begin() as connection:
            return outbox.begin(connection, message, {})

    def told(self, at: str) -> list[str]:
        """What the office was told of by an alert, as the text of the mails of that day."""
        return [m.body for m in self.story.mails(to="clerk", on=at, kind="office_alert")]

    def close(self) -> None:
        for courier in self._couriers:
            courier.stop.set()
        for thread in self._threads:
            thread.join(30)
        for courier in self._couriers:
            courier.close()
        self.story.__exit__(None, None, None)


class Running(threading.Thread):
    """A courier at work in another thread."""

    def __init__(self, run: Callable[[], Delivered]) -> None:
        super().__init__(daemon=True)
        self._work = run
        self._done: list[Delivered] = []
        self.start()

    def run(self) -> None:
        self._done.append(self._work())

    def result(self) -> Delivered:
        self.join(30)
        (done,) = self._done
        return done


def later(now: datetime, **span: float) -> datetime:
    return now + timedelta(**span)
