"""`duban` in this process, on a fresh database; published, or on the morning of 1 June 2010."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Duban
from tests.databases import sqlite_copy
from tests.delivery.relay import AskedRelay
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan
from tests.story import Story


@pytest.fixture
def duban(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
    tmp_path: Path,
) -> Duban:
    """An empty database, and the files of the small office in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("plan.yaml").write_text(plan(RALLY, ESSAY, OPINION), encoding="utf-8")
    Path("org.yaml").write_text(org(), encoding="utf-8")
    found = Duban(monkeypatch, capsys)
    found.set(database_url=sqlite_url, files_dir=tmp_path / "files", log_level="warning")
    return found


@pytest.fixture(scope="session")
def _june(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("june")
    url = sqlite_copy(_sqlite_template, folder)
    with Story(url, plan=plan(RALLY, ESSAY, OPINION), org=org()) as story:
        for at in ("2010-05-31T00:00", "2010-05-31T09:00", "2010-06-01T00:00", "2010-06-01T09:00"):
            story.leap(at)
    path = Path(url.removeprefix("sqlite:///"))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def june(duban: Duban, _june: Path, tmp_path: Path) -> Duban:
    """The small programme on 1 June 2010, 9:00: three rallies are red, nothing has been sent."""
    shutil.copyfile(_june, tmp_path / "june.sqlite")
    duban.set(database_url=f"sqlite:///{tmp_path / 'june.sqlite'}")
    return duban


@pytest.fixture
def box() -> Iterator[AskedRelay]:
    """A relay that takes everything; `taken` shows what."""
    with AskedRelay() as relay:
        yield relay
