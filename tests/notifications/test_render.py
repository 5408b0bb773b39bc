"""Every mail of the small story: whole, safe, drawn by every program, and naming its reader."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from notifications import dates_words
from notifications.kinds import KINDS
from notifications.message import About, Asked, Item, Mail, Section
from notifications.palette import PALETTE
from notifications.reading import LEADERS
from notifications.render import BUNDLE, SUBJECT_COLUMNS, TEMPLATES, render
from tests import pseudo
from tests.notifications.conftest import LANGUAGES, Told

BASE_URL = "https://duban.example.org"
HOSTILE = "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd\r\nBcc: x@evil.example\u202egnp.exe"
VOID = {"meta", "br"}
LAYOUTS = {"parts.jinja", "html/layout.jinja", "html/frame.jinja"}


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
        if not {"title", "style"} & set(self.open):
            self.words += data

    @property
    def links(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name in ("href", "src")]

    @property
    def styles(self) -> str:
        return " ".join(value or "" for key, value in self.attributes if key == "style")


def strings(value: Any) -> Iterator[str]:
    """Every text in an entry."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def spoilt(value: Any) -> Any:
    """The same with every text replaced by one that tries to break out."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        changed = [spoilt(one) for one in value]
        return type(value)(*changed) if hasattr(value, "_fields") else tuple(changed)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: spoilt(getattr(value, f.name)) for f in fields(value)})
    return value


# --- every kind ---------------------------------------------------------------------------


def test_every_kind_has_one_template_and_there_is_no_other():
    there = {path.stem for path in TEMPLATES.glob("*.jinja")}
    assert there == {*KINDS, BUNDLE, "parts"}


def test_a_kind_is_called_like_its_module():
    assert all(kind.name == module for module, kind in KINDS.items())


def test_no_two_kinds_have_the_same_rank():
    assert len({kind.rank for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_prints_no_field_that_no_story_fills(told, kind):
    entries = [e for mail, _ in told["zh"].all for e in mail.entries if e.kind == kind]
    own = {f.name for f in fields(KINDS[kind].entry)} - {"about", "item", "asked"}
    assert own == {name for name in own if any(getattr(e, name) for e in entries)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_prints_every_field_of_its_kind(kind):
    words = (TEMPLATES / f"{kind}.jinja").read_text() + (TEMPLATES / "parts.jinja").read_text()
    for field in fields(KINDS[kind].entry):
        assert re.search(rf"\.{field.name}\b", words), field.name


@pytest.mark.parametrize("part", [About, Item, Asked])
def test_what_kinds_share_is_filled_and_printed_too(told, part):
    words = "".join((TEMPLATES / name).read_text() for name in LAYOUTS)
    found = [
        getattr(entry, name)
        for mail, _ in told["zh"].all
        for entry in mail.entries
        for name in ("about", "item", "asked")
        if isinstance(getattr(entry, name, None), part)
    ]
    for field in fields(part):
        assert any(getattr(one, field.name) for one in found), field.name
        if field.name not in ("audience", "level", "number", "days_left", "days_over",
                              "day_off_between"):  # fmt: skip
            assert re.search(rf"\.{field.name}\b", words) or field.name == "why", field.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_whole(told, language):
    for mail, made in told[language].all:
        words = Page(made.html).words
        for text in (made.subject, made.text, words):
            assert "None" not in text and "Undefined" not in text
            assert not re.search(r"\{\{|\}\}|\{%|Entry\(|&amp;|<|\f", text)
        assert not re.search(r"[ \t]+$|\n{3}", made.text, re.MULTILINE)
        notice = "本系统为非涉密系统，严禁处理涉密信息" if language == "zh" else "non-classified"
        for text in (made.text, words):
            assert mail.office_phone in text and notice in text


def test_a_third_language_needs_a_catalogue_alone(told):
    """No word of a mail stands outside the catalogue, but for what users wrote."""
    for mail, made in told[pseudo.LOCALE].all:
        own = {mail.programme_title, mail.reader, mail.office, mail.office_email, "duban", "FILE"}
        own |= {text for entry in mail.entries for text in strings(entry)} | set(mail.just_late)
        # What users wrote may stand between marks: “A, B and C”.
        pieces = {one.strip() for text in own for one in re.split("⟦xx|⟧", text)} - {""}
        # Longer texts are cut in a subject.
        assert made.subject.startswith("⟦xx")
        shown = pseudo.seen(re.sub("<title>.*</title>", "", made.html))
        for text in (made.text, shown):
            left = pseudo.unmarked(text, pieces)
            assert left <= {"audit", "verify", "head", "wd"}, mail.entries


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_is_one_short_line(told, language):
    for _, made in told[language].all:
        assert made.subject.isprintable() and made.subject == made.subject.strip()
        columns = sum(1 + (not mark.isascii()) for mark in made.subject)
        assert columns <= SUBJECT_COLUMNS + made.subject.count("…")
        if language == "zh":
            assert re.match("(〔试运行〕)?【[^】]{2,5}】", made.subject)


# --- what mail programs draw --------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_loads_nothing_and_runs_nothing(told, language):
    for _, made in told[language].all:
        page = Page(made.html)
        assert not {"script", "img", "link", "iframe", "form", "object"} & set(page.tags)
        assert all(link.startswith(BASE_URL + "/") for link in page.links)
        assert not [key for key, _ in page.attributes if key.startswith("on")]
        assert "url(" not in made.html


def test_nothing_is_said_by_styles_that_outlook_does_not_draw(told):
    for _, made in told["zh"].all:
        assert not re.search(
            r"white-space:\s*pre|opacity|flex|grid|position:|border-radius|float", made.html
        )


def test_a_note_of_several_lines_keeps_them_in_every_mail_program(told):
    (mail, _) = told["zh"].of("review")[0]
    entry = next(e for e in mail.entries if e.kind == "review")
    made = render(alone(mail, replace(entry, note="会议已开。\n到会21人。")))
    assert re.search(r"会议已开。<br>\s*到会21人。", made.html)
    assert re.search(r"会议已开。\n +到会21人。", made.text)


@pytest.mark.parametrize("name", PALETTE)
def test_text_is_readable_on_light_and_dark_screens(name):
    pair = PALETTE[name]
    assert contrast(pair.text, pair.ground) >= 4.5
    assert contrast(pair.dark_text, pair.dark_ground) >= 4.5


def test_no_colour_stands_beside_the_pairs_that_are_checked(told):
    pairs = {color for pair in PALETTE.values() for color in pair}
    lines = {"#b5b5b5", "#999999"}
    for _, made in told["en"].all:
        assert set(re.findall(r"#[0-9a-f]{6}\b", made.html)) <= pairs | lines


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, 1.4.3."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_part_has_the_links_and_no_markup(told, language):
    for _, made in told[language].all:
        assert set(Page(made.html).links) <= set(re.findall(r"https?://\S+", made.text))
        assert "<" not in made.text


# --- what a user writes stays what it is -------------------------------------------------


def alone(mail: Mail, *entries: Any, **changes: Any) -> Mail:
    return replace(mail, sections=(Section(kind=entries[0].kind, entries=entries),), **changes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_in_any_field_of_any_kind_is_shown_and_does_nothing(told, kind, language):
    mail = told[language].of(kind)[0][0]
    entry = next(e for e in mail.entries if e.kind == kind)
    bad = spoilt(entry)
    bad = replace(bad, about=replace(bad.about, link="javascript:alert(1)", acts=()))
    made = render(alone(mail, bad, reader=HOSTILE, office=HOSTILE, programme_title=HOSTILE))
    page = Page(made.html)
    assert "script" not in page.tags and "javascript:" not in made.html + made.text
    assert "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd" in page.words
    for text in (made.subject, made.text, made.html):
        assert "\r" not in text and "\u202e" not in text
        text.encode("utf-8")
    # A line break in a title or a reason cannot begin a line of its own.
    assert not re.search("^Bcc", made.subject + "\n" + made.text, re.MULTILINE)


# --- who is told what ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_to_a_leader_names_nobody_but_whoever_they_stand_in_for(told, language):
    people = {mail.reader for mail, _ in told[language].all}
    told_leaders = 0
    for mail, _ in told[language].all:
        for entry in mail.entries:
            if entry.about.audience in LEADERS:
                told_leaders += 1
                deputy = entry.about.deputy_for
                bare = replace(entry, about=replace(entry.about, deputy_for=""))
                notes = {
                    getattr(entry, name, "") for name in ("note", "reason", "remark", "signer")
                }
                said = " ".join(text for text in strings(bare) if text not in notes)
                assert not [name for name in people - {deputy} if name in said]
    assert told_leaders > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_says_you_to_its_reader_never_their_name(told, language):
    for mail, made in told[language].all:
        own = {
            text
            for entry in mail.entries
            for name in ("note", "reason", "signer", "detail", "late", "reviews", "due", "what",
                         "result", "remark")
            for text in strings(getattr(entry, name, ""))
            if text
        }  # fmt: skip
        text = made.text.split("\n", 1)[1]
        for one in sorted(own, key=len, reverse=True):
            text = text.replace(one, "")
        assert mail.reader not in text, text


def test_a_document_to_sign_is_named_in_the_subject_whatever_else_is_in_the_mail(told):
    for mail, made in told["zh"].of("paper_to_sign"):
        if not any(KINDS[s.kind].alone for s in mail.sections):
            assert "待您签发" in made.subject


def test_what_the_reader_must_do_stands_above_what_they_are_told(told):
    several = [mail for mail, _ in told["zh"].all if len(mail.sections) > 2]
    assert several
    for mail in several:
        ranks = [KINDS[section.kind].rank for section in mail.sections]
        assert ranks == sorted(ranks)


# --- wording --------------------------------------------------------------------------------


def test_an_overdue_mail_asks_for_the_day_it_was_done_or_the_reason(told):
    for text in (made.text for _, made in told["zh"].of("overdue", "holder")):
        assert "填实际完成日期" in text and "说明原因" in text and "看完成日期" in text


def test_the_overdue_are_not_told_to_ask_for_more_time(told):
    for mail, made in told["en"].of("overdue", "holder"):
        if {section.kind for section in mail.sections} == {"overdue"}:
            assert "more time" not in made.text


def test_a_unit_s_coverage_has_names_for_its_head_only(told: dict[str, Told]):
    for audience, named in (("head", True), ("leader", False)):
        for mail, made in told["en"].of("escalated", audience):
            for entry in mail.entries:
                if getattr(entry, "missing", 0) and entry.about.audience == audience:
                    assert ("missing:" in made.text) == named


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (date(2010, 6, 15), "6月15日（周二）", "Tuesday 15 June"),
        (date(2011, 6, 12), "2011年6月12日（周日）", "Sunday 12 June 2011"),
    ],
)
def test_a_day_stands_with_its_weekday_and_with_its_year_when_it_is_another(value, zh, en):
    today = date(2010, 6, 15)
    assert dates_words.day(value, "zh", today) == zh
    assert dates_words.day(value, "en", today) == en


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ({"days_left": 3}, "还剩3个工作日", "3 working days left"),
        ({"days_left": 1}, "还剩1个工作日", "1 working day left"),
        ({"due_on": date(2010, 6, 15), "days_left": 0}, "今日到期", "due today"),
        ({"due_on": date(2010, 6, 11), "days_over": 1}, "已逾期1个工作日", "1 working day overdue"),
        ({"due_on": date(2010, 6, 13), "days_over": 0}, "已逾期", "overdue"),
    ],
)
def test_how_a_deadline_stands(facts, zh, en):
    for language, words in (("zh", zh), ("en", en)):
        made = Item(**({"number": 1, "title": "x", "due_on": date(2010, 6, 20)} | facts))
        said = dates_words.deadline(made, language, date(2010, 6, 15))
        assert said.split("，" if language == "zh" else ", ")[1] == words
