"""What people read: no table wider than 80 columns, and nothing of Python in it."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from scheduler.cli.desk import console
from tests.cli.desk import Duban
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan

TITLE = "组织党员干部深入学习贯彻上级动员部署会议精神并结合本单位实际研究提出贯彻落实的具体措施"
AT = ("--at", "2010-06-03T12:00")
LEADER = ("--as", "leader-2@example.org")
#: What only Python would print.
PYTHON = re.compile(r"\{'|\['|\bNone\b|\bTrue\b|\bFalse\b|datetime\.|<[\w.]+ object|[\w]+\(\w+=")


@pytest.fixture
def busy(june: Duban) -> Duban:
    """The small programme on 3 June 2010 with one of each kind, all with long titles."""
    june("tick", "--at", "2010-06-03T10:00")
    given = ("--unit", "b3", "--title", TITLE, *AT)
    opened = ("--what", TITLE * 2, "--verifier", "committee-head@example.org")
    june("rectify", "open", *given, *opened, "--severity", "hard", "--source", TITLE)
    june("matter", "add", *given, "--words", TITLE, "--assist", "b1", "--assist", "b2")
    lead = ("--way", "round_visit", "--by", "leader-1@example.org", "--title", TITLE)
    june("inspect", "open", *lead, "--units", "b1,b3", "--with", "clerk@example.org", *AT)
    (held,) = june.ids("--kind", "inspection")
    finding = f"unit=b1; what={TITLE}"
    june("inspect", "close", held, "--note", TITLE, "--finding", finding, *AT)
    for slip in june("slip", "drafts", *AT, "--json").json:
        if slip["signer"] == LEADER[1]:
            june("slip", "sign", slip["id"], *LEADER, *AT)
    Path("password").write_text("correct horse battery")
    june("account", "create", "clerk@example.org", "--admin", "--password-file", "password")
    return june


def listings(duban: Duban) -> list[tuple[object, ...]]:
    """Every command that prints a table."""
    Path("ledger.csv").write_text(
        "问题类别/程度,具体问题,责任单位,责任人,整改时限,核验人\n"
        f"ordinary,{TITLE},b2,b2-head@example.org,2010-07-01,committee-head@example.org\n",
        encoding="utf-8",
    )
    return [
        ("status", *AT),
        ("obligations", *AT),
        ("obligations", "--aside", *AT),
        ("calls", *AT),
        ("messages",),
        ("slip", "list", *AT),
        ("slip", "drafts", *AT),
        ("bulletin", "list", *AT),
        ("anchor", "list"),
        ("anchor", "set", "congress", "2012-11-08", "--what-if", *AT),
        ("org", "people"),
        ("org", "posts", *AT),
        ("account", "list"),
        ("rectify", "import", "ledger.csv", *AT),
        ("check", "plan.yaml", "--org", "org.yaml"),
    ]


def in_full(duban: Duban) -> list[tuple[object, ...]]:
    """Every command that tells all about one thing, for each thing there is, and the rest."""
    rows = duban("obligations", *AT, "--json").json
    kinds = {(row["kind"], row["state"]): row["id"] for row in rows}
    slips = {one["state"]: one["id"] for one in duban("slip", "list", *AT, "--json").json}
    mails = {(one["kind"], one["state"]): one["id"] for one in duban("messages", "--json").json}
    post = duban("org", "posts", *AT, "--json").json[-1]["post"]
    return [
        *(("obligations", "show", number, *AT) for number in kinds.values()),
        *(("why", number, *AT) for number in kinds.values()),
        *(("messages", "show", number) for number in mails.values()),
        *(("why", number, "--message", "--language", "en", *AT) for number in mails.values()),
        *(("slip", "show", number, *AT) for number in slips.values()),
        ("date", "每月25日前"),
        ("date", "before anchor congress-18"),
        ("catchup",),
        ("doctor",),
        ("org", "import", "org.yaml", "--preview", *AT),
        ("org", "hand-over", post, "--vacant", "--preview", *AT),
        ("publish", "plan.yaml", "--org", "org.yaml", *AT),
        ("note", kinds["task", "open"], "--note", TITLE, *AT),
        ("trial", "on"),
        ("account", "roles", "clerk@example.org", "--take", "administrator"),
        ("tick", "--at", "2010-06-04T10:00"),
    ]


def test_no_listing_is_wider_than_80_columns_and_no_title_is_cut(busy, monkeypatch):
    monkeypatch.setattr(console, "_width", 80)
    for words in listings(busy):
        answer = busy(*words)
        assert (answer.code, answer.crashed) == (0, False), (words, answer.err)
        wide = [line for line in answer.out.splitlines() if cell_len(line) > 80]
        assert wide == [], words
    whole = re.sub(r"[^\w]", "", busy("obligations", "--kind", "matter", *AT).out)
    letters = [letter for letter in TITLE if letter in whole]
    assert "".join(letters) == TITLE


def test_nothing_that_people_read_shows_the_insides_of_python(busy):
    calls = [*listings(busy), *in_full(busy)]
    assert len({words[0] for words in calls}) > 15
    for words in calls:
        answer = busy(*words)
        assert not answer.crashed, (words, answer.err)
        assert answer.code == 0 or words[0] == "doctor", (words, answer.err)
        assert PYTHON.findall(answer.out) == [], (words, answer.out)


def test_one_item_in_full_is_labels_and_values_with_weekdays(busy, monkeypatch):
    monkeypatch.setattr(console, "_width", 200)
    number = busy.ids("--kind", "matter")[0]
    said = " ".join(busy("obligations", "show", number, *AT).out.split())
    assert f"item {TITLE}" in said
    assert re.search(r"due \w+day \d+ June 2010", said)
    assert "History 2010-06-03 Thu " in said and "Next reminders 2010-06-" in said


def test_a_short_column_stays_whole_and_a_table_of_many_columns_still_fits(duban, monkeypatch):
    monkeypatch.setattr(console, "_width", 80)
    Path("plan.yaml").write_text(
        plan(RALLY, ESSAY, OPINION).replace("title: T", f"title: {TITLE}"), encoding="utf-8"
    )
    Path("org.yaml").write_text(org(), encoding="utf-8")
    assert duban("publish", "plan.yaml", "--org", "org.yaml", "--at", "2010-05-28").code == 0
    shown = duban("obligations", "--at", "2010-06-03").out
    assert shown.count("2010-05-31") == 3
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
