"""The demo: what a newcomer sees first. The same seed plays the same, and it holds water."""

import contextlib
import shutil
import sqlite3
from collections import Counter
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from tests.cli.desk import DOSSIER, MESSAGE, OBLIGATION, STATUS, Duban, misfits

pytestmark = pytest.mark.slow
NEVER = "branch-3"


@pytest.fixture
def demo(twice, tmp_path, monkeypatch, capsys):
    """`duban` on a copy of the demo's database."""
    shutil.copyfile(twice[0].folder / "duban.sqlite", tmp_path / "duban.sqlite")
    found = Duban(monkeypatch, capsys)
    found.set(database_url=f"sqlite:///{tmp_path / 'duban.sqlite'}", log_level="warning")
    return found


@pytest.fixture(scope="session")
def letters(twice):
    return {n: message_from_bytes(raw, policy=policy.default) for n, raw in twice[0].mails.items()}


def dump(played):
    with contextlib.closing(sqlite3.connect(played.folder / "duban.sqlite")) as connection:
        return list(connection.iterdump())


def test_the_same_seed_prints_the_same_apart_from_the_folder(twice):
    first, second = (played.out.replace(str(played.folder), "DIR") for played in twice)
    assert first == second
    assert "Overdue" in first and "DIR/mail" in first


def test_the_same_seed_leaves_the_same_mails_byte_for_byte(twice):
    first, second = (played.mails for played in twice)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 100


def test_the_same_seed_leaves_the_same_rows_in_every_table(twice):
    first, second = map(dump, twice)
    assert [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]] == []


def test_every_mail_can_be_read_and_says_the_same_in_text_and_html(letters):
    for name, mail in letters.items():
        assert mail.defects == [], name
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None and html is not None, name
        assert text.get_content().strip() and html.get_content().strip(), name
        assert not [part.defects for part in mail.walk() if part.defects], name


def test_every_mail_is_marked_as_sent_by_a_machine_under_a_number_of_its_own(letters):
    assert len({mail["Message-ID"] for mail in letters.values()}) == len(letters)
    for name, mail in letters.items():
        assert mail["Auto-Submitted"] == "auto-generated", name
        assert mail["Subject"] and len(mail["To"].addresses) == 1, name
        assert mail["Reply-To"] and mail["Date"], name
        assert [h for h in mail.keys() if mail.keys().count(h) > 1] == [], name  # noqa: SIM118


def test_mail_that_can_wait_goes_out_on_working_days_in_the_morning(demo, letters):
    days = Counter(parsedate_to_datetime(mail["Date"]).date() for mail in letters.values())
    assert {day.isoformat() for day in days} <= {
        "2010-05-28",
        "2010-05-31",
        "2010-06-01",
        "2010-06-02",
        "2010-06-03",
        "2010-06-04",
    }


def test_nobody_gets_two_mails_in_one_morning(demo):
    mornings = Counter(
        (m["person"], m["sent_at"])
        for m in demo("messages", "--state", "sent", "--json").json
        if m["sent_at"].endswith("T01:00:00+00:00")  # 9:00 programme time
    )
    assert len(mornings) > 50
    assert [key for key, n in mornings.items() if n > 1] == []


def test_there_is_one_file_for_every_message_that_was_sent(demo, twice):
    sent = demo("messages", "--state", "sent", "--json").json
    assert {f"duban.shizong-2010.{m['id']}.eml" for m in sent} == set(twice[0].mails)


def test_everything_that_was_said_can_be_explained(demo):
    messages = demo("messages", "--json").json
    assert misfits(messages, [MESSAGE]) == []
    for message in messages:
        kept = [r for r in message["reasons"] if not r["dropped"]]
        assert bool(kept) == (message["state"] != "cancelled"), message
        assert all(r["at"] and r["audience"] for r in kept), message


def test_the_listings_work_on_what_the_demo_leaves(demo):
    status = demo("status", "--json").json
    assert misfits(status, STATUS) == []
    assert status["as_of"] == "2010-06-05T15:59:59+00:00"
    rows = demo("obligations", "--json").json
    assert misfits(rows, [OBLIGATION]) == []
    phases = [p["lights"] for p in status["phases"]] + [status["unphased"]["lights"]]
    counted = Counter(row["light"] for row in rows if row["kind"] in ("task", "inspection"))
    assert {light: sum(p[light] for p in phases) for light in phases[0]} == {
        light: counted[light] for light in phases[0]
    }


def test_the_branch_that_never_reports_is_red_and_was_reminded_level_by_level(demo):
    # The supervision notice that reminds it is a row of its own.
    (number,) = demo.ids("--unit", NEVER, "--item", "41-1", "--kind", "task")
    row = demo("obligations", "show", number, "--json").json
    assert misfits(row, DOSSIER) == []
    assert (row["light"], row["due_on"], row["state"]) == ("red", "2010-05-31", "open")
    assert (row["workdays_overdue"], row["escalation_level"]) == (4, 2)
    pressed = [(p["date"], p["point"]) for p in row["points"]["past"] if "+" in p["point"]]
    assert pressed == [("2010-06-01", "+1wd"), ("2010-06-03", "+3wd")]
    assert [p["date"] for p in row["points"]["next"]][:2] == ["2010-06-08", "2010-06-12"]
    assert number in demo.ids("--light", "red")


def test_a_demo_played_again_in_its_folder_leaves_what_else_lies_there(tmp_path, demo, capsys):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    answer = demo("demo", "--dir", tmp_path, "--until", "2010-05-28", "--no-serve")
    assert (answer.code, (tmp_path / "mine.txt").read_text()) == (0, "mine")
    assert demo("status", "--json").json["as_of"] == "2010-05-28T15:59:59+00:00"
