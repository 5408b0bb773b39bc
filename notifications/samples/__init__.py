"""A realistic mail of every kind in both languages: to look at, and for tests. Pure.

Nobody in them exists. A new kind needs one here.
"""

from dataclasses import replace

from notifications.message import Mail
from notifications.samples.basics import BASE_URL, entry, mail, upward, word
from notifications.samples.matters import matter
from notifications.samples.office import of_office, weekly

__all__ = ["entry", "mail", "matter", "sample", "upward", "weekly", "word"]


def sample(kind: str, language: str) -> Mail:
    """The everyday mail of a kind."""
    if kind in ("office_alert", "office_daily", "anchor_asked", "audit_head") or kind.startswith(
        "phase_"
    ):
        return mail(language, of_office(kind, language))
    if kind == "leader_weekly":
        return weekly(language)
    if kind == "login":
        link = ("登录" if language == "zh" else "Log in", f"{BASE_URL}/login/7.abc")
        made = entry(kind, language, obligation=None, title="", acts=(link,), next=None, link="")
        return mail(language, made)
    if kind == "code":
        made = entry(kind, language, obligation=None, title="", next=None, link="", acts=())
        return mail(language, replace(made, data={"code": "048213"}))
    return mail(language, matter(kind, language))
