"""A third language is a .po file: in a pseudo-locale no page says English or Chinese of ours."""

import re
from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from config import i18n
from tests import pseudo
from tests.dashboard.board import Board, with_a_mail
from tests.dashboard.conftest import BULLETIN, begun
from tests.prepared import Prepared
from workflows.definition.policies import BUILT_IN
from workflows.store import tables as t

#: What a plan, a sheet or a file is written with, the same in every language; the mail of the demo.
SYNTAX = {
    *("wd", "月", "日前", "workday", "国庆节调休", "交办", "mon"),
    *("id", "name", "en", "email", "phone", "unit", "units", "is", "language", "zone", "mail"),
    *("hour", "from", "to", "may"),
    *BUILT_IN,
}


@pytest.fixture(scope="module")
def shown(prepared_sqlite: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """A board with a third language."""
    folder = tmp_path_factory.mktemp("pseudo")
    with i18n.further_catalogues(pseudo.catalogue(folder / "locale")):
        made = begun(prepared_sqlite, folder, demo=with_a_mail(folder / "mail"))
        made.story.leap(BULLETIN)
        yield made
        made.close()


@pytest.fixture(scope="module")
def own(shown: Board) -> set[str]:
    """What users wrote: their files, their notes, and mails as they were sent."""
    return {one for one in _written(shown) if len(one) > 1 or not one.isascii()}


def _written(board: Board) -> Iterator[str]:
    with board.story.engine.connect() as connection:
        for text in connection.execute(select(t.programmes)).mappings().one().values():
            if isinstance(text, str) and "\n" in text:
                yield from pseudo.strings(YAML(typ="safe").load(text))
        for table in (t.people, t.units):
            for row in connection.execute(select(table)).mappings():
                yield from pseudo.strings(dict(row))
        for why in connection.execute(select(t.events.c.why)).scalars():
            yield str(why.get("note", ""))


@pytest.fixture(scope="module")
def left(shown: Board, own: set[str]) -> dict[str, set[str]]:
    """Page → the words on it that neither the catalogue nor a user has written."""
    found = {}
    for name, visit in shown.visits().items():
        client = shown.visitor(visit)
        client.post("/language", data={"language": pseudo.LOCALE, "back": "/"})
        answer = client.get(visit.path)
        assert answer.status_code == 200, name
        found[name] = pseudo.unmarked(pseudo.seen(answer.text), own) - SYNTAX
    return found


def test_no_page_says_anything_past_the_catalogue(left):
    assert {name: words for name, words in left.items() if words} == {}


def test_a_third_language_is_offered_and_kept(shown):
    client = shown.client("clerk", **{"accept-language": "xx, en;q=0.5"})
    shown_page = client.get("/today").text
    assert '<html lang="xx"' in shown_page
    assert 'value="zh"' in shown_page and 'value="en"' in shown_page
    assert 'name="language" value="xx"' not in shown_page


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/matters/new", {"title": "A", "unit": "b2", "due": "近期", "go": "enter"}),
        ("/publish", {"plan": "a: b: c", "decisions": ""}),
        ("/publish", {"plan": "programme: {key: x}", "decisions": ""}),
        ("/people", {"text": "编号\t姓名\nx\t张三"}),
        ("/findings/sheet", {"text": "责任单位\t具体问题\nb9\t漏雨"}),
        ("/holidays", {"text": "2010-06-11,off", "year": "2010"}),
    ],
)
def test_what_is_refused_is_told_in_the_third_language(shown, own, path, data):
    answer = shown.client("clerk", **{"accept-language": pseudo.LOCALE}).post(path, data=data)
    assert answer.status_code == 422
    typed = {part for text in data.values() for part in (text, *re.split(r"[\t\n,: ]", text))}
    words = pseudo.unmarked(pseudo.seen(answer.text), own | {one for one in typed if len(one) > 1})
    assert sorted(words - SYNTAX) == []
