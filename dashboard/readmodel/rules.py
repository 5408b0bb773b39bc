"""The rules for reminders of a programme, read out for its readers."""

from dataclasses import dataclass

from notifications import policy_words, words
from notifications.policy_words import Read
from workflows.commands.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `items`: titles of what the plan puts under it; `today`: the plan still says so."""

    key: str
    name: str
    title: str
    sections: Read
    items: list[str]
    today: bool


def rules(context: Context, language: str) -> list[Rule]:
    """Today's rules, those of the plan's own items first."""
    found = [_rule(context, key, language) for key in context.hashes.values()]
    return sorted((rule for rule in found if rule), key=lambda rule: not rule.items)


def rule(context: Context, key: str, language: str) -> Rule | None:
    """The rule frozen by the hash `key`; None when there is none."""
    return _rule(context, key, language)


def _rule(context: Context, key: str, language: str) -> Rule | None:
    policy = context.policies.get(key)
    if policy is None:
        return None
    nodes = (n for n in context.plan.nodes if n.asks and n.policy == policy.name)
    return Rule(
        key=key,
        name=policy.name,
        title=_capital(words.policy(policy.name, language)),
        sections=policy_words.read_out(policy, language),
        items=[node.title.in_(language) for node in nodes],
        today=context.hashes.get(policy.name) == key,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
