"""Links in mails: only what was sent acts, for what it was sent, and as long as it is valid."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from workflows.domain import links

KEY = links.derive("a secret of this test, long enough to be one")
LINK = links.ActLink(
    purpose="report", obligation=7, revision=3, person="p:1", until=date(2010, 7, 1)
)
AT = datetime(2010, 6, 1, 1, 0, tzinfo=UTC)
#: LINK as a mail carried it before links were signed by itsdangerous.
BEFORE = "cmVwb3J0Ojc6MzoyMDEwLTA3LTAxOnA6MQ.v8IrBl9EAHR5Ivvt5kSOQkPdbUM"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize("person", ["p:1", "张三", "a,b]"])
def test_a_link_acts_for_what_it_was_sent_and_the_same_link_is_the_same_token(person):
    link = replace(LINK, person=person)
    token = links.act_token(KEY, link)
    assert links.read_act(KEY, token) == link
    assert links.act_token(KEY, link) == token


@pytest.mark.parametrize("token", [links.act_token(KEY, LINK), BEFORE], ids=["now", "before"])
def test_a_link_of_which_one_letter_is_another_acts_for_nobody(token):
    for place, there in enumerate(token):
        # Also the last one, where several letters spell the same bytes.
        for letter in LETTERS if place == len(token) - 1 else "Aa.":
            altered = token[:place] + letter + token[place + 1 :]
            assert letter == there or links.read_act(KEY, altered) is None, altered


@pytest.mark.parametrize("token", [links.act_token(KEY, LINK), BEFORE], ids=["now", "before"])
@pytest.mark.parametrize("added", ["=", "!", "\n", ".", "é", " "])
def test_a_used_link_does_not_act_again_under_another_spelling(token, added):
    assert links.read_act(KEY, token + added) is None
    assert links.read_act(KEY, added + token) is None


@pytest.mark.parametrize("token", ["", ".", "..", "a.b", "99.abc", "x" * 5000, "é.é"])
def test_what_is_no_link_acts_for_nobody_and_lets_nobody_in(token):
    assert links.read_act(KEY, token) is None
    assert links.login_number(KEY, token) == 0


def test_a_link_of_another_office_acts_for_nobody():
    foreign = links.derive("x" * 40)
    assert links.read_act(foreign, links.act_token(KEY, LINK)) is None
    assert links.read_act(foreign, BEFORE) is None
    assert links.login_number(foreign, links.login_token(KEY, 7, "p:1", AT)) == 0


def test_a_link_for_one_purpose_is_none_for_another():
    assert links.login_number(KEY, links.act_token(KEY, LINK)) == 0
    assert links.read_act(KEY, links.login_token(KEY, 7, "p:1", AT)) is None


def test_a_login_link_names_its_row_and_no_other_row_makes_the_same():
    token = links.login_token(KEY, 7, "p:1", AT)
    assert links.login_number(KEY, token) == 7
    others = [(8, "p:1", AT), (7, "p:2", AT), (7, "p:1", AT + timedelta(seconds=1))]
    assert all(not links.same(token, links.login_token(KEY, *other)) for other in others)


def test_a_link_is_valid_through_its_last_day():
    assert not LINK.is_expired(date(2010, 7, 1))
    assert LINK.is_expired(date(2010, 7, 2))


def test_a_link_of_a_mail_sent_before_the_upgrade_still_acts():
    assert links.read_act(KEY, BEFORE) == LINK
