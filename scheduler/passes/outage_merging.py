"""Several moments of one item are due at once after an outage: what is said, what is merged."""

from dataclasses import replace

from workflows.domain.moments import Moment
from workflows.domain.steps import Said, said


def merged_after_outage(moments: list[Moment], closed: bool) -> list[Said]:
    """Of several moments due at once, what is said and what is only recorded.

    The latest reminder only; none once the date is past; of several levels the highest,
    to its people and the assignee (one mail, in which each item stands once).
    """
    reminding = [m for m in moments if m.kind == "press"]
    if reminding:
        # Whoever had seen it is spoken to themselves, whatever else is due.
        top = max(reminding, key=lambda m: (not m.key.startswith("seen "), m.level, m.at))
    elif moments and not closed:
        top = moments[-1]
    else:
        return [said(m, outcome="superseded") for m in moments]
    events = []
    for moment in moments:
        if moment.key.startswith("seen ") and moment is not top:
            events.append(said(moment))
        elif moment is top:
            to = tuple(dict.fromkeys(("holder", *moment.to))) if reminding else moment.to
            missed = len(moments) > 1 or moment.missed
            events.append(replace(said(moment), to=to if missed else moment.to))
        else:
            outcome = "merged" if moment.kind == "press" else "superseded"
            events.append(said(moment, outcome=outcome, into=top.key))
    return events
