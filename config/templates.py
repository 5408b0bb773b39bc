"""Jinja environments whose templates speak one language: pages, mails and documents use them.

Places in texts are written as {name}, in templates as in code: `_("{n} due", n=3)`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from config.i18n import translator


def environment(
    folders: Path | Sequence[Path], language: str, *, autoescape: bool = True
) -> Environment:
    """Templates from our own files only, never from what a user wrote. A name that is not there
    is an error."""
    texts = translator(language)
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        texts.gettext, texts.ngettext, pgettext=texts.pgettext, npgettext=texts.npgettext
    )
    made.globals["_"] = texts.gettext
    made.add_extension(ConstantTexts)  # It asks for the translator above.
    return made


class ConstantTexts(Extension):
    """Puts `_("…")` into the reader's language when the template is read, not each time it is
    rendered; a text with facts to fill in, or one that is looked up, waits until then."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        said: Any = self.environment.globals["_"]
        held: list[Token] = []
        for token in stream:
            held.append(token)
            if not _begins_call(held):
                yield from held
                held = []
            elif len(held) == 4:
                yield Token(held[2].lineno, "string", said(held[2].value))
                held = []
        yield from held


def _begins_call(held: list[Token]) -> bool:
    """Whether the tokens are the beginning, or the whole, of `_("…")`."""
    wanted = ("name", "lparen", "string", "rparen")[: len(held)]
    return held[0].value == "_" and tuple(token.type for token in held) == wanted
