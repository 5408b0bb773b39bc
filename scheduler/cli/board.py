"""`duban web`: the board. `run` serves it as well; `demo` ends by serving it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import Engine

from config.settings import Settings
from dashboard.app import make_app
from dashboard.web.board import Demo, Options
from scheduler.cli.desk import Desk, at_desk, stderr
from workflows.domain import links
from workflows.domain.errors import Refused
from workflows.store import queries

HOST = "127.0.0.1"
PORT = 8080


def register(app: typer.Typer) -> None:
    app.command("web")(web)


def web(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = HOST,
    port: Annotated[int, typer.Option(help="The port to listen at.")] = PORT,
) -> None:
    """Serve the board only; sweeps and delivery run elsewhere."""
    with at_desk() as desk, desk.read().connect() as connection:
        options = options_of(desk, queries.programmes(connection))
        connection.close()
        server = make_server(desk.engine, options, host, port)
        stderr.print(f"the board: http://{host}:{port}. Stop with Ctrl-C.", markup=False)
        server.run()


def options_of(
    desk: Desk, programmes: list[queries.Programme], demo: Demo | None = None
) -> Options:
    """What the board needs of the settings."""
    found = desk.settings
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


def links_key(found: Settings, programmes: list[queries.Programme]) -> bytes:
    """The key of links in mails: the office's, or a demo's own; empty without a secret."""
    for programme in programmes:
        if programme.virtual_now is not None and programme.seed is not None:
            return links.demo_key(programme.seed)
    secret = found.secret_key
    return links.derive(secret.get_secret_value()) if secret is not None else b""


def make_server(engine: Engine, options: Options, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        make_app(engine, options), host=host, port=port, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=3, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)


@contextlib.contextmanager
def serving(engine: Engine, options: Options, host: str, port: int) -> Iterator[None]:
    """The board beside something else, in a thread of its own. Refused when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"the board cannot listen at {host}:{port}: {error.strerror}",
                "set another DUBAN_WEB_PORT, or 0 for no board",
            ) from None
    server = make_server(engine, options, host, port)
    thread = threading.Thread(target=server.run, name="duban-web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(5)
