"""The colours of mails: each name is a pair of text and background, for a light and a dark screen.

Colours stand in pairs, so that a program that changes one of them changes both. Every pair has a
contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3); a test calculates it.
"""

from typing import NamedTuple


class Pair(NamedTuple):
    """Text on background, light and dark."""

    text: str
    ground: str
    dark_text: str
    dark_ground: str


PALETTE: dict[str, Pair] = {
    "page": Pair("#1f1f1f", "#ffffff", "#e8e8e8", "#1b1b1b"),
    "faint": Pair("#595959", "#ffffff", "#b8b8b8", "#1b1b1b"),
    "link": Pair("#1f5fb4", "#ffffff", "#8fbcff", "#1b1b1b"),
    "button": Pair("#ffffff", "#1f5fb4", "#ffffff", "#1f5fb4"),
    "red": Pair("#8a1616", "#fde7e7", "#ffd0d0", "#4a1d1d"),
    "yellow": Pair("#6a4700", "#fff3cf", "#ffe08a", "#453508"),
    "blue": Pair("#153f78", "#e5effb", "#c4dcff", "#16304f"),
    "grey": Pair("#444444", "#ececec", "#d8d8d8", "#333333"),
}


def dark_style() -> str:
    """The rules for dark screens; each class is named after its pair."""
    rules = " ".join(
        f".{name}{{color:{pair.dark_text}!important;background-color:{pair.dark_ground}!important}}"
        for name, pair in PALETTE.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


#: What an element of the class of this name has in its `style`.
STYLES = {
    name: f"color:{pair.text};background-color:{pair.ground}" for name, pair in PALETTE.items()
}
