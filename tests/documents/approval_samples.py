"""Samples of the forms that a hand signs, as the office of the other samples would have them."""

from datetime import date

from documents.approval_forms import ClosureForm, Entered, MoreTimeForm


def closure(language: str) -> ClosureForm:
    """A rectification that was closed on 25 June 2010."""
    return ClosureForm(
        language=language,
        number="R12",
        finding="便民服务窗口排队时间过长，午间无人值守\n便民服务中心一楼",
        goal="群众等候不超过15分钟",
        measures="制定轮岗表；公开办理时限；设意见簿",
        done="2010年6月24日完成。轮岗表已上墙，等候降至12分钟。",
        evidence=("轮岗表.docx", "现场照片.jpg"),
        unit="种子支部",
        applied=Entered(by=("吴麦秋",), on=date(2010, 6, 24)),
        checked=Entered(
            by=("周雪杉", "孙谷雨"), on=date(2010, 6, 25), said="等候约10分钟，表在墙上。"
        ),
        reviewed=Entered(by=("周雪杉",), on=date(2010, 6, 25)),
        struck_off_on=date(2010, 6, 25),
        as_of=date(2010, 6, 25),
    )


def more_time(language: str) -> MoreTimeForm:
    """A request that has passed its first review."""
    return MoreTimeForm(
        language=language,
        number="#512",
        unit="种子支部",
        item="“金点子”征集：每名党员至少提出一条合理化建议",
        item_number="#412",
        assigned_on=date(2010, 5, 31),
        due_on=date(2010, 6, 20),
        to=date(2010, 7, 2),
        progress="已收到27条，缺5条",
        reason="党员下乡抗旱，无法按时汇总",
        evidence=("下乡安排.pdf",),
        responsible="吴麦秋",
        phone="0874-5551061",
        asked_on=date(2010, 6, 17),
        agreed=Entered(by=("吴麦秋",), on=date(2010, 6, 17)),
        reviewed=Entered(by=("李景陌",), on=date(2010, 6, 18), said="情况属实"),
        as_of=date(2010, 6, 18),
    )
