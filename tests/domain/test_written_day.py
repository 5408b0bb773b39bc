"""Days as people write them into sheets; what could be two days is refused."""

from datetime import date

import pytest

from workflows.domain.errors import Refused
from workflows.domain.written_day import written_day


@pytest.mark.parametrize(
    "text",
    ["2026-12-01", "2026/12/1", "2026.12.1", "2026年12月1日", "2026 年 12 月 1 日", "20261201",
     "２０２６／１２／１", "２０２６年１２月１日", "2026。12。1", "2026、12、1", "2026–12–01",
    "2026年12月1号",     "2026-12-01 00:00:00", "2026-12-01T00:00", "2026/12/1 0:00", "2026.12.1."],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str):
    assert written_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["1/2/2026", "12/1/2026", "1.2.26", "26-12-1", "13/12/2026"])
def test_a_day_whose_year_does_not_stand_first_is_refused_with_a_cure(text: str):
    with pytest.raises(Refused) as refused:
        written_day(text)
    assert "two days" in str(refused.value.message) and "2026-12-01" in str(refused.value.cure)


@pytest.mark.parametrize(
    "text",
    ["", "月底", "2026-13-01", "2026-02-30", "2026年12月", "46357", "2026-12-01 17:00", "0026-1-1"],
)
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(Refused, match="is no day"):
        written_day(text)
