"""The limits on tries hold however many try at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from config import clock
from workflows.commands import accounts
from workflows.store.engine import connect

AT_ONCE = 12


def test_who_guesses_many_passwords_at_once_gets_no_more_tries_than_one_by_one(database_url):
    engine, together = connect(database_url), Barrier(AT_ONCE)
    now = clock.now()

    def guess(_: int) -> bool:
        together.wait(30)
        with engine.begin() as connection:
            allowed = accounts.may_try(connection, "clerk@example.org", "203.0.113.9", now)
            if allowed:
                accounts.failed(connection, "clerk@example.org", "203.0.113.9", now)
        return allowed

    with ThreadPoolExecutor(AT_ONCE) as pool:
        allowed = list(pool.map(guess, range(AT_ONCE)))
    engine.dispose()
    assert allowed.count(True) == accounts.TRIES_ACCOUNT
