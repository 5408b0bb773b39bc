"""Whoever signs a document shows once more who they are, by their password or a code by mail, as
they choose; on the board, and where a link in a mail led them to it."""

from dataclasses import dataclass

from dashboard.web.moves import TOLD, Wrong
from dashboard.web.page_request import PageRequest
from workflows.commands import accounts, signing
from workflows.domain.errors import Refused
from workflows.domain.messages import N_
from workflows.domain.organisation import Person
from workflows.store import accounts as store
from workflows.store.accounts import Account


@dataclass(frozen=True, slots=True)
class Factors:
    """What the form of a signature asks for."""

    password: bool = False
    code: bool = False


def factors(ask: PageRequest) -> Factors:
    """What whoever looks at the page may show themselves by. In a demo, whose people are made up,
    nobody is asked."""
    if ask.board.options.demo is not None:
        return Factors()
    account, person = _signer(ask)
    return Factors(
        password=bool(account and account.password),
        code=bool(person and person.email and ask.board.options.links_key),
    )


def confirmed(ask: PageRequest) -> bool:
    """Whether the form shows who signs. Raises Wrong, also where a code was only asked for; then
    it says that one is on its way."""
    if ask.board.options.demo is not None:
        return True
    account, person = _signer(ask)
    may = factors(ask)
    if (account and account.disabled) or not (may.password or may.code):
        said = N_("To sign, you need a password or an email address. Ask the administrator.")
        raise Wrong(ask.say(said))
    if ask.text("factor") == "send" and person is not None and may.code:
        _send(ask, person)
    login = account.login if account else person.email.lower() if person else ""
    code = ask.text("code", 20)
    _count(ask, login, "code" if code or not may.password else "password")
    if code and may.code and person is not None:
        _by_code(ask, person, code)
    elif may.password:
        if not accounts.fits(account, str(ask.form.get("password", ""))):
            raise Wrong(ask.say("Incorrect password."), "password")
    else:
        raise Wrong(ask.say("Type the code from your mail, or have one sent."), "code")
    with ask.acting() as acting:
        connection = acting.connection
        accounts.passed(connection, login, _address(ask))
    return True


def _signer(ask: PageRequest) -> tuple[Account | None, Person | None]:
    """The account and the person of whoever asks; on a link of a mail there is no session."""
    person = ask.context.org.people.get(ask.who.person)
    if ask.session is not None:
        return ask.session.account, person
    return (store.of_person(ask.connection, person.key) if person else None), person


def _send(ask: PageRequest, person: Person) -> None:
    try:
        with ask.acting() as acting:
            connection, context = acting.connection, acting.context
            signing.ask_code(connection, context, person, ask.wall, ask.now)
    except Refused as error:
        raise Wrong(ask.why(error), "code") from None
    said = ask.say(
        "A code was sent to {address}. It is valid for ten minutes and can be used once.",
        address=person.email,
    )
    raise Wrong(said, TOLD)


def _count(ask: PageRequest, login: str, field: str) -> None:
    """Counted before it is checked, so that a thousand at once are counted, too."""
    with ask.acting() as acting:
        connection = acting.connection
        allowed = accounts.may_try(connection, login, _address(ask), ask.wall)
        if allowed:
            accounts.failed(connection, login, _address(ask), ask.wall)
    if not allowed:
        raise Wrong(ask.say("Too many tries. Wait a quarter of an hour."), field)


def _address(ask: PageRequest) -> str:
    return ask.request.client.host if ask.request.client else ""


def _by_code(ask: PageRequest, person: Person, code: str) -> None:
    key = ask.board.options.links_key
    with ask.acting() as acting:
        connection = acting.connection
        fits = signing.code_fits(connection, key, person.key, code, ask.wall)
    if not fits:
        said = N_("The code is incorrect, was used already, or has expired after ten minutes.")
        raise Wrong(ask.say(said), "code")
