"""A desk and a unit's table are sent whole, keep what was typed, and say what comes of it."""

from typing import Any

import pytest

from dashboard.app import MOST_FILES
from dashboard.readmodel import desk
from tests.dashboard.board import Board, words


def sent(fields: dict[str, str], files: int) -> dict[str, Any]:
    """A form as browsers send it: an empty part for each file that was not chosen."""
    heads = [(f'name="{name}"', value) for name, value in fields.items()]
    kind = "\r\nContent-Type: application/octet-stream"
    heads += [(f'name="{n}-file"; filename=""{kind}', "") for n in range(files)]
    body = "".join(
        f"--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
        for head, value in heads
    )
    kind = "multipart/form-data; boundary=edge"
    return {"content": f"{body}--edge--\r\n".encode(), "headers": {"content-type": kind}}


def named(*rows) -> list[str]:
    """What a form says of the matters it is about."""
    return [f"{row.id}:{row.revision}" for row in rows]


# --- a whole desk ------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["/desk", "/desk/unit"])
def test_a_full_desk_is_sent_although_each_matter_has_an_empty_file(board: Board, where):
    row = board.story.row("rally", "b1")
    fields = {"matter": f"{row.id}:{row.revision}", f"{row.id}-move": "report",
              "done": str(row.id), "all-done_on": "2010-05-31"}  # fmt: skip
    who = "b1-head" if where == "/desk" else "b1-liaison"
    answer = board.client(who).post(where, **sent(fields, desk.MOST + 1))
    assert answer.status_code == 200
    assert board.story.row("rally", "b1").state == "reported"


@pytest.mark.parametrize(("language", "said"), [("zh", "请分几次报送"), ("en", "Send it in parts")])
def test_whoever_sends_too_much_reads_on_a_page_of_his_own_language_what_to_do(
    board: Board, language, said
):
    client, before = board.client("b1-head", **{"accept-language": language}), board.events()
    for more in (
        sent({"matter": "1:0"}, MOST_FILES + 1),
        sent({"1-note": "x" * (1024 * 1024 + 1)}, 0),
        {"content": b"x" * (64 * 1024 * 1024 + 1)},
    ):
        answer = client.post("/desk", **more)
        assert answer.status_code == 413 and said in words(answer)
        assert str(MOST_FILES) in words(answer)
    assert board.events() == before
