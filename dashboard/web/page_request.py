"""One request at work: who asks, in which language, at what instant, and how they are answered."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from config.i18n import translate, translator
from dashboard.web import nav, views
from dashboard.web.board import Board, T
from dashboard.web.language import asked_for, office_language, why
from notifications import words
from workflows.commands.context import Context
from workflows.commands.door import Acting, writing
from workflows.domain.clean_text import clean
from workflows.domain.errors import BadInput, DubanError, Problem
from workflows.domain.guard_facts import Refusal
from workflows.domain.messages import Text
from workflows.domain.model import Language
from workflows.domain.roles import Who
from workflows.store import queries
from workflows.store.accounts import Session
from workflows.store.queries import Written

#: What joins several ticks, and is as long as there are boxes.
_TICKS = frozenset({"units", "team"})


@dataclass
class PageRequest:
    """What a page is handed. `connection` only reads; `acting` opens a transaction that writes."""

    board: Board
    request: Request
    connection: Connection
    context: Context
    wall: datetime
    now: datetime
    who: Who
    session: Session | None
    form: FormData
    notices: list[str] = field(default_factory=list)
    _written: Written | None = None

    # Asked for in every other line of a page, so each is worked out once.
    @cached_property
    def today(self) -> date:
        return self.context.today(self.now)

    @cached_property
    def locale(self) -> str:
        """The language of our texts."""
        return self._locale(self.session.language if self.session else "", "")

    @property
    def language(self) -> Language:
        """The language of the office's own texts, of documents and of the words of mails."""
        return office_language(self.locale)

    def _locale(self, session: str, speaks: str) -> str:
        cookies, default = self.request.cookies, self.context.plan.language
        return asked_for(cookies, self.request.headers, default, session=session, speaks=speaks)

    def by_link(self, who: Who, speaks: str) -> None:
        """From here on the one asks whom a link was sent to: they have no session, and the page
        speaks their language unless the browser has kept another."""
        self.who, self.session = who, None
        self.locale = self._locale("", speaks)

    @property
    def theme(self) -> str:
        found = self.session.theme if self.session else ""
        return found if found in ("light", "dark") else ""

    @property
    def is_stale(self) -> bool:
        """Whether the last good sweep is older than three intervals (a demo's clock stands)."""
        programme = self.context.programme
        if programme.virtual_now is not None:
            return False
        limit = timedelta(seconds=3 * self.board.options.tick_seconds)
        return programme.swept_at is None or self.now - programme.swept_at > limit

    @property
    def path(self) -> str:
        return self.request.url.path

    def say(self, text: str, /, **facts: object) -> str:
        """A text of ours in the reader's language."""
        return translator(self.locale).gettext(text, **facts)

    def ngettext(self, one: str, many: str, n: int, **facts: object) -> str:
        """A text of ours that depends on a number, in the reader's language."""
        return translator(self.locale).ngettext(one, many, n, **facts)

    def pgettext(self, context: str, text: str) -> str:
        """A word of a table in the reader's language."""
        return translator(self.locale).pgettext(context, text)

    def why(self, refused: DubanError | Refusal) -> str:
        """What was refused and what to do instead, in the reader's language."""
        return why(refused, self.locale)

    def told(self, text: Text) -> str:
        """A text of the workflows in the reader's language."""
        return translate(text, self.locale)

    def whys(self, error: BadInput, most: int) -> list[str]:
        """The mistakes of a file, or of some that have names, each with its line."""
        return [self._mistake(problem) for problem in error.problems[:most]]

    def _mistake(self, problem: Problem) -> str:
        what, cure = self.told(problem.message), self.told(problem.cure)
        file, line = problem.file, problem.line
        if file and line:
            return self.say(
                "{file}, line {n}: {what} — {cure}", file=file, n=line, what=what, cure=cure
            )
        if line:
            return self.say("Line {n}: {what} — {cure}", n=line, what=what, cure=cure)
        if file:
            return self.say("{file}: {what} — {cure}", file=file, what=what, cure=cure)
        return self.say("{message} — {cure}", message=what, cure=cure)

    def counted(self, key: tuple[Any, ...], count: Callable[[], T], /) -> T:
        """What `count` gives of the programme, or gave: it is kept while nothing is written."""
        if self._written is None:
            self._written = queries.written(self.connection)
        return self.board.counted(self.context, self._written, key, count)

    @contextmanager
    def acting(self) -> Iterator[Acting]:
        """Whoever asks, at work in a transaction; nothing stands when it is left with an error."""
        with writing(self.board.engine, lambda: self.now) as connection:
            context = self.board.context(connection)
            yield Acting(connection=connection, context=context, who=self.who, now=self.now)

    @property
    def looking(self) -> Acting:
        """Whoever asks, for what only shows the effects of an act."""
        return Acting(connection=self.connection, context=self.context, who=self.who, now=self.now)

    # --- what was typed -----------------------------------------------------------------------

    def text(self, name: str, most: int | None = None) -> str:
        """A field of the form, trimmed; line ends as \\n. `most`: what is longer is none of ours;
        without it, whoever enters the text asks `too_long` first."""
        return self.rows(name).strip()[:most]

    def rows(self, name: str, most: int | None = None) -> str:
        """Rows that were pasted from a sheet, without empty lines around them: a tab at the end
        is an empty cell."""
        value = self.form.get(name, "")
        found = value if isinstance(value, str) else ""
        return clean(found).strip("\n ")[:most]

    def too_long(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        """The first field that holds more than one field may, and what is said beside it."""
        for name, text in values.items():
            if len(text) > views.LONGEST and name not in _TICKS:
                said = self.say(
                    "This has {n} characters; at most {most} are taken. Shorten it, or attach it "
                    "as a file.",
                    n=f"{len(text):,}",
                    most=f"{views.LONGEST:,}",
                )
                return name, said
        return None

    def texts(self, name: str) -> list[str]:
        return [clean(value) for value in self.form.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        return [
            value
            for value in self.form.getlist(name)
            if isinstance(value, UploadFile) and value.filename
        ]

    def given(self, name: str) -> str:
        """A value of the address."""
        return self.request.query_params.get(name, "")[:200]

    def page_number(self) -> int:
        """The page of a long list that the address asks for; the first where it asks for none."""
        number = whole(self.given("page"))
        return number if number is not None and 1 <= number <= 10_000 else 1

    def choice(self, name: str, among: Mapping[str, Any] | set[str] | frozenset[str]) -> str:
        """A filter of the address; one that is not known is left out, and said."""
        value = self.given(name)
        if value and value not in among:
            self.notices.append(
                self.say(
                    "The filter “{name}” knows no “{value}”; it was left out.",
                    name=name,
                    value=value,
                )
            )
            return ""
        return value

    def part(
        self, template: str, key: tuple[Any, ...], facts: Callable[[], dict[str, Any]]
    ) -> Markup:
        """A part of a page that shows numbers only: what it says is kept with them."""
        key = ("part", template, self.locale, self.today, *key)
        return self.counted(key, lambda: self.drawn(template, facts()))

    def drawn(self, template: str, facts: dict[str, Any]) -> Markup:
        """A part of a page."""
        around = {"language": self.language, "today": self.today}
        return Markup(views.render(self.locale, template, around | facts))

    # --- answers ------------------------------------------------------------------------------

    def page(self, template: str, status: int = 200, /, **facts: Any) -> Response:
        text = views.render(self.locale, template, self._around() | facts)
        return HTMLResponse(text, status)

    def _around(self) -> dict[str, Any]:
        """What the layout shows around every page; before logging in, no way around."""
        links: list[tuple[str, list[nav.Link]]] = []
        warnings: list[str] = []
        demo = self.board.options.demo
        if self.session is not None:
            links = nav.links(self.say, self.who, self.path, demo=demo is not None)
            trial = self.context.programme.trial
            warnings = nav.warnings(self.say, trial=trial, stale=self.is_stale)
        return {
            "ask": self,
            "who": self.who,
            "today": self.today,
            "context": self.context,
            "locale": self.locale,
            "language": self.language,
            "theme": self.theme,
            "demo": demo,
            "mail_count": sum(1 for _ in demo.mail.glob("*.eml")) if demo else 0,
            "office": words.office_name(self.context.org, self.language),
            "nav": links,
            "warnings": warnings,
            "notices": self.notices,
            "zone": self.context.frame.zone,
        }

    def go(self, path: str, **query: str) -> Response:
        """See another page of ours next; `path` begins with one slash."""
        target = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
        more = urlencode({name: value for name, value in query.items() if value})
        return RedirectResponse(f"{target}?{more}" if more else target, 303)


class Missing(Exception):
    """There is no such thing here, or none that they may see; both are answered alike."""


class Forbidden(Exception):
    """The page is there, but not for them."""


def whole(text: str) -> int | None:
    """The number that an address or a form names; None where it is none, or none of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def cookie_name(secure: bool) -> str:
    return "__Host-duban" if secure else "duban"


#: Who asks before logging in.
NOBODY = Who()
