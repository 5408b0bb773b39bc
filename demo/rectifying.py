"""Rectifications: each lives by its story (`cases.py`), one event leading to the next."""

from datetime import date

from demo import lines
from demo.agenda import Scene
from demo.cases import BY_TITLE, Case
from demo.tasks import decided
from workflows.commands.move_context import Move

#: The second pair of eyes on site.
SECOND = "p009"


def plan(scene: Scene) -> None:
    """What is done about a rectification, a request about it, and its look-back."""
    row = scene.row
    if row.kind == "rectification" and scene.event.kind == "issued":
        scene.agenda.cases[row.item] = BY_TITLE[str(row.extra["title"])]
    case = scene.agenda.cases.get(row.item)
    if case is None:
        return
    if row.kind == "rectification":
        _received(scene, case)
        _worked_on(scene, case)
        _verified(scene, case)
    elif scene.event.kind == "opened" and row.state == "first_review":
        scene.mean(Move(name="pass"), 1)
    elif scene.event.kind in ("opened", "passed") and row.kind == "decision":
        scene.mean(decided(case.asks != "refused"), scene.random.randint(1, 2))
    elif scene.event.kind == "opened" and row.kind == "lookback":
        relapsed = case.relapses and row.key.occurrence == "1"
        fails = Move(name="relapse", reason=lines.RELAPSED)
        scene.mean(
            fails if relapsed else Move(name="holds", note=lines.HOLDS), scene.random.randint(1, 3)
        )


def _received(scene: Scene, case: Case) -> None:
    """Signed for, or objected to and answered; some never sign."""
    match scene.event.kind:
        case "issued":
            if case.objects:
                scene.mean(Move(name="object", reason=lines.OBJECTIONS), 2)
            elif case.signs is not None:
                scene.mean(Move(name="sign"), case.signs)
            elif case.to:
                other = Move(name="reassign", unit=case.to, reason=lines.REASSIGNED)
                scene.mean(other, 25, "office")
            if case.ends == "withdrawn":
                scene.mean(Move(name="withdraw", reason=lines.RECALLED), 6, "office")
        case "objected":
            upheld = Move(name="uphold", reason=lines.UPHELD)
            other = Move(name="reassign", unit=case.to, reason=lines.REASSIGNED)
            scene.mean(upheld if case.objects == "upheld" else other, 1, "office")
        case "upheld" | "reassigned":
            scene.mean(Move(name="sign"), 1)


def _worked_on(scene: Scene, case: Case) -> None:
    row, random = scene.row, scene.random
    match scene.event.kind:
        case "signed":
            _begun(scene, case)
            if case.asks != "granted":
                _finish(scene, case, case.lag)
        case "extended":
            # Asked for before the date, the limit itself moves; explained after it, it stays.
            _finish(scene, case, -1 if not row.extra.get("explained") else 0)
        case "returned" | "relapsed" | "reopened":
            # What came back is not put right in two days a second time.
            days = 6 if scene.event.kind == "relapsed" else random.randint(1, 2)
            scene.mean(_put_right(scene, case), days, _applies(case), row.leg)
        case "held":
            back = date.fromisoformat(str(scene.event.why["to"]))
            scene.on(Move(name="resume"), back, "office")
        case "resumed":
            _finish(scene, case, -1)
        case "listed" if case.delists:
            scene.mean(Move(name="delist", reason=lines.DELISTED), 3, "office")


def _begun(scene: Scene, case: Case) -> None:
    """What is done about it between signing for it and applying to have it struck off."""
    row, random = scene.row, scene.random
    due = row.due_on
    assert due is not None
    if case.measures:
        scene.mean(
            Move(
                name="plan",
                cause="重视不够，责任不明。",
                goal="按期整改到位。",
                measures=case.measures,
            ),
            1,
        )
    for n in range(case.notes):
        scene.mean(Move(name="note", note=random.choice(lines.PROGRESS)), 2 + 3 * n)
    if case.asks:
        to, why = scene.after(due, 8), random.choice(lines.WHY_MORE)
        scene.on(Move(name="extend", to=to, reason=why), scene.after(due, -4))
    if case.explains:
        to = scene.after(due, 9)
        scene.on(Move(name="explain", to=to, reason=lines.EXPLAINED), scene.after(due, 3))
    if case.waits:
        pause = Move(name="hold", to=scene.soon(case.waits), reason=lines.HELD)
        scene.mean(pause, 3, "office")
    if case.lists:
        scene.mean(Move(name="list", reason=lines.LISTED), 1, "office")
    if case.ends == "waived":
        scene.mean(Move(name="waive", reason=lines.DROPPED), 5, "office")


def _finish(scene: Scene, case: Case, lag: int | None) -> None:
    due = scene.row.leg_due_on
    if lag is None or due is None or case.ends in ("waived", "withdrawn"):
        return
    day = max(scene.after(due, lag), scene.soon(1))
    scene.on(_put_right(scene, case), day, _applies(case), scene.row.leg)


def _put_right(scene: Scene, case: Case) -> Move:
    note = scene.random.choice(lines.PUT_RIGHT)
    return Move(name="report" if case.by_deputy else "apply", note=note)


def _applies(case: Case) -> str:
    return "holder" if case.by_deputy else "head"


def _verified(scene: Scene, case: Case) -> None:
    """The head applies, the verifier goes and looks, and strikes off or sends back."""
    row, random = scene.row, scene.random
    match scene.event.kind:
        case "reported":
            scene.mean(Move(name="apply", note="情况属实，申请销号。"), 1, "head")
        case "applied" if row.returns < case.returned and not row.extra.get("relapses"):
            reason = random.choice(lines.NOT_YET)
            scene.mean(Move(name="return", reason=reason), 1, leg=row.leg)
        case "applied":
            seen = Move(name="check", note=random.choice(lines.SEEN_ON_SITE), person=SECOND)
            scene.mean(seen, random.randint(1, 2))
        case "checked":
            seed = f"{scene.agenda.seed}:{row.item}:{row.leg}"
            scene.mean(Move(name="strike", seed=seed), 1)
        case "struck_off" if case.ends == "reopened" and row.item not in scene.agenda.reopened:
            scene.agenda.reopened.add(row.item)
            scene.mean(Move(name="reopen", reason=lines.AGAIN), 12, "office")
