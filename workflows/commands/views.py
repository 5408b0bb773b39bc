"""What people are shown of obligations: the same facts for listings, pages and scripts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from config.i18n import translate
from workflows.commands import fact_views
from workflows.commands.context import Context, address
from workflows.commands.documents.views import supervision_notices_of
from workflows.domain import figures
from workflows.domain.chain import hear
from workflows.domain.dates.date_windows import resolve
from workflows.domain.figures import Numbers
from workflows.domain.follow_up import following_up
from workflows.domain.inspection import WAYS
from workflows.domain.kind_facts import InspectionFacts
from workflows.domain.kinds import kind_of
from workflows.domain.rows import LIGHTS, Obligation
from workflows.domain.standing import Standing, on_time, standing, step_of
from workflows.domain.states import DONE, possible
from workflows.domain.tallies import COUNTED
from workflows.domain.timeline import upcoming
from workflows.store import outbox_queries, queries, tallies


def stands(context: Context, row: Obligation, now: datetime) -> Standing:
    return standing(row, context.policies.get(row.policy), context.frame, context.today(now))


def title(context: Context, row: Obligation) -> str:
    language = context.plan.language
    if row.facts.title:
        return translate(following_up(row, row.facts.title), language)
    if way := InspectionFacts.of(row).way:
        return translate(WAYS[way], language)
    node = context.plan.by_key.get(row.item)
    if node is not None:
        return node.title.in_(language)
    anchor = next((a for a in context.plan.anchors if a.key == row.item), None)
    return anchor.title.in_(language) if anchor else row.item


def obligation(context: Context, row: Obligation, now: datetime) -> dict[str, Any]:
    """One obligation as scripts get it. Fields may be added, never changed.

    `due_on` is the responsible party's date, `holder_due_on` that of whoever holds it now.
    """
    found = stands(context, row, now)
    node = context.plan.by_key.get(row.item)
    org, language = context.org, context.plan.language
    unit, assignee = org.units.get(row.unit), org.people.get(row.assignee)
    return {
        "id": row.id,
        "kind": row.kind,
        "item": row.item,
        "clause": node.clause if node else "",
        "title": title(context, row),
        "occurrence": row.key.occurrence,
        "phase": row.phase,
        "unit": row.unit,
        "unit_title": unit.title.in_(language) if unit else row.unit,
        "person": address(context, row.person) if row.person else None,
        "holder": address(context, row.assignee) if row.assignee else None,
        "holder_name": assignee.called(language) if assignee else None,
        "due_on": _iso(row.due_on),
        "holder_due_on": _iso(row.step_due_on) if row.state not in DONE else None,
        "due_words": row.due_words,
        "waits_for": row.waits_for or None,
        "state": row.state,
        "light": found.light,
        "behind": found.behind,
        "workdays_overdue": found.workdays_overdue if row.state not in DONE else 0,
        "workdays_left": found.workdays_left,
        "escalation_level": row.level,
        "done_on": _iso(row.done_on),
        "reported_on": _iso(row.reported_on),
        "on_time": on_time(row),
        "error": row.error or None,
        "revision": row.revision,
        **fact_views.facts(row),
    }


def calls(connection: Connection, context: Context, now: datetime) -> list[dict[str, Any]]:
    """The call list 电话催办名单: everybody who holds something overdue, most days first.

    Each with phone and one line to say; `phoned_today` when somebody has called already.
    """
    rows = queries.obligations(connection, context.key, light="red")
    phoned = queries.last_events(connection, [row.id for row in rows], "phoned")
    by_assignee: dict[str, list[Obligation]] = {}
    for row in sorted(rows, key=lambda row: (row.step_due_on or date.max, row.id)):
        by_assignee.setdefault(row.assignee, []).append(row)
    org, language, today = context.org, context.plan.language, context.today(now)
    found = []
    for key, held in by_assignee.items():
        person, first = org.people.get(key), held[0]
        unit = org.units.get(first.unit)
        called = [phoned[row.id] for row in held if row.id in phoned]
        found.append(
            {
                "holder": address(context, key) if key else None,
                "name": person.called(language) if person else None,
                "unit": unit.title.in_(language) if unit else first.unit,
                "phone": person.phone if person else "",
                "workdays_overdue": stands(context, first, now).workdays_overdue,
                "line": title(context, first),
                "matters": [row.id for row in held],
                "phoned_today": any(context.frame.day(e.at) == today for e in called),
            }
        )
    return sorted(found, key=lambda one: -one["workdays_overdue"])


def dossier(
    connection: Connection, context: Context, row: Obligation, now: datetime
) -> dict[str, Any]:
    """An obligation with its record: events, points past and to come, messages."""
    events = queries.events(connection, context.key, obligation=row.id)
    node, rule = context.plan.by_key.get(row.item), context.policies.get(row.policy)
    about = obligation(context, row, now)
    if kind_of(row.kind).counts:
        about["slips"] = supervision_notices_of(connection, context, [row.id]).get(row.id, [])
    return about | {
        "words": node.text if node else "",
        "policy": rule.name if rule else row.policy,
        "possible": list(possible(row.kind, row.state)),
        "events": [
            {
                "id": e.id,
                "kind": e.kind,
                "leg": e.step,
                "point": e.trigger,
                "n": e.n,
                "old": e.old,
                "new": e.new,
                "why": dict(e.why),
                "actor": address(context, e.actor) if e.actor else None,
                "at": e.at.isoformat(),
                "recorded_at": e.recorded_at.isoformat(),
            }
            for e in events
        ],
        "points": {
            "past": [
                {
                    "point": e.trigger,
                    "n": e.n,
                    "date": context.frame.day(e.at).isoformat(),
                    "outcome": e.why.get("outcome", "said"),
                    "into": e.why.get("into"),
                }
                for e in events
                if e.trigger and e.why.get("to")
            ],
            "next": coming(connection, context, row, now),
        },
        "messages": [
            message(context, m, items)
            for m, items in _messages(connection, context, obligation=row.id)
        ],
    }


def coming(
    connection: Connection, context: Context, row: Obligation, now: datetime, most: int = 6
) -> list[dict[str, Any]]:
    """The next points of a row: the day, the point, and who would hear it that day."""
    step, rule = step_of(row), context.policies.get(row.policy)
    if step is None or rule is None or row.state in DONE:
        return []
    chain = queries.chains(connection, [row.chain])[row.chain]
    found = []
    for moment in upcoming(step, rule, context.frame, now, most):
        day = context.frame.day(moment.at)
        heard = [
            hearer.person
            for audience in moment.to
            for hearer in hear(chain, audience, context.org, day, row.assignee).hearers
        ]
        found.append(
            {
                "date": day.isoformat(),
                "point": moment.key,
                "n": moment.n,
                "to": [address(context, person) for person in dict.fromkeys(heard)],
            }
        )
    return found


def message(context: Context, row: Any, items: Iterable[Any]) -> dict[str, Any]:
    """One message as scripts get it, with why each of its items was said."""
    said = list(items)
    return {
        "id": row["id"],
        "kind": row["kind"],
        "to": row["address"] or address(context, row["person"]),
        "person": row["person"],
        "subject": row["subject"],
        "state": row["state"],
        "outcome": row["outcome"],
        "attempt": row["attempt"],
        "reasons": [
            {
                "kind": item["kind"],
                "obligation": item["obligation"],
                "dropped": item["dropped_why"] or None,
                **item["reasons"],
            }
            for item in said
        ],
        "obligations": sorted({i["obligation"] for i in said if i["obligation"]}),
        "not_before": row["not_before"].isoformat(),
        "created_at": row["created_at"].isoformat(),
        "sent_at": row["sent_at"].isoformat() if row["sent_at"] else None,
    }


def messages(connection: Connection, context: Context, **filters: Any) -> list[dict[str, Any]]:
    return [message(context, m, i) for m, i in _messages(connection, context, **filters)]


def _messages(connection: Connection, context: Context, **filters: Any) -> list[tuple[Any, Any]]:
    rows = outbox_queries.messages(connection, context.key, **filters)
    items = outbox_queries.message_items(connection, [row["id"] for row in rows])
    return [(row, items.get(row["id"], [])) for row in rows]


def status(connection: Connection, context: Context, now: datetime) -> dict[str, Any]:
    """Lights by phase. The kept numbers where they hold at `now`, else counted afresh."""
    lights: dict[str, Counter[str]] = {}
    following = queries.next_check(connection, context.key)
    if following is None or following > now:
        for phase, _, light, n in tallies.lights(connection, context.key):
            lights.setdefault(phase, Counter())[light] += n
    else:
        for row in queries.obligations(connection, context.key):
            if row.kind in COUNTED:
                light = stands(context, row, now).light
                lights.setdefault(row.phase, Counter())[light] += 1
    rows = {row.item: row for row in queries.obligations(connection, context.key, kind="phase")}
    day = context.today(now)
    numbers = figures.by(tallies.facts(connection, context.key, day), day, "phase")
    return {
        "programme": context.key,
        "title": context.plan.title.in_(context.plan.language),
        "as_of": now.isoformat(),
        "trial": context.programme.trial,
        "phases": [
            {
                "id": node.key,
                "title": node.title.in_(context.plan.language),
                **_window(context, node.key, rows),
                "lights": _lights(lights.get(node.key)),
                "numbers": numbers.get(node.key, Numbers()).as_dict(),
            }
            for node in context.plan.phases
        ],
        "unphased": {
            "lights": _lights(lights.get("")),
            "numbers": numbers.get("", Numbers()).as_dict(),
        },
    }


def _window(context: Context, key: str, rows: dict[str, Obligation]) -> dict[str, Any]:
    """A phase's days are the plan's own; its row opens no earlier than it was published."""
    node = context.plan.by_key[key]
    window = resolve(node, context.plan, context.anchors, context.frame.calendar)
    return {
        "opens_on": _iso(window.opens_on),
        "closes_on": _iso(window.due_on),
        "words": node.words,
        "state": rows[key].state if key in rows else "planned",
    }


def _lights(counts: Counter[str] | None) -> dict[str, int]:
    return {light: (counts or Counter())[light] for light in LIGHTS}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
