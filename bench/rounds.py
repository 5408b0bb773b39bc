"""Rounds in turn, and the medians of what they took."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter, process_time
from typing import Literal, NamedTuple

#: Prepares one run on a fresh state (not timed); the call it returns is what is timed.
Run = Callable[[], Callable[[], object]]


class Took(NamedTuple):
    """Seconds by the clock, and of this process' own work (a busy machine adds to the first)."""

    clock: float
    work: float


Times = dict[str, list[Took]]


def alternate(rounds: int, runs: Mapping[str, Run]) -> Times:
    """What each run took, round by round; every other round goes through them backwards."""
    took: Times = {name: [] for name in runs}
    for number in range(rounds):
        names = list(runs)
        for name in names if number % 2 == 0 else reversed(names):
            timed = runs[name]()
            gc.collect()
            start, work = perf_counter(), process_time()
            timed()
            took[name].append(Took(perf_counter() - start, process_time() - work))
    return took


def show(title: str, count: int, unit: str, took: Times) -> None:
    """One line per run: its rate, then its speed as a multiple of the last one, the baseline,
    by the clock and by this process' own work (which leaves out a database server's)."""
    base = list(took)[-1]
    print(f"\n{title}")
    for name, times in took.items():
        rate = count / median(one.clock for one in times)
        clock, work = ratio(took, base, name), ratio(took, base, name, by="work")
        spread = f"{min(times).clock:.2f}–{max(times).clock:.2f} s"
        print(
            f"  {name:<27} {rate:>8,.0f} {unit}/s  {clock:5.2f} ×  (work {work:.2f} ×; {spread})",
            flush=True,
        )


def ratio(took: Times, over: str, under: str, by: Literal["clock", "work"] = "clock") -> float:
    """Median of the rounds' own ratios, so that a slow minute hits both sides alike."""
    place = Took._fields.index(by)
    pairs = zip(took[over], took[under], strict=True)
    return median(above[place] / below[place] for above, below in pairs)
