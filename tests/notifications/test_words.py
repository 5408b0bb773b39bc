"""Every event can be told in both languages: no code word of ours reaches a reader."""

import pytest

from notifications import words
from workflows.domain.events import EVENTS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_has_words_for_the_history_and_for_why_a_mail_came(language):
    said = {kind: words.event(kind, language) for kind in EVENTS}
    assert [kind for kind, word in said.items() if not word] == []
    assert language == "en" or all(said[kind] != event.label for kind, event in EVENTS.items())


def test_what_two_events_are_called_in_the_history_tells_them_apart():
    # Written to by hand before and after the date, it is the same act.
    said = [words.event(kind, "zh") for kind in EVENTS if kind != "pressed_late"]
    twice = {word for word in said if said.count(word) > 1}
    assert twice <= {"申请批复", "职务交接", "申请延期", "时限变动", "撤销"}
