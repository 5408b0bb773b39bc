"""Documents from the command line: the draft, the book of numbers, the pack; silence and rounds."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

LEADER = ("--as", "leader-2@example.org")


@pytest.fixture
def late(june):
    """Thursday, 3 June 2010: three red supervision notices are drafted."""
    june("tick", "--at", "2010-06-03T10:00")
    return june


def of_b3(duban):
    drafts = duban("slip", "drafts", "--at", "2010-06-03T11:00", "--json").json
    return next(one for one in drafts if one["signer"] == "leader-2@example.org")


def test_a_supervision_notice_is_signed_numbered_shown_and_written(late):
    supervision_notice = of_b3(late)
    assert (
        supervision_notice["colour"],
        supervision_notice["state"],
        supervision_notice["number"],
    ) == ("red", "draft", None)
    signed = late(
        "slip", "sign", supervision_notice["id"], *LEADER, "--at", "2010-06-03T12:00", "--json"
    )
    assert (signed.code, signed.json["state"]) == (0, "signed")
    shown = late(
        "slip", "show", supervision_notice["id"], "--at", "2010-06-03T13:00", "--json"
    ).json
    assert shown["number"] == "督〔2010〕1号" and shown["body"]["workdays_overdue"] == 3
    for name in ("slip.docx", "slip.html"):
        assert (
            late(
                "slip", "export", supervision_notice["id"], "--out", name, "--at", "2010-06-03"
            ).code
            == 0
        )
    assert "督〔2010〕1号" in Path("slip.html").read_text(encoding="utf-8")
    item = late.shown(supervision_notice["about"], "2010-06-03T13:00")
    assert [one["number"] for one in item["slips"]] == ["督〔2010〕1号"]


def test_what_is_not_there_is_said_with_where_to_look(late):
    answer = late("slip", "show", 1, "--at", "2010-06-03")
    assert answer.code == 1 and "duban slip list" in answer.err
    supervision_notice = of_b3(late)
    answer = late(
        "slip", "export", supervision_notice["id"], "--out", "slip.pdf", "--at", "2010-06-03"
    )
    assert answer.code == 1 and ".docx" in answer.err and not Path("slip.pdf").exists()


def test_a_second_signature_is_refused(late):
    supervision_notice = of_b3(late)
    late("slip", "sign", supervision_notice["id"], *LEADER, "--at", "2010-06-03T12:00")
    answer = late("slip", "sign", supervision_notice["id"], *LEADER, "--at", "2010-06-03T12:01")
    assert answer.code == 1 and "possible now: void" in answer.err


def test_the_pack_is_the_same_file_when_it_is_made_again_for_the_same_instant(june):
    june("tick", "--at", "2010-06-30T18:00")
    assert june("pack", "--out", "pack.zip", "--at", "2010-06-30T18:00").code == 0
    first = Path("pack.zip").read_bytes()
    with ZipFile("pack.zip") as archive:
        assert [name.rpartition(".")[2] for name in archive.namelist()] == [
            "xlsx",
            "xlsx",
            "docx",
            "docx",
        ]
    june("pack", "--out", "pack.zip", "--at", "2010-06-30T18:00")
    assert Path("pack.zip").read_bytes() == first


def test_a_bulletin_is_listed_and_not_shown_before_its_numbers_are_taken(june):
    june("tick", "--at", "2010-06-02T09:00")
    (row,) = june("bulletin", "list", "--at", "2010-06-02T09:00", "--json").json
    assert (row["month"], row["state"]) == ("2010-06", "planned")
    answer = june("bulletin", "show", row["id"], "--at", "2010-06-02T09:00")
    assert answer.code == 1 and "not taken yet" in answer.err


def test_seen_needs_a_day_and_a_round_needs_items(june):
    (number, *_) = june.ids("--light", "red", "--at", "2010-06-01T10:00")
    refused = june("seen", number, "--as", "director@example.org", "--at", "2010-06-01T10:00")
    assert refused.code == 1 and "no day was given" in refused.err
    done = june(
        "seen",
        number,
        "--until",
        "2010-06-08",
        "--as",
        "director@example.org",
        "--at",
        "2010-06-01T10:00",
        "--json",
    )
    assert done.code == 0 and json.loads(done.out)["id"] == number
    assert june("round", "--by", "2010-06-10", "--at", "2010-06-01T10:00").code == 1
    assert june("round", number, "--by", "2010-06-10", "--at", "2010-06-01T10:00").code == 0


def test_the_pack_for_an_inspection_is_narrowed_and_refuses_what_it_does_not_know(june):
    june("tick", "--at", "2010-06-30T18:00")
    at = ("--at", "2010-06-30T18:00")
    assert june("pack", "--inspection", "--phase", "A", "--out", "pack.zip", *at).code == 0
    first = Path("pack.zip").read_bytes()
    with ZipFile("pack.zip") as archive:
        names = archive.namelist()
    assert "00 迎检材料.docx" in names and len(names) == 2
    june("pack", "--inspection", "--phase", "A", "--out", "pack.zip", *at)
    assert Path("pack.zip").read_bytes() == first
    refused = june("pack", "--inspection", "--unit", "nobody", "--out", "pack.zip", *at)
    assert refused.code == 1 and "no unit" in refused.err
    assert Path("pack.zip").read_bytes() == first and not list(Path().glob("tmp*"))
    assert june("pack", "--phase", "A", "--out", "other.zip", *at).code == 1
