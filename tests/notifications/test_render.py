"""Every kind of mail in both languages: complete, polite, safe, and the same in both."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from notifications import dates_words
from notifications.catalogue import BUNDLE, KINDS
from notifications.message import Entry, Mail, Next
from notifications.render import FILES, SUBJECT_COLUMNS, TEMPLATES, Rendered, render, variables
from notifications.samples import entry, mail, sample, weekly, word
from notifications.samples.basics import BASE_URL, PHONE, TODAY
from notifications.words import state as worded
from tests.notifications.samples import (
    LANGUAGES,
    PERSONS,
    bundle,
    caught_up,
    coverage,
    hostile,
    samples,
    to_leader,
)

ALL = [(name, language) for language in LANGUAGES for name in samples(language)]
OWN = [(name, language) for name, language in ALL if name != "hostile"]
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile("[A-Za-z]{3,}")
VOID = {"meta", "br"}


def done(name: str, language: str) -> Rendered:
    return render(samples(language)[name])


class Page(HTMLParser):
    """The visible text, the tags and the links of an HTML part; checks that tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if "title" not in self.open:
            self.words += data

    @property
    def links(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name in ("href", "src")]


# --- every kind, both languages ---------------------------------------------------------


@pytest.mark.parametrize("kind", [*KINDS, BUNDLE])
def test_every_kind_has_its_three_templates_in_both_languages(kind):
    for language in LANGUAGES:
        assert {p.name for p in (TEMPLATES / kind / language).iterdir()} == set(FILES)


def test_no_template_folder_is_without_a_kind():
    assert {p.name for p in TEMPLATES.iterdir()} == {*KINDS, BUNDLE, "_layout"}


@pytest.mark.parametrize("kind", [*KINDS, BUNDLE, "_layout"])
def test_both_languages_say_the_same_things(kind):
    assert variables(kind, "zh") == variables(kind, "en")


def test_the_variables_are_the_fields_a_template_reads():
    assert {"part", "entries", "today", ".reason", ".old_date"} <= variables("returned", "zh")


@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_mail_is_whole(name, language):
    made = done(name, language)
    words = Page(made.html).words
    for text in (made.subject, made.text, words):
        assert "None" not in text and "Undefined" not in text
        assert name == "hostile" or not re.search(r"\{\{|\}\}|\{%|Entry\(|&amp;|<", text)
    assert not re.search(r"[ \t]+$|\n{3}", made.text, re.MULTILINE)
    for text in (made.text, words):
        assert PHONE in text
        notice = "本系统为非涉密系统，严禁处理涉密信息" if language == "zh" else "non-classified"
        assert notice in text


@pytest.mark.parametrize(("name", "language"), OWN)
def test_no_word_of_the_other_language_is_left(name, language):
    made = done(name, language)
    foreign = ENGLISH if language == "zh" else CHINESE
    for text in (made.subject, made.text, Page(made.html).words):
        bare = re.sub(r"https?://\S+|\S+@\S+|duban audit verify --head", "", text)
        assert not foreign.findall(bare)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_the_terms_are_the_office_s_own(name, language):
    made = done(name, language)
    for text in (made.subject, made.text, made.html):
        assert not re.search("超期|过期|[Ee]xpired|URGENT", text)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_a_subject_is_one_short_line(name, language):
    subject = done(name, language).subject
    assert subject.isprintable() and subject == subject.strip()
    columns = sum(1 + (not mark.isascii()) for mark in subject)
    assert columns <= SUBJECT_COLUMNS[language]
    if language == "zh":
        assert re.match("(〔试运行〕)?【[^】]{2,5}】", subject)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_the_html_loads_nothing_and_runs_nothing(name, language):
    page = Page(done(name, language).html)
    assert not {"script", "style", "img", "link", "iframe", "form", "object"} & set(page.tags)
    assert all(link.startswith(BASE_URL + "/") for link in page.links)
    assert not [key for key, _ in page.attributes if key.startswith("on")]
    styles = " ".join(value or "" for key, value in page.attributes if key == "style")
    assert "url(" not in styles and "max-width:600px" in styles


@pytest.mark.parametrize(("name", "language"), OWN)
def test_the_text_part_has_the_links_and_no_markup(name, language):
    made = done(name, language)
    assert set(Page(made.html).links) <= set(re.findall(r"https?://\S+", made.text))
    assert "<" not in made.text and "&" not in made.text.replace("&r=", "")


# --- what a user writes stays what it is -------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_shown_and_does_nothing(language):
    made = render(hostile(language))
    page = Page(made.html)
    assert "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd" in page.words
    assert "49" not in made.subject and "javascript:" not in made.html + made.text
    for text in (made.subject, made.text, made.html):
        assert "\r" not in text and "\u202e" not in text
    # a line break in a title or a reason cannot begin a line of its own
    assert not re.search("^Bcc", made.subject + "\n" + made.text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_in_any_field_and_any_kind_stays_text(kind, language):
    bad = "<img src=x onerror=y>{{7*7}}\u2028\ud800\x00"
    first = sample(kind, language).entries[0]
    fields = (
        "title",
        "clause",
        "words",
        "unit",
        "holder",
        "person",
        "actor",
        "evidence",
        "example",
        "reason",
        "note",
    )
    texts: dict[str, Any] = dict.fromkeys(fields, bad)
    made = render(mail(language, replace(first, **texts)))
    assert "img" not in Page(made.html).tags
    (made.subject + made.text + made.html).encode("utf-8")


def test_no_template_is_filled_from_a_file_that_user_text_names():
    made = render(mail("en", entry("reminder", "en", title="_layout/en/frame.txt")))
    assert "_layout/en/frame.txt" in made.text


def test_a_link_that_is_no_web_address_is_left_out():
    made = render(mail("zh", entry("reminder", "zh", link="javascript:alert(1)")))
    assert Page(made.html).links == [] and "直接回复本邮件，写一两句话即可" in made.text


# --- what each mail must say --------------------------------------------------------------


def test_an_overdue_mail_asks_for_the_day_it_was_done_or_the_reason():
    zh, en = done("overdue", "zh"), done("overdue", "en")
    for text in (zh.text, Page(zh.html).words):
        assert "填实际完成日期" in text and "不看报送日期" in text and "说明原因" in text
    for text in (en.text, Page(en.html).words):
        assert "enter the day it was done" in text and "That day decides" in text
        assert "give the reason" in text


def test_a_reminder_says_what_by_when_how_to_answer_and_what_happens_next():
    text = done("reminder", "zh").text
    for words in (
        "张三同志：",
        "6月20日（周日），还剩4个工作日（其间有放假）",
        "2010年5月—6月中旬",
        "一两句话说明即可，不用附照片",
        "需要延期的，请在到期前提出",
        "联络员代填",
        "6月21日（周一）将告知第三支部书记",
        "发送缘由：您是该事项的承办人",
    ):
        assert words in text


def test_the_overdue_are_not_told_to_ask_for_more_time():
    assert "延期" not in done("overdue", "zh").text
    assert "more time" not in done("overdue", "en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_to_a_leader_names_no_person_and_presses_nobody(language):
    for made in (to_leader(language), coverage(language, "leader"), weekly(language)):
        said = render(made)
        for text in (said.subject, said.text, said.html):
            assert not [name for name in PERSONS if name in text]
            assert "催办" not in text and "请督促" not in text
    assert render(to_leader("zh")).subject.startswith("【呈阅】")


def test_even_a_template_that_asked_could_not_name_a_person_to_a_leader():
    first = to_leader("zh").entries[0]
    assert "张三" in first.holder
    for kind in ("overdue", "decision_asked", "returned", "handed_over"):
        made = mail("zh", replace(first, kind=kind, actor="张三"), reader="周局长")
        assert "张三" not in render(made).text


def test_the_head_is_asked_to_see_to_it_and_gets_a_name_with_a_phone():
    text = done("escalated", "zh").text
    assert "第三支部　张三　13900000001" in text
    assert "越级说明：第三支部书记空缺" in text and "会场被抗旱会议占用" in text
    assert done("escalated", "zh").subject.startswith("【请督促】")


def test_coverage_is_one_line_for_a_unit_with_names_for_the_head_only():
    head, leader = (render(coverage("zh", audience)).text for audience in ("head", "leader"))
    assert "第三支部 12人中3人未报：张三、李四、王五" in head
    assert "第三支部 12人中3人未报\n" in leader
    assert "3 of 12 missing: Zhang San, Li Si and Wang Wu" in render(coverage("en", "head")).text


def test_a_late_verifier_is_named_and_the_doer_is_cleared():
    late = replace(
        sample("escalated", "zh").entries[0],
        state=worded("reported", "zh"),
        holder="赵六",
        person="李四",
    )
    text = render(mail("zh", late)).text
    assert "承办：第三支部　李四\n" in text and "核验人：赵六　13900000001" in text
    assert "承办单位不算逾期" in text


@pytest.mark.parametrize(
    ("language", "line", "shown"),
    [
        ("zh", "第三支部负责人张三：即责任人本人", "第三支部负责人：即责任人本人"),
        ("en", "the head, Zhang San: is the one who is late", "the head: is the one who is late"),
    ],
)
def test_a_leader_does_not_learn_a_name_from_who_was_passed_over(language, line, shown):
    made = replace(to_leader(language).entries[0], skipped=(line,))
    assert shown in render(mail(language, made, reader="-")).text


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("张三（承办人）", "6月21日（周一）将再次提醒您"),
        ("张三（承办人）、李四（单位负责人）", "将告知张三（承办人）、李四（单位负责人）"),
        ("", "将再次提醒您"),
    ],
)
def test_who_hears_it_next_is_said_to_the_reader_as_you_when_it_is_he_alone(to, words):
    made = entry("overdue", "zh", next=Next(on=date(2010, 6, 21), to=to))
    assert words in render(mail("zh", made)).text


def test_an_ongoing_matter_has_no_date_and_one_that_waits_is_pending():
    ongoing = entry("assigned", "zh", due_on=None, state=worded("ongoing", "zh"))
    assert "长期坚持，不设时限" in render(mail("zh", ongoing)).text
    assert "目前不催" in render(mail("zh", replace(ongoing, state=worded("open", "zh")))).text


def test_one_form_is_promised_only_where_there_is_one():
    apart = [entry("assigned", "zh", link=f"{BASE_URL}/o/{n}") for n in range(3)]
    made = render(mail("zh", *apart))
    assert "一人一张表" not in made.text and len(Page(made.html).links) == 3


def test_many_assigned_matters_read_as_one_short_list():
    made = done("assigned_many", "zh")
    assert "一人一张表" in made.text and made.text.count("2010年5月—6月中旬") == 1
    assert re.findall(r"^\d\. ", made.text, re.MULTILINE) == [f"{n}. " for n in range(1, 7)]
    assert Page(made.html).tags.count("tr") == 7


def test_trial_mode_says_first_for_whom_it_was():
    made = done("trial", "zh")
    assert made.text.startswith("试运行：正式运行后将发给 李四。\n")
    assert made.subject.startswith("〔试运行〕【临期提醒】")
    assert done("trial", "en").text.startswith("Trial run: once live, this will go to Li Si.\n")


def test_after_an_outage_a_mail_says_when_it_was_due_and_that_it_may_be_the_second():
    text = render(caught_up("en")).text
    assert "due on Tuesday 8 June and Saturday 12 June and comes late" in text
    assert "may have been sent twice" in text and "while Wang Wu is away" in text
    assert "应于6月8日（周二）、6月12日（周六）发出" in render(caught_up("zh")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bundle_puts_the_most_urgent_first_and_says_each_thing_once(language):
    made = render(bundle(language))
    order = ("overdue", "returned", "due_today", "reminder", "assigned", "completed")
    for text in (made.text, Page(made.html).words):
        heads = [_head(kind, language, text) for kind in order]
        places = [text.index(head) for head in heads]
        assert places == sorted(places)
        assert text.count(PHONE) == 1 and text.count(word("why", language)) == 1
    assert "另6项" in made.subject or "+6 more" in made.subject


def test_an_unfinished_anchor_presses_nobody_and_offers_both_answers():
    text = done("anchor_asked", "zh").text
    assert "不催任何人" in text and "先看会影响" in text and "下月1日再问" in text
    assert "向党员群众公布打算（8件）" in text


def test_a_date_moved_shows_the_old_one_and_the_new_one():
    moved = replace(sample("moved", "zh").entries[0], old_date=date(2012, 10, 1))
    text = render(mail("zh", moved)).text
    assert "现时限：2012年11月7日（周三）" in text and "原时限：2012年10月1日（周一）" in text
    unknown = replace(moved, new_date=None)
    assert "现时限：待定，目前不催" in render(mail("zh", unknown)).text


@pytest.mark.parametrize(("on_time", "words"), [(True, "按时完成"), (False, "逾期完成")])
def test_a_completed_mail_says_whether_it_was_done_on_time(on_time, words):
    accepted = replace(sample("completed", "zh").entries[0], granted=on_time)
    assert words in render(mail("zh", accepted)).text


def test_a_refused_extension_keeps_the_date():
    refused = replace(sample("decided", "zh").entries[0], granted=False, new_date=None)
    made = render(mail("zh", refused))
    assert "未同意" in made.subject and "现时限：6月20日（周日），不变" in made.text


def test_the_weekly_summary_compares_with_last_week_unless_it_is_the_first():
    assert "逾期3件（较上周+2）" in render(weekly("zh")).text
    first = weekly("zh").entries[0]
    text = render(mail("zh", replace(first, data={**first.data, "last": None}))).text
    assert "较上周" not in text and "逾期3件" in text


def test_the_liaison_is_asked_to_help_not_to_do():
    text = done("assigned_liaison", "zh").text
    assert "请协助提醒承办人" in text and "第三支部　张三" in text and "请代为填报" in text


def test_what_is_owed_oneself_and_what_one_only_helps_with_stand_apart():
    own, other = entry("reminder", "zh"), entry("reminder", "zh", audience="liaison")
    text = render(mail("zh", other, own, own)).text
    assert text.count("【临期】") == 2 and "【临期】2件" in text


def test_a_mail_with_nothing_to_say_is_refused():
    with pytest.raises(ValueError, match="nothing to say"):
        render(mail("zh"))


# --- days in words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (date(2010, 6, 15), "6月15日（周二）", "Tuesday 15 June"),
        (date(2011, 6, 12), "2011年6月12日（周日）", "Sunday 12 June 2011"),
    ],
)
def test_a_day_stands_with_its_weekday_and_with_its_year_when_it_is_another(value, zh, en):
    assert dates_words.day(value, "zh", TODAY) == zh
    assert dates_words.day(value, "en", TODAY) == en


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ({"days_left": 3}, "还剩3个工作日", "3 working days left"),
        ({"days_left": 1}, "还剩1个工作日", "1 working day left"),
        ({"days_left": 0}, "到期前没有工作日了", "no working days left"),
        ({"due_on": TODAY, "days_left": 0}, "今日到期", "due today"),
        ({"due_on": date(2010, 6, 11), "days_over": 1}, "已逾期1个工作日", "1 working day overdue"),
        ({"due_on": date(2010, 6, 13), "days_over": 0}, "已逾期", "overdue"),
    ],
)
def test_how_a_deadline_stands(facts, zh, en):
    for language, words in (("zh", zh), ("en", en)):
        made: Entry = entry("reminder", language, **facts)
        said = dates_words.deadline(made, language, TODAY)
        assert said.split("，" if language == "zh" else ", ")[1] == words


def test_a_matter_without_a_date_has_no_deadline_in_words():
    assert dates_words.deadline(entry("reminder", "en", due_on=None), "en", TODAY) == ""
    made: Mail = mail("en", entry("assigned", "en", due_on=None))
    assert "date pending" in render(made).text


def _head(kind: str, language: str, text: str) -> str:
    """The words a part begins with, in the text part or in the HTML part."""
    lead = {
        "overdue": ("未收到报结", "without a report"),
        "returned": ("核验后退回", "comes back to you"),
        "due_today": ("下列事项今天到期", "due today."),
        "reminder": ("快到时限了", "The date is near"),
        "assigned": ("交办给您", "now with you"),
        "completed": ("予以办结", "verified and accepted"),
    }[kind][language == "en"]
    assert lead in text
    return lead
