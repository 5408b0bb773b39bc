"""Realistic mails of every kind in both languages, for tests and for looking at.

`python -m tests.notifications.samples DIR` writes them all as .html and .txt.
"""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from notifications.catalogue import KINDS
from notifications.message import Entry, Mail, Next, Section
from notifications.mime import Address
from notifications.render import render
from notifications.words import COLOURS, LIGHTS, STATES

TODAY = date(2010, 6, 15)
BASE_URL = "https://duban.example.org"
LANGUAGES = ("zh", "en")
#: Persons who stand in the samples; no mail to a leader may contain one of them.
PERSONS = ("张三", "李四", "王五", "赵六", "Zhang San", "Li Si", "Wang Wu", "Zhao Liu")
PHONE = "0874-5750000"
HOSTILE = "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd\r\nBcc: x@evil.example\u202egnp.exe"

_WORDS: dict[str, tuple[str, str]] = {
    "programme": ("深入开展创先争优活动实施方案", "Plan for creating the advanced and excelling"),
    "office": ("局办公室", "Bureau office"),
    "comrade": ("同志", "Comrade"),
    "zhang": ("张三", "Zhang San"),
    "li": ("李四", "Li Si"),
    "wang": ("王五", "Wang Wu"),
    "zhao": ("赵六", "Zhao Liu"),
    "director": ("周局长", "Director Zhou"),
    "branch": ("第三支部", "Branch 3"),
    "branch_2": ("第二支部", "Branch 2"),
    "committee": ("局党总支", "Party committee of the bureau"),
    "rally": ("召开动员大会", "Hold the mobilisation rally"),
    "ideas": ("“金点子”征集：至少提一条合理化建议", "Offer at least one good idea"),
    "notes": ("撰写学习心得", "Write down what was learnt"),
    "intentions": ("提出参加活动的具体打算", "State concrete intentions"),
    "publish": ("向党员群众公布打算", "Publish the intentions"),
    "rules": ("完善首问负责等制度", "Improve the rules of first responsibility"),
    "ongoing": ("不断丰富活动内容", "Keep enriching the activities"),
    "random": ("随机抽查", "Random check"),
    "congress": ("党的十八大召开日期", "Day on which the congress opens"),
    "phase_a": ("广泛发动、安排部署", "Wide mobilisation and deployment"),
    "words_may": ("5月底前", "by the end of May"),
    "words_june": ("2010年5月—6月中旬", "May to mid June 2010"),
    "words_t18": ("党的十八大召开前", "before the congress opens"),
    "minutes": ("会议记录", "minutes of the meeting"),
    "why": ("您是该事项的承办人", "the matter is yours"),
    "why_head": ("您是该单位负责人", "you head the unit"),
    "why_leader": ("该单位由您分管", "the unit is in your portfolio"),
    "why_office": ("您在办公室岗位", "you hold a post in the office"),
    "next_head": ("第三支部书记", "the secretary of Branch 3"),
    "next_leader": ("分管领导", "the leader in charge"),
    "next_principal": ("主要领导", "the principal leader"),
    "vacant": ("第三支部书记空缺，直接报您", "the post of secretary of Branch 3 is vacant"),
    "explained": (
        "会场被抗旱会议占用，\n已改在6月18日。",
        "The hall was taken by the drought meeting;\nit is now on 18 June.",
    ),
    "incomplete": ("内容不全：没有写明到会人数。", "Incomplete: how many came is not said."),
    "relapse": ("回头看发现制度没有执行。", "On looking back, the rules were not applied."),
    "busy": ("三夏农忙，党员在村组驻点。", "Harvest time: members are out in the villages."),
    "done_note": ("5月31日召开，到会21人。", "Held on 31 May, 21 came."),
    "agreed": ("同意，抓紧办。", "Agreed; please press on."),
    "announced": ("日期已公布", "the date was announced"),
    "left": ("原承办人已离开", "the person who owed it has left"),
    "merged": ("与A2.1合并办理", "merged with A2.1"),
    "last_note": ("半年开展活动三次。", "Three activities in half a year."),
    "slip_number": ("师农督〔2010〕17号", "S [2010] 17"),
    "bounced": ("收件地址不存在（550）", "no such address (550)"),
}


def word(key: str, language: str) -> str:
    return _WORDS[key][language == "en"]


def mail(language: str, *entries: Entry, **changes: Any) -> Mail:
    """A mail with these entries, gathered in sections by kind in the order given."""
    sections: dict[str, list[Entry]] = {}
    for entry in entries:
        sections.setdefault(entry.kind, []).append(entry)
    made = Mail(
        id=7,
        programme="shizong-2010",
        programme_title=word("programme", language),
        language=language,
        reader=word("zhang", language),
        reader_honorific=word("comrade", language),
        to=Address(name=word("zhang", language), email="zhang@example.org"),
        today=TODAY,
        office=word("office", language),
        office_email="office@example.org",
        office_phone=PHONE,
        base_url=BASE_URL,
        sections=tuple(Section(kind=kind, entries=tuple(es)) for kind, es in sections.items()),
    )
    return replace(made, **changes)


def entry(kind: str, language: str, **more: Any) -> Entry:
    """An open matter of Branch 3, held by Zhang San, as most kinds see it."""
    facts: dict[str, Any] = {
        "kind": kind,
        "rank": KINDS[kind].rank,
        "obligation": 41,
        "title": word("rally", language),
        "clause": "A5",
        "words": word("words_june", language),
        "due_on": date(2010, 6, 20),
        "days_left": 4,
        "light": LIGHTS[language]["yellow"],
        "state": STATES[language]["open"],
        "unit": word("branch", language),
        "person": word("zhang", language),
        "holder": word("zhang", language),
        "holder_phone": "13900000001",
        "verifier": word("committee", language),
        "audience": "holder",
        "next": Next(on=date(2010, 6, 21), to=word("next_head", language)),
        "why": word("why", language),
        "link": f"{BASE_URL}/o/41?t=abc&r=2",
        "ids": (41,),
    }
    return Entry(**{**facts, **more})


def sample(kind: str, language: str) -> Mail:
    """The everyday mail of a kind."""
    if kind in ("office_alert", "office_daily", "anchor_asked", "audit_head") or kind.startswith(
        "phase_"
    ):
        return mail(language, _office(kind, language))
    if kind == "leader_weekly":
        return weekly(language)
    if kind == "login":
        link = ("登录" if language == "zh" else "Log in", f"{BASE_URL}/login/7.abc")
        made = entry(kind, language, obligation=None, title="", acts=(link,), next=None, link="")
        return mail(language, made)
    if kind == "code":
        made = entry(kind, language, obligation=None, title="", next=None, link="", acts=())
        return mail(language, replace(made, data={"code": "048213"}))
    return mail(language, _matter(kind, language))


def samples(language: str) -> dict[str, Mail]:
    """Every kind, and the mails that are not everyday, by name."""
    return {kind: sample(kind, language) for kind in KINDS} | {
        "bundle": bundle(language),
        "assigned_many": assigned_many(language),
        "first_review": mail(
            language, replace(_matter("decision_asked", language), data={"first": True})
        ),
        "not_ours": mail(
            language,
            replace(
                _matter("decision_asked", language),
                new_date=None,
                data={"not_ours": True, "unit": word("committee", language)},
            ),
        ),
        "not_ours_decided": mail(
            language,
            replace(
                _matter("decided", language),
                granted=True,
                data={"not_ours": True, "unit": word("committee", language)},
            ),
        ),
        "inspected_answered": answered(language),
        "assigned_team": mail(language, replace(_matter("assigned", language), audience="team")),
        "assigned_assist": assigned_many(language, audience="assist"),
        "assigned_liaison": assigned_many(language, audience="liaison"),
        "escalated_leader": to_leader(language),
        "escalated_coverage": coverage(language, "head"),
        "escalated_coverage_leader": coverage(language, "leader"),
        "caught_up": caught_up(language),
        "trial": replace(sample("reminder", language), trial_for=word("li", language)),
        "hostile": hostile(language),
    }


def _matter(kind: str, language: str) -> Entry:
    late: dict[str, Any] = {
        "clause": "41-1", "words": word("words_may", language), "due_on": date(2010, 5, 31),
        "days_left": 0, "days_over": 10, "light": LIGHTS[language]["red"],
        "evidence": word("minutes", language),
    }  # fmt: skip
    reported: dict[str, Any] = {
        "state": STATES[language]["reported"], "person": word("li", language),
        "actor": word("wang", language), "done_on": date(2010, 5, 31), "verifier": "",
        "old_date": date(2010, 5, 31), "holder": word("zhang", language),
        "note": word("done_note", language), "evidence": word("minutes", language),
    }  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        "escalated": {
            **late, "audience": "head", "level": 1, "why": word("why_head", language),
            "note": word("explained", language), "skipped": (word("vacant", language),),
            "next": Next(on=date(2010, 6, 21), to=word("next_leader", language)),
        },
        "overdue": {**late, "note": word("explained", language)},
        "review_overdue": {**reported, "due_on": date(2010, 6, 11), "days_over": 2},
        "review": {**reported, "due_on": date(2010, 6, 18), "days_left": 3},
        "returned": {"reason": word("incomplete", language), "actor": word("wang", language)},
        "reopened": {
            "title": word("rules", language),
            "reason": word("relapse", language),
            "actor": word("committee", language),
        },
        "decision_asked": {
            "actor": word("li", language), "reason": word("busy", language),
            "old_date": date(2010, 6, 20), "new_date": date(2010, 6, 30),
            "due_on": date(2010, 6, 17), "days_left": 2,
        },
        "due_today": {"due_on": TODAY, "days_left": 0},
        "reminder": {"title": word("ideas", language), "day_off_between": True},
        "note_asked": {
            "title": word("ongoing", language), "due_on": None,
            "state": STATES[language]["ongoing"],
            "light": LIGHTS[language]["green"], "note": word("last_note", language), "next": None,
            "data": {"by": date(2010, 6, 18)},
        },
        "handed_over": {"reason": word("left", language), "actor": word("wang", language)},
        "moved": {
            "words": word("words_t18", language), "new_date": date(2012, 11, 7),
            "due_on": date(2012, 11, 7), "reason": word("announced", language), "next": None,
        },
        "slip": {
            **late, "note": word("explained", language),
            "data": {"colour": "red", "name": COLOURS[language]["red"], "void": False,
                     "number": word("slip_number", language),
                     "signer": word("director", language),
                     "answer_by": date(2010, 6, 18), "because": "", "limit": None},
        },
        "paper_to_sign": {
            "due_on": date(2010, 6, 17), "days_left": 2, "note": word("explained", language),
            "words": "", "next": None,
            "data": {"name": COLOURS[language]["red"], "month": "", "over": True,
                     "due_on": date(2010, 5, 31)},
        },
        "bulletin_check": {
            "title": COLOURS[language]["bulletin"], "clause": "", "words": "", "next": None,
            "due_on": date(2010, 6, 17), "data": _bulletin(language), "audience": "heads",
        },
        "bulletin": {
            "title": COLOURS[language]["bulletin"], "clause": "", "words": "", "next": None,
            "due_on": None, "audience": "heads",
            "data": _bulletin(language) | {"number": 3, "in_all": 3},
        },
        "to_sign": {
            "data": {"what": word("explained", language), "where": word("branch", language),
                     "source": word("committee", language), "severity": ""},
            "new_date": date(2010, 6, 30), "due_on": date(2010, 6, 13),
            "words": "", "next": None,
        },
        "assigned": {
            "evidence": word("minutes", language), "after": word("intentions", language),
            "data": {"what": word("explained", language), "where": "", "severity": "",
                     "source": word("committee", language)},
        },
        "decided": {
            "granted": True, "old_date": date(2010, 6, 20), "new_date": date(2010, 6, 30),
            "reason": word("agreed", language), "actor": word("wang", language),
        },
        "completed": {
            "state": STATES[language]["accepted"], "granted": True,
            "done_on": date(2010, 5, 31), "due_on": date(2010, 5, 31),
            "actor": word("committee", language), "next": None,
        },
        "inspected": {
            "title": word("random", language), "clause": "", "words": "", "next": None,
            "state": STATES[language]["held"], "done_on": date(2010, 6, 11),
            "audience": "inspected",
            "data": {"way": word("random", language), "units": word("branch", language),
                     "result": word("explained", language), "findings": 2,
                     "until": date(2010, 6, 18), "contested": "", "answer": ""},
        },
        "withdrawn": {
            "state": STATES[language]["waived"], "reason": word("merged", language), "next": None,
        },
    }  # fmt: skip
    return entry(kind, language, **more.get(kind, {}))


def _bulletin(language: str) -> dict[str, Any]:
    numbers = {"owed": 29, "done": 25, "on_time": 24, "open": 4, "overdue": 3, "rate": 83}
    return {
        "month": "2010-06", "as_of": date(2010, 6, 12), "number": 0, "in_all": 0,
        "total": numbers, "last": numbers | {"owed": 12, "overdue": 1},
        "units": [{**numbers, "name": word("branch", language)},
                  {**numbers, "name": word("branch_2", language), "rate": None}],
        "long_overdue": [{"unit": word("branch", language), "title": word("rally", language),
                          "days_over": 12}],
    }  # fmt: skip


def _office(kind: str, language: str) -> Entry:
    by_unit = [
        {"unit": word("branch_2", language), "total": 14, "done": 14, "red": 0},
        {"unit": word("branch", language), "total": 15, "done": 11, "red": 4},
    ]
    items = [
        {"title": word("rally", language), "unit": word("branch", language), "days_over": 10,
         "level": 3, "holder": word("zhang", language), "phone": "13900000001"},
        {"title": word("notes", language), "unit": word("branch_2", language), "days_over": 1,
         "level": 0, "holder": word("li", language), "phone": ""},
    ]  # fmt: skip
    due = [{"title": word("ideas", language), "unit": word("branch", language),
            "due_on": date(2010, 6, 20)}]  # fmt: skip
    untouched = [{**unit, "done": 0, "red": 0} for unit in by_unit]
    rates = {"total": 29, "done": 25, "rate": 86, "red": 4, "by_unit": by_unit}
    data: dict[str, dict[str, Any]] = {
        "anchor_asked": {"waiting": [{"title": word("publish", language), "n": 8}]},
        "office_alert": {"what": "undelivered", "detail": word("bounced", language)},
        "office_daily": {
            "numbers": {"to_review": 3, "due_today": 1, "red": 2, "white": 14, "undelivered": 1},
            "red": items, "due": due, "alerts": [word("bounced", language)],
            "reviews": [{**items[1], "title": word("rally", language)}],
            "anchors": [{"title": word("congress", language), "n": 14}],
        },
        "audit_head": {"seal": 1204, "event": 1250, "on": TODAY,
                       "line": f"[1204:1250:{'1a2b' * 16}]"},
        "phase_opened": {**rates, "done": 0, "rate": 0, "red": 0, "by_unit": untouched},
        "phase_closing": rates,
        "phase_closed": rates,
    }  # fmt: skip
    phase = kind.startswith("phase_")
    title = "congress" if kind == "anchor_asked" else "phase_a" if phase else "rally"
    return entry(
        kind,
        language,
        title=word(title, language),
        clause="A" if phase else "",
        words="" if kind.startswith(("office_", "audit_")) else word("words_june", language),
        audience="leading_group" if phase else "office",
        why=word("why_office", language),
        next=None,
        data=data[kind],
    )


def weekly(language: str) -> Mail:
    data: dict[str, Any] = {
        "numbers": {"done": 61, "open": 42, "red": 3},
        "last": {"done": 50, "open": 55, "red": 1},
        "by_unit": [
            {"unit": word("branch", language), "red": 2, "items": [
                {"title": word("rally", language), "days_over": 10,
                 "note": word("explained", language)},
                {"title": word("rules", language), "days_over": 1, "note": ""},
            ]},
        ],
        "good": [word("branch_2", language)],
        "decisions": [{"title": word("ideas", language), "who": word("branch", language),
                       "to": date(2011, 1, 5)}],
    }  # fmt: skip
    made = entry("leader_weekly", language, audience="leader", next=None,
                 why=word("why_leader", language), data=data)  # fmt: skip
    return _upward(mail(language, made))


def to_leader(language: str) -> Mail:
    made = replace(
        _matter("escalated", language),
        audience="leader",
        level=2,
        why=word("why_leader", language),
        next=Next(on=date(2010, 6, 21), to=word("next_principal", language)),
    )
    return _upward(mail(language, made))


def coverage(language: str, audience: str) -> Mail:
    """A mass task climbs as the coverage of its units."""
    lines = [
        replace(
            _matter("escalated", language), title=word(title, language), clause=clause,
            unit=word(unit, language), missing=missing, total=12, audience=audience, skipped=(),
            names=tuple(word(key, language) for key in ("zhang", "li", "wang")[:missing]),
        )
        for title, clause, unit, missing in (
            ("notes", "A3.4", "branch", 3), ("ideas", "A5", "branch", 1),
            ("notes", "A3.4", "branch_2", 2),
        )
    ]  # fmt: skip
    made = mail(language, *lines)
    return made if audience == "head" else _upward(made)


def assigned_many(language: str, audience: str = "holder") -> Mail:
    titles = ("intentions", "publish", "notes", "ideas", "rally", "rules")
    return mail(
        language,
        *(
            replace(
                _matter("assigned", language),
                title=word(title, language),
                clause=f"A{n}.1",
                evidence="" if n % 2 else word("minutes", language),
                after=word("intentions", language) if title == "publish" else "",
                audience=audience,
            )
            for n, title in enumerate(titles, start=1)
        ),
    )


def answered(language: str) -> Mail:
    """The office answers a unit that contested the facts of an inspection."""
    made = _matter("inspected", language)
    said = {"contested": word("busy", language), "answer": word("agreed", language)}
    return mail(language, replace(made, data=made.data | said))


def bundle(language: str) -> Mail:
    kinds = ("assigned", "reminder", "due_today", "overdue", "returned", "completed")
    made = [_matter(kind, language) for kind in kinds]
    return mail(language, *made, replace(made[1], title=word("notes", language)))


def caught_up(language: str) -> Mail:
    """After an outage: late, perhaps sent twice, and read by a deputy."""
    made = replace(
        _matter("overdue", language),
        missed_on=(date(2010, 6, 8), date(2010, 6, 12)),
        deputy_for=word("wang", language),
    )
    return mail(language, made, maybe_twice=True)


def hostile(language: str) -> Mail:
    """Every text a user can write tries to break out."""
    title = HOSTILE + "长" * 300 if language == "zh" else HOSTILE + "x" * 300
    bad = replace(
        entry("returned", language), title=title, clause=HOSTILE, words=HOSTILE, unit=HOSTILE,
        reason=HOSTILE, note=HOSTILE, actor=HOSTILE, evidence=HOSTILE, skipped=(HOSTILE,),
        after=HOSTILE, also=HOSTILE, assist=HOSTILE, verifier=HOSTILE, deputy_for=HOSTILE,
        next=Next(on=TODAY, to=HOSTILE), why=HOSTILE, link="javascript:alert(1)",
    )  # fmt: skip
    return mail(language, bad, reader=HOSTILE, office=HOSTILE, programme_title=HOSTILE)


def _upward(made: Mail) -> Mail:
    reader = word("director", made.language)
    return replace(made, reader=reader, reader_honorific="")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for name, made in samples(language).items():
            done = render(made)
            (folder / f"{name}.{language}.html").write_text(done.html, encoding="utf-8")
            plain = f"Subject: {done.subject}\n\n{done.text}\n"
            (folder / f"{name}.{language}.txt").write_text(plain, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
