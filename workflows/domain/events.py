"""Every kind of event: its name, which mails it calls for and to whom, what it closes. Pure.

An event that calls for no mail is silent. A new event is one row of this table; who writes it
says nothing about mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from workflows.domain.kinds import kind_of
from workflows.domain.model import Text
from workflows.domain.states import REVIEWING


@dataclass(frozen=True, slots=True)
class MailTo:
    """One kind of mail (notifications/kinds) that an event calls for, and whom it speaks to."""

    kind: str
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """`mails`: what it calls for; `of`: the same for some kinds of obligation, in place of it.

    reminds   its mail follows from the kind and state of the obligation (`reminder_mail`); whom it
              speaks to from the policy
    closes    nothing is owed any more
    """

    label: Text
    mails: tuple[MailTo, ...] = ()
    of: Mapping[str, tuple[MailTo, ...]] = field(default_factory=dict)
    reminds: bool = False
    closes: bool = False

    @property
    def silent(self) -> bool:
        """Whether nobody is ever written to about it."""
        return not (self.mails or self.of or self.reminds)


def _to(kind: str, *audiences: str) -> tuple[MailTo, ...]:
    return tuple(MailTo(kind, audience) for audience in audiences)


EVENTS: Mapping[str, EventType] = {
    # What time does.
    "reminder": EventType(label=Text("提醒", "a reminder"), reminds=True),
    "due": EventType(label=Text("到期", "due today"), reminds=True),
    "overdue": EventType(label=Text("逾期", "overdue"), reminds=True),
    "ask": EventType(label=Text("询问进展", "asked how it stands"), reminds=True),
    "light": EventType(label=Text("亮灯", "the light")),
    "skipped": EventType(label=Text("提醒点", "a point")),
    "opened": EventType(
        label=Text("事项开始办理", "the matter was opened"),
        of={
            "task": _to("assigned", "holder", "liaison"),
            "matter": _to("assigned", "holder", "liaison", "assist"),
            "inspection": _to("assigned", "holder", "liaison", "team"),
            "lookback": _to("assigned", "holder"),
            "bulletin": _to("bulletin_check", "heads", "office"),
            "phase": _to("phase_opened", "leading_group", "office"),
            "decision": _to("decision_asked", "holder"),
        },
    ),
    "continued": EventType(
        label=Text("长期事项开始", "the long-term matter began"),
        of={"task": _to("assigned", "holder")},
    ),
    "closed": EventType(
        label=Text("环节结束", "the phase ended"),
        of={"phase": _to("phase_closed", "leading_group", "office")},
    ),
    # The plan, the people and the calendar.
    "published": EventType(label=Text("发布", "the plan was published")),
    "created": EventType(label=Text("列入督办", "it was put in")),
    "redated": EventType(label=Text("时限变动", "its date changed"), mails=_to("moved", "holder")),
    "handed_over": EventType(
        label=Text("事项交接", "it was handed over"),
        mails=_to("handed_over", "holder"),
        of={"decision": _to("decision_asked", "holder")},
    ),
    "withdrawn": EventType(
        label=Text("撤销", "it was withdrawn"),
        mails=_to("withdrawn", "doer", "pressed"),
        closes=True,
    ),
    "restored": EventType(label=Text("恢复", "it was taken up again")),
    "policy_changed": EventType(
        label=Text("改用新的提醒与催办规则", "another rule for reminders applies")
    ),
    "announced": EventType(label=Text("时间确定", "the date is known")),
    "still_unknown": EventType(label=Text("答复：时间仍未定", "answer: the date is still unknown")),
    "post_handed_over": EventType(label=Text("职务交接", "a post was handed over")),
    "digest_office": EventType(
        label=Text("每日汇总", "the daily page"), mails=_to("office_daily", "person")
    ),
    "digest_leader": EventType(
        label=Text("每周呈阅", "the weekly page"), mails=_to("leader_weekly", "person")
    ),
    "digest_audit": EventType(
        label=Text("记录封印存查", "the head of the record"), mails=_to("audit_head", "person")
    ),
    # Acts on an item.
    "reported": EventType(
        label=Text("承办人报结", "it was reported"), mails=_to("review", "holder")
    ),
    "accepted": EventType(
        label=Text("审核通过", "it was accepted"),
        mails=_to("completed", "doer", "pressed"),
        of={"matter": _to("completed", "doer", "person", "pressed")},
        closes=True,
    ),
    "returned": EventType(
        label=Text("退回补办", "it was returned"), mails=_to("returned", "holder", "liaison")
    ),
    "reopened": EventType(
        label=Text("恢复督办", "it was reopened"), mails=_to("reopened", "holder")
    ),
    "assigned": EventType(
        label=Text("单位内分办", "it was assigned within the unit"), mails=_to("assigned", "holder")
    ),
    "noted": EventType(label=Text("进展说明", "a note")),
    "pressed": EventType(label=Text("催办", "the office urged"), reminds=True),
    "pressed_late": EventType(label=Text("逾期催办", "the office urged"), reminds=True),
    "phoned": EventType(label=Text("电话催办", "somebody was telephoned")),
    "seen": EventType(label=Text("知悉", "somebody has seen it")),
    "note_called": EventType(
        label=Text("办公室调度进展", "the office called for a progress note"),
        mails=_to("note_asked", "holder"),
    ),
    "extension_asked": EventType(label=Text("申请延期", "more time was asked for")),
    "passed": EventType(
        label=Text("延期申请初审通过", "a request for more time passed its first review"),
        mails=_to("decision_asked", "holder"),
    ),
    "agreed": EventType(
        label=Text("申请批复", "a request was decided on"), mails=_to("decided", "doer")
    ),
    "refused": EventType(
        label=Text("申请批复", "a request was decided on"), mails=_to("decided", "doer")
    ),
    "extended": EventType(label=Text("时限延长", "more time was granted")),
    "lapsed": EventType(label=Text("申请不再需要", "the request is not needed any more")),
    "waived": EventType(
        label=Text("终止督办", "it was waived"),
        mails=_to("withdrawn", "doer", "pressed"),
        closes=True,
    ),
    # Rectifications, follow-up checks and inspections.
    "issued": EventType(
        label=Text("交办整改", "it was issued"), mails=_to("to_sign", "holder", "liaison")
    ),
    "signed": EventType(label=Text("签收", "it was signed for")),
    # What a task or an assigned task objects to is a request, and its opening calls for the mail.
    "objected": EventType(
        label=Text("提出异议", "an objection was raised"),
        of={"rectification": _to("office_alert", "office")},
    ),
    "upheld": EventType(
        label=Text("维持交办", "the objection was answered"), mails=_to("to_sign", "holder")
    ),
    "reassigned": EventType(
        label=Text("改派", "it went to another unit"), mails=_to("to_sign", "holder", "liaison")
    ),
    "measures": EventType(label=Text("整改计划", "a plan was made")),
    "applied": EventType(
        label=Text("申请销号", "striking off was applied for"), mails=_to("review", "holder")
    ),
    "checked": EventType(label=Text("现场核查", "it was checked on site")),
    "struck_off": EventType(
        label=Text("销号", "it was struck off"),
        mails=_to("completed", "doer", "pressed"),
        closes=True,
    ),
    "held": EventType(label=Text("暂缓", "it was put on hold")),
    "resumed": EventType(
        label=Text("恢复办理", "it was taken up again"), mails=_to("reopened", "holder")
    ),
    "listed": EventType(
        label=Text("挂牌督办", "it was listed"), mails=_to("slip", "holder", "own_head", "liaison")
    ),
    "delisted": EventType(label=Text("摘牌", "it was taken off the list")),
    "relapsed": EventType(
        label=Text("问题反弹", "it did not hold"), mails=_to("reopened", "holder")
    ),
    "confirmed": EventType(
        label=Text("回头看未反弹", "on looking back it held"),
        mails=_to("completed", "pressed"),
        closes=True,
    ),
    "failed": EventType(label=Text("回头看：反弹", "on looking back it did not hold")),
    "looked_back": EventType(label=Text("回头看：未反弹", "on looking back it held")),
    "drawn": EventType(label=Text("抽取受检单位", "units were drawn")),
    "inspected": EventType(
        label=Text("督查已开展", "the inspection was held"),
        mails=(
            *_to("inspected", "inspected"),
            *_to("completed", "pressed"),
        ),
        closes=True,
    ),
    "contested": EventType(
        label=Text("受检单位对事实提出异议", "a unit contested the facts"),
        mails=_to("office_alert", "office"),
    ),
    "contest_answered": EventType(
        label=Text("异议已答复", "the office answered"),
        mails=_to("inspected", "contesting", "person"),
    ),
    # Documents.
    "drafted": EventType(
        label=Text("拟出督办文书", "a paper was drafted"), mails=_to("paper_to_sign", "holder")
    ),
    "redrafted": EventType(
        label=Text("重拟督办文书", "a paper was drafted anew"), mails=_to("paper_to_sign", "holder")
    ),
    "submitted": EventType(
        label=Text("通报送签", "the bulletin was submitted"), mails=_to("paper_to_sign", "holder")
    ),
    "corrected": EventType(
        label=Text("单位指出数据有误", "a unit found an error"), mails=_to("office_alert", "office")
    ),
    "sent_back": EventType(
        label=Text("退回拟稿", "a draft was sent back"), mails=_to("office_alert", "office")
    ),
    "signed_off": EventType(label=Text("签发", "it was signed")),
    "slip": EventType(
        label=Text("发出督办文书", "a supervision paper was issued"),
        mails=_to("slip", "holder", "own_head", "liaison"),
    ),
    "voided": EventType(label=Text("作废", "it was made void")),
    "slip_voided": EventType(
        label=Text("督办文书作废", "a paper was made void"),
        mails=_to("slip", "holder", "own_head", "liaison"),
    ),
    "bulletin_signed": EventType(
        label=Text("印发通报", "the bulletin was issued"),
        mails=_to("bulletin", "heads", "leading_group"),
    ),
    # The program itself.
    "login_link": EventType(
        label=Text("申请登录链接", "a link to log in was asked for"), mails=_to("login", "person")
    ),
    "signing_code": EventType(
        label=Text("申请签发验证码", "a code to sign by was asked for"), mails=_to("code", "person")
    ),
    "unheard": EventType(
        label=Text("无人可通知", "nobody could be told"), mails=_to("office_alert", "office")
    ),
    "undelivered": EventType(
        label=Text("邮件未送达", "a mail was not delivered"), mails=_to("office_alert", "office")
    ),
    "quarantined": EventType(
        label=Text("数据异常", "a row was put aside"), mails=_to("office_alert", "office")
    ),
    "retried": EventType(label=Text("重新处理", "it was tried again")),
    "clock_back": EventType(
        label=Text("系统时钟倒退", "the clock had gone back"), mails=_to("office_alert", "office")
    ),
    "gap_confirmed": EventType(label=Text("停机间隔确认", "a long gap was confirmed")),
    "denied": EventType(label=Text("越权操作被拒", "somebody had no right to what he tried")),
    "trial": EventType(label=Text("试运行开关", "trial mode was switched")),
    "pruned": EventType(label=Text("旧记录归档删减", "old months of the record were pruned")),
    "account_changed": EventType(label=Text("账号变更", "an account was changed")),
}
#: Events that close an item.
CLOSING = frozenset(name for name, event in EVENTS.items() if event.closes)


@cache
def mails_of(event: str, obligation: str, state: str, to: tuple[str, ...]) -> tuple[MailTo, ...]:
    """What an event calls for.

    event: the event's kind; obligation: the kind of obligation; state: the state it is in
    after the event; to: the audiences the policy's point names (time's events only).
    """
    kind = EVENTS[event]
    if event in ("pressed", "pressed_late"):
        when = "overdue" if event == "pressed_late" else "reminder"
        return (MailTo(reminder_mail(when, obligation, state, "holder"), "holder"),)
    if event == "ask":
        return _to("anchor_asked" if obligation == "anchor" else "note_asked", "holder")
    if kind.reminds:
        return tuple(MailTo(reminder_mail(event, obligation, state, a), a) for a in to)
    return kind.of.get(obligation, kind.mails)


def reminder_mail(event: str, obligation: str, state: str, audience: str) -> str:
    """The kind of mail by which somebody is reminded of an item or told that it is late."""
    kind = kind_of(obligation)
    if kind.reminds_all:
        return kind.reminds_all
    if audience not in ("holder", "liaison"):
        return "escalated"
    if mail := kind.reminder.get(state) or kind.reminder.get(""):
        return mail
    if state == "issued":
        return "to_sign"
    if state in REVIEWING:
        return "review_overdue" if event == "overdue" else "review"
    return {"reminder": "reminder", "due": "due_today", "overdue": "overdue"}[event]
