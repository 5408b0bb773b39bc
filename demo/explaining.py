"""Why it is late, as the doers put it: most say so when it has climbed to the next above, again
now and then while it stays late; some never do."""

from random import Random

from demo import lines
from demo.agenda import Scene
from workflows.commands.move_context import Move
from workflows.domain.rows import Obligation

#: Kinds and states in which whoever holds it is to do it.
_OWED = frozenset(
    {("task", "open"), ("matter", "open"), ("inspection", "open"), ("rectification", "in_progress")}
)
#: How many never say anything; how often somebody adds something to what he said.
_SILENT, _AGAIN = 0.25, 0.05


def plan(scene: Scene) -> None:
    """What the doer writes about a press that was said."""
    event, row = scene.event, scene.row
    pressed = event.kind == "overdue" and event.why.get("outcome") == "said"
    if not pressed or (row.kind, row.state) not in _OWED:
        return
    # Drawn apart, so that nothing else in the play depends on who explains himself.
    him = Random(f"{scene.agenda.seed}:explains:{row.item}:{row.unit}:{row.person}")
    if him.random() < _SILENT:
        return
    draw = Random(f"{scene.agenda.seed}:why:{row.id}:{row.leg}:{event.point}:{event.n}")
    point = event.point or ""
    if point != "+3wd" and not (point.startswith("every") and draw.random() < _AGAIN):
        return
    day = scene.after(scene.context.today(event.at), draw.randint(1, 3))
    if day > scene.today:  # Else he did it already: the demo is being played on.
        note = Move(name="note", note=draw.choice(_reasons(row)))
        scene.on(note, day, leg=row.leg)


def _reasons(row: Obligation) -> tuple[str, ...]:
    for name in (row.item, str(row.extra.get("title"))):
        if name in lines.WHY_LATE_ITEM:
            return lines.WHY_LATE_ITEM[name]
    if row.kind in lines.WHY_LATE_KIND:
        return lines.WHY_LATE_KIND[row.kind]
    return lines.WHY_LATE_OWN if row.person else lines.WHY_LATE_UNIT
