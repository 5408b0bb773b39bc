"""The rectifications of the demo, each with its story. Invented.

Where one comes from is said by one of three: `found`, the inspection that finds it (an item of
the plan with its round, or the title of one that was called); or `on`, the day on which the
office issues it, with `source`, the promise of the earlier campaign (clause 四（四）) or the
leader's instruction behind it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.domain.rectification import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Days are working days. `signs`: so long after it was issued; None: never. `lag`: it is
    applied for so long after its limit (before it, when negative); None: never. `returned`: how
    often the verifier sends it back. `waits`: it is on hold for so long."""

    title: str
    what: str
    where: str
    severity: Severity = "ordinary"
    found: str = ""
    on: date | None = None
    source: str = ""
    unit: str = ""
    #: Not the head but his deputy answers for it: he reports, the head applies.
    by_deputy: bool = False
    signs: int | None = 1
    objects: Literal["", "upheld", "reassigned"] = ""
    #: The unit it goes to.
    to: str = ""
    measures: str = ""
    notes: int = 0
    lag: int | None = -2
    asks: Literal["", "granted", "refused"] = ""
    explains: bool = False
    waits: int = 0
    returned: int = 0
    lists: bool = False
    delists: bool = False
    ends: Literal["", "waived", "withdrawn", "reopened"] = ""
    relapses: bool = False


_PROMISE = "学习实践活动整改承诺"
_EARLY = date(2010, 6, 10)
_MEETING, _ROUND = "47-3b1", "47-3b5"


def _promise(unit: str, title: str, what: str, where: str, **more: object) -> Case:
    told = {"on": _EARLY, "source": _PROMISE, "unit": unit, "title": title, "what": what}
    return Case(**told, where=where, **more)  # type: ignore[arg-type]


def _found(found: str, title: str, what: str, where: str, **more: object) -> Case:
    return Case(found=found, title=title, what=what, where=where, **more)  # type: ignore[arg-type]


def _told(
    on: date, source: str, unit: str, title: str, what: str, where: str, **more: object
) -> Case:
    told = {"on": on, "source": source, "unit": unit, "title": title, "what": what}
    return Case(**told, where=where, **more)  # type: ignore[arg-type]


CASES: tuple[Case, ...] = (
    # --- promises carried over from the earlier campaign ------------------------------------
    _promise("branch-3", "服务站门牌未挂", "三个乡镇农技服务站未挂牌，农户找不到办事地点",
             "乡镇农技站",
             notes=1),
    _promise("branch-2", "示范田公示牌褪色", "示范田公示牌字迹看不清，未写责任人", "高产示范田",
             signs=4, lag=3),
    _promise("branch-6", "种子库消防通道堵塞", "种子袋堆放在消防通道内，占去一半宽度", "种子库一楼",
             severity="urgent", lag=0, returned=2, relapses=True),
    _promise("branch-7", "农机维修收费不公开", "维修项目和价格没有上墙，农户有意见", "农机维修点",
             objects="upheld"),
    _promise("branch-8", "土地流转档案不齐", "流转合同缺页，登记簿与合同对不上", "经管站档案室",
             severity="hard", measures="逐村清理，每周补齐两个村", notes=2, lag=-1),
    _promise("branch-4", "农药空瓶无人回收", "田间药瓶乱丢，回收点未设", "蔬菜基地",
             severity="hard", measures="设六个回收点，与经销店签回收单", lag=14, delists=True),
    _promise("branch-1", "办事窗口无人值守", "午间窗口无人，群众来访两次未办成", "一楼窗口",
             by_deputy=True),
    _promise("branch-5", "测土数据未反馈农户", "去年测土结果未发到农户手中", "测土化验室",
             asks="granted"),
    # --- what a leader instructed -----------------------------------------------------------
    _told(date(2010, 8, 16), "赵春圃批示", "branch-7", "农机停放占用晒场",
          "农机常年停在村晒场，秋收无处晒粮", "农机队", severity="urgent", lag=1, lists=True),
    _told(date(2011, 5, 9), "钱光壤批示", "branch-3", "群众来信未按期答复",
          "两封来信超过一个月未答复", "信访登记", severity="at_once", lag=0),
    _told(date(2012, 2, 20), "赵春圃批示", "branch-2", "春耕物资储备不足",
          "备用薄膜不足计划六成", "物资仓库", explains=True, lag=9),
    # --- found by inspections ---------------------------------------------------------------
    _found("防汛和种子库安全检查", "灭火器过期", "四具灭火器压力不足，标签过期", "种子库、药械库",
           severity="at_once", lag=0),
    _found("防汛和种子库安全检查", "值班记录缺页", "汛期值班记录缺六天", "值班室",
             objects="reassigned",
           to="branch-1"),
    _found(f"{_MEETING} 2010-09-28", "党员承诺未上墙", "公开承诺只发了文件，没有公示", "支部活动室",
           signs=None, to="branch-4"),
    _found(f"{_MEETING} 2010-09-28", "党费收缴台账未记", "三个月党费未登记，收据未贴", "支部台账",
             lag=-3),
    _found("年末台账抽查", "下乡登记簿空白", "下乡登记只有时间，没有内容和农户签字", "下乡登记簿",
           returned=1),
    _found("年末台账抽查", "学习签到表缺失", "九月、十月两次集中学习无签到表", "学习档案", notes=1,
             lag=2),
    _found("年末台账抽查", "入户走访未建台账", "走访了四十户，没有台账可查", "走访记录",
             asks="refused",
           lag=4),
    _found(f"{_ROUND} 2010-11-15", "农家书屋常年上锁", "书屋钥匙由一人保管，农户借不到书",
             "村农家书屋"),
    _found(f"{_ROUND} 2010-11-15", "仓库用电线路老化", "库房电线裸露，无漏电保护", "农资仓库",
           severity="hard", measures="停用旧线，请电力部门重新布线", waits=20),
    _found(f"{_ROUND} 2010-11-15", "化肥抽检未留样", "抽检十批，留样只有六批", "抽检室", returned=2,
           lag=1),
    _found(f"{_MEETING} 2010-12-28", "帮扶户名单有误", "两户已迁出，仍在帮扶名单中", "帮扶台账",
           ends="withdrawn"),
    _found("春耕备耕物资检查", "种子标签不规范", "三个品种标签未注明审定编号", "种子门市",
             severity="urgent",
           lag=-1),
    _found("春耕备耕物资检查", "农药无证摆放", "高毒农药与粮种同柜摆放", "农资门市",
             severity="at_once",
           lag=12),
    _found("春耕备耕物资检查", "农机检修滞后", "二十台旋耕机未检修，影响春耕", "农机库",
             explains=True,
           lag=8, by_deputy=True),
    _found(f"{_ROUND} 2011-05-15", "村级公开栏过期", "公开内容还是去年的", "村公开栏"),
    _found(f"{_ROUND} 2011-05-15", "培训签名代签", "培训班签到表有八人笔迹相同", "培训档案",
             lag=None,
           signs=3),
    _found(f"{_ROUND} 2011-05-15", "惠农补贴公示不全", "两个组的补贴名单没有公示", "村公示栏",
             notes=2,
           returned=1),
    _found(f"{_MEETING} 2011-06-28", "流动党员失联", "三名流动党员半年没有联系", "党员名册", lag=5),
    _found("随机抽查工作纪律", "上班时间空岗", "抽查时两间办公室无人", "办公楼三楼",
             severity="urgent",
           ends="reopened"),
    _found("随机抽查工作纪律", "公车登记不全", "八月份用车登记缺里程", "车辆登记", objects="upheld",
           by_deputy=True),
    _found(f"{_MEETING} 2011-09-28", "谈心谈话无记录", "书记与党员谈话没有记录", "谈话记录本"),
    _found(f"{_ROUND} 2011-11-15", "沼气池安全盖缺失", "六口沼气池没有安全盖板", "项目村",
             severity="urgent",
           lag=11, delists=True, relapses=True),
    _found(f"{_ROUND} 2011-11-15", "病虫测报点停用", "测报灯坏了两个月，无人报修", "测报点",
           severity="hard", measures="更换灯管，落实专人每日记录", notes=1, lag=-4),
    _found(f"{_ROUND} 2011-11-15", "冷库温度记录缺失", "冷库温度记录断了十天", "种子冷库",
           ends="waived"),
    _found("五月推进会", "科技示范户档案陈旧", "示范户档案三年未更新", "示范户档案",
             severity="hard",
           measures="分片包干，月底前重建三十户档案", asks="granted", lag=-1),
    _found("五月推进会", "支部生活会材料雷同", "几名党员的剖析材料内容相同", "生活会档案",
             returned=1,
           lag=3),
    _found(f"{_ROUND} 2012-05-15", "抗旱设备锈蚀", "十二台抽水机锈蚀不能启动", "抗旱物资库",
             lag=13),
    _found(f"{_ROUND} 2012-05-15", "便民电话无人接", "便民电话三次拨打无人接听", "便民服务点",
           severity="urgent", signs=4),
    _found("节前安全检查", "值班室无应急手电", "值班室没有应急照明", "值班室", severity="at_once"),
    _found("节前安全检查", "药械库未双人双锁", "剧毒药品库只有一把锁", "药械库", signs=None),
    _found(f"{_MEETING} 2012-09-28", "总结材料未报齐", "支部总结材料缺典型事例", "支部档案", lag=2),
)  # fmt: skip
BY_TITLE = {case.title: case for case in CASES}


def found_by(inspection: str) -> list[Case]:
    """The cases an inspection finds: by its title, or its item and round."""
    return [case for case in CASES if case.found == inspection]
