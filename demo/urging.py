"""Urging by hand and telephone, leaders who have seen it, and rounds of progress notes."""

from demo import lines
from demo.agenda import Scene
from workflows.commands.move_context import Move

#: Working days of silence a leader asks for.
SEEN = 5


def plan(scene: Scene) -> None:
    """What follows a press that was said, and a note the office called for."""
    event, random = scene.event, scene.random
    if event.kind == "note_called":
        note = Move(name="note", note=random.choice(lines.ROUNDS))
        # One in eight misses the day and is behind until it comes.
        late = random.random() < 0.12
        scene.mean(note, random.randint(8, 12) if late else random.randint(1, 4))
    if event.kind != "overdue" or event.why.get("outcome") != "said":
        return
    office = scene.context.office(scene.today)
    if office is None or scene.row.holder == office.key:
        return  # Nobody telephones himself.
    draw = random.random()
    if draw < 0.05:
        scene.mean(Move(name="phoned", note="已电话催办，答复本周内办结。"), 1, "office")
    elif draw < 0.08:
        scene.mean(Move(name="press"), 1, "office")
    elif draw < 0.14 and "leader" in event.why.get("to", ()):
        scene.mean(Move(name="seen", to=scene.soon(1 + SEEN)), 1, "leader", scene.row.leg)
