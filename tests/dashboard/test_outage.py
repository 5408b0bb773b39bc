"""The board without its database, and before there is a programme: it says so, with a number."""

import re

import pytest
from starlette.testclient import TestClient

from dashboard.app import make_app
from dashboard.web.board import Options
from tests.dashboard.board import words
from workflows.store.engine import connect

SAID = {"zh": "督办系统暂时无法使用", "en": "Duban is temporarily unavailable"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_the_database_a_reader_is_told_what_to_do_in_their_language(language, caplog):
    # Nothing listens at port 9.
    app = make_app(connect("postgresql+psycopg://nobody@127.0.0.1:9/none"), Options())
    answer = TestClient(app).get("/desk?a=1", headers={"accept-language": language})
    assert answer.status_code == 503
    assert SAID[language] in words(answer)
    assert "Traceback" not in answer.text and "psycopg" not in answer.text
    (number,) = re.findall(r"<b>([0-9a-f]{8})</b>", answer.text)
    assert number in caplog.text
    assert 'href="/desk"' in answer.text


def test_a_database_without_tables_is_no_bare_error(tmp_path, caplog):
    app = make_app(connect(f"sqlite:///{tmp_path}/empty.sqlite"), Options())
    answer = TestClient(app).get("/")
    assert answer.status_code == 503 and SAID["zh"] in words(answer)
    assert re.findall(r"<b>([0-9a-f]{8})</b>", answer.text)[0] in caplog.text


@pytest.mark.parametrize(
    ("language", "cure"), [("zh", "请先发布方案"), ("en", "publishes a plan first")]
)
def test_before_there_is_a_programme_the_board_says_what_comes_first(sqlite_url, language, cure):
    app = make_app(connect(sqlite_url), Options())
    answer = TestClient(app).get("/", headers={"accept-language": language})
    assert answer.status_code == 503 and SAID[language] in words(answer)
    assert cure in words(answer)
