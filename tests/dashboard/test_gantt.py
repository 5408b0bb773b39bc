"""The phases on one axis: nothing that is written there lies on something else."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from config.i18n import translator
from dashboard.readmodel import gantt


@pytest.mark.parametrize("width", [gantt.WIDTH, gantt.WALL])
@pytest.mark.parametrize("days", [40, 200, 400, 1000, 3000])
def test_the_names_of_months_can_be_told_apart(width, days):
    first = date(2010, 5, 1)
    ticks = gantt._ticks(first, first + timedelta(days=days), width, translator("zh"))
    at = [width * (day - first).days / days for day, _ in ticks]
    assert ticks
    # February is the shortest.
    assert all(b - a >= gantt.NAME * 0.9 for a, b in pairwise(at))


@pytest.mark.parametrize(
    "title",
    ["广泛发动、安排部署、层层动员、压实责任", "Mobilise the units and deploy the tasks of all"],
)
def test_a_long_title_of_a_phase_ends_before_its_bar(title):
    cut = gantt._cut(title)
    assert cut.endswith("…") and title.startswith(cut[:-1])
    wide = sum(gantt.LETTERS[0] if ord(letter) > 0x2E7F else gantt.LETTERS[1] for letter in cut)
    assert wide <= gantt.LEFT


def test_a_title_that_has_room_is_left_whole():
    assert gantt._cut("广泛发动、安排部署") == "广泛发动、安排部署"
