"""Old months go whole, exported and over, on record; what is left verifies, alone and with them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from notifications import history
from scheduler.housekeeping import Sealer
from tests.prepared import Prelude
from tests.record.book import KEY, loosen
from tests.record.test_sealing import grants
from tests.stories.world import NO_BULLETINS, RALLY, plan
from tests.stories.world import org as organisation
from workflows.commands import prune as pruning
from workflows.commands import views
from workflows.commands.door import as_person
from workflows.domain import audit, record, record_text
from workflows.domain.errors import Refused
from workflows.store import pruning as store
from workflows.store import record as rows
from workflows.store import tables as t
from workflows.store.engine import reading, still, with_record_key

JUNE = date(2010, 6, 1)
AUGUST = date(2010, 8, 1)


class Office:
    """Two years after everything of 2010 was done; an item of 2012 is open."""

    def __init__(self, story, head):
        self.story = story
        self.sealer = Sealer(story.engine, head)
        self.head = head

    def verify(self, *exports, head=None):
        with reading(self.story.engine).connect() as connection:
            live = record_text.Exported(
                rows.seals(connection), list(rows.every_event(connection)), None
            )
            pruned = rows.pruned(connection, KEY)
        if exports:
            older = [record_text.read("".join(one)) for one in exports]
            return audit.verify(KEY, *record_text.joined([*older, live]), head)
        return audit.verify(KEY, live.seals, live.events, head, pruned)

    def export(self):
        with reading(self.story.engine).connect() as connection:
            return list(
                record_text.export(
                    rows.seals(connection),
                    rows.every_event(connection),
                    self.story.now,
                    store.mail_lines(connection),
                )
            )

    def wanted(self, before=AUGUST, **more):
        lines = frozenset(line.rstrip("\n") for line in self.export())
        return pruning.Wanted(before=before, **({"exported": lines} | more))

    def prune(self, wanted=None, engine=None):
        with (engine or self.story.engine).begin() as connection:
            context = self.story.context
            found = pruning.prune(
                as_person(connection, context, "clerk", self.story.now), wanted or self.wanted()
            )
        self.sealer.run_once(self.story.now)
        return found

    def count(self, table):
        with reading(self.story.engine).connect() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar()


@pytest.fixture
def office(prepared, tmp_path, mailbox):
    # Bulletins wait to be signed; this office keeps none, so that everything can be over.
    with prepared.tell(
        Prelude("two years", two_years),
        plan=plan(RALLY, phases=(PHASE,)),
        org=organisation(),
        decisions=NO_BULLETINS,
        record_key=KEY,
        smtp=mailbox.port,
    ) as story:
        found = Office(story, tmp_path / "head")
        found.sealer.run_once(story.now)
        yield found


def two_years(story):
    story.to("2010-05-31")
    for branch in ("b1", "b2", "b3"):
        story.act("report", "rally", branch, by="clerk", done_on="2010-05-31")
        story.act("accept", "rally", branch, by="clerk")
    story.announce("2010-07-20")
    story.to("2010-07-31")
    story.leap("2012-09-03T10:00")
    story.assign("b1", title="新交办", due="2012-09-28")
    story.to("2012-09-04")


PHASE = (
    "{id: A, title: 动员, words: 2010年5月—6月中旬,"
    " tasks: [{id: A1, title: T, items: [{id: A1.1, title: T, note: true}]}]}"
)


def test_old_months_go_and_the_record_still_verifies(office):
    before = office.verify()
    assert before.finding is None
    there = office.count(t.events)
    going = office.prune()
    assert sorted(going.months) == ["2010-05", "2010-06", "2010-07"]
    gone = sum(going.months.values())
    assert going.rows["event"] == gone and office.count(t.events) == there - gone + 1
    found = office.verify(head=record_text.head_from(office.head.read_text()))
    assert (found.finding, found.unsealed, found.compared) == (None, 0, True)
    assert found.pruned.ends_with(going.last) and found.pruned.before == "2010-08"
    assert found.sealed == there - gone + 1
    (event,) = office.story.events(None, "pruned")
    assert (event.actor, event.why["seal"], event.why["hash"]) == (
        "clerk",
        going.last.seq,
        going.last.hash,
    )


def test_an_export_and_the_live_rest_are_one_chain(office):
    exported = office.export()
    there = office.count(t.events)
    office.prune()
    found = office.verify(exported)
    assert (found.finding, found.pruned, found.sealed) == (None, None, there + 1)
    old = record_text.read("".join(exported))
    head = record.head_of(old.seals[7])
    assert office.verify(exported, head=head).compared
    alone = office.verify(head=head)
    assert (alone.finding, alone.compared) == (None, False), "that head is of the pruned months"
    edited = [line.replace('"actor":"clerk"', '"actor":"b1-head"') for line in exported]
    assert office.verify(edited).finding.what == "edited"


def test_mails_of_those_months_go_too_and_the_program_goes_on(office):
    messages = office.count(t.messages)
    numbers = {m.id for m in office.story.mails(state="")}
    going = office.prune()
    assert going.rows["message"] > 3 and going.rows["item"] > 3
    assert office.count(t.messages) == messages - going.rows["message"]
    row = office.story.rows(kind="matter")[0]
    office.story.to("2012-09-28")
    assert office.story.events(row, "due")
    new = {m.id for m in office.story.mails(to="b1-head", on="2012-09-28")}
    assert new and not new & numbers, "a number of a mail is never given twice"
    office.sealer.run_once(office.story.now)
    assert office.verify().finding is None


def test_who_asks_about_a_item_of_those_months_is_told_where_its_story_is(office):
    office.prune()
    row = office.story.row("rally", "b1")
    assert row.state == "accepted" and office.story.events(row) == []
    with reading(office.story.engine).connect() as connection:
        context = office.story.context
        facts = views.dossier(connection, context, row, office.story.now)
        story = history.of_obligation(facts, row, [], context.org, "Asia/Shanghai", "zh")
    assert dict(story)["办理经过"] == ["旧记录已归档删减，经过见归档文件"]


def test_what_would_go_is_shown_and_nothing_is_changed(office):
    with reading(office.story.engine).connect() as connection:
        going = pruning.look(connection, office.story.context, office.wanted(), office.story.now)
    assert going.rows["event"] > 20
    assert office.verify().pruned is None and office.story.events(None, "pruned") == []


@pytest.mark.parametrize("lost", ['{"event"', '{"message"', '{"item"', '{"seal"'])
def test_a_row_that_is_not_in_the_export_as_it_stands_keeps_the_month(office, lost):
    lines = [line.rstrip("\n") for line in office.export()]
    first = next(
        n for n, line in enumerate(lines) if line.startswith(lost) and '"seq":0' not in line
    )
    lines[first] = lines[first].replace(":", ": ", 1)
    with pytest.raises(Refused, match="1 rows are not in the export"):
        office.prune(office.wanted(exported=frozenset(lines)))
    assert office.verify().pruned is None


def test_a_month_younger_than_two_years_stays_unless_the_office_says_otherwise(office):
    with pytest.raises(Refused, match="younger than 24 months") as refused:
        office.prune(office.wanted(before=date(2010, 10, 1)))
    assert "--before 2010-09" in str(refused.value.cure)
    office.prune(office.wanted(before=date(2010, 10, 1), keep_months=23))


def test_a_item_that_goes_on_keeps_its_months(office):
    """In June rallies had been created that were accepted later: half a story never goes."""
    with pytest.raises(Refused, match="items go on"):
        office.prune(office.wanted(before=JUNE))


def test_a_item_that_is_not_done_keeps_its_months(office):
    with pytest.raises(Refused, match="items are not done"):
        office.prune(office.wanted(before=date(2012, 10, 1), keep_months=-1))


def test_events_that_are_not_sealed_or_not_noticed_keep_their_month(office):
    story = office.story
    story.leap("2012-09-05T10:00")
    story.now += timedelta(days=365)
    story.assign("b1", title="又一件", due="2014-09-01")
    wanted = date(2013, 10, 1)
    with pytest.raises(Refused, match="events are not sealed"):
        office.prune(office.wanted(before=wanted, keep_months=-1))
    office.sealer.run_once(story.now)
    with pytest.raises(Refused, match="not been turned into mail"):
        office.prune(office.wanted(before=wanted, keep_months=-1))


def test_a_mail_that_is_not_sent_keeps_its_month(office):
    with office.story.engine.begin() as connection:
        connection.execute(t.messages.update().where(t.messages.c.id == 2).values(state="unknown"))
    with pytest.raises(Refused, match=r"1 mails are not sent yet \(2\)"):
        office.prune()


def test_after_pruning_the_record_is_kept_by_its_triggers_as_before(office):
    office.prune()
    with reading(office.story.engine).connect() as connection:
        assert rows.loose(connection) == []
    for table in ("events", "seals"):
        with pytest.raises(DBAPIError, match="append-only"), office.story.engine.begin() as open_:
            open_.execute(text(f"DELETE FROM {table}"))


def test_who_prunes_more_past_the_program_is_found_out(office):
    going = office.prune()
    after = going.last.seq + 1
    with office.story.engine.begin() as connection:
        loosen(connection)
        connection.execute(t.message_items.delete())
        connection.execute(t.unnoticed.delete())
        connection.execute(t.events.delete().where(t.events.c.id <= going.last.event + 1))
        connection.execute(t.seals.delete().where(t.seals.c.seq.between(1, going.last.seq)))
    found = office.verify().finding
    assert (found.table, found.number, found.what) == ("seals", after, "deleted")


def test_an_event_put_back_among_the_pruned_ones_is_found(office):
    old = record_text.read("".join(office.export())).events[3][1]
    assert old is not None
    office.prune()
    with office.story.engine.begin() as connection:
        columns = {column.name: getattr(old, column.name) for column in t.events.c}
        connection.execute(t.events.insert().values(columns | {"why": dict(old.why)}))
    found = office.verify().finding
    assert (found.table, found.number) == ("events", old.id)


def test_without_the_event_that_says_so_the_gap_is_a_deletion(office):
    going = office.prune()
    with reading(office.story.engine).connect() as connection:
        events = [e for e in rows.every_event(connection) if e[1] and e[1].kind != "pruned"]
        seals = rows.seals(connection)
    pruned = record.pruned_by(KEY, [e for _, e in events if e])
    assert pruned is None
    found = audit.verify(KEY, seals, events, None, pruned).finding
    assert found is not None
    assert (found.number, found.what) == (1, "deleted") and going.last.seq > 1


def test_a_marker_without_a_valid_mac_is_none(office):
    office.prune()
    (event,) = office.story.events(None, "pruned")
    assert record.pruned_by(KEY, [replace(event, actor="somebody")]) is None
    assert record.pruned_by(KEY, [event]) is not None


def test_months_can_be_pruned_a_second_time(office):
    first = office.export()
    office.prune()
    story = office.story
    row = story.rows(kind="matter")[0]
    story.act("report", row=row, by="b1-head", done_on="2012-09-04")
    story.act("accept", row=story.rows(kind="matter")[0], by="clerk")
    story.to("2012-10-31")
    story.leap("2014-12-01T10:00")
    story.to("2014-12-02")
    office.sealer.run_once(story.now)
    second = office.export()
    going = office.prune(office.wanted(before=date(2012, 11, 1)))
    assert sorted(going.months) == ["2012-09", "2012-10"]
    assert office.verify().finding is None
    assert office.verify(first, second).finding is None


def test_a_role_that_does_not_own_the_tables_is_refused_with_the_cure(office):
    engine = office.story.engine
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles: whoever has the file owns it")
    role = f"pruner_{abs(hash(office.head)) % 10**9}"
    with engine.begin() as connection:
        for line in (f"CREATE ROLE {role}", *grants(role)):
            connection.execute(text(line))
    try:
        with (
            pytest.raises(Refused, match="may not switch off the triggers"),
            engine.begin() as opened,
        ):
            opened.execute(text(f"SET LOCAL ROLE {role}"))
            story = office.story
            acting = as_person(opened, story.context, "clerk", story.now)
            pruning.prune(acting, office.wanted())
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))


def test_without_the_key_nothing_is_pruned(office):
    wanted = office.wanted()
    with pytest.raises(Refused, match="DUBAN_SECRET_KEY"):
        office.prune(wanted, with_record_key(office.story.engine, b""))


def test_an_audit_that_runs_while_months_are_pruned_sees_one_record(office):
    with still(office.story.engine).connect() as connection:
        seals = rows.seals(connection)
        if office.story.engine.dialect.name == "postgresql":
            office.prune()
        pruned = rows.pruned(connection, KEY)
        found = audit.verify(KEY, seals, rows.every_event(connection), None, pruned)
    assert (found.finding, found.pruned) == (None, None)
