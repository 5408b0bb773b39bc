"""An office that upgrades sees what it saw before.

`upgrade/previous_version.sql.gz` is the small story (demo/sample) as revision 0013 kept it, and
`previous_listings.json.gz` what that version's commands listed. Both were made by the last commit
before the migration 0014; they do not change.
"""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from workflows.store import schema

HERE = Path(__file__).parent / "upgrade"
LISTINGS = json.loads(gzip.decompress((HERE / "previous_listings.json.gz").read_bytes()))


@pytest.fixture
def office(tmp_path: Path, duban):
    path = tmp_path / "office.sqlite"
    kept = sqlite3.connect(path)
    kept.executescript(gzip.decompress((HERE / "previous_version.sql.gz").read_bytes()).decode())
    kept.close()
    url = f"sqlite:///{path}"
    assert schema.current(url) == "0013"
    assert schema.create(url)
    duban.set(database_url=url, language="en")
    return duban


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_listing_is_the_same_after_an_upgrade(office, listing):
    answer = office(*listing.split(), "--json")
    assert (answer.code, answer.json) == (0, LISTINGS[listing])


def test_the_record_of_the_previous_version_is_still_genuine(office):
    answer = office("audit", "verify", "--json")
    assert (answer.code, answer.json["ok"]) == (0, True)


def test_the_day_after_an_upgrade_no_item_fails(office):
    assert office("tick", "--at", "2010-11-16T10:00").code == 0
    assert office("obligations", "--aside", "--json").json == LISTINGS["obligations --aside"]
