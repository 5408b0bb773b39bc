"""The accounts of the demo's board: one for each way of looking at it."""

import secrets
from datetime import datetime

from sqlalchemy import Engine

from demo.scenario import scenario
from workflows.commands import accounts as commands
from workflows.domain.assignees import find_person
from workflows.domain.messages import N_
from workflows.store import accounts as store
from workflows.store import snapshots

#: What the logins of the shipped scenario show, for the catalogues.
_SHOWN = (
    N_("The clerk of the office"),
    N_("The principal leader"),
    N_("A head of a branch"),
    N_("A liaison of a branch"),
    N_("A member"),
    N_("An auditor"),
    N_("An administrator"),
)


def make_accounts(engine: Engine, now: datetime) -> str:
    """Make the accounts, or give those that are there a new password; returns it.

    It is kept nowhere, so whoever serves the board makes one and prints it. Playing makes none:
    the same seed leaves the same database.
    """
    password = secrets.token_urlsafe(9)
    kept = commands.hashed(password)
    with engine.begin() as connection:
        org = snapshots.load_org(connection, bounced=True)
        for one in scenario().logins:
            if there := store.account(connection, one.login):
                store.change_account(connection, there.id, password=kept)
                continue
            store.add_account(
                connection,
                login=one.login,
                person="" if one.roles else find_person(org, one.login).key,
                password=kept,
                roles=list(one.roles),
                now=now,
            )
    return password
