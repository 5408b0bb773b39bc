"""What is still open, and what is worth a second look."""

from datetime import date

from config.i18n import translate
from tests.definition.files import changed, check_plan, good
from workflows.definition import Source, check
from workflows.domain import workdays


def asked(source: Source) -> list[tuple[str, str, str]]:
    found = check(source)
    assert not found.problems, found.problems
    return [(q.item, q.field, q.suggestion) for q in found.questions]


def test_open_questions_come_in_the_order_of_the_plan_with_their_suggestions():
    assert asked(good("plan.yaml")) == [
        ("A1.1", "owes", "unit(committee)"),
        ("A1.1", "verifier", "unit(outside)"),
        ("M1.2", "owes", "unit(committee)"),
        ("M1.2", "verifier", ""),
        ("M1.2", "often", "recurs: 每季度末"),
    ]


def test_a_question_names_clause_item_and_title_in_both_languages():
    question = check(good("plan.yaml")).questions[0]
    assert question.clause == "三（一）一"
    assert translate(question.question, "zh") == "A1.1 召开大会：由谁负责？"
    assert translate(question.question, "en") == "A1.1 Hold a meeting: Who is responsible for it?"


def test_an_item_without_words_or_phase_is_asked_by_when():
    source = changed("plan.yaml", "words: 5月底前", "suggest: {due: 6月底前}")
    assert ("M1.1", "due", "due: 6月底前") in asked(source)


def test_words_that_only_start_leave_the_deadline_open():
    source = changed("plan.yaml", "words: 5月底前", "words: 从2010年6月开始")
    assert ("M1.1", "due", "") in asked(source)


def test_an_item_that_repeats_is_asked_how_often_and_not_by_when():
    source = changed("plan.yaml", "words: 5月底前", "repeats: times")
    assert [field for item, field, _ in asked(source) if item == "M1.1"] == ["often"]


def test_an_answered_item_asks_nothing():
    source = changed("plan.yaml", "quota: 2", "quota: 2\n            answers: [A1.1]")
    assert not [item for item, _, _ in asked(source) if item == "A1.1"]


def test_a_suggested_answer_is_offered_on_the_item_it_would_answer():
    source = changed("plan.yaml", "quota: 2", "quota: 2\n            suggest: {answers: [M1.2]}")
    assert ("M1.2", "verifier", "A2: {answers: [M1.2]}") in asked(source)


def test_short_notice_and_a_phase_that_ends_on_a_sunday():
    found = check(good("plan.yaml")).warnings
    assert [(w.code, w.clause) for w in found] == [
        ("due-on-day-off", "三（一）一"),
        ("short-notice", "四（一）"),
    ]
    assert "2010-06-20（周日）" in translate(found[0].message, "zh")
    assert "Monday 2010-05-31: 1 working day after issue" in str(found[1].message)


def test_the_same_words_in_one_clause_warn_once():
    twice = "      - {id: M1.5, title: 又, owes: unit(bureau), verifier: none, words: 5月底前}\n"
    source = changed("plan.yaml", "      - id: M1.2\n", f"{twice}      - id: M1.2\n")
    assert [w.code for w in check(source).warnings].count("short-notice") == 1


def test_two_working_days_are_notice_enough():
    found = check_plan("words: 5月底前", "words: 6月1日前").warnings
    assert "short-notice" not in [w.code for w in found]


def test_a_moved_due_day_needs_no_warning():
    found = check_plan("day_off: stays", "day_off: back").warnings
    assert [w.code for w in found] == ["short-notice"]


def test_words_that_end_on_a_day_off_warn():
    codes = [w.code for w in check_plan("words: 5月底前", "words: 6月15日前").warnings]
    assert codes.count("due-on-day-off") == 2  # 端午, and the phase


def test_own_days_off_count():
    off = workdays.Override(date(2010, 6, 18), False, "局庆")
    days = workdays.calendar("CN", (off,))
    plan = changed("plan.yaml", "words: 5月底前", "words: 6月18日前")
    warned = [str(w.message) for w in check(plan, calendar=days).warnings]
    assert any("M1.1" in message for message in warned)


def test_a_decided_day_off_is_a_note_and_no_warning():
    decisions = changed("decisions.yaml", "6月10日前", "6月15日前")
    found = check(good("plan.yaml"), decisions)
    assert len(found.warnings) == 2
    assert "Tuesday 2010-06-15" in str(found.notes[0])


def test_a_year_nobody_announced_is_noted():
    found = check_plan("words: 5月底前", "words: 2031年5月底前")
    assert any("2031" in str(note) and "provisional" in str(note) for note in found.notes)


def test_vacant_posts_are_noted_from_the_day_they_fall_vacant():
    org = changed(
        "org.yaml", "person: p2}\n  - {id: leader", "person: p2, to: 2010-08-31}\n  - {id: leader"
    )
    notes = [str(note) for note in check(good("plan.yaml"), None, org).notes]
    assert any("branch-1-head is vacant from Wednesday 2010-09-01" in note for note in notes)


def test_a_post_that_nobody_holds_is_noted():
    org = changed("org.yaml", "role: head, person: p2}", "role: head}")
    notes = [translate(note, "zh") for note in check(good("plan.yaml"), None, org).notes]
    assert any("branch-1-head自2010-05-28（周五）起空缺" in note for note in notes)


def test_people_without_address_are_noted():
    org = changed("org.yaml", "email: p2@example.org, ", "")
    notes = [str(note) for note in check(good("plan.yaml"), None, org).notes]
    assert any("(p2) has no address" in note for note in notes)


def test_a_post_kept_after_leaving_is_noted():
    org = changed("org.yaml", "person: p3, to: 2012-12-31}", "person: p3}")
    notes = [str(note) for note in check(good("plan.yaml"), None, org).notes]
    assert any("leaves on Monday 2012-12-31 but keeps director" in note for note in notes)


def test_an_office_without_a_post_is_noted():
    org = changed("org.yaml", "role: office", "role: clerk")
    notes = [str(note) for note in check(good("plan.yaml"), None, org).notes]
    said = "nobody has the role office, which is responsible for M1.4"
    assert said in notes


def test_a_unit_without_a_head_is_noted_once():
    notes = [str(note) for note in check(good("plan.yaml"), None, good("org.yaml")).notes]
    assert [note for note in notes if "has no head" in note] == [
        "unit bureau has no head: nobody does its items (M1.1 …)"
    ]
