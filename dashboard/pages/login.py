"""Coming in: by password, by a link that lets in once, and out again; language and theme."""

from urllib.parse import urlsplit

from starlette.responses import Response

from config.i18n import languages
from dashboard.web.page_request import Missing, PageRequest, cookie_name
from dashboard.web.routes import Routes
from workflows.commands import accounts
from workflows.domain.errors import Refused
from workflows.store import accounts as store

routes = Routes()


def secure(ask: PageRequest) -> bool:
    base = ask.board.options.base_url
    return base.startswith("https://") or ask.request.url.scheme == "https"


def address(ask: PageRequest) -> str:
    return ask.request.client.host if ask.request.client else ""


def inside(target: str) -> str:
    """`target` where it is a path of ours, else the first page."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    fine = target.startswith("/") and not parts.netloc and not parts.scheme
    if not fine or target.startswith(("//", "/\\")) or "\\" in target or not target.isprintable():
        return "/"
    return target


@routes.get("/login", may="")
def show(ask: PageRequest) -> Response:
    if ask.session is not None:
        return ask.go(inside(ask.given("next")))
    return _page(ask)


def _page(ask: PageRequest, status: int = 200, /, **more: str) -> Response:
    options = ask.board.options
    facts = {"login": "", "wrong": "", "told": "", "mail": "", "wrong_mail": ""} | more
    target = inside(ask.given("next") or ask.text("next"))
    return ask.page(
        "login.html",
        status,
        target=target,
        by_link=bool(options.base_url and options.links_key),
        cast=options.demo.cast if options.demo else (),
        **facts,
    )


@routes.post("/login", may="")
def come_in(ask: PageRequest) -> Response:
    login, password = ask.text("login", 254), str(ask.form.get("password", ""))
    with ask.acting() as acting:
        connection = acting.connection
        allowed = accounts.may_try(connection, login, address(ask), ask.wall)
        if allowed:
            # Counted before it is checked, so that a thousand at once are counted, too.
            accounts.failed(connection, login, address(ask), ask.wall)
    if not allowed:
        said = ask.say("Too many tries. Wait a quarter of an hour, or have a link sent.")
        return _page(ask, 429, login=login, wrong=said)
    account = store.account(ask.connection, login.lower())
    if not accounts.fits(account, password) or account is None:
        said = ask.say("Incorrect email or password.")
        return _page(ask, 403, login=login, wrong=said)
    return _begin(ask, account.login)


@routes.post("/login/demo", may="")
def as_somebody(ask: PageRequest) -> Response:
    """In a demo, whose people are made up, anybody may be any of them."""
    demo, login = ask.board.options.demo, ask.text("login", 254)
    if demo is None or login not in [name for name, _ in demo.cast]:
        raise Missing
    if store.account(ask.connection, login) is None:
        raise Missing
    return _begin(ask, login)


def _begin(ask: PageRequest, login: str) -> Response:
    """A new session, whatever session there was before."""
    with ask.acting() as acting:
        connection = acting.connection
        if ask.session is not None:
            store.end_sessions(connection, token=ask.session.token)
        account = accounts.found(connection, login)
        token = accounts.begin(connection, account, address(ask), ask.wall)
        kept = ask.request.cookies.get("duban-language", "")
        if kept in languages():
            store.change_session(connection, accounts.hash_of(token), language=kept)
    answer = ask.go(inside(ask.text("next")))
    give_session(ask, answer, token)
    return answer


def give_session(ask: PageRequest, answer: Response, token: str) -> None:
    """The browser holds the session from here on."""
    answer.set_cookie(
        cookie_name(secure(ask)),
        token,
        max_age=int(accounts.LASTS.total_seconds()),
        httponly=True,
        secure=secure(ask),
        samesite="lax",
        path="/",
    )


@routes.post("/logout", may="own")
def leave(ask: PageRequest) -> Response:
    assert ask.session is not None
    with ask.acting() as acting:
        connection = acting.connection
        store.end_sessions(connection, token=ask.session.token)
    answer = ask.go("/login")
    answer.delete_cookie(cookie_name(secure(ask)), path="/", secure=secure(ask), httponly=True)
    return answer


# --- a link that lets in once -----------------------------------------------------------------


@routes.post("/login/link", may="")
def send_link(ask: PageRequest) -> Response:
    options, email = ask.board.options, ask.text("mail", 254)
    if not (options.base_url and options.links_key):
        raise Missing
    try:
        with ask.acting() as acting:
            connection, context = acting.connection, acting.context
            accounts.ask_link(connection, context, email, address(ask), ask.wall, ask.now)
    except Refused:
        said = ask.say("A link was already requested several times. Check your mailbox.")
        return _page(ask, 429, mail=email, wrong_mail=said)
    told = ask.say(
        "If this address is registered, a link was sent to it. The link is valid for 30 minutes."
    )
    return _page(ask, mail=email, told=told)


@routes.get("/login/{token}", may="")
def open_link(ask: PageRequest, token: str) -> Response:
    """Shows the button and changes nothing: scanners of mail open links, too."""
    return ask.page("login_link.html", token=token, why="")


@routes.post("/login/{token}", may="")
def use_link(ask: PageRequest, token: str) -> Response:
    with ask.acting() as acting:
        connection, context = acting.connection, acting.context
        key = ask.board.options.links_key
        person, why = (
            accounts.use_login(connection, key, token, ask.wall) if key else ("", "altered")
        )
        someone = context.org.people.get(person)
        account = (
            accounts.of_person(connection, context.org, someone, ask.today, ask.wall)
            if someone
            else None
        )
    if account is None:
        return ask.page("login_link.html", 403, token=token, why=why or "disabled")
    return _begin(ask, account.login)


# --- how the pages look -----------------------------------------------------------------------


@routes.post("/language", may="")
def language(ask: PageRequest) -> Response:
    chosen = ask.text("language")
    answer = ask.go(inside(ask.text("back")))
    if chosen in languages():
        if ask.session is not None:
            with ask.acting() as acting:
                connection = acting.connection
                store.change_session(connection, ask.session.token, language=chosen)
        answer.set_cookie(
            "duban-language",
            chosen,
            max_age=31536000,
            samesite="lax",
            secure=secure(ask),
            httponly=True,
        )
    return answer


@routes.post("/theme", may="own")
def theme(ask: PageRequest) -> Response:
    chosen = ask.text("theme")
    if ask.session is not None and chosen in ("", "light", "dark"):
        with ask.acting() as acting:
            connection = acting.connection
            store.change_session(connection, ask.session.token, theme=chosen)
    return ask.go(inside(ask.text("back")))
