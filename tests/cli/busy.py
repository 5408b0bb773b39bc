"""A programme with one of each kind, and every command that reads it."""

from pathlib import Path

from tests.cli.desk import Duban

TITLE = "组织党员干部深入学习贯彻上级动员部署会议精神并结合本单位实际研究提出贯彻落实的具体措施"
AT = ("--at", "2010-06-03T12:00")
LEADER = ("--as", "leader-2@example.org")


def fill(june: Duban) -> None:
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
    for supervision_notice in june("slip", "drafts", *AT, "--json").json:
        if supervision_notice["signer"] == LEADER[1]:
            june("slip", "sign", supervision_notice["id"], *LEADER, *AT)
    Path("password").write_text("correct horse battery")
    june("account", "create", "clerk@example.org", "--admin", "--password-file", "password")


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
    supervision_notices = {
        one["state"]: one["id"] for one in duban("slip", "list", *AT, "--json").json
    }
    mails = {(one["kind"], one["state"]): one["id"] for one in duban("messages", "--json").json}
    post = duban("org", "posts", *AT, "--json").json[-1]["post"]
    return [
        *(("obligations", "show", number, *AT) for number in kinds.values()),
        *(("why", number, *AT) for number in kinds.values()),
        *(("messages", "show", number) for number in mails.values()),
        *(("why", number, "--message", "--language", "en", *AT) for number in mails.values()),
        *(("slip", "show", number, *AT) for number in supervision_notices.values()),
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
