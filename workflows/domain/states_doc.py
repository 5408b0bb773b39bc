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
INTRO = """# States and moves of each kind of obligation

Generated from `workflows/domain/states.py` by `{command}`; do not edit.
A move that is not listed here is refused, and the refusal lists the possible moves.

- **to** is the state it leads to.
- **by** says who may make it (`time` is the sweep, or a change of plan, organisation or key date).
- **next** is who must act then.
- **needs** lists the conditions, checked in this order.

States in *italics* are done: their light is grey.

| need | condition |
|---|---|
| `predecessors` | the items it depends on are reported by the same party |
| `evidence` | there is a file, if the plan asks for one |
| `done_on` | the day on which it was done is not in the future |
| `not_own` | nobody decides on their own item |
| `reason`, `note`, `person` | it is given |
| `before_due` | it has a due day that has not passed |
| `soon_enough` | it is asked for at least a working day before the date, five if it is listed |
| `later_date` | the date asked for is later than the due day |
| `first_request` | no request of the same kind waits for a decision |
| `once_a_day` | there was no reminder by hand or telephone today |
| `in_time_to_object` | it is at most 3 working days after the issue |
| `unit`, `measures` | the new unit is given; the plan is given (cause, goal, measures) |
| `planned` | there is a plan, if the severity asks for one |
| `two_if_listed` | if it is listed 挂牌, two people check it |
| `after_due`, `day_to_come` | the date has passed; a day in the future is given |
| `listed`, `not_listed` | it is listed, or is not |
| `seen_until` | a future day is given, at most ten working days from now; no mail until then |
| `checked_by_units` | the units had two working days to look for errors |
| `twice_at_most` | more time was granted at most once before |
| `within_bounds` | at most the first length again, and at most 30 days, is asked for or granted |
| `drawn` | a random check has units, drawn or named |
| `reason_to_redraw` | a reason is given, if another draw would change the units |
| `in_time_to_contest` | it is at most 3 working days after the inspection was closed |
"""
TITLES = {
    "task": "Task 工作: what a unit or a person must do by a date",
    "phase": "Phase 阶段: a time window of the plan, assigned to the office",
    "anchor": "Key date 关键时间节点: the office is asked for the date each month",
    "decision": "Decision 审批: a request (more time, not ours), assigned to whoever decides",
    "rectification": "Rectification 整改: a finding, put right within a time limit and closed",
    "slip": "Supervision notice 督办单: a document about an item, assigned to the person who signs",
    "bulletin": "Bulletin 通报: a month's statistics, checked by the units, signed and issued",
    "inspection": "Inspection 督查: held on a day in one of the plan's six ways",
    "lookback": "Follow-up check 回头看: whether a closed rectification has relapsed",
    "matter": "Assigned task 交办事项: instructed, decided or asked for beside the plan",
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
        f" {rule.assignee} | {', '.join(f'`{need}`' for need in rule.needs)} |"
        for rule in sorted(rules, key=lambda rule: order.index(rule.state))
    ]
    head = "| state | move | to | by | next | needs |\n|---|---|---|---|---|---|"
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
