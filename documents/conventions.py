"""How documents write what stands in all of them: moments, numbered paragraphs. Pure."""

from collections.abc import Sequence
from datetime import date, time

from config.i18n import translator
from notifications import dates_words


def instant(day: date, at: time | None, language: str) -> str:
    """截至 as documents say it: 2010年6月30日17时, 17:00 on 30 June 2010."""
    said, texts = plain_day(day, language), translator(language)
    if at is None:
        return said
    if at.minute:
        return texts.gettext(
            "{hour:02}:{minute:02} on {day}", hour=at.hour, minute=at.minute, day=said
        )
    return texts.gettext("{hour:02}:00 on {day}", hour=at.hour, day=said)


def plain_day(value: date, language: str) -> str:
    """With its year and without its weekday, for narrow places."""
    return dates_words.document_day(value, language, "arabic")


def notice_title(issuer: str, name: str, language: str) -> str:
    """师宗县农业局督办单. The issuer before the name is a Chinese form, no translation."""
    return f"{issuer}{name}" if language == "zh" else name


def numbered(texts: Sequence[str], language: str) -> tuple[str, ...]:
    """Paragraphs of the second level, each with its number; one alone carries none."""
    if len(texts) <= 1:
        return tuple(texts)
    return tuple(f"{_number(n, language)}{text}" for n, text in enumerate(texts, start=1))


def _number(n: int, language: str) -> str:
    """（一） is a Chinese form, no translation: documents in other languages have (1)."""
    if language == "zh":
        return f"（{dates_words.chinese_number(n) if n < 100 else n}）"
    return f"({n}) "
