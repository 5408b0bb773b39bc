"""docs/states.md, drawn from the tables of states.py: `python -m workflows.domain.states_doc`.

`--check` writes nothing and exits 1 when the page is stale. The page is made purely; only
`main` touches a file, with `open`, because the domain imports neither os nor pathlib.
"""

import sys
from collections.abc import Sequence

from workflows.domain.rules import Rule
from workflows.domain.states import DONE, KINDS, TABLE, states

PLACE = __file__.rpartition("/workflows/")[0] + "/docs/states.md"
COMMAND = "python -m workflows.domain.states_doc"
INTRO = """# The life of each kind of obligation

Drawn from `workflows/domain/states.py` by `{command}`; do not edit.
A move that is not listed here is refused, with the moves that are possible instead.

**to** is the state it leads to, **by** who may make it (`time` is the sweep, or a plan,
organisation or anchor that changed), **holds it next** who must act then, and **needs** what
has to come with it, asked in this order. States in *italics* are done: their light is grey.

| need | what it asks |
|---|---|
| `predecessors` | the items it comes after are reported by the same party |
| `evidence` | a file, where the plan asks for one |
| `done_on` | the day it was done does not lie in the future |
| `not_own` | nobody decides on what he owes himself |
| `reason`, `note`, `person` | it is given |
| `before_due` | it has a due day, and that has not passed |
| `soon_enough` | it is asked for a working day before the date, five where it is listed |
| `later_date` | the date asked for is later than the due day |
| `first_request` | the same was not asked already and waits for a decision |
| `first_press` | it was not urged by hand or telephone today |
| `in_time_to_object` | objections are raised within 3 working days of the issue |
| `unit`, `measures` | the new unit; what is planned (cause, goal, measures) |
| `planned` | a plan is there, where the severity asks for one |
| `two_if_listed` | two people check what is listed 挂牌 |
| `after_due`, `day_to_come` | the date has passed; a day in the future is given |
| `listed`, `not_listed` | it is listed, or is not |
| `seen_until` | a day to come, at most ten working days off, until which silence is kept |
| `checked_by_units` | the units had two working days to look for errors |
| `twice_at_most` | more time was granted at most once before |
| `within_bounds` | at most the first length again, and 30 days, is asked for or granted |
| `drawn` | a random check has its units, drawn or named |
| `reason_to_redraw` | a reason, where units are there already and another draw would change them |
| `in_time_to_contest` | facts are contested within 3 working days after it was closed |
"""
TITLES = {
    "task": "Task 工作: what a unit or a person owes",
    "phase": "Phase 环节: a window of the plan, held by the office",
    "anchor": "Anchor 关键事件: the office is asked for its date each month",
    "decision": "Decision 审批: a request (more time, not ours), held by the one who decides",
    "rectification": "Rectification 整改: what was found, put right within a limit and struck off",
    "slip": "Slip 督办单: a paper about a matter, held by whoever signs it",
    "bulletin": "Bulletin 通报: the numbers of a month, shown to the units, signed, made known",
    "inspection": "Inspection 督查: held on a day in one of the plan's six ways",
    "lookback": "Look-back 回头看: whether what was struck off still holds",
    "matter": "Matter 交办事项: instructed, decided or asked for beside the plan",
}


def page() -> str:
    """The whole page as Markdown, with a final line end."""
    intro = INTRO.format(command=COMMAND)
    return "\n".join([intro, *(_section(kind) for kind in KINDS)]).rstrip("\n") + "\n"


def _section(kind: str) -> str:
    rules = [rule for (of, _, _), rule in TABLE.items() if of == kind]
    title = TITLES.get(kind, kind.capitalize())
    drawing = "\n".join(_drawing(kind, rules))
    return f"## {title}\n\n```mermaid\n{drawing}\n```\n\n{_table(rules)}\n"


def _drawing(kind: str, rules: Sequence[Rule]) -> list[str]:
    """One arrow for each pair of states; moves that stay where they are only in the table."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        if rule.state != rule.to:
            arrows.setdefault((rule.state, rule.to), []).append(rule.move)
    left = {state for state, _ in arrows}
    return [
        "stateDiagram-v2",
        f"    [*] --> {states(kind)[0]}",
        *(f"    {old} --> {new}: {', '.join(moves)}" for (old, new), moves in arrows.items()),
        *(f"    {state} --> [*]" for state in states(kind) if state not in left),
    ]


def _table(rules: Sequence[Rule]) -> str:
    """The rows by state, in the order in which states and moves appear in the table."""
    order = list(dict.fromkeys(s for rule in rules for s in (rule.state, rule.to)))
    rows = [
        f"| {_state(rule.state)} | `{rule.move}` | {_state(rule.to)} | {', '.join(rule.by)} |"
        f" {rule.holder} | {', '.join(f'`{need}`' for need in rule.needs)} |"
        for rule in sorted(rules, key=lambda rule: order.index(rule.state))
    ]
    head = "| state | move | to | by | holds it next | needs |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _state(name: str) -> str:
    return f"*{name}*" if name in DONE else name


def main(arguments: Sequence[str], place: str = PLACE) -> int:
    """Write the page, or with `--check` only compare. Returns the exit code."""
    try:
        with open(place, encoding="utf-8") as standing:  # noqa: PTH123
            current = standing.read()
    except FileNotFoundError:
        current = ""
    if current == page():
        return 0
    if "--check" in arguments:
        print(f"docs/states.md is stale: run {COMMAND}", file=sys.stderr)
        return 1
    with open(place, "w", encoding="utf-8") as written:  # noqa: PTH123
        written.write(page())
    print("wrote docs/states.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
