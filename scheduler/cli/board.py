"""`duban web`: the board. `run` serves it as well; `demo` ends by serving it."""

import contextlib
import gc
import multiprocessing
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy import Engine

from config import clock
from config.language import _
from config.settings import Settings
from dashboard.web.board import Demo, Options
from demo.logins import make_accounts
from demo.playback import DemoFolder, Playback
from demo.sample import mails_in
from demo.scenario import scenario
from scheduler.cli.desk import (
    Desk,
    at_desk,
    calendar_overrides,
    configure,
    open_engine,
    table,
)
from scheduler.cli.options import commands
from scheduler.cli.output import warn
from workflows.domain import links
from workflows.store import queries

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI
    from uvicorn.supervisors import Multiprocess


def register(app: typer.Typer) -> None:
    commands(app, {"web": web})


def web(
    host: Annotated[str, typer.Option(help="Listen here instead of DUBAN_WEB_HOST.")] = "",
    port: Annotated[int, typer.Option(help="Listen here instead of DUBAN_WEB_PORT.")] = 0,
) -> None:
    """Serve the pages only; mail is sent elsewhere."""
    with at_desk() as desk:
        host, port = host or desk.settings.web_host, port or desk.settings.web_port
        demo = stagehand(desk)
        if demo is not None:
            show_accounts(desk.engine)
        warn(_("the board: {url}  Stop with Ctrl-C.", url=f"http://{host}:{port}/"))
        # A demo's calendar is played by the process that answers.
        processes = 1 if demo is not None else desk.settings.web_processes or processes_here()
        if processes > 1:
            crew(host, port, processes).run()
        else:
            options = options_of(desk, demo)
            if demo is not None and not options.base_url:
                options = replace(options, base_url=address(host, port))
            make_server(desk.engine, options, host, port).run()


def address(host: str, port: int) -> str:
    """What a browser on this machine opens to come there."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{here}:{port}"


def show_accounts(engine: Engine) -> None:
    """The accounts of a demo, with the password made for this time."""
    password = make_accounts(engine, clock.now())
    rows = [[one.login, _(one.shows), password] for one in scenario().logins]
    heads = [_("log in as"), _("who that is"), _("password (valid this time only)")]
    table(heads, rows, title=_("The board"))


def options_of(desk: Desk, demo: Demo | None = None) -> Options:
    """What the board needs of the settings."""
    found = desk.settings
    with desk.read().connect() as connection:
        programmes = queries.programmes(connection)
    return Options(
        programme=found.programme or "",
        overrides=desk.overrides,
        base_url=found.base_url or "",
        proxies=tuple(filter(None, found.web_proxies.split(","))),
        links_key=links_key(found, programmes),
        files_dir=found.files_dir,
        templates_dir=found.templates_dir,
        tick_seconds=found.tick_seconds,
        sends_mail=found.smtp is not None,
        demo=demo,
        samples=mails_in,
    )


def stagehand(desk: Desk) -> Demo | None:
    """Whoever turns the calendar, where the database is a demo's; None for an office's."""
    with desk.read().connect() as connection:
        for programme in queries.programmes(connection):
            if programme.virtual_now is not None and programme.seed is not None:
                folder = Path(desk.settings.database.removeprefix("sqlite:///")).parent
                return Playback(desk.engine, DemoFolder(folder), programme.seed)
    return None


def links_key(found: Settings, programmes: list[queries.Programme]) -> bytes:
    """The key of links in mails: the office's, or a demo's own; empty without a secret."""
    for programme in programmes:
        if programme.virtual_now is not None and programme.seed is not None:
            return links.demo_key(programme.seed)
    secret = found.secret_key
    return links.derive(secret.get_secret_value()) if secret is not None else b""


def application(engine: Engine, options: Options) -> "FastAPI":
    """The pages, for a process that goes on answering."""
    # Only here: to read the pages in would double the start of every other command.
    from dashboard.app import make_app

    # A plan and an organisation stay for months. To go through all of them takes a tenth of a
    # second while somebody waits: a hundred times more seldom than Python does unasked.
    young, middle, *_rest = gc.get_threshold()
    gc.set_threshold(young, middle, 1000)
    return make_app(engine, options)


def make_server(engine: Engine, options: Options, host: str, port: int) -> "uvicorn.Server":
    """The board in this process."""
    import uvicorn

    return uvicorn.Server(_config(application(engine, options), host, port))


def crew(
    host: str, port: int, processes: int, made: str = "scheduler.cli.board:served"
) -> "Multiprocess":
    """The board in several processes, at one address: one interpreter answers one page at a time.
    `made` names what makes the application in each. To be called in the main thread."""
    from uvicorn.supervisors import Multiprocess

    config = _config(
        made, host, port, factory=True, workers=processes, loop="scheduler.cli.listening:Loop"
    )
    return Multiprocess(config, sockets=[config.bind_socket()])


def _config(made: "FastAPI | str", host: str, port: int, **more: Any) -> "uvicorn.Config":
    import uvicorn

    return uvicorn.Config(
        made,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        proxy_headers=False,
        **more,
    )


def served() -> "FastAPI":
    """The application in one process of several, by the settings of this machine."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    found = configure()
    desk = Desk(found, open_engine(found), calendar_overrides(found))
    return warmed(application(desk.engine, options_of(desk)))


def warmed(app: "FastAPI") -> "FastAPI":
    """The same, ready for its first readers."""
    from dashboard.warm import warm

    warm(app.state.board)
    # Whatever there is by now stays, and need not be looked at as garbage again.
    gc.collect()
    gc.freeze()
    return app


def _end_with_parent() -> None:
    """Whoever started us was killed: another one will want the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def processes_here() -> int:
    """As many as `duban web` has on this machine unless the settings say."""
    return min(os.cpu_count() or 1, 4)


@contextlib.contextmanager
def beside(desk: Desk) -> Iterator[None]:
    """The board while something else runs: in a thread, or in processes where the settings say so.
    Sweeps and mail matter more: where it cannot listen, that is said and they go on without it."""
    host, port = desk.settings.web_host, desk.settings.web_port
    if port == 0:
        yield
        return
    if why := taken(host, port):
        warn(_("no board at {place}: {why}; set DUBAN_WEB_PORT", place=f"{host}:{port}", why=why))
        yield
        return
    processes = desk.settings.web_processes or 1
    if processes > 1:
        several = crew(host, port, processes)
        run, stop = several.run, several.should_exit.set
    else:
        server = make_server(desk.engine, options_of(desk), host, port)
        run, stop = server.run, lambda: setattr(server, "should_exit", True)
    thread = threading.Thread(target=run, name="duban-web", daemon=True)
    thread.start()
    warn(_("the board: {url}", url=f"http://{host}:{port}/"))
    try:
        yield
    finally:
        stop()
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
