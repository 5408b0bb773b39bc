"""An organisation file becomes the right Org."""

from datetime import date, time

import pytest

from tests.definition.files import changed, good
from workflows.definition import load_org
from workflows.domain.addresses import why_bad
from workflows.domain.model import Text
from workflows.domain.organisation import Org


@pytest.fixture(scope="module")
def org() -> Org:
    return load_org(good("org.yaml"))


def test_units_keep_the_offices_own_order(org: Org):
    assert list(org.units) == ["bureau", "office", "committee", "branch-1", "outside"]
    assert [unit.order for unit in org.units.values()] == [0, 1, 2, 3, 4]
    assert org.above("branch-1") == ("branch-1", "committee", "bureau")


def test_people_have_their_units_tags_and_habits(org: Org):
    second = org.people["p2"]
    assert (second.unit, second.units, second.tags) == ("office", ("branch-1",), ("member",))
    assert (second.language, second.mail_hour) == ("en", time(8, 30))
    assert org.people["p1"].mail_hour == time(9, 0)
    assert org.people["p3"].starts_on == date(2010, 1, 1)
    assert org.unit_in(second, "branch") == "branch-1"


def test_posts_know_assignee_deputy_and_portfolio(org: Org):
    day = date(2010, 6, 1)
    assert org.post_holder("director", day) is org.people["p3"]
    assert org.post_holder("director", date(2013, 1, 1)) is None
    assert org.deputy("office-1", day) is org.people["p2"]
    assert org.posts["leader-1"][0].portfolio == ("branch-1", "office")


def test_absences_and_the_office_itself(org: Org):
    absence = org.absence("p1", date(2010, 6, 10))
    assert absence is not None and absence.deputy == "p2"
    assert (org.title, org.email) == (Text("县农业局", "Bureau"), "office@example.org")


def test_a_post_may_change_hands():
    two = (
        "person: p2, to: 2010-08-31}\n"
        "  - {id: branch-1-head, unit: branch-1, role: head, person: p1, from: 2010-09-01}\n"
        "  - {id: leader"
    )
    org = load_org(changed("org.yaml", "person: p2}\n  - {id: leader", two))
    assert [t.person for t in org.posts["branch-1-head"]] == ["p2", "p1"]


@pytest.mark.parametrize(
    "address", ["a@b.cc", "first.last+x@sub.example.org", "o'neil@example.org", "a" * 64 + "@b.cc"]
)
def test_good_addresses(address: str):
    assert why_bad(address) is None


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b", "@b.cc", "a@", "a@b.cc\n", "a@b.cc\r\nBcc: x@y.zz", "a@b,c@d",
     "a@b.cc;c@d.ee", "名@example.org", "a@例.org", "a" * 300 + "@b.cc", "a" * 65 + "@b.cc",
     '"x y"@z.cc', "x y@z.cc", "a@@b.cc", "a@b@c.dd", "a..b@c.dd", ".a@b.cc", "a@-b.cc",
     "a@b..cc", "a@b.cc.", "a@b.cc\0", "<a@b.cc>", "a(x)@b.cc", "a@b_c.dd"],
)  # fmt: skip
def test_bad_addresses(address: str):
    assert why_bad(address)
