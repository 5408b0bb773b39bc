"""Items assigned beside the plan 交办事项: instructions, decisions of meetings, letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from config.i18n import translate
from workflows.commands.ad_hoc import laid_out, mistakes
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.step_start import from_said, open_step
from workflows.domain.assignees import responsible_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import AssignedTaskFacts
from workflows.domain.messages import N_, Message, several
from workflows.domain.rectification import limit
from workflows.domain.rows import Obligation, Party
from workflows.store import writes
from workflows.store.writes import NewEvent


class Source(NamedTuple):
    """Where an item comes from: a message id, and the limit it gets when none is named."""

    label: str
    limit: str


SOURCES: Mapping[str, Source] = {
    "instruction": Source(N_("Instruction"), "ordinary"),
    "meeting": Source(N_("Meeting"), "meeting"),
    "letter": Source(N_("Letter"), "ordinary"),
    "plan": Source(N_("Plan"), "ordinary"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedTask:
    """What is asked, in the original `words`. `asked_by` (a person) hears how it ended."""

    unit: str
    title: str
    words: str = ""
    source: str = "instruction"
    asked_by: str = ""
    person: str = ""
    assist: tuple[str, ...] = ()
    due: date | None = None
    firm: bool = False
    #: Whether a file is asked for as evidence; else a sentence will do.
    needs_file: bool = False


def assign(acting: Acting, item: AssignedTask) -> Obligation:
    """Register an item; it is open at once. Raises Refused with everything that is wrong."""
    acting.who.require("rule", "assign")
    connection, context, now = acting.connection, acting.context, acting.now
    today, org, name = acting.today, context.org, "firm" if item.firm else "standard"
    _check(context, item, today)
    due = item.due or limit(SOURCES[item.source].limit, today, context.frame.calendar)
    by = org.people.get(item.asked_by)
    source = Message(SOURCES[item.source].label)
    if by:
        asked_by = by.called(context.plan.language)
        source = Message("{name}: {source}", name=asked_by, source=source)
    facts = AssignedTaskFacts(
        title=item.title,
        what=item.words,
        source=translate(source, context.plan.language),
        asked_by=item.asked_by,
        assist=tuple(item.assist),
        needs_file=item.needs_file,
    )
    row = laid_out(
        connection,
        context,
        kind="matter",
        party=Party(unit=item.unit, person=item.person),
        due=due,
        today=today,
        policy=name,
        reviewer="role(office)",
        facts=facts,
    )
    assignee, post = responsible_of(org, row, today)
    chain = writes.freeze_chain(connection, chain_of(org, item.unit, post))
    row = replace(row, assignee=assignee, assignee_post=post, chain=chain)
    row, skipped = open_step(context, row, "open", now, due, due)
    (row_id,) = writes.insert(connection, [row])
    passed = [from_said(row_id, row.step, said) for said in skipped]
    writes.events(connection, context.key, passed, now)
    why = {"due": due.isoformat(), "source": item.source, "words": item.words}
    event = NewEvent(
        obligation=row_id,
        kind="opened",
        at=now,
        step=row.step,
        new="open",
        why=why,
        actor=acting.actor,
    )
    writes.events(connection, context.key, [event], now)
    return replace(row, id=row_id)


def _check(context: Context, item: AssignedTask, today: date) -> None:
    wrong = mistakes(
        context.org,
        today,
        units=[item.unit, *item.assist],
        unit=item.unit,
        person=item.person,
        others={Message("one who asked"): item.asked_by},
        due=item.due,
    )
    if not item.title:
        wrong.append(Message("it is not said what is asked"))
    if item.source not in SOURCES:
        wrong.append(
            Message("“{what}” is none of {known}", what=item.source, known=several(SOURCES))
        )
    if wrong:
        raise Refused(several(wrong, "; "), "see duban matter add --help")
