"""One process that runs the jobs on APScheduler. The only file that imports it.

The scheduler merely calls often: intervals in UTC, no misfire limit, missed runs folded into
one, never two runs of a job at once, jobs in memory, and a run of each at the start.
"""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.jobs import Job

log = logging.getLogger(__name__)


class Runner:
    """Runs `jobs` until it is told to stop; `now` is where the instants come from."""

    def __init__(self, jobs: Sequence[Job], now: Callable[[], datetime]) -> None:
        self.jobs = tuple(jobs)
        self.now = now
        self.stopping = threading.Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(len(jobs), 1))},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        for job in self.jobs:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=job.every, timezone=UTC),
                args=[job],
                id=job.name,
                next_run_time=self.now(),
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Let the running jobs finish what they are at, and start no other."""
        self.stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def until_told(self, on_stop: Callable[[], None], ready: Callable[[], None]) -> None:
        """Run until SIGTERM or SIGINT; `on_stop` tells long jobs to come to an end.

        `ready` is called once a signal would be heeded.
        """

        heard: SimpleQueue[int] = SimpleQueue()

        def told(number: int, _frame: FrameType | None) -> None:
            heard.put(number)  # the one thing that never waits for a lock we may be holding

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, told)
        ready()
        self.start()
        # A signal that comes when we are just about to wait does not wake us: look every second.
        while heard.empty():
            with suppress(Empty):
                heard.get(timeout=1.0)
                break
        log.info("stopping: finishing the current message")
        on_stop()
        self.stopping.set()
        self.stop()

    def _run(self, job: Job) -> None:
        if self.stopping.is_set():
            return
        try:
            said = job.run(self.now())
        except Exception:
            # The next run finds everything that this one left.
            log.exception("the job “%s” failed; it runs again in %d s", job.name, job.every)
            return
        if said:
            log.info("%s: %s", job.name, said)
