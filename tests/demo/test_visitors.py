"""Whoever looks around in the demo enters something of their own, and its people answer it."""

import shutil
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from dashboard.app import make_app
from dashboard.web.board import Options
from demo.logins import make_accounts
from demo.playback import DemoFolder, Playback
from demo.scenario import scenario
from workflows.commands import acts, assigned_tasks, inspect, rectify
from workflows.commands.context import open_context
from workflows.commands.door import as_person
from workflows.domain.errors import Refused
from workflows.domain.inspection import WAYS
from workflows.domain.links import demo_key as links_key
from workflows.domain.record import demo_key
from workflows.domain.rectification import SEVERITIES
from workflows.domain.states import DONE, possible
from workflows.store import queries
from workflows.store.engine import connect

pytestmark = pytest.mark.slow
CLERK, TODAY = "p007", date(2010, 6, 5)
SOON = date(2010, 6, 18)
#: Findings in odd forms that the page takes: a reviewer who is none of the scenario's, every
#: severity, due today, units that the scenario never mentions, the unit's head as reviewer.
FINDINGS: dict[str, rectify.Finding] = {
    **{
        severity: rectify.Finding(unit="branch-2", what="x", reviewer="p009", severity=severity)
        for severity in SEVERITIES
    },
    "due today": rectify.Finding(unit="branch-5", what="x", reviewer="p012", limit=TODAY),
    "of a section": rectify.Finding(unit="sec-plant", what="x", reviewer="p001"),
    "of the leading group": rectify.Finding(unit="leading-group", what="x", reviewer="p009"),
    "of whoever is outside": rectify.Finding(unit="county-office", what="x", reviewer="p009"),
    "of a person, verified by their head": rectify.Finding(
        unit="branch-3", person="p048", what="x", reviewer="p046"
    ),
    "with a file": rectify.Finding(unit="branch-4", what="x", reviewer="p009", needs_file=True),
    "called as one of the scenario's": rectify.Finding(
        unit="branch-8", title="服务站门牌未挂", what="x", reviewer="p009"
    ),
}
TASKS: dict[str, assigned_tasks.AssignedTask] = {
    "of a section": assigned_tasks.AssignedTask(unit="sec-seed", title="x"),
    "of a member": assigned_tasks.AssignedTask(
        unit="branch-3", person="p048", title="x", asked_by="p002"
    ),
    "due today": assigned_tasks.AssignedTask(
        unit="branch-1", title="x", due=TODAY, source="letter"
    ),
    "with a file": assigned_tasks.AssignedTask(
        unit="branch-2", title="x", due=SOON, needs_file=True
    ),
    "of the leading group": assigned_tasks.AssignedTask(
        unit="leading-group", title="x", source="meeting"
    ),
    "of the office": assigned_tasks.AssignedTask(unit="leading-office", title="x", firm=True),
}
INSPECTIONS: dict[str, inspect.Inspection] = {
    **{way: inspect.Inspection(way=way, on=SOON, lead="p009") for way in WAYS},
    "today": inspect.Inspection(way="regular", on=TODAY, lead="p001", units=("sec-crops",)),
    "every month": inspect.Inspection(way="round_visit", on=SOON, lead="p017", every="monthly"),
    "far away": inspect.Inspection(way="random_check", on=date(2010, 9, 1), lead="p006"),
}
ENDS = {
    **dict.fromkeys((("rectification", name) for name in FINDINGS), "struck_off"),
    **dict.fromkeys((("matter", name) for name in TASKS), "accepted"),
    **dict.fromkeys((("inspection", name) for name in INSPECTIONS), "held"),
}


class Visitor:
    """The clerk's account at the board of a demo that stands at the end of 5 June 2010."""

    def __init__(self, folder):
        self.engine = connect(folder.url, durable=False, record_key=demo_key(7))
        self.playback = Playback(self.engine, folder, 7)

    @property
    def now(self):
        with self.engine.connect() as connection:
            found = queries.programme(connection, scenario().programme)
        assert found is not None
        return found.virtual_now

    def enters(self, command, given):
        now = self.now
        with self.engine.begin() as connection:
            context = open_context(connection, scenario().programme)
            return command(as_person(connection, context, CLERK, now), given).id

    def moves(self, number, move, who=CLERK):
        now = self.now
        with self.engine.begin() as connection:
            context = open_context(connection, scenario().programme)
            acts.act(as_person(connection, context, who, now), [number], move)

    def rows(self, numbers):
        with self.engine.connect() as connection:
            return queries.obligations_by_id(connection, numbers)


@pytest.fixture
def visitor(twice, tmp_path):
    shutil.copytree(twice[0].folder, tmp_path / "demo")
    found = Visitor(DemoFolder(tmp_path / "demo"))
    yield found
    found.engine.dispose()


@pytest.fixture
def browser(visitor):
    """A browser in which the clerk of the demo's office has logged in."""
    base = scenario().base_url
    wall = visitor.now
    options = Options(
        base_url=base,
        links_key=links_key(7),
        files_dir=visitor.playback.folder.evidence,
        clock=lambda: wall,
        demo=visitor.playback,
    )
    found = TestClient(
        make_app(visitor.engine, options),
        base_url=base,
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    login, password = scenario().logins[0].login, make_accounts(visitor.engine, wall)
    found.post("/login", data={"login": login, "password": password})
    return found


def test_a_finding_of_a_visitor_does_not_stop_the_demo(visitor, browser):
    number = visitor.enters(rectify.issue, FINDINGS["ordinary"])
    answers = [browser.post("/demo/forward", data={"days": "1"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert visitor.now.date().isoformat() == "2010-06-09"
    assert visitor.rows([number])[number].state == "in_progress"


def test_whatever_a_visitor_enters_is_answered_to_its_end_in_every_odd_form(visitor):
    entered = {
        **{("rectification", n): visitor.enters(rectify.issue, f) for n, f in FINDINGS.items()},
        **{("matter", n): visitor.enters(assigned_tasks.assign, f) for n, f in TASKS.items()},
        **{("inspection", n): visitor.enters(inspect.plan, f) for n, f in INSPECTIONS.items()},
    }
    visitor.playback.forward(90)
    rows = visitor.rows(list(entered.values()))
    found = {name: rows[number].state for name, number in entered.items()}
    assert {name: state for name, state in found.items() if state != ENDS[name]} == {}


def test_a_visitor_may_make_any_move_at_any_time_and_the_days_go_by(visitor):
    mine = [
        visitor.enters(rectify.issue, FINDINGS["hard"]),
        visitor.enters(rectify.issue, FINDINGS["urgent"]),
        visitor.enters(assigned_tasks.assign, TASKS["of a section"]),
        visitor.enters(inspect.plan, INSPECTIONS["far away"]),
        visitor.enters(inspect.plan, INSPECTIONS["regular"]),
    ]
    made = set()
    for _ in range(12):
        for number in mine * 2:
            row = visitor.rows([number])[number]
            for name in possible(row.kind, row.state):
                if (row.kind, row.state, name) in made:
                    continue
                move = acts.Move(
                    name=name,
                    reason="x",
                    note="x",
                    person=row.assignee or "p009",
                    to=visitor.now.date() + timedelta(days=9),
                    unit="branch-6",
                    measures="x",
                    cause="x",
                    goal="x",
                    n=2,
                    seed="x",
                )
                made.add((row.kind, row.state, name))
                try:
                    visitor.moves(number, move)
                except Refused:
                    continue
                break
        visitor.playback.forward(2)
    assert len(made) > 40
    assert visitor.now.date() == TODAY + timedelta(days=24)
    visitor.playback.forward(40)
    ends = {row.state for row in visitor.rows(mine).values()}
    assert ends <= DONE
