"""Text as people paste it, without the characters that nobody sees. Pure."""

import re

#: Characters that are no text: controls, halves of surrogate pairs, line separators that only some
#: programs show, overrides of the writing direction. A file that holds one is refused by its name.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
#: Marks that Word, browsers and phones leave behind: soft hyphens, spaces without width, joiners of
#: words, marks of direction.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufff9-\ufffb]"
)
#: The two joiners stay where they change what is read: within words of Arabic, Indic, Khmer and
#: Mongolian writing, and between the parts of one emoji. Elsewhere nobody sees them.
_STRAY_JOINER = re.compile(
    "(?<![\u0600-\u109f\u1780-\u18af\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])[\u200c\u200d]"
)
_LINE_END = re.compile("\r\n|[\x85\u2028\u2029]")


def clean(text: str) -> str:
    """`text` without what nobody sees in it, its line ends as \\n; spaces stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", FORBIDDEN.sub("", _LINE_END.sub("\n", text)))
    return _STRAY_JOINER.sub("", text)
