"""Rounds in turn, and the medians of what they took."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

#: Prepares one run on a fresh state (not timed); the call it returns is what is timed.
Run = Callable[[], Callable[[], object]]


def alternate(rounds: int, runs: Mapping[str, Run]) -> dict[str, list[float]]:
    """Seconds of each run, round by round; every other round goes through them backwards."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds):
        names = list(runs)
        for name in names if number % 2 == 0 else reversed(names):
            timed = runs[name]()
            gc.collect()
            start = perf_counter()
            timed()
            took[name].append(perf_counter() - start)
    return took


def show(title: str, count: int, unit: str, took: Mapping[str, list[float]]) -> None:
    """One line per run: rate, seconds, and the ratio to the last one, which is the baseline.

    The ratio is the median of the rounds' own ratios, so that a slow minute hits both sides.
    """
    base = list(took.values())[-1]
    print(f"\n{title}")
    for name, seconds in took.items():
        ratio = median(b / s for b, s in zip(base, seconds, strict=True))
        spread = f"{min(seconds):.3f}–{max(seconds):.3f} s"
        rate = count / median(seconds)
        print(f"  {name:<28} {rate:>9,.0f} {unit}/s  {ratio:5.2f} ×   ({spread})", flush=True)
