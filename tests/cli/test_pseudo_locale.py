"""A third language is a .po file: in a pseudo-locale no command says English or Chinese of ours."""

import os
import re
from collections.abc import Iterator

import pytest
import typer
from ruamel.yaml import YAML
from sqlalchemy import create_engine, select

from config import i18n
from scheduler.cli import app
from scheduler.cli.desk import console
from tests import pseudo
from tests.cli.busy import fill, in_full, listings
from tests.cli.desk import Duban
from tests.test_docs import CLI
from workflows.commands.assigned_tasks import SOURCES
from workflows.domain.inspection import WAYS
from workflows.domain.rectification import SEVERITIES
from workflows.domain.rows import LIGHTS
from workflows.store import tables as t

#: What is typed and read in the same words in every language: rules of recurrence, edges of a date.
SYNTAX = {"freq", "monthly", "bymonthday", "before"}


@pytest.fixture(scope="module")
def third_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("pseudo")
    with i18n.further_catalogues(pseudo.catalogue(folder)):
        yield


@pytest.fixture
def reader(third_language: None, duban: Duban, monkeypatch: pytest.MonkeyPatch) -> Duban:
    """Somebody of the third language, at a terminal so wide that nothing is folded."""
    monkeypatch.setattr(console, "_width", 4000)
    monkeypatch.setenv("COLUMNS", "600")
    duban.set(language=pseudo.LOCALE)
    return duban


def names(command: object) -> Iterator[str]:
    """What is typed: names of commands and of options."""
    for name, below in getattr(command, "commands", {}).items():
        yield name
        yield from names(below)


TYPED = {
    *("duban", "help", "yaml", "json", "python", "pytest"),
    *(word for name in names(typer.main.get_command(app)) for word in name.split("-")),
    *(word for one in (*WAYS, *SOURCES, *SEVERITIES) for word in one.split("_")),
}


def test_no_help_says_anything_past_the_catalogue(reader):
    left = {}
    for name in ("duban", *CLI):
        answer = reader(*name.split()[1:], "--help")
        assert (answer.code, answer.crashed) == (0, False), (name, answer.err)
        text = re.sub(r"--?[a-z][a-z-]*", "", answer.out)
        left[name] = sorted(pseudo.unmarked(text, ()) - {word.lower() for word in TYPED})
    assert {name: words for name, words in left.items() if words} == {}


def own(url: str) -> Iterator[str]:
    """What users wrote: their files, titles, notes, and mails as they were sent."""
    engine = create_engine(url)
    with engine.connect() as connection:
        for text in connection.execute(select(t.programmes)).mappings().one().values():
            if isinstance(text, str):
                yield from pseudo.strings(YAML(typ="safe").load(text) if "\n" in text else text)
        written = (
            select(t.people),
            select(t.units),
            select(t.posts.c.post),
            select(
                *(t.obligations.c.item, t.obligations.c.occurrence),
                *(t.obligations.c["facts"], t.obligations.c.due_words),
            ),
            select(t.documents.c.body),
            select(t.messages.c.subject, t.messages.c.body, t.messages.c.address),
        )
        for query in written:
            for row in connection.execute(query).mappings():
                yield from pseudo.strings(dict(row))
        for why in connection.execute(select(t.events.c.why)).scalars():
            yield str(why.get("note", ""))
    engine.dispose()


def test_no_answer_says_anything_past_the_catalogue(reader, june):
    fill(june)
    url = os.environ["DUBAN_DATABASE_URL"]
    left: dict[str, set[str]] = {}
    for words in [*listings(june), *in_full(june)]:
        answer = june(*(word for word in words if word not in ("--language", "en")))
        assert not answer.crashed, (words, answer.err)
        written = {*own(url), *map(str, words), i18n.translate("pledge", "zh")}
        mine = {one for one in written if len(one) > 3 or not one.isascii()}
        command = " ".join(map(str, words))
        left[command] = pseudo.unmarked(answer.out + answer.err, mine) - SYNTAX
    assert {command: words for command, words in left.items() if words} == {}


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("check",),
        ("obligations", "show", "x"),
        ("obligations", "--nothing"),
        ("obligations", "--light"),
        ("obligations", "--light", "purple"),
        ("obligations", "show", "999"),
        ("calls", "--at", "soon"),
        ("trial", "perhaps"),
        ("migrate", "too", "much"),
    ],
    ids=" ".join,
)
def test_what_is_refused_is_told_in_the_third_language(reader, june, words):
    answer = june(*words)
    assert answer.code != 0 and answer.err
    text = " ".join(re.sub(r"--?[a-z][a-z-]*", "", answer.err).split())
    typed = [word for word in words if len(word) > 1]
    assert pseudo.unmarked(text, typed) <= TYPED | set(LIGHTS)


def test_a_setting_that_is_wrong_is_told_in_the_third_language(reader):
    reader.set(tick_seconds="soon", wbe_port="1", smtp_url="http://x")
    said = re.sub(r"DUBAN_\w+|'soon'", "", reader("status").err)
    assert pseudo.unmarked(said, ()) == set()
