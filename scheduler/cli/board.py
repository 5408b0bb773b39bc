"""`duban web`: the board. `run` serves it as well; `demo` ends by serving it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy import Engine

from config import clock
from config.settings import Settings
from dashboard.web.board import Demo, Options
from scheduler.cli.desk import Desk, at_desk, stderr, table
from scheduler.demo import play
from scheduler.demo.stagehand import CAST, Stagehand, accounts
from workflows.domain import links
from workflows.store import queries

if TYPE_CHECKING:
    import uvicorn


def register(app: typer.Typer) -> None:
    app.command("web")(web)


def web(
    host: Annotated[str, typer.Option(help="Listen here instead of DUBAN_WEB_HOST.")] = "",
    port: Annotated[int, typer.Option(help="Listen here instead of DUBAN_WEB_PORT.")] = 0,
) -> None:
    """Serve the board alone; sweeps and delivery run elsewhere."""
    with at_desk() as desk:
        host, port = host or desk.settings.web_host, port or desk.settings.web_port
        demo = stagehand(desk)
        if demo is not None:
            show_accounts(desk.engine)
        server = make_server(desk.engine, options_of(desk, demo), host, port)
        stderr.print(f"the board: http://{host}:{port}/  Stop with Ctrl-C.", markup=False)
        server.run()


def show_accounts(engine: Engine) -> None:
    """The accounts of a demo, with the password made for this time."""
    password = accounts(engine, clock.now())
    rows = [[login, what, password] for login, what in CAST]
    table(["log in as", "who that is", "password (made for this time)"], rows, title="The board")


def options_of(desk: Desk, demo: Demo | None = None) -> Options:
    """What the board needs of the settings."""
    found = desk.settings
    with desk.read().connect() as connection:
        programmes = queries.programmes(connection)
    return Options(
        programme=found.programme or "",
        overrides=desk.overrides,
        base_url=found.base_url or "",
        links_key=links_key(found, programmes),
        files_dir=found.files_dir,
        tick_seconds=found.tick_seconds,
        sends_mail=found.smtp is not None,
        demo=demo,
    )


def stagehand(desk: Desk) -> Demo | None:
    """Whoever turns the calendar, where the database is a demo's; None for an office's."""
    with desk.read().connect() as connection:
        for programme in queries.programmes(connection):
            if programme.virtual_now is not None and programme.seed is not None:
                folder = Path(desk.settings.database.removeprefix("sqlite:///")).parent
                return Stagehand(desk.engine, play.Stage(folder), programme.seed)
    return None


def links_key(found: Settings, programmes: list[queries.Programme]) -> bytes:
    """The key of links in mails: the office's, or a demo's own; empty without a secret."""
    for programme in programmes:
        if programme.virtual_now is not None and programme.seed is not None:
            return links.demo_key(programme.seed)
    secret = found.secret_key
    return links.derive(secret.get_secret_value()) if secret is not None else b""


def make_server(engine: Engine, options: Options, host: str, port: int) -> "uvicorn.Server":
    # Only here: to read the pages in would double the start of every other command.
    import uvicorn

    from dashboard.app import make_app

    config = uvicorn.Config(
        make_app(engine, options), host=host, port=port, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=3, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)


@contextlib.contextmanager
def beside(desk: Desk) -> Iterator[None]:
    """The board in a thread of its own while something else runs. Sweeps and mail matter more:
    where it cannot listen, that is said and they go on without it."""
    host, port = desk.settings.web_host, desk.settings.web_port
    if port == 0:
        yield
        return
    if why := taken(host, port):
        stderr.print(f"no board: {host}:{port}: {why}; set DUBAN_WEB_PORT", markup=False)
        yield
        return
    server = make_server(desk.engine, options_of(desk), host, port)
    thread = threading.Thread(target=server.run, name="duban-web", daemon=True)
    thread.start()
    stderr.print(f"the board: http://{host}:{port}/", markup=False)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(5)


def taken(host: str, port: int) -> str:
    """Why nobody can listen there; empty when somebody can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""
