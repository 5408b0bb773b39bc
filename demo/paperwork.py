"""Papers: whoever may sign them does, sends them back, or (rarely) leaves them lying."""

from demo import lines
from demo.agenda import Scene
from demo.tasks import NEVER
from workflows.commands.move_context import Move

_SIGN = Move(name="sign")
_RALLY = {item for item, _ in NEVER}


def plan(scene: Scene) -> None:
    """What is done about a slip or a bulletin."""
    if scene.row.kind == "slip":
        _slip(scene)
    elif scene.row.kind == "bulletin":
        _bulletin(scene)


def _slip(scene: Scene) -> None:
    random, draw = scene.random, scene.random.random()
    match scene.event.kind:
        case "drafted" if scene.row.state == "draft" and draw < 0.05:
            scene.mean(_SIGN, random.randint(5, 9))
        case "drafted" if scene.row.state == "draft" and draw < 0.15:
            scene.mean(Move(name="return", reason=random.choice(lines.SIGNING_REASONS)), 1)
        case "drafted" | "redrafted" if scene.row.state == "draft":
            scene.mean(_SIGN, 1)
        case "sent_back":
            scene.mean(Move(name="redraft", note=lines.REDRAFTED), 1, "office")
        case "signed_off" if _is_wrong(scene):
            scene.agenda.voided = True
            scene.mean(Move(name="void", reason=lines.VOIDED), 2, "office")


def _is_wrong(scene: Scene) -> bool:
    """The first red slip about something else than the story's rally was filled in wrongly."""
    red = scene.row.extra.get("colour") == "red" and scene.row.item not in _RALLY
    return red and not scene.agenda.voided


def _bulletin(scene: Scene) -> None:
    row, random, draw = scene.row, scene.random, scene.random.random()
    match scene.event.kind:
        case "opened":
            if draw < 0.3:
                branch = f"unit:branch-{random.randint(1, 8)}"
                note = random.choice(lines.CORRECTIONS)
                scene.mean(Move(name="correct", note=note), 1, branch)
            assert row.leg_due_on is not None
            scene.on(Move(name="submit"), row.leg_due_on, "office")
        case "submitted" if draw < 0.12:
            scene.mean(Move(name="return", reason=random.choice(lines.BULLETIN_REASONS)), 1)
        case "submitted":
            # One in ten lies for a week.
            scene.mean(_SIGN, random.randint(5, 6) if draw < 0.2 else 1)
        case "sent_back":
            scene.mean(Move(name="submit"), 1, "office")
