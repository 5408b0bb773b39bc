"""The small story sends every kind of mail, the same ones in every language."""

from collections import Counter

import pytest

from demo.sample import sample_mails
from notifications.catalogue import KINDS


@pytest.fixture(scope="module")
def mails():
    return sample_mails(["zh", "en"])


def test_every_kind_of_mail_is_in_it(mails):
    said = {entry.kind for mail in mails["zh"] for entry in mail.entries}
    assert said == set(KINDS)


def test_it_says_the_same_in_every_language(mails):
    zh, en = ([[e.kind for e in mail.entries] for mail in mails[one]] for one in ("zh", "en"))
    assert zh == en
    assert Counter(len(kinds) for kinds in zh) == Counter(len(kinds) for kinds in en)
