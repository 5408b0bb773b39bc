"""What is assigned beside the plan, and the inspections that are called. Invented."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A matter the office registers. `lag`: reported so many working days after its limit."""

    on: date
    title: str
    words: str
    unit: str
    source: str = "instruction"
    asked_by: str = "p001"
    assist: tuple[str, ...] = ()
    due: date | None = None
    lag: int = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An inspection that is called on `told`, to be held on the day `on`."""

    told: date
    on: date
    title: str
    way: str
    lead: str
    team: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


MATTERS: tuple[Assigned, ...] = (
    Assigned(on=date(2010, 6, 7), unit="sec-seed", title="核实劣质稻种投诉",
             words="请种子站一周内到村核实，结果报我。", due=date(2010, 6, 18)),
    Assigned(on=date(2010, 7, 5), unit="sec-plant", title="稻飞虱防治情况专报",
             words="虫情发展较快，请植保站写一份专报。", asked_by="p003", assist=("sec-extension",),
             due=date(2010, 7, 16), lag=1),
    Assigned(on=date(2010, 9, 2), unit="sec-office", title="精简下发文件",
             words="文件过多过长，请办公室拿出压减办法。", lag=-3),
    Assigned(on=date(2010, 11, 8), unit="sec-finance", title="强农惠农资金自查",
             words="局务会议定：开展一次资金自查，形成报告。", source="meeting", asked_by="p001",
             assist=("sec-economy", "sec-crops"), lag=4),
    Assigned(on=date(2011, 1, 17), unit="sec-economy", title="答复人大代表建议",
             words="第23号建议涉及土地流转，请按期书面答复。", source="letter", asked_by=""),
    Assigned(on=date(2011, 3, 7), unit="sec-machinery", title="春耕农机调度方案",
             words="请农机站拿出方案，保证三月底前机具到位。", asked_by="p005",
             assist=("sec-crops",), due=date(2011, 3, 14), lag=-1),
    Assigned(on=date(2011, 5, 16), unit="sec-soil", title="土壤墒情会商",
             words="旱情露头，请土肥站每周会商一次并报结果。", asked_by="p004", lag=2),
    Assigned(on=date(2011, 7, 11), unit="sec-extension", title="科技下乡活动总结",
             words="请总结上半年做法，选两个典型。", lag=-4),
    Assigned(on=date(2011, 9, 19), unit="sec-personnel", title="工作纪律整顿方案",
             words="会议议定：拿出整顿方案，国庆后施行。", source="meeting", lag=-2),
    Assigned(on=date(2011, 12, 5), unit="sec-plant", title="农药经营户摸底",
             words="县政府办来文要求摸清底数，请按时上报。", source="letter", asked_by="",
             assist=("sec-economy",), lag=7),
    Assigned(on=date(2012, 3, 5), unit="sec-crops", title="冬小麦苗情调查",
             words="请到田间看，数字要准。", asked_by="p004", due=date(2012, 3, 16), lag=-1),
    Assigned(on=date(2012, 6, 4), unit="sec-seed", title="救灾备荒种子储备",
             words="请核实库存，缺口列出来。", lag=-2),
    Assigned(on=date(2012, 10, 15), unit="sec-office", title="会前信访摸排",
             words="请逐件摸排，责任到人，每周报一次。", assist=("sec-economy",), lag=12),
)  # fmt: skip
LAGS = {matter.title: matter.lag for matter in MATTERS}

CALLED: tuple[Called, ...] = (
    Called(told=date(2010, 6, 21), on=date(2010, 6, 25), title="防汛和种子库安全检查",
           way="regular", lead="p006", team=("p017", "p009"), units=("branch-6", "branch-7")),
    Called(told=date(2010, 11, 1), on=date(2010, 11, 4), title="年末台账抽查", way="random_check",
           lead="p006", team=("p019",)),
    Called(told=date(2011, 2, 21), on=date(2011, 3, 3), title="春耕备耕物资检查", way="round_visit",
           lead="p004", team=("p006",), units=("branch-2", "branch-4", "branch-7")),
    Called(told=date(2011, 8, 22), on=date(2011, 8, 30), title="随机抽查工作纪律",
           way="random_check", lead="p017", team=("p019",)),
    Called(told=date(2012, 5, 7), on=date(2012, 5, 22), title="五月推进会", way="progress_meeting",
           lead="p002", units=("branch-1", "branch-3", "branch-8")),
    Called(told=date(2012, 9, 10), on=date(2012, 9, 20), title="节前安全检查", way="regular",
           lead="p003", team=("p006", "p009"), units=("branch-4", "branch-6")),
)  # fmt: skip
#: How inspections go otherwise than they should: held late, on another day, contested.
HELD_LATE = {"47-3b1 2010-12-28": 6, "47-3b1 2012-03-28": 3}
MOVED = {"五月推进会": date(2012, 5, 29)}
CONTESTED_ROUND = "47-3b5 2010-11-15"
