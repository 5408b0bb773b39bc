"""Realistic documents of the 2010 programme. Names, numbers and addresses are invented."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from typing import Any

from documents.forms import (
    BulletinForm,
    Call,
    CallList,
    Colour,
    Counts,
    Decision,
    Demand,
    LateItem,
    LateUnit,
    LeaderPage,
    LedgerForm,
    LedgerKind,
    Number,
    Overall,
    PastReminder,
    Problem,
    Row,
    SupervisionNoticeForm,
    Unfinished,
)

LANGUAGES: tuple[str, ...] = ("zh", "en")
LINK = "https://duban.example.org/o/412?r=3"
AS_OF = date(2010, 6, 30)
HOSTILE = (
    "<script>alert(1)</script>{{7*7}}{% x %}/etc/passwd\r\nBcc: x@evil.example\u2028\x00\x0b"
    "\ufffe\ud800\u202egnp.exe<w:instrText>DDEAUTO</w:instrText>&lt;" + "长" * 300
)


def hostile(form: Any) -> Any:
    """The same form with HOSTILE in place of every text a user may have written."""
    if isinstance(form, str):
        return HOSTILE
    if isinstance(form, tuple):
        return tuple(hostile(one) for one in form)
    if isinstance(form, dict):
        return {key: value if key in _OURS else hostile(value) for key, value in form.items()}
    if is_dataclass(form) and not isinstance(form, type):
        names = [one.name for one in fields(form) if one.name not in _OURS]
        return replace(form, **{name: hostile(getattr(form, name)) for name in names})
    return form


#: Keys of our own tables, never words of a user.
_OURS = {"language", "colour", "numerals", "kind", "light", "completion", "link"}


def supervision_notice(
    language: str, colour: Colour = "red", **changes: Any
) -> SupervisionNoticeForm:
    """A supervision notice about the good ideas, as the office would send it on 25 June 2010."""
    own = (
        _SUPERVISION_NOTICES[language]
        | {"language": language, "colour": colour}
        | _BY_COLOUR[colour]
    )
    return SupervisionNoticeForm(**(own | changes))


_BY_COLOUR: dict[str, dict[str, Any]] = {
    "blue": {"days_over": 0, "pressed": (), "number": "师农督〔2010〕3号",
             "as_of": date(2010, 6, 17), "answer_by": date(2010, 6, 20),
             "issued_on": date(2010, 6, 17)},
    "yellow": {"number": "师农督〔2010〕5号", "days_over": 1, "as_of": date(2010, 6, 21),
               "issued_on": date(2010, 6, 21)},
    "red": {},
}  # fmt: skip
_SUPERVISION_NOTICES: dict[str, dict[str, Any]] = {
    "zh": {
        "number": "师农督〔2010〕7号",
        "signer": "何守田",
        "urgency": "急件",
        "to": ("种子支部",),
        "copies_to": ("局党总支", "分管领导"),
        "item": "“金点子”征集：每名党员至少提出一条合理化建议，由支部汇总上报",
        "source": "实施方案三（二）（一）三",
        "basis": "组织党员围绕农业农村经济发展开展“我为发展献一计”活动，6月中旬前，每名党员至"
                 "少提一条“金点子”。",
        "due_on": date(2010, 6, 20),
        "due_words": "6月中旬前",
        "days_over": 4,
        "as_of": date(2010, 6, 25),
        "pressed": (
            PastReminder(on=date(2010, 6, 17), way="邮件提醒", number="师农督〔2010〕3号"),
            PastReminder(on=date(2010, 6, 21), way="邮件催办", number="师农督〔2010〕5号",
                  answer="党员下乡抗旱，正在汇总"),
            PastReminder(on=date(2010, 6, 23), way="电话催办", answer="承办人答复本周五报"),
        ),
        "asked": (
            "请支部书记牵头，于反馈时限前将全体党员的“金点子”汇总表报局党总支。",
            "已经完成的，请写明完成日期，以该日期为准；未完成的，请说明原因和新的完成日期。",
        ),
        "answer_by": date(2010, 6, 30),
        "contact": "局办公室　李景陌",
        "phone": "0874-5551004",
        "issuer": "师宗县农业局",
        "issued_on": date(2010, 6, 25),
        "link": LINK,
        "numerals": "chinese",
    },
    "en": {
        "number": "Supervision [2010] 7",
        "signer": "He Shoutian",
        "urgency": "urgent",
        "to": ("Seed branch",),
        "copies_to": ("Party committee", "Leader in charge"),
        "item": "Good ideas: every member offers at least one, the branch hands in the list",
        "source": "plan, clause 3(2)(1)3",
        "basis": "By the middle third of June every member shall offer at least one good idea for "
                 "the county's farming.",
        "due_on": date(2010, 6, 20),
        "due_words": "by mid-June",
        "days_over": 4,
        "as_of": date(2010, 6, 25),
        "pressed": (
            PastReminder(on=date(2010, 6, 17), way="reminder by mail",
                         number="Supervision [2010] 3"),
            PastReminder(on=date(2010, 6, 21), way="reminded by mail",
                         number="Supervision [2010] 5",
                         answer="Members are out fighting the drought; the list is being made"),
            PastReminder(on=date(2010, 6, 23), way="phoned", answer="Promised for Friday"),
        ),
        "asked": (
            "The secretary of the branch hands in the list of all members' ideas.",
            "Where it is done already, give the day it was done; otherwise the reason and a new "
            "date.",
        ),
        "answer_by": date(2010, 6, 30),
        "contact": "Bureau office, Li Jingmo",
        "phone": "0874-5551004",
        "issuer": "Shizong County Agriculture Bureau",
        "issued_on": date(2010, 6, 25),
        "link": LINK,
        "numerals": "chinese",
    },
}  # fmt: skip


def bulletin(language: str, **changes: Any) -> BulletinForm:
    """The bulletin of June 2010, issued on the fifth working day of July."""
    own = _BULLETINS[language] | {
        "language": language,
        "issue": 2,
        "total": 2,
        "issued_on": date(2010, 7, 7),
        "as_of": AS_OF,
        "as_of_time": time(17),
        "now": Overall(owed=85, done=62, share="72.9%", open=20, overdue=3),
        "last": Overall(owed=31, done=24, share="77.4%", open=5, overdue=2),
        "counts": _counts(_UNITS[language]),
        "totals": _totals("合计" if language == "zh" else "Total"),
        "by_phase": _counts(_PHASES[language])[:2],
        "phone": "0874-5551004",
        "copies": 30,
        "numerals": "chinese",
    }
    return BulletinForm(**(own | changes))


_UNITS: dict[str, tuple[str, ...]] = {
    "zh": ("机关支部", "种植业支部", "农技推广支部", "植保植检支部", "土肥支部", "种子支部",
           "农机支部", "经管支部"),
    "en": ("Headquarters branch", "Crops branch", "Extension branch", "Plant protection branch",
           "Soil branch", "Seed branch", "Machinery branch", "Rural economy branch"),
}  # fmt: skip
_PHASES: dict[str, tuple[str, ...]] = {
    "zh": ("广泛发动、安排部署", "全面推进、扎实开展"),
    "en": ("Mobilise and deploy", "Carry it out everywhere"),
}


def _counts(names: tuple[str, ...]) -> tuple[Counts, ...]:
    numbers = (
        (12, 10, 9, "90.0%", 2, 0, 0, 3, 0, 0, 0, 0, "100%"),
        (11, 9, 8, "88.9%", 2, 0, 0, 2, 1, 0, 0, 0, "80.0%"),
        (10, 8, 8, "100%", 2, 0, 0, 2, 0, 0, 0, 0, "75.0%"),
        (10, 7, 6, "85.7%", 3, 1, 0, 3, 1, 0, 1, 0, "66.7%"),
        (10, 6, 4, "66.7%", 3, 1, 1, 4, 2, 1, 1, 0, "60.0%"),
        (11, 6, 3, "50.0%", 3, 1, 2, 5, 3, 2, 2, 1, "50.0%"),
        (10, 8, 7, "87.5%", 2, 0, 0, 2, 0, 0, 0, 0, "100%"),
        (11, 8, 7, "87.5%", 3, 0, 0, 2, 1, 0, 0, 0, "80.0%"),
    )
    return tuple(_row(name, row) for name, row in zip(names, numbers, strict=False))


def _totals(name: str) -> Counts:
    return _row(name, (85, 62, 52, "83.9%", 20, 3, 3, 23, 8, 3, 4, 1, "77.4%"))


def _row(name: str, row: tuple[Any, ...]) -> Counts:
    keys = (
        "owed",
        "done",
        "on_time",
        "rate",
        "open",
        "behind",
        "overdue",
        "blue",
        "yellow",
        "red",
        "returned",
        "relapsed",
        "last_rate",
    )
    return Counts(name=name, **dict(zip(keys, row, strict=True)))


_BULLETINS: dict[str, dict[str, Any]] = {
    "zh": {
        "issuer": "师宗县农业局督查室",
        "title": "关于2010年6月创先争优活动任务完成情况的通报",
        "to": ("各支部", "局属各站（科）"),
        "intro": ("根据《深入开展创先争优活动实施方案》（师农发〔2010〕23号），局督查室采取查"
                  "阅资料、"
                  "实地查看、电话核实等方式，对6月份各支部任务完成情况进行了督查。现将有关情况"
                  "通报如下：",),
        "overall": ("本月新挂牌督办1项，摘牌0项；整改事项销号9项，回头看反弹1项；"
                    "逾期10个工作日以上的1项。",),
        "good": ("农技推广支部按期办结率100%，比上月提高25个百分点，“金点子”全部提前上报。",
                 "机关支部、农机支部无逾期事项，资料齐全。"),
        "problems": (
            Problem(unit="种子支部", item="“金点子”征集汇总", days_over=8,
                    said="经提醒、催办和督办仍未报齐，已提出挂牌建议。"),
            Problem(unit="土肥支部", item="公开承诺书上墙", days_over=3),
            Problem(unit="种子支部", item="便民服务窗口整改", said="回头看发现问题反弹。"),
        ),
        "demands": (
            Demand(text="逾期事项要倒排时间，逐项销号，并报完成情况。", by=date(2010, 7, 15)),
            Demand(text="各支部对照未办结事项清单自查一次，有异议的与局督查室联系。",
                   by=date(2010, 7, 9)),
        ),
        "unfinished": (
            Unfinished(item="“金点子”征集汇总", unit="种子支部", due_on=date(2010, 6, 20),
                       days_over=8, light="red", note="党员下乡抗旱，已收到27条，缺5条"),
            Unfinished(item="公开承诺书上墙", unit="土肥支部", due_on=date(2010, 6, 25),
                       days_over=3, light="red", note="展板正在制作"),
            Unfinished(item="学习心得撰写", unit="植保植检支部", due_on=date(2010, 7, 5),
                       light="yellow", note="已完成9篇，缺3篇"),
            Unfinished(item="结对帮扶台账", unit="种植业支部", due_on=date(2010, 7, 31),
                       light="green"),
            Unfinished(item="迎接党的十八大专题活动", unit="机关支部", light="white"),
        ),
        "contact": "李景陌",
        "report_to": ("县委创先争优活动领导小组办公室", "局领导"),
        "send_to": ("局党总支", "各支部", "局属各站（科）"),
    },
    "en": {
        "issuer": "Supervision office of the Agriculture Bureau",
        "title": "How the tasks of June 2010 were carried out",
        "to": ("all branches", "all stations and sections"),
        "intro": ("Under the plan of 28 May 2010 the supervision office looked at the papers, "
                  "visited and phoned. This is what June looked like.",),
        "overall": ("One matter was listed and none delisted; nine rectifications were struck "
                    "off, one relapsed; one matter is more than ten working days overdue.",),
        "good": ("Extension branch did everything on time, 25 points better than last month.",
                 "Headquarters branch and Machinery branch have nothing overdue."),
        "problems": (
            Problem(unit="Seed branch", item="List of good ideas", days_over=8,
                    said="Reminded, pressed and given a slip; listing has been proposed."),
            Problem(unit="Soil branch", item="Pledges on the wall", days_over=3),
        ),
        "demands": (
            Demand(text="Put right what is overdue and report on it.", by=date(2010, 7, 15)),
            Demand(text="Compare the list of open matters with your own books.",
                   by=date(2010, 7, 9)),
        ),
        "unfinished": (
            Unfinished(item="List of good ideas", unit="Seed branch", due_on=date(2010, 6, 20),
                       days_over=8, light="red", note="27 have come, 5 are missing"),
            Unfinished(item="Study notes", unit="Plant protection branch",
                       due_on=date(2010, 7, 5), light="yellow"),
            Unfinished(item="Events towards the congress", unit="Headquarters branch",
                       light="white"),
        ),
        "contact": "Li Jingmo",
        "report_to": ("the county's campaign office", "the leaders of the bureau"),
        "send_to": ("all branches", "all stations and sections"),
    },
}  # fmt: skip


def leader_page(language: str, **changes: Any) -> LeaderPage:
    own = _PAGES[language] | {
        "language": language,
        "as_of": AS_OF,
        "as_of_time": time(17),
        "phone": "0874-5551004",
    }
    return LeaderPage(**(own | changes))


_PAGES: dict[str, dict[str, Any]] = {
    "zh": {
        "reader": "何局长", "issuer": "局督查室", "compared": "上月",
        "numbers": (Number(label="办结", now=62, before=24), Number(label="在办", now=20, before=5),
                    Number(label="逾期", now=3, before=2)),
        "decisions": (
            Decision(item="“金点子”征集汇总申请延期至7月15日", unit="种子支部",
                     asks="第一次申请，理由：党员下乡抗旱", answers=("同意", "不同意")),
            Decision(item="便民服务窗口整改反弹，建议挂牌督办", unit="种子支部",
                     asks="回头看不实，第二张督办单已到期", answers=("签发", "退回")),
        ),
        "late": (
            LateUnit(unit="土肥支部", items=(
                LateItem(item="公开承诺书上墙", days_over=3,
                           explained="展板正在制作，7月6日上墙"),)),
            LateUnit(unit="种子支部", items=(
                LateItem(item="“金点子”征集汇总", days_over=8,
                           explained="党员下乡抗旱，已收到27条，缺5条"),
                LateItem(item="便民服务窗口整改", days_over=2))),
        ),
        "good": ("农技推广支部：按期办结率100%，比上月提高25个百分点。",
                 "机关支部、农机支部：无逾期事项。"),
        "contact": "李景陌",
    },
    "en": {
        "reader": "Director He", "issuer": "Supervision office", "compared": "last month",
        "numbers": (Number(label="done", now=62, before=24), Number(label="open", now=20, before=5),
                    Number(label="overdue", now=3, before=2)),
        "decisions": (
            Decision(item="More time for the list of good ideas, until 15 July",
                     unit="Seed branch", asks="First request: members fight the drought",
                     answers=("agree", "refuse")),
        ),
        "late": (
            LateUnit(unit="Soil branch", items=(
                LateItem(item="Pledges on the wall", days_over=1,
                           explained="The boards are being made"),)),
            LateUnit(unit="Seed branch", items=(
                LateItem(item="List of good ideas", days_over=8),)),
        ),
        "good": ("Extension branch: everything on time.",),
        "contact": "Li Jingmo",
    },
}  # fmt: skip


def calls(language: str, **changes: Any) -> CallList:
    own = _CALLS[language] | {"language": language, "as_of": AS_OF, "phone": "0874-5551004"}
    return CallList(**(own | changes))


_CALLS: dict[str, dict[str, Any]] = {
    "zh": {
        "unit": "师宗县农业局办公室", "filled_by": "李景陌",
        "rows": (
            Call(key="412", name="吴麦秋", unit="种子支部", phone="0874-5551061", days_over=8,
                 line="“金点子”汇总还缺5条，请今天报齐，纸质的也可以"),
            Call(key="377", name="郑土香", unit="土肥支部", phone="0874-5551052", days_over=3,
                 line="承诺书上墙的日期定了没有，定了回一句话就行"),
        ),
    },
    "en": {
        "unit": "Bureau office", "filled_by": "Li Jingmo",
        "rows": (
            Call(key="412", name="Wu Maiqiu", unit="Seed branch", phone="0874-5551061",
                 days_over=8, line="Five ideas are still missing; paper will do"),
        ),
    },
}  # fmt: skip


def ledger(language: str, kind: LedgerKind, **changes: Any) -> LedgerForm:
    rows = tuple(Row(key=key, cells=cells) for key, cells in _ROWS[language][kind])
    own: dict[str, Any] = {
        "language": language,
        "kind": kind,
        "unit": "师宗县农业局督查室" if language == "zh" else "Supervision office",
        "as_of": AS_OF,
        "as_of_time": time(17),
        "rows": rows,
        "filled_by": "李景陌" if language == "zh" else "Li Jingmo",
        "checked_by": "孙谷雨" if language == "zh" else "Sun Guyu",
        "phone": "0874-5551004",
    }
    return LedgerForm(**(own | changes))


_ROWS: dict[str, dict[LedgerKind, tuple[tuple[str, dict[str, Any]], ...]]] = {
    "zh": {
        "matters": (
            ("412", {"number": "2010-412", "source": "实施方案三（二）（一）三",
                     "item": "“金点子”征集：每名"
                     "党员至少提一条", "asked": "支部汇总上报，一句话即可", "leader": "陆副局长",
                     "lead_unit": "种子支部", "assisting": "局党总支",
                     "responsible": "吴麦秋 0874-5551061",
                     "assigned_on": date(2010, 5, 31), "signed_on": date(2010, 6, 1),
                     "due_on": date(2010, 6, 20), "progress": "已收到27条，缺5条",
                     "obstacles": "党员下乡抗旱", "next_steps": "7月2日前补齐", "state": "办理中",
                     "light": "red", "supervision_notices": "督办单 师农督〔2010〕7号 6月25日",
                     "extension": "0次"}),
            ("377", {"number": "2010-377", "source": "局务会议（6月1日）",
                     "item": "公开承诺书上墙",
                     "asked": "在办公楼一楼公示", "leader": "陆副局长", "lead_unit": "土肥支部",
                     "responsible": "郑土香 0874-5551052", "assigned_on": date(2010, 6, 1),
                     "signed_on": date(2010, 6, 2), "due_on": date(2010, 7, 2),
                     "progress": "展板正在制作", "state": "办理中", "light": "yellow"}),
            ("301", {"number": "2010-301", "source": "县委来文（师组通〔2010〕4号）",
                     "item": "报送活动实施方案", "asked": "纸质两份、电子版一份",
                     "leader": "何局长", "lead_unit": "办公室",
                     "responsible": "李景陌 0874-5551004",
                     "assigned_on": date(2010, 5, 28), "signed_on": date(2010, 5, 28),
                     "due_on": date(2010, 6, 5), "progress": "已报送", "state": "办结",
                     "light": "grey", "done_on": date(2010, 6, 3)}),
            ("455", {"number": "2010-455", "source": "何局长批示（6月18日）",
                     "item": "便民服务窗口排队时间"
                     "过长的整改", "asked": "制定轮岗表，公开办理时限", "leader": "何局长",
                     "lead_unit": "种子支部", "responsible": "吴麦秋 0874-5551061",
                     "assigned_on": date(2010, 6, 18), "due_on": date(2010, 7, 9),
                     "state": "已交办（待签收）", "light": "behind"}),
            ("460", {"number": "2010-460", "source": "实施方案三（二）",
                     "item": "迎接党的十八大专题活动",
                     "leader": "何局长", "lead_unit": "机关支部", "state": "待开始",
                     "light": "white"}),
            ("378", {"number": "2010-378", "source": "实施方案三（二）（二）",
                     "item": "结对帮扶台账",
                     "lead_unit": "种植业支部", "leader": "陆副局长", "due_on": date(2010, 7, 31),
                     "assigned_on": date(2010, 6, 21), "signed_on": date(2010, 6, 21),
                     "progress": "已建档18户", "state": "办理中", "light": "green"}),
        ),
        "short": (
            ("412", {"item": "“金点子”征集", "lead_unit": "种子支部", "leader": "陆副局长",
                     "due_on": date(2010, 6, 20), "progress": "已收到27条，缺5条；党员下乡抗旱",
                     "light": "red"}),
            ("377", {"item": "公开承诺书上墙", "lead_unit": "土肥支部", "leader": "陆副局长",
                     "due_on": date(2010, 7, 2), "progress": "展板正在制作", "light": "yellow"}),
        ),
        "rectifications": (
            ("88", {"source": "6月10日随机抽查", "severity": "作风/一般",
                    "finding": "便民服务窗口排队时间"
                    "过长，午间无人值守", "cause": "人员调配不合理", "goal": "群众等候不超过15分钟",
                    "measures": "制定轮岗表；公开办理时限；设意见簿", "leader": "陆副局长",
                    "unit": "种子支部", "head": "吴麦秋", "due_on": date(2010, 6, 25),
                    "progress": "轮岗表已上墙，等候降至20分钟", "evidence": "轮岗表、照片",
                    "completion": "overdue", "verifier": "周雪杉", "remarks": "已发督办单"}),
            ("89", {"source": "6月10日随机抽查", "severity": "资料/轻微",
                    "finding": "学习记录缺签到",
                    "cause": "疏忽", "goal": "记录齐全", "measures": "补签，专人保管",
                    "leader": "陆副局长", "unit": "农机支部", "head": "冯铁犁",
                    "due_on": date(2010, 6, 25), "progress": "已补齐", "evidence": "签到册",
                    "completion": "done", "verifier": "周雪杉", "struck_off_on": date(2010, 6, 22),
                    "follow_up": "8月22日前"}),
        ),
        "instructions": (
            ("455", {"came_on": date(2010, 6, 18), "leader": "何局长",
                     "words": "群众反映窗口排队时间过长，请种子站拿出办法，一周内报来。",
                     "proposal": "便民服务窗口排队时间过长的整改",
                     "units": "种子支部（配合：办公室）", "due_on": date(2010, 6, 25),
                     "result": "办结：轮岗表已上墙，等候降至12分钟",
                     "told_on": date(2010, 6, 24)}),
        ),
        "breakdown": (
            ("A1.1", {"clause": "三（二）（一）一", "task": "召开全局动员大会",
                      "goal": "全体党员参加",
                      "leader": "何局长", "lead_unit": "局党总支", "assisting": "各支部",
                      "due_words": "2010年5月—6月中旬", "evidence": "会议记录、签到"}),
        ),
    },
    "en": {
        "matters": (
            ("412", {"number": "2010-412", "source": "plan, clause 3(2)(1)3",
                     "item": "Good ideas: every member offers at least one",
                     "lead_unit": "Seed branch", "responsible": "Wu Maiqiu 0874-5551061",
                     "due_on": date(2010, 6, 20), "progress": "27 have come, 5 are missing",
                     "state": "in progress", "light": "red"}),
        ),
        "short": (
            ("412", {"item": "Good ideas", "lead_unit": "Seed branch",
                     "due_on": date(2010, 6, 20), "light": "red"}),
        ),
        "rectifications": (
            ("88", {"source": "random check, 10 June", "finding": "Long queues at the counter",
                    "unit": "Seed branch", "due_on": date(2010, 6, 25), "completion": "overdue"}),
        ),
        "instructions": (
            ("455", {"came_on": date(2010, 6, 18), "leader": "Director He",
                     "words": "The queues are too long. What can be done?",
                     "proposal": "Shorter queues at the counter", "units": "Seed branch",
                     "due_on": date(2010, 6, 25), "result": "in progress"}),
        ),
        "breakdown": (
            ("A1.1", {"clause": "3(2)(1)1", "task": "Hold the rally", "lead_unit": "Committee",
                      "due_words": "May to mid June 2010"}),
        ),
    },
}  # fmt: skip
