"""The mails of the small story, in the languages we have and in one that is not ours."""

from collections.abc import Iterator

import pytest

from config import i18n
from demo.sample.story import sample_mails
from notifications.message import Mail
from notifications.render import Rendered, render
from tests import pseudo

LANGUAGES = ("zh", "en")


class Told:
    """Every mail of the story with its words; `of(kind)`: those that say something of a kind."""

    def __init__(self, mails: list[Mail]) -> None:
        self.all: list[tuple[Mail, Rendered]] = [(mail, render(mail)) for mail in mails]

    def of(self, kind: str, audience: str = "") -> list[tuple[Mail, Rendered]]:
        return [
            (mail, said)
            for mail, said in self.all
            if any(
                entry.kind == kind and audience in ("", entry.about.audience)
                for entry in mail.entries
            )
        ]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Told]]:
    """Language → what the story says in it; the third language is the pseudo-locale."""
    folder = tmp_path_factory.mktemp("pseudo")
    with i18n.further_catalogues(pseudo.catalogue(folder / "locale")):
        mails = sample_mails([*LANGUAGES, pseudo.LOCALE])
        yield {language: Told(found) for language, found in mails.items()}
