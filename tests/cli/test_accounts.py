"""Whoever keeps the machine can let somebody in again, change their rights, and log them out."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from config import clock
from tests.cli.desk import Duban
from workflows.commands import accounts
from workflows.store import tables as t
from workflows.store.engine import connect

WHO = "clerk@example.org"


@pytest.fixture
def desk(june: Duban) -> Duban:
    Path("password").write_text("correct horse battery", encoding="utf-8")
    june("account", "create", WHO, "--password-file", "password")
    return june


def logged_in(desk: Duban) -> int:
    engine = connect(os.environ["DUBAN_DATABASE_URL"])
    with engine.begin() as connection:
        accounts.begin(connection, accounts.found(connection, WHO), "test", clock.now())
    with engine.connect() as connection:
        found = len(connection.execute(select(t.sessions)).all())
    engine.dispose()
    return found


def changes(desk: Duban) -> list[tuple[str, str]]:
    engine = connect(os.environ["DUBAN_DATABASE_URL"])
    with engine.connect() as connection:
        query = select(t.events.c.why).where(t.events.c.kind == "account_changed")
        found = [(why["change"], why["by_login"]) for (why,) in connection.execute(query)]
    engine.dispose()
    return found


def test_rights_are_given_and_taken_one_by_one_and_put_on_record(desk):
    given = desk("account", "roles", WHO, "--give", "administrator", "--json")
    assert given.json == {"login": WHO, "roles": ["administrator"]}
    both = desk("account", "roles", WHO, "--give", "auditor", "--json").json
    assert both["roles"] == ["administrator", "auditor"]
    left = desk("account", "roles", WHO, "--take", "administrator", "--json").json
    assert left["roles"] == ["auditor"]
    assert changes(desk)[0] == ("created", "duban account") and len(changes(desk)) == 4


def test_a_right_that_there_is_not_is_neither_given_nor_taken(desk):
    for option in ("--give", "--take"):
        refused = desk("account", "roles", WHO, option, "king")
        assert refused.code == 1
        assert "king" in refused.err and "administrator" in refused.err


def test_a_browser_left_open_is_logged_out_and_its_owner_may_come_in_again(desk):
    assert logged_in(desk) == 1
    assert desk("account", "logout", WHO, "--json").json == {"login": WHO, "ended": 1}
    assert logged_in(desk) == 1
    assert changes(desk)[-1][0] == "sessions"
