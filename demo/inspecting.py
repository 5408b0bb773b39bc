"""Inspections: units are drawn or chosen, it is held with what it finds, facts are contested."""

from demo import lines
from demo.agenda import Scene
from demo.cases import Case, found_by
from demo.matters import CONTESTED_ROUND, HELD_LATE, MOVED
from workflows.commands.inspect import way_of
from workflows.commands.move_context import Move
from workflows.commands.rectify import Finding
from workflows.domain.inspection import RANDOM
from workflows.domain.rows import Obligation

#: Ways in which the plan's random checks and rounds are held: their units are drawn.
_DRAWN = (RANDOM, "round_visit")
#: How many units are drawn, or chosen where none are named.
N = 3
VERIFIERS = ("p006", "p017")


def plan(scene: Scene) -> None:
    row = scene.row
    if row.kind != "inspection":
        return
    match scene.event.kind:
        case "opened":
            _prepare(scene)
        case "redated" | "drawn":
            _hold(scene, tuple(row.extra.get("units", ())))
        case "inspected" if name(row) == CONTESTED_ROUND:
            contest = Move(name="contest", reason=lines.CONTESTED)
            scene.mean(contest, 2, f"unit:{row.extra['units'][0]}")
        case "contested":
            scene.mean(Move(name="answer", note=lines.CONTEST_ANSWERED), 1, "office")


def name(row: Obligation) -> str:
    """What the story calls it: its title, or its item and round."""
    return str(row.extra.get("title") or f"{row.item} {row.key.occurrence}")


def _prepare(scene: Scene) -> None:
    row, due = scene.row, scene.row.leg_due_on
    assert due is not None
    if to := MOVED.get(name(row)):
        scene.mean(Move(name="redate", to=to, reason=lines.REDATED), 2, "office")
    units = tuple(row.extra.get("units", ()))
    if not units and way_of(scene.context, row) in _DRAWN:
        seed = f"{scene.agenda.seed}:{row.item}:{row.key.occurrence}"
        # Drawn a few days before, so that nobody knows early who will be seen.
        day = max(scene.after(due, -3), scene.soon(1))
        scene.on(Move(name="draw", n=N, seed=seed), day, "office")
        return
    if not units:
        line = scene.context.plan.line
        branches = [u.key for u in scene.context.org.units.values() if u.kind == line]
        chosen = set(scene.random.sample(branches, N))
        units = tuple(unit for unit in branches if unit in chosen)
    _hold(scene, units)


def _hold(scene: Scene, units: tuple[str, ...]) -> None:
    """Whoever goes holds it on its day or just before, and closes it with what was found."""
    row, due = scene.row, scene.row.leg_due_on
    assert due is not None
    calendar = scene.context.frame.calendar
    late = HELD_LATE.get(name(row))
    day = scene.after(due, late) if late else calendar.on_or_before(due)
    cases = found_by(name(row))
    note = lines.SOMETHING_FOUND if cases else scene.random.choice(lines.NOTHING_FOUND)
    findings = tuple(
        finding(scene, case, units[n % len(units)], VERIFIERS[n % len(VERIFIERS)])
        for n, case in enumerate(cases)
    )
    close = Move(name="close", note=note, units=units, findings=findings)
    scene.on(close, day, leg=row.leg)


def finding(scene: Scene, case: Case, unit: str, verifier: str) -> Finding:
    """A case as what is issued to `unit`."""
    org = scene.context.org
    person = ""
    if case.by_deputy:
        heads = [org.posts[seat][0] for seat in org.seats("head", unit)]
        person = next((post.deputy for post in heads if post.deputy), "")
    return Finding(
        unit=unit,
        person=person,
        what=case.what,
        title=case.title,
        where=case.where,
        severity=case.severity,
        verifier=verifier,
        source=case.source,
    )
