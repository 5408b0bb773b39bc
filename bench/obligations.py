"""Obligations by the hundred thousand, of which some are due at midnight.

Their states, dates, lights and moments are those the program itself would have given them, so
the sweep finds what a night of a large office brings: openings, reminders, due days, changes
of light, and reminding at every level.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import text

from bench.office import MIDNIGHT
from bench.stores import Store
from workflows.commands.context import Context
from workflows.domain import timeline
from workflows.domain.chain import Chain, chain_of
from workflows.domain.moments import Step
from workflows.domain.standing import light_of
from workflows.store.engine import connect
from workflows.store.types import to_text

#: Counts all rows, as it did when an office was brought to these tables.
_COUNTS = [
    import_module(f"workflows.store.migrations.versions.{name}")._COUNT
    for name in ("0010_tallies", "0012_tallies_added")
]
VERSION = 3
#: The columns of `_HOW`: a state with its dates, light and next moment.
Way = tuple[Any, ...]
_WHO = ("id", "programme", "item", "kind", "unit", "person", "post", "occurrence", "phase",
        "assignee", "assignee_post", "reviewer", "chain")  # fmt: skip
_HOW = ("state", "step", "opens_on", "due_on", "remind_from", "base_due_on", "due_words",
        "step_opened_at", "step_due_on", "step_remind_from", "done_on", "reported_on", "policy",
        "level", "light", "light_until", "next_check_at", "version", "revision",
        "facts")  # fmt: skip
#: Of twenty rows that are due: how many of each kind of moment.
MIXTURE = {"open": 2, "remind": 6, "due": 3, "press 0": 3, "press 1": 2, "press 2": 2,
           "press 3": 1, "press 4": 1}  # fmt: skip
_SPREAD = 7919  # a prime, so that due rows fall on all parties


@dataclass(frozen=True, slots=True)
class Party:
    """One that owes: unit, person or empty, the post and its holder, and the frozen chain."""

    unit: str
    person: str
    assignee: str
    post: str
    chain: Chain


def fill(store: Store, name: str, context: Context, rows: int, due: int) -> None:
    """Put `rows` obligations into a database, `due` of them due at midnight."""
    parties = list(_parties(context))
    ways = [_due(context), _others(context)]
    if store.kind == "sqlite":
        ways = [[tuple(_as_text(value) for value in way) for way in some] for some in ways]
    store.load(name, "obligations", (*_WHO, *_HOW), _rows(context, parties, ways, rows, due))
    chains = {party.chain.digest: party.chain.body for party in parties}
    store.load(name, "chains", ("hash", "body"), chains.items())
    engine = connect(store.url(name))
    with engine.begin() as connection:
        for count in _COUNTS:
            connection.execute(text(count))
    engine.dispose()


def _parties(context: Context) -> Iterator[Party]:
    """Every member for themselves, and every branch through its head."""
    org, day = context.org, context.today(MIDNIGHT)
    chains: dict[tuple[str, str], Chain] = {}

    def chain(unit: str, post: str) -> Chain:
        return chains.setdefault((unit, post), chain_of(org, unit, post))

    for unit in org.units.values():
        if unit.kind == "branch":
            post = org.seats("head", unit.key)[0]
            head = org.post_holder(post, day)
            yield Party(unit.key, "", head.key if head else "", post, chain(unit.key, post))
    for person in org.people.values():
        if "member" in person.tags and person.here(day) and person.email:
            unit_ = org.unit_in(person, "branch")
            yield Party(unit_, person.key, person.key, "", chain(unit_, ""))


def _rows(
    context: Context,
    parties: list[Party],
    ways: list[list[Way]],
    rows: int,
    due: int,
) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of a fan-out: item by item, for every party."""
    asking = [
        n
        for n in context.plan.asking
        if n.phase and n.responsible and not (n.answered_by or n.recurs or n.ongoing)
    ]
    due_now, others = ways
    state = _HOW.index("state")
    found = 0
    for number in range(rows):
        party = parties[number % len(parties)]
        round_ = number // len(parties)
        node = asking[round_ % len(asking)]
        if number * _SPREAD % rows < due:
            how = due_now[found % len(due_now)]
            found += 1
        else:
            how = others[number * 31 % len(others)]
        planned = how[state] == "planned"
        yield (
            number + 1,
            context.key,
            node.key,
            "task",
            party.unit,
            party.person,
            "",
            str(round_),
            node.phase,
            party.assignee,
            party.post,
            "own unit",
            "" if planned else party.chain.digest,
            *how,
        )


def _due(context: Context) -> list[Way]:
    """The ways of being due at midnight, each as often as the mixture says."""
    today = context.today(MIDNIGHT)
    found: dict[str, list[Way]] = {kind: [] for kind in MIXTURE}
    opens = context.frame.instant(today)
    for days in (20, 45, 90):
        found["open"].append(_planned(context, today, today + timedelta(days=days), opens))
    for policy in ("standard", "firm"):
        for days in range(-60, 40):
            _due_on(context, policy, today + timedelta(days=days), found)
    ways: list[Way] = []
    for turn in range(60):  # every way of a kind has its turn
        for kind, n in MIXTURE.items():
            ways += [found[kind][(turn * n + i) % len(found[kind])] for i in range(n)]
    return ways


def _due_on(context: Context, name: str, due_on: date, found: dict[str, list[Way]]) -> None:
    frame, today = context.frame, context.today(MIDNIGHT)
    policy = context.policies[context.hashes[name]]
    step = _step(context, due_on)
    moments = timeline.due(step, policy, frame, frame.instant(today), MIDNIGHT)
    if not moments:
        return
    past = timeline.due(step, policy, frame, step.opened_at, frame.instant(today))
    level = max((m.level for m in past if m not in moments), default=0)
    last = moments[-1]
    kind = f"press {last.level}" if last.kind == "press" else last.kind
    row = _opened(context, name, step, today - timedelta(days=1), level, moments[0].at)
    found[kind].append(row)


def _others(context: Context) -> list[Way]:
    """The ways of not being due: done, open until later, or planned."""
    today, frame = context.today(MIDNIGHT), context.frame
    ways: list[Way] = []
    policy = context.policies[context.hashes["standard"]]
    for days in range(1, 101):
        later = today + timedelta(days=days)
        step = _step(context, later + timedelta(days=3))
        moment = timeline.next_moment(step, policy, frame, MIDNIGHT)
        assert moment is not None
        ways += [_done(context, today - timedelta(days=days))] * 6
        ways += [_opened(context, "standard", step, today, 0, moment.at)] * 3
        ways.append(_planned(context, later, later + timedelta(days=30), frame.instant(later)))
    return ways


def _step(context: Context, due_on: date) -> Step:
    opened = context.frame.instant(due_on - timedelta(days=75))
    return Step(kind="task", state="open", opened_at=opened, due_on=due_on, remind_from=due_on)


def _opened(context: Context, policy: str, step: Step, day: date, level: int, check: Any) -> Way:
    rules = context.policies[context.hashes[policy]]
    light, until, _ = light_of(step, rules, context.frame, day, 0)
    due, opened = step.due_on, step.opened_at
    assert due is not None
    return (
        "open",
        1,
        due - timedelta(days=75),
        due,
        due,
        due,
        "一周内",
        opened,
        due,
        due,
        None,
        None,
        context.hashes[policy],
        level,
        light,
        until,
        check,
        VERSION,
        1,
        "{}",
    )


def _planned(context: Context, opens_on: date, due: date, check: Any) -> Way:
    return (
        "planned",
        0,
        opens_on,
        due,
        due,
        due,
        "一周内",
        None,
        None,
        None,
        None,
        None,
        context.hashes["standard"],
        0,
        "green",
        None,
        check,
        VERSION,
        0,
        "{}",
    )


def _done(context: Context, due: date) -> Way:
    opened = context.frame.instant(due - timedelta(days=75))
    return (
        "accepted",
        2,
        due - timedelta(days=75),
        due,
        due,
        due,
        "一周内",
        opened,
        due,
        due,
        due - timedelta(days=2),
        due - timedelta(days=1),
        context.hashes["standard"],
        0,
        "grey",
        None,
        None,
        VERSION,
        3,
        "{}",
    )


def _as_text(value: Any) -> Any:
    """Instants and days as SQLite keeps them."""
    if isinstance(value, datetime):
        return to_text(value)
    return value.isoformat() if isinstance(value, date) else value
