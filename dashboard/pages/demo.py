"""Demo only: the mailbox beside the board, and the calendar one can turn on."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from starlette.responses import Response

from dashboard.pages.login import inside
from dashboard.web.board import Demo
from dashboard.web.mail_frame import framed
from dashboard.web.page_request import Missing, PageRequest
from dashboard.web.routes import Routes

routes = Routes()
MOST = 60


def demo(ask: PageRequest) -> Demo:
    found = ask.board.options.demo
    if found is None:
        raise Missing
    return found


@routes.post("/demo/forward", may="own")
def forward(ask: PageRequest) -> Response:
    days = ask.text("days", 2)
    play = demo(ask)
    ask.connection.close()  # The calendar is played in transactions of its own.
    play.forward(7 if days == "7" else 1)
    return ask.go(inside(ask.text("back")))


@routes.get("/demo/mail", may="own")
def mailbox(ask: PageRequest) -> Response:
    files = sorted(demo(ask).mail.glob("*.eml"), key=_number, reverse=True)
    to = ask.given("to")
    shown = []
    for path in files[: 20 * MOST]:
        head = _read(path, head=True)
        if to and to.lower() not in str(head["to"]).lower():
            continue
        shown.append((path.stem, str(head["date"]), str(head["to"]), str(head["subject"])))
        if len(shown) == MOST:
            break
    return ask.page("demo_mails.html", mails=shown, total=len(files), to=to)


def _number(path: Path) -> int:
    text = path.stem.rpartition(".")[2]
    return int(text) if text.isdigit() else 0


def _read(path: Path, *, head: bool = False) -> EmailMessage:
    raw = path.read_bytes()
    if head:
        raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def _path(ask: PageRequest, name: str) -> Path:
    path = demo(ask).mail / f"{name}.eml"
    if "/" in name or name.startswith(".") or not path.is_file():
        raise Missing
    return path


@routes.get("/demo/mail/{name}", may="own")
def mail(ask: PageRequest, name: str) -> Response:
    return ask.page("demo_mail.html", name=name, mail=_read(_path(ask, name), head=True))


@routes.get("/demo/mail/{name}/html", may="own")
def html(ask: PageRequest, name: str) -> Response:
    part = _read(_path(ask, name)).get_body(("html",))
    text = str(part.get_content()) if part else ""
    # The same seed writes the same mails, whichever port was free: links lead to this board.
    text = text.replace(demo(ask).written, str(ask.request.base_url).rstrip("/"))
    return framed(text, links=True)
