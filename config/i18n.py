"""Languages: the module that looks texts up; it and `config.catalogues` alone know Babel.

A message id is the English text. `locale/<language>/LC_MESSAGES/duban.po` holds the texts of each
other language, and of English those few that read otherwise on a page or in a table. `make
catalogues` compiles them to .mo; where that was not done (a fresh clone), they are compiled in
memory when first used. A language that is added is a .po file and nothing else.
"""

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

# Babel takes a fifth of a second to import, and compiled catalogues need none of it.
if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog

LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "duban"
#: The language of the message ids, and of whoever reads one that we do not have.
SOURCE = "en"
#: The context of a text that reads otherwise on a page than at the command line: a cure that
#: names a command there names a button here.
ON_PAGE = "page"

#: Names of languages in HTML where they are not those of the catalogues: a bare zh leaves open
#: which characters are meant.
_HTML = {"zh": "zh-CN"}
_folders: list[Path] = [LOCALE]
_changing = threading.Lock()


@runtime_checkable
class Translatable(Protocol):
    """What a message of the domain is (`workflows.domain.messages.Message`)."""

    @property
    def msgid(self) -> str: ...
    @property
    def params(self) -> tuple[tuple[str, object], ...]: ...
    @property
    def context(self) -> str: ...
    @property
    def plural(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def parts(self) -> tuple[object, ...] | None: ...


@runtime_checkable
class Bilingual(Protocol):
    """A text of the office's own in its languages (`workflows.domain.model.Text`)."""

    def in_(self, language: str) -> str: ...


class Translator:
    """Texts in one language. Places in a text are filled by name: `gettext("{n} due", n=3)`;
    `ngettext` and `npgettext` fill in `n` themselves."""

    def __init__(self, language: str, texts: NullTranslations) -> None:
        self.language = language
        self._texts = texts

    def gettext(self, text: str, /, **params: object) -> str:
        # An empty id is the header of the catalogue.
        return _filled(self._texts.gettext(text) if text else "", params)

    def ngettext(self, one: str, many: str, n: int, /, **params: object) -> str:
        return _filled(self._texts.ngettext(one, many, n), {"n": n, **params})

    def pgettext(self, context: str, text: str, /, **params: object) -> str:
        return _filled(self._texts.pgettext(context, text), params)

    def npgettext(self, context: str, one: str, many: str, n: int, /, **params: object) -> str:
        return _filled(self._texts.npgettext(context, one, many, n), {"n": n, **params})

    def sentences(self, texts: Iterable[str]) -> str:
        """Sentences one after the other, with the space the language puts between them."""
        found = list(texts)
        said = found[0] if found else ""
        for other in found[1:]:
            said = self.gettext("{one} {other}", one=said, other=other)
        return said

    def translate(self, text: object, *, on_page: bool = True) -> str:
        """A message, or a text that may be in the catalogue; what people wrote in it stays."""
        if not isinstance(text, Translatable):
            return self._looked_up(str(text), on_page)
        found = text
        if found.parts is not None:
            mark = self._texts.pgettext(found.context, found.msgid)
            return mark.join(str(self._param(part, on_page)) for part in found.parts)
        params = {name: self._param(value, on_page) for name, value in found.params}
        if found.plural and found.context:
            said = self._texts.npgettext(found.context, found.msgid, found.plural, found.n)
        elif found.plural:
            said = self._texts.ngettext(found.msgid, found.plural, found.n)
        elif found.context:
            said = self._texts.pgettext(found.context, found.msgid)
        else:
            said = self._looked_up(found.msgid, on_page)
        return _filled(said, params)

    def _looked_up(self, text: str, on_page: bool) -> str:
        if not text:
            return ""
        if on_page and (said := self._texts.pgettext(ON_PAGE, text)) != text:
            return said
        return self._texts.gettext(text)

    def _param(self, value: object, on_page: bool) -> object:
        """A message in a message, people's own text in two languages, a day; numbers and other
        data stay as they are."""
        if isinstance(value, Translatable):
            return self.translate(value, on_page=on_page)
        if isinstance(value, Bilingual):
            return value.in_(self.language)
        if isinstance(value, date) and not isinstance(value, datetime):
            if on_page:
                return self.pgettext("page", "{day:%Y-%m-%d}", day=value)
            return self.gettext("{day:%Y-%m-%d}", day=value)
        return value


@cache
def translator(language: str) -> Translator:
    """The texts of a language; English ones for a language that has no catalogue."""
    paths = [folder / language / "LC_MESSAGES" / f"{DOMAIN}.po" for folder in reversed(_folders)]
    found = [_translations(path) for path in paths if path.exists() or _compiled(path).exists()]
    return Translator(language, found[0] if found else NullTranslations())


def translate(text: object, language: str, *, on_page: bool = True) -> str:
    """A message in a reader's language; not `on_page`: for somebody at the command line."""
    return translator(language).translate(text, on_page=on_page)


@cache
def known() -> tuple[str, ...]:
    """Every language there is a catalogue of."""
    found = {SOURCE}
    for folder in _folders:
        found.update(path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.[pm]o"))
    return tuple(sorted(found))


@cache
def languages() -> dict[str, str]:
    """Each known language with its own name for itself: zh → 中文."""
    return {language: _own_name(language) for language in known()}


def html_lang(language: str) -> str:
    """The language as a page names it: zh-CN, en, pt-BR."""
    return _HTML.get(language, language.replace("_", "-"))


@contextmanager
def further_catalogues(folder: Path) -> Iterator[None]:
    """For so long, the languages in `folder` (`<language>/LC_MESSAGES/duban.po`) are there too."""
    with _changing:
        _folders.append(folder)
        _forget()
    try:
        yield
    finally:
        with _changing:
            _folders.remove(folder)
            _forget()


def compiled(po: bytes, language: str, file: IO[bytes]) -> None:
    """Writes the text of a catalogue as .mo; its version tells from which text it was made."""
    from babel.messages.mofile import write_mo

    found = read(io.BytesIO(po), language)
    found.project, found.version = DOMAIN, _digest(po)
    write_mo(file, found)


def read(file: IO[bytes], language: str) -> "Catalog":
    """A catalogue from its text."""
    from babel.messages.pofile import read_po

    return read_po(file, locale=_babel(language), domain=DOMAIN, charset="utf-8")


def _filled(text: str, params: dict[str, object]) -> str:
    return text.format(**params) if params else text


def _forget() -> None:
    for kept in (translator, known, languages):
        kept.cache_clear()


def _compiled(po: Path) -> Path:
    return po.with_suffix(".mo")


def _translations(po: Path) -> GNUTranslations:
    """The compiled catalogue where it is that of the text, else the text, compiled now."""
    mo, text = _compiled(po), po.read_bytes() if po.exists() else b""
    if mo.exists():
        with mo.open("rb") as file:
            found = GNUTranslations(file)
        made_from = found.info().get("project-id-version", "")
        if not text or made_from == f"{DOMAIN} {_digest(text)}":
            return found
    made = io.BytesIO()
    compiled(text, po.parts[-3], made)
    made.seek(0)
    return GNUTranslations(made)


def _digest(po: bytes) -> str:
    return sha256(po).hexdigest()[:16]


def _babel(language: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return None


def _own_name(language: str) -> str:
    found = _babel(language)
    return (found.get_display_name() or language) if found else language
