"""What the samples share: their words in both languages, and a mail and an entry as most are."""

from dataclasses import replace
from datetime import date
from typing import Any

from notifications.catalogue import KINDS
from notifications.message import Entry, Mail, Next, Section
from notifications.mime import Address
from notifications.words import light, state

TODAY = date(2010, 6, 15)
BASE_URL = "https://duban.example.org"
PHONE = "0874-5750000"

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
        "light": light("yellow", language),
        "state": state("open", language),
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


def upward(made: Mail) -> Mail:
    reader = word("director", made.language)
    return replace(made, reader=reader, reader_honorific="")
