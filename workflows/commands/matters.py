"""Matters assigned beside the plan 交办事项: instructions, decisions of meetings, letters."""

from dataclasses import dataclass, replace
from datetime import date

from workflows.commands.ad_hoc import laid_out, mistakes
from workflows.commands.context import Context
from workflows.commands.door import Acting
from workflows.commands.step_start import from_said, open_leg
from workflows.domain.assignees import doer_of
from workflows.domain.chain import chain_of
from workflows.domain.errors import Refused
from workflows.domain.kind_facts import AssignedTaskFacts
from workflows.domain.rectification import limit
from workflows.domain.rows import Obligation, Party
from workflows.domain.said import Said, Several
from workflows.store import writes
from workflows.store.writes import NewEvent

#: Where a matter comes from, and the limit it gets when none is named.
SOURCES = {
    "instruction": "ordinary", "meeting": "meeting", "letter": "ordinary", "plan": "ordinary",
}  # fmt: skip


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
    due = matter.due or limit(SOURCES[matter.source], today, context.frame.calendar)
    by = org.people.get(matter.asked_by)
    source = _WORDS[context.plan.language][matter.source]
    facts = AssignedTaskFacts(
        title=matter.title,
        what=matter.words,
        source=f"{by.called(context.plan.language)} {source}" if by else source,
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


_WORDS = {
    "zh": {"instruction": "批示", "meeting": "会议议定", "letter": "来文", "plan": "方案"},
    "en": {"instruction": "instruction", "meeting": "meeting", "letter": "letter", "plan": "plan"},
}


def _check(context: Context, matter: Matter, today: date) -> None:
    wrong = mistakes(
        context.org,
        today,
        units=[matter.unit, *matter.assist],
        unit=matter.unit,
        person=matter.person,
        others={Said("one who asked"): matter.asked_by},
        due=matter.due,
    )
    if not matter.title:
        wrong.append(Said("it is not said what is asked"))
    if matter.source not in SOURCES:
        wrong.append(
            Said("“{what}” is none of {known}", what=matter.source, known=Several(SOURCES))
        )
    if wrong:
        raise Refused(Several(wrong, "; "), "see duban matter add --help")
