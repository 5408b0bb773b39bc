"""A limit given beside the plan, as people write it."""

from datetime import date

import pytest

from workflows.domain.errors import Refused
from workflows.domain.limits import read_limit
from workflows.domain.workdays import calendar

#: Friday before the three days of 端午 2010 with two working days at the week-end.
FRIDAY, DAYS = date(2010, 6, 11), calendar("CN")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2010-06-30", "2010-06-30"), ("3wd", "2010-06-17"), ("3个工作日内", "2010-06-17"),
        ("15d", "2010-06-26"), ("at once", "2010-06-12"), ("立即", "2010-06-12"),
        ("6月20日前", "2010-06-20"), ("by 20 June", "2010-06-20"),
    ],
)  # fmt: skip
def test_a_limit_counts_from_today_over_working_days(text, day):
    assert read_limit(text, FRIDAY, DAYS) == date.fromisoformat(day)


def test_no_limit_is_no_day():
    assert read_limit(" ", FRIDAY, DAYS) is None


@pytest.mark.parametrize(
    "text", ["近期", "soon", "每月25日前", "0wd", "党的十八大召开前", "2010-02-30"]
)
def test_what_names_no_day_is_refused_with_what_to_write(text):
    with pytest.raises(Refused) as refused:
        read_limit(text, FRIDAY, DAYS)
    assert "10wd" in str(refused.value.cure)
