"""How items hang together: what one report answers, and what must be reported first."""

from collections.abc import Iterator, Mapping

from workflows.definition.drafts import Draft
from workflows.definition.problems import Problems, choose, quoted
from workflows.domain.messages import Message, several


def link(
    drafts: list[Draft], asking: Mapping[str, Draft], problems: Problems
) -> dict[str, tuple[str, ...]]:
    """Ties answers to their items; the predecessors of each item, by its key.

    A predecessor that another report answers is replaced by the item reported on.
    """
    for draft in drafts:
        if draft.asks:
            _answers(draft, asking, problems)
            _offers(draft, asking, problems)
    _answer_chains(asking, problems)
    after = {key: _predecessors(draft, asking, problems) for key, draft in asking.items()}
    for loop in loops(after):
        first = asking[loop[0]]
        message = Message("a circle of predecessors: {keys}", keys=" → ".join((*loop, loop[0])))
        problems.add(first.where("after"), message, Message("leave out one `after` of the circle"))
    return after


def loops(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The circles in a graph, each once, beginning with its first node in the graph's order."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        waiting = [(start, iter(edges[start]))] if start not in done else []
        if waiting:
            path.append(start)
        while waiting:
            following = next(waiting[-1][1], None)
            if following is None:
                waiting.pop()
                done.add(path.pop())
            elif following in path:
                circle = path[path.index(following) :]
                first = min(range(len(circle)), key=lambda i: list(edges).index(circle[i]))
                yield tuple(circle[first:] + circle[:first])
            elif following in edges and following not in done:
                waiting.append((following, iter(edges[following])))
                path.append(following)


def _offers(draft: Draft, asking: Mapping[str, Draft], problems: Problems) -> None:
    offered = draft.suggest
    for field, names in (("answers", offered.answers), ("after", offered.after)):
        for name in names:
            if name not in asking:
                message = Message(
                    "{name} is suggested here, but asks for nothing", name=quoted(name)
                )
                problems.add(offered.where(field), message, choose(name, asking))


def _answers(draft: Draft, asking: Mapping[str, Draft], problems: Problems) -> None:
    row, decided = draft.asking, draft.decided
    own = row.answers if row is not None else ()
    also = decided.answers if decided is not None else ()
    for name in dict.fromkeys((*own, *also)):
        at = draft.where("answers") if name in also else draft.row.where("answers")
        other = asking.get(name)
        if other is None:
            message = Message(
                "{key} answers {name}, which asks for nothing here",
                key=quoted(draft.key),
                name=quoted(name),
            )
            problems.add(at, message, choose(name, asking))
        elif other is draft:
            message = Message("{name} answers itself", name=quoted(name))
            problems.add(at, message, Message("leave it out: a report answers its own item anyway"))
        elif other.answered_by is not None and other.answered_by != draft.key:
            message = Message(
                "{name} is answered by {other} already",
                name=quoted(name),
                other=quoted(other.answered_by),
            )
            problems.add(at, message, Message("keep one of the two"))
        elif (mine := draft.open.owed) and (theirs := other.open.owed) and set(mine) != set(theirs):
            message = Message(
                "{one} is responsible for {key}, which also satisfies {name}, but {other} is "
                "responsible for that",
                key=quoted(draft.key),
                one=_who(draft),
                name=quoted(name),
                other=_who(other),
            )
            problems.add(
                at,
                message,
                Message("let one report satisfy only items of the same responsible party"),
            )
        else:
            other.answered_by = draft.key
            draft.answers = (*draft.answers, name)


def _who(draft: Draft) -> Message:
    return several((str(one) for one in draft.open.owed), " and ")


def _answer_chains(asking: Mapping[str, Draft], problems: Problems) -> None:
    """What is answered by another report is never reported on, so it can answer nothing."""
    edges = {key: draft.answers for key, draft in asking.items()}
    circles = list(loops(edges))
    for loop in circles:
        message = Message("a circle of answers: {keys}", keys=" → ".join((*loop, loop[0])))
        problems.add(
            asking[loop[0]].where("answers"), message, Message("let one item answer the others")
        )
    in_circle = {key for loop in circles for key in loop}
    for key, draft in asking.items():
        if draft.answers and draft.answered_by and key not in in_circle:
            names = several(draft.answers)
            message = Message(
                "{key} answers {names}, but is itself answered by another",
                key=quoted(key),
                names=names,
            )
            cure = Message(
                "write answers: [{key}, {names}] on {other} instead",
                key=key,
                names=", ".join(draft.answers),
                other=draft.answered_by,
            )
            problems.add(draft.where("answers"), message, cure)


def _predecessors(draft: Draft, asking: Mapping[str, Draft], problems: Problems) -> tuple[str, ...]:
    found: list[str] = []
    for name in draft.open.after:
        other = asking.get(name)
        if other is None:
            message = Message(
                "{key} comes after {name}, which asks for nothing here",
                key=quoted(draft.key),
                name=quoted(name),
            )
            problems.add(draft.where("after"), message, choose(name, asking))
            continue
        reported = other.answered_by or name
        # Reported on together: the one report comes in any case.
        if reported not in found and (reported != draft.key or name == draft.key):
            found.append(reported)
    return tuple(found)
