"""Tasks of the plan and matters assigned beside it: most are on time, some late, some never."""

from datetime import date

from demo.agenda import Scene
from demo.lines import LATE, REFUSED, REPORTS, RETURNS, WAIVED, WHY_MORE
from demo.matters import LAGS
from workflows.commands.move_context import Move

#: The story's fixed points: one branch never reports its rally.
NEVER = {("41-1", "branch-3")}
#: Held on the last day, reported on the next: on time all the same.
REPORTED_LATE = {("41-1", "branch-5")}
#: The verifier of this branch's rally sits on the report.
SITS = {("41-1", "branch-6")}


def plan(scene: Scene) -> None:
    """What is done about a task, a matter, a request for more time or a date not known."""
    row, random = scene.row, scene.random
    match scene.event.kind:
        case "opened" | "returned" | "reopened" if row.kind in ("task", "matter"):
            _report(scene)
        case "redated" if row.kind == "task" and row.state == "open" and row.due_on:
            _report(scene)
        case "reported" if row.kind in ("task", "matter"):
            _verify(scene)
        case "opened" if row.state == "first_review":
            scene.mean(Move(name="pass"), 1)
        case "opened" | "passed" if row.kind == "decision":
            agreed = random.random() < 0.75
            scene.mean(decided(agreed), random.randint(1, 2))
        case "ask":
            note = Move(name="note", note=random.choice(LATE))
            unknown = Move(name="still_unknown")
            scene.mean(unknown if row.kind == "anchor" else note, random.randint(1, 4))


def decided(agreed: bool) -> Move:
    return Move(name="agree") if agreed else Move(name="refuse", reason=REFUSED)


def _report(scene: Scene) -> None:
    row, random = scene.row, scene.random
    due, place = row.leg_due_on, (row.item, row.unit)
    if due is None or place in NEVER:
        return
    draw = random.random()
    if row.kind == "matter":
        # Whoever was asked by a leader is quick, apart from those the story keeps late.
        lag = LAGS.get(str(row.extra.get("title")), -2)
        _reported(scene, max(scene.soon(1), scene.after(due, lag)))
    elif place in REPORTED_LATE:
        _reported(scene, scene.after(due, 1), done_on=due)
    elif draw < 0.80:
        calendar = scene.context.frame.calendar
        first = max(scene.today, scene.after(due, -random.randint(1, 9)))
        _reported(scene, min(calendar.on_or_before(due), first))
    elif draw < 0.90:
        _reported(scene, scene.after(due, random.randint(1, 8)))
    elif draw < 0.94:
        done = scene.context.frame.calendar.on_or_before(due)
        _reported(scene, scene.after(due, random.randint(1, 3)), done_on=done)
    elif draw < 0.98 and row.leg == 1:
        to = scene.after(row.due_on or due, 10)
        more = Move(name="extend", to=to, reason=random.choice(WHY_MORE))
        scene.on(more, scene.after(due, -2))
        _reported(scene, scene.after(due, 9))
    elif draw < 0.99:
        scene.on(Move(name="note", note=random.choice(LATE)), scene.after(due, 4))
        _reported(scene, scene.after(due, 25))
    elif draw < 0.998:
        scene.on(Move(name="waive", reason=WAIVED), scene.after(due, 28), "office")
    # The rest never report.


def _reported(scene: Scene, day: date, done_on: date | None = None) -> None:
    note = scene.random.choice(REPORTS)
    scene.on(Move(name="report", note=note, done_on=done_on), day)


def _verify(scene: Scene) -> None:
    row, random = scene.row, scene.random
    draw = random.random()
    if (row.item, row.unit) in SITS or draw < 0.03:
        scene.mean(Move(name="accept"), random.randint(8, 12))
    elif draw < 0.09 and row.returns < 2:
        scene.mean(Move(name="return", reason=random.choice(RETURNS)), random.randint(1, 2))
    else:
        scene.mean(Move(name="accept"), random.randint(1, 3))
