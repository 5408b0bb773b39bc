"""Matters assigned beside the plan 交办事项: instructions, decisions of meetings, letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from config.i18n import translate
from workflows.commands.ad_hoc import laid_out, mistakes
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.step_start import from_said, open_leg
from workflows.domain.assignees import doer_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import AssignedTaskFacts
from workflows.domain.messages import N_, Message, several
from workflows.domain.rectification import limit
from workflows.domain.rows import Obligation, Party
from workflows.store import writes
from workflows.store.writes import NewEvent


class Source(NamedTuple):
    """Where a matter comes from: a message id, and the limit it gets when none is named."""

    label: str
    limit: str


SOURCES: Mapping[str, Source] = {
    "instruction": Source(N_("Instruction"), "ordinary"),
    "meeting": Source(N_("Meeting"), "meeting"),
    "letter": Source(N_("Letter"), "ordinary"),
    "plan": Source(N_("Plan"), "ordinary"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
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


def assign(acting: Acting, matter: Matter) -> Obligation:
    """Register a matter; it is open at once. Raises Refused with everything that is wrong."""
    acting.who.require("rule", "assign")
    connection, context, now = acting.connection, acting.context, acting.now
    today, org, name = acting.today, context.org, "firm" if matter.firm else "standard"
    _check(context, matter, today)
    due = matter.due or limit(SOURCES[matter.source].limit, today, context.frame.calendar)
    by = org.people.get(matter.asked_by)
    source = Message(SOURCES[matter.source].label)
    if by:
        asked_by = by.called(context.plan.language)
        source = Message("{name}: {source}", name=asked_by, source=source)
    facts = AssignedTaskFacts(
        title=matter.title,
        what=matter.words,
        source=translate(source, context.plan.language),
        asked_by=matter.asked_by,
        assist=tuple(matter.assist),
        needs_file=matter.needs_file,
    )
    row = laid_out(
        connection,
        context,
        kind="matter",
        party=Party(unit=matter.unit, person=matter.person),
        due=due,
        today=today,
        policy=name,
        verifier="role(office)",
        facts=facts,
    )
    holder, post = doer_of(org, row, today)
    chain = writes.freeze_chain(connection, chain_of(org, matter.unit, post))
    row = replace(row, holder=holder, holder_post=post, chain=chain)
    row, skipped = open_leg(context, row, "open", now, due, due)
    (row_id,) = writes.insert(connection, [row])
    passed = [from_said(row_id, row.leg, said) for said in skipped]
    writes.events(connection, context.key, passed, now)
    why = {"due": due.isoformat(), "source": matter.source, "words": matter.words}
    event = NewEvent(
        obligation=row_id,
        kind="opened",
        at=now,
        leg=row.leg,
        new="open",
        why=why,
        actor=acting.actor,
    )
    writes.events(connection, context.key, [event], now)
    return replace(row, id=row_id)


def _check(context: Context, matter: Matter, today: date) -> None:
    wrong = mistakes(
        context.org,
        today,
        units=[matter.unit, *matter.assist],
        unit=matter.unit,
        person=matter.person,
        others={Message("one who asked"): matter.asked_by},
        due=matter.due,
    )
    if not matter.title:
        wrong.append(Message("it is not said what is asked"))
    if matter.source not in SOURCES:
        wrong.append(
            Message("“{what}” is none of {known}", what=matter.source, known=several(SOURCES))
        )
    if wrong:
        raise Refused(several(wrong, "; "), "see duban matter add --help")
