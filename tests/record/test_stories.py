"""What really happens in an office, recorded: whatever an event holds reads back as it was."""

from scheduler.housekeeping import Sealer
from tests.record.book import KEY
from tests.stories.world import ESSAY, OPINION, RALLY, org, plan
from tests.story import Story
from workflows.domain import audit, record, record_text
from workflows.store import record as rows
from workflows.store.engine import reading


def test_a_month_of_an_office_reads_back_byte_by_byte_and_verifies(database_url, tmp_path):
    with Story(database_url, plan=plan(RALLY, ESSAY, OPINION), org=org(), record_key=KEY) as story:
        sealer = Sealer(story.engine, tmp_path / "head")
        story.to("2010-05-31")
        sealer.run_once(story.now)
        row = story.act(
            "report", "rally", "b1", by="b1-head", done_on="2010-05-30", note="第“一”次\n"
        )
        story.act("return", row=row, by="clerk", reason="缺材料\t\\ / é")
        story.announce("2012-11-08")
        story.leap("2010-06-20T10:00")
        assert sealer.run_once(story.now).refused == []
        with reading(story.engine).connect() as connection:
            seals = rows.seals(connection)
            events = list(rows.every_event(connection))
        head = record_text.head_from((tmp_path / "head").read_text())
        verdict = audit.verify(KEY, seals, events, head)
        assert (verdict.finding, verdict.unsealed, verdict.sealed) == (None, 0, len(events))
        assert len({event.kind for _, event in events if event}) > 8
        text = "".join(record_text.export(seals, events, story.now))
        assert record_text.read(text).events == events
        assert all(event and record.genuine(KEY, event) for _, event in events)
