"""The demo's first page: who is late with what, and why, in the responsible parties' own words."""

import re
import shutil

import pytest
from fastapi.testclient import TestClient

from dashboard.app import make_app
from dashboard.web.board import Options
from demo.logins import make_accounts
from demo.scenario import scenario
from workflows.domain.links import demo_key as links_key
from workflows.domain.record import demo_key
from workflows.store import queries
from workflows.store.engine import connect

pytestmark = pytest.mark.slow
SILENT = "尚未说明情况"


@pytest.fixture
def clerk(as_printed, tmp_path):
    """A browser in which the clerk of the demo's office has logged in."""
    shutil.copyfile(as_printed.folder / "duban.sqlite", tmp_path / "duban.sqlite")
    engine = connect(f"sqlite:///{tmp_path / 'duban.sqlite'}", record_key=demo_key(1))
    with engine.connect() as connection:
        programme = queries.programme(connection, scenario().programme)
    assert programme is not None and programme.virtual_now is not None
    now = programme.virtual_now
    options = Options(
        base_url=scenario().base_url, links_key=links_key(1), files_dir=tmp_path, clock=lambda: now
    )
    browser = TestClient(
        make_app(engine, options),
        base_url=scenario().base_url,
        headers={"sec-fetch-site": "same-origin", "accept-language": "zh"},
    )
    login, password = scenario().logins[0].login, make_accounts(engine, now)
    browser.post("/login", data={"login": login, "password": password})
    yield browser
    engine.dispose()


def test_most_of_what_is_late_says_why_and_somebody_says_nothing(clerk):
    page = clerk.get("/today")
    (late,) = re.findall(r'<section class="block" id="red".*?</section>', page.text, re.DOTALL)
    lines = late.split("<tr")[2:]
    said = [found[1] for line in lines if (found := re.search("<q>(.+?)</q>", line))]
    assert len(lines) >= 8
    assert len(lines) * 3 / 4 <= len(said) < len(lines)
    assert len(set(said)) >= len(said) / 2
    assert late.count(SILENT) == len(lines) - len(said)
