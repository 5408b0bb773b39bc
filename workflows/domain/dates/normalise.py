"""The words before they are read: one way of writing for what people write in many."""

import re
import unicodedata

from workflows.domain.dates.meanings import Unreadable
from workflows.domain.messages import Message

LONGEST = 200

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_CJK = r"\u3400-\u9fff\u3007"
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\u223c\u301c~-]+")
_QUOTES = str.maketrans(dict.fromkeys('“”„"「」『』《》〈〉') | {"’": "'", "‘": "'"})
_PAIRS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "{": "}"}

_NUMERALS = "〇零○一二三四五六七八九十百廿卅两"
# 十一 is a numeral, or short for National Day: a numeral only before what can be counted.
_ELEVEN = rf"十一(?![{_NUMERALS}年月日号个天周季旬星工]|[-至到、](?:[0-9{_NUMERALS}]+[年月日号季]))"
_RUN = re.compile(rf"(?<![0-9{_NUMERALS}])(?:(?P<holiday>{_ELEVEN})|[{_NUMERALS}]+(?![0-9]))")
_ONES = {word: n for n, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TENS = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?")
_HUNDREDS = re.compile(
    r"([一二三四五六七八九])百(?:零([一二三四五六七八九])|([一二三四五六七八九]十[一二三四五六七八九]?))?"
)


def normalise(words: str) -> str:
    """Full width to half, every dash to '-', no quotes, no outer brackets, no space beside 汉字.

    Raises Unreadable for nothing, too much, or characters that cannot be seen.
    """
    trimmed = words.strip(" \t\r\n\u3000")
    if len(trimmed) > LONGEST:
        raise Unreadable(
            Message(
                "it has {n} characters; a date phrase has at most {longest}",
                n=len(trimmed),
                longest=LONGEST,
            ),
            "Write only the date, for instance 6月30日前.",
        )
    _refuse_hidden(trimmed)
    text = unicodedata.normalize("NFKC", trimmed).translate(_QUOTES)
    text = _DASHES.sub("-", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(rf"(?<=[{_CJK}]) | (?=[{_CJK}])", "", text)
    text = _unwrapped(text)
    if not text:
        raise Unreadable("nothing is written", "Write a date, for instance 6月30日前.")
    return text


def digits(text: str) -> str:
    """Chinese numerals as digits: 二〇一〇年十二月 → 2010年12月. What is no numeral stays."""
    return _RUN.sub(_as_digits, text)


def has_chinese(text: str) -> bool:
    return re.search(f"[{_CJK}]", text) is not None


def shown(words: str) -> str:
    """The words as they may stand in a message: short, and nothing in them that cannot be seen."""
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in words)
    return safe if len(safe) <= 60 else safe[:57] + "..."


def _refuse_hidden(text: str) -> None:
    for char in text:
        if unicodedata.category(char) in _HIDDEN:
            raise Unreadable(
                Message("it holds a hidden or control character, U+{char:04X}", char=ord(char)),
                "Type the phrase again by hand instead of pasting it.",
            )


def _unwrapped(text: str) -> str:
    """Without what surrounds the phrase: （2010年5月—6月中旬） and a closing 。"""
    while True:
        text = text.strip(" ,;。、.")
        closing = _PAIRS.get(text[:1])
        if closing is None or _closes_at(text, closing) != len(text) - 1:
            return text
        text = text[1:-1]


def _closes_at(text: str, closing: str) -> int | None:
    """Where the bracket that opens `text` is closed."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == text[0]) - (char == closing)
        if depth == 0:
            return place
    return None


def _as_digits(run: re.Match[str]) -> str:
    if run["holiday"]:
        return run[0]
    number = _value(run[0])
    return run[0] if number is None else str(number)


def _value(run: str) -> int | None:
    """None when the run is no single number: 一二季度 is two quarters, not the twelfth."""
    ones = [_ONES.get(char) for char in run]
    if None not in ones:
        plain = len(run) in (1, 4) or (len(run) == 2 and run[1] in "〇零○")
        return int("".join(str(n) for n in ones)) if plain else None
    long_form = run.replace("廿", "二十").replace("卅", "三十")
    if tens := _TENS.fullmatch(long_form):
        return 10 * _ONES[tens[1] or "一"] + _ONES[tens[2] or "〇"]
    if hundreds := _HUNDREDS.fullmatch(long_form):
        return 100 * _ONES[hundreds[1]] + (_value(hundreds[2] or hundreds[3] or "〇") or 0)
    return None
