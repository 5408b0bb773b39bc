"""Every event can be told in both languages: no code word of ours reaches a reader."""

import pytest

from workflows.domain.events import EVENTS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_has_words_for_the_history_and_for_why_a_mail_came(language):
    assert [kind for kind, event in EVENTS.items() if not getattr(event.label, language)] == []


def test_what_two_events_are_called_in_the_history_tells_them_apart():
    # Written to by hand before and after the date, it is the same act.
    said = [event.label.zh for kind, event in EVENTS.items() if kind != "pressed_late"]
    twice = {word for word in said if said.count(word) > 1}
    assert twice <= {"申请批复", "职务交接", "申请延期", "时限变动", "撤销"}
