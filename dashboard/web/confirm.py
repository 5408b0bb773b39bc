"""Whoever signs a paper shows once more who he is."""

from dashboard.web.ask import Ask
from dashboard.web.moves import Wrong
from workflows.commands import accounts
from workflows.store import accounts as store


def asks_password(ask: Ask) -> bool:
    """Whether the form of a signature has a field for his password."""
    password = bool(ask.session and ask.session.account.password)
    return password and ask.board.options.demo is None


def confirmed(ask: Ask) -> bool:
    """Whoever signs shows once more who he is: by his password, or, where he has none, by having
    come in by a link in his mail within the half hour. Raises Wrong."""
    session = ask.session
    if session is None:
        return False
    if ask.board.options.demo is not None:
        return True
    if session.account.password:
        login = session.account.login
        with ask.acting() as (connection, _):
            allowed = accounts.may_try(connection, login, "signing", ask.wall)
            if allowed:
                accounts.failed(connection, login, "signing", ask.wall)
        if not allowed:
            raise Wrong(ask.say("Too many tries. Wait a quarter of an hour."), "password")
        if not accounts.fits(session.account, str(ask.form.get("password", ""))):
            raise Wrong(ask.say("The password does not fit."), "password")
        with ask.acting() as (connection, _):
            store.forget_tries(connection, who=f"a:{login}")
    elif ask.wall - session.created_at > accounts.LINK_LASTS:
        said = "To sign, log out and come in again by a link in your mail, within the half hour."
        raise Wrong(ask.say(said))
    return True
