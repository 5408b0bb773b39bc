"""From a file to a model of it: every mistake of shape becomes a Problem with line and cure."""

from itertools import pairwise
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.definition.nodes import Mapping, Node, Sequence, Source, parse
from workflows.definition.problems import Place, Problems, choose, quoted
from workflows.definition.shapes import Shape, is_named, nested
from workflows.definition.values import UNREAD
from workflows.domain.messages import Message, several, term

S = TypeVar("S", bound=Shape)
Location = tuple[int | str, ...]


def read_file(source: Source, shape: type[S], problems: Problems) -> S | None:
    """The file as a model, or None where it has no such shape at all; see `read`."""
    node = parse(source, problems)
    return None if node is None else read(shape, node, problems)


def read(shape: type[S], node: Node, problems: Problems) -> S | None:
    """What the node says, or None where it is no mapping.

    Every mistake goes to `problems`. What could not be read is taken out of the node and stands
    empty in the model, so that the checks after this one can go on with all the rest.
    """
    if not isinstance(node, Mapping):
        problems.add(node.at, *_no_mapping(shape, node))
        return None
    try:
        return shape.model_validate(node)
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
    for found in mistakes:
        problems.add(*_told(shape, node, found))
    for found in mistakes:
        _leave_out(shape, node, found)
    return shape.model_validate(node)


def _told(root: type[Shape], node: Mapping, error: ErrorDetails) -> tuple[Place, Message, Message]:
    """Where a mistake stands, what it is and what to write instead."""
    location, found = error["loc"], error["input"]
    match error["type"]:
        case "missing":
            return found.at, *_missing(_shape_at(root, location[:-1]), str(location[-1]))
        case "extra_forbidden":
            around = _around(node, location)[0]
            assert isinstance(around, Mapping)
            key = str(location[-1])
            return around.where(key), *_unknown(_shape_at(root, location[:-1]), key)
        case "model_type":
            return found.at, *_no_mapping(_shape_at(root, location), found)
    context = error["ctx"]  # of a `mistake`
    return found.at, context["message"], context["cure"]


def _missing(shape: type[Shape], key: str) -> tuple[Message, Message]:
    help_ = Message(shape.by_key()[key].description or "")
    message = Message("{called} has no {name}", called=_called(shape), name=quoted(key))
    return message, Message("add `{name}: …` ({help})", name=key, help=help_)


def _unknown(shape: type[Shape], key: str) -> tuple[Message, Message]:
    message = Message("unknown key {key} in {called}", key=quoted(key), called=_called(shape))
    hint = shape.hints.get(key)
    return message, hint or choose(key, shape.by_key(), most=30)


def _no_mapping(shape: type[Shape], node: Node) -> tuple[Message, Message]:
    found = quoted(node) if isinstance(node, str) else Message("a list")
    message = Message("{read} where {called} belongs", read=found, called=_called(shape))
    keys = several(list(shape.by_key())[:8])
    return message, Message("write `key: value`; keys are {keys} …", keys=keys)


def _called(shape: type[Shape]) -> Message:
    name = shape.section()
    what = term("section", name)
    if name in ("plan", "decisions", "org", "programme", "organisation"):
        return Message("the {what}", what=what)
    return (
        Message("an {what}", what=what)
        if name[0] in "io" or name == "absence"
        else Message("a {what}", what=what)
    )


def _shape_at(shape: type[Shape], location: Location) -> type[Shape]:
    """The shape of the mapping at a location, or of the nearest one around it."""
    steps = iter(location)
    for step in steps:
        field = shape.by_key().get(str(step))
        inner = nested(field.annotation) if field is not None else None
        if field is not None and inner is not None:
            shape = inner
            if is_named(field):
                next(steps, None)
    return shape


def _around(node: Node, location: Location) -> tuple[Node, Any]:
    """The innermost list or mapping on the way to a location, and the step taken from there."""
    step: Any
    for step, following in pairwise(location):
        inside = node.get(step) if isinstance(node, Mapping) else list(node)[step]
        # One value that stands for a list of one has no place of its own.
        kind = Sequence if isinstance(following, int) else Mapping
        if following == "[key]" or not isinstance(inside, kind):
            return node, step
        node = inside
    return node, location[-1]


def _leave_out(root: type[Shape], node: Mapping, error: ErrorDetails) -> None:
    around, step = _around(node, error["loc"])
    field = _shape_at(root, error["loc"][:-1]).by_key().get(str(step))
    optional = field is not None and not field.is_required()
    if isinstance(around, Mapping) and (optional or error["type"] == "extra_forbidden"):
        around.pop(step, None)
    elif isinstance(around, Sequence | Mapping):
        around[step] = UNREAD
