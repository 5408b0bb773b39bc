"""Settings from DUBAN_* environment variables; wrong or unknown ones are refused loudly.

A secret may also stand in a file named by `DUBAN_<NAME>_FILE`. The table in docs/settings.md
is held against this file by a test.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config import values
from config.language import _
from config.smtp import SmtpServer, parse_smtp_url

__all__ = ["Settings", "SettingsError", "SmtpServer", "documented", "load"]

PREFIX = "DUBAN_"
SECRETS = ("database_url", "smtp_url", "smtp_password", "secret_key")


class SettingsError(Exception):
    """The environment cannot be used. `problems`: one readable line per mistake, no secrets."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads `DUBAN_<NAME>_FILE` for every secret; an editor's last newline is not part of it."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE", "")
        if field_name not in SECRETS or not path:
            return None, field_name, False
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n") or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {
            n: self.get_field_value(f, n)[0] for n, f in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What the office may set. Make one with `load()`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[SecretStr, AfterValidator(values.database_url)] = Field(
        default=SecretStr("sqlite:///duban.sqlite"),
        description="The database: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    smtp_url: SecretStr | None = Field(
        default=None,
        description="The mail relay: `smtp://`, `smtp+starttls://` or `smtps://`, then "
        "`[USER:PASSWORD@]HOST[:PORT][?ca=FILE]`. Without it mails stay pending, and Duban "
        "reports it.",
    )
    smtp_password: SecretStr | None = Field(
        default=None, description="The relay's password, if it is not in the URL."
    )
    smtp_connections: int = Field(
        default=2,
        ge=1,
        le=50,
        description="The number of connections to the relay that are kept open.",
    )
    smtp_rate: int | None = Field(
        default=None,
        ge=1,
        description="The most mails a minute. Without it, as fast as the relay accepts them.",
    )
    smtp_timeout: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="Seconds to wait for an answer of the relay.",
    )
    mail_from: Annotated[str, AfterValidator(values.mail_from)] | None = Field(
        default=None,
        description="The sender's address. Without it the relay's user, if that is an address, "
        "otherwise `duban@localhost`.",
    )
    secret_key: Annotated[SecretStr, AfterValidator(values.secret_key)] | None = Field(
        default=None,
        description="Authenticates the record of events and signs links and sessions: at least "
        "32 random characters. Without it the record is not sealed. Never change it.",
    )
    base_url: Annotated[str, AfterValidator(values.base_url)] | None = Field(
        default=None,
        description="The address at which people reach the pages, the only one used in links in "
        "mails. Without it mails have no links.",
    )
    files_dir: Path = Field(default=Path("var/files"), description="The folder for evidence files.")
    templates_dir: Path | None = Field(
        default=None,
        description="The folder of the office's own Word templates (docs/documents.md); "
        "`duban doctor` checks them. For a document that it does not contain, the shipped "
        "template is used.",
    )
    head_file: Path | None = Field(
        default=None,
        description="The file for the head of the sealed record, preferably on another machine. "
        "Default: beside the SQLite file (`duban.sqlite.head`), for PostgreSQL beside "
        "the folder for evidence files (`var/record.head`).",
    )
    calendar_file: Path | None = Field(
        default=None,
        description="A CSV file with the office's own days off and working days. It takes "
        "precedence over the national calendar.",
    )
    programme: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        max_length=64,
        description="The programme that commands use if none is named.",
    )
    web_host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="The address at which the board listens. The default is this machine only; "
        "for others, put a server that speaks https in front of it.",
    )
    web_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="The port at which the board listens. 0: `duban run` serves no board.",
    )
    web_proxies: Annotated[str, AfterValidator(values.proxies)] = Field(
        default="",
        description="Addresses of the servers in front of the board, separated by commas. Readers "
        "who come through one are told apart by what it adds to `X-Forwarded-For`. Without it, all "
        "of them count as one address for the limit of failed log-ins.",
    )
    web_processes: int | None = Field(
        default=None,
        ge=1,
        le=32,
        description="The number of processes that answer pages. Default: `duban web` has one for "
        "each core, at most four; `duban run` answers in its own process.",
    )
    language: Annotated[str, AfterValidator(values.language)] | None = Field(
        default=None,
        description="The language of commands: `en` or `zh`. Default: that of `LC_ALL`, "
        "`LC_MESSAGES` or `LANG` (`zh_CN.UTF-8` is `zh`); English for any other.",
    )
    tick_seconds: int = Field(default=60, ge=1, le=3600, description="Seconds between two sweeps.")
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], BeforeValidator(values.lower)
    ] = Field(
        default="info", description="The least that is logged: `debug`, `info`, `warning`, `error`."
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(values.lower)] = Field(
        default="text", description="`text` for people or `json`, one object a line."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls)

    @property
    def database(self) -> str:
        """The database's URL with its password: for opening it, never for showing it."""
        return self.database_url.get_secret_value()

    @property
    def head(self) -> Path:
        """The file the head of the sealed record is written to."""
        if self.head_file is not None:
            return self.head_file
        if self.database.startswith("sqlite:///"):
            return Path(self.database.removeprefix("sqlite:///") + ".head")
        return self.files_dir.parent / "record.head"

    @property
    def smtp(self) -> SmtpServer | None:
        """The relay; None when none is set. Raises ValueError (with the cure) when it is wrong."""
        if self.smtp_url is None:
            return None
        password = self.smtp_password.get_secret_value() if self.smtp_password else None
        return parse_smtp_url(self.smtp_url.get_secret_value(), password)

    @property
    def sender(self) -> str:
        """The address mail comes from."""
        server = self.smtp
        if self.mail_from:
            return self.mail_from
        user = (server.user if server else None) or ""
        return user if values.ADDRESS.fullmatch(user) else "duban@localhost"

    def secrets(self) -> list[str]:
        """Everything that must never be shown, for `config.logs.configure(secrets=…)`."""
        server = self.smtp
        held = [self.secret_key, self.smtp_password]
        found = [secret.get_secret_value() for secret in held if secret is not None]
        found += [unquote(each) for each in [urlsplit(self.database).password] if each]
        return [*found, *([server.password] if server and server.password else [])]

    def but(self, **changes: object) -> Self:
        """The same settings with some changed (the demo's), checked like the others."""
        return type(self).model_validate({**self.model_dump(), **changes})


def load() -> Settings:
    """The settings of this process. Raises SettingsError naming every mistake at once."""
    problems = [*_unknown(os.environ), *_files(os.environ)]
    if problems:
        raise SettingsError(problems)
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError([_readable(detail) for detail in error.errors()]) from None
    if problem := _relay(settings):
        raise SettingsError([problem])
    return settings


def documented() -> list[tuple[str, str, str]]:
    """(variable, default, meaning) of every setting, in the order of docs/settings.md."""
    return [
        (_variable(name), _default(field), _meaning(name, field))
        for name, field in Settings.model_fields.items()
    ]


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _meaning(name: str, field: FieldInfo) -> str:
    also = f" Or `{_variable(name)}_FILE`: a file that holds it." if name in SECRETS else ""
    return f"{field.description}{also}"


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = [_variable(name) for name in Settings.model_fields]
    known += [f"{_variable(name)}_FILE" for name in SECRETS]
    problems = []
    for name in sorted(environ):
        if not name.upper().startswith(PREFIX) or name in known:
            continue
        if near := difflib.get_close_matches(name.upper(), known, n=1):
            cure = _("did you mean {name}?", name=near[0])
        else:
            cure = _("unset it")
        problems.append(
            _(
                "{name}: there is no such setting; {cure} (all: docs/settings.md)",
                name=name,
                cure=cure,
            )
        )
    return problems


def _files(environ: Mapping[str, str]) -> list[str]:
    problems = []
    for secret in map(_variable, SECRETS):
        path = environ.get(f"{secret}_FILE", "")
        if not path:
            continue
        if environ.get(secret):
            problems.append(
                _("{name} and {name}_FILE are both set; unset one of them", name=secret)
            )
        if wrong := _unreadable(Path(path)):
            problems.append(f"{secret}_FILE: {wrong}")
    return problems


def _unreadable(path: Path) -> str:
    """What is wrong with the file of a secret; empty when nothing is."""
    shown = repr(str(path))
    try:
        empty = not path.read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        why = error.strerror or _("it cannot be read")
        return _("read {value}: {why}; name a file that can be read", value=shown, why=why)
    except UnicodeDecodeError:
        return _("read {value}: not UTF-8; save it as UTF-8 text", value=shown)
    return _("read {value}: it is empty; write the value in it", value=shown) if empty else ""


def _readable(detail: ErrorDetails) -> str:
    name = str(detail["loc"][0])
    shown = _("a value that is not shown") if name in SECRETS else repr(detail["input"])
    return _("{name}: read {value}; {cure}", name=_variable(name), value=shown, cure=_cure(detail))


def _cure(detail: ErrorDetails) -> str:
    """What to write instead, by the kind of mistake; config/values.py has cures of its own."""
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(limits["error"])
        case "literal_error":
            return _("write {choices}", choices=limits["expected"].replace(" or ", ", "))
        case "greater_than_equal":
            return _("write {n} or more", n=limits["ge"])
        case "less_than_equal":
            return _("write {n} or less", n=limits["le"])
        case "greater_than":
            return _("write more than {n}", n=limits["gt"])
        case "string_too_long":
            return _("write at most {n} characters", n=limits["max_length"])
        case "string_pattern_mismatch":
            return _("write letters, digits, - and _")
        case kind if kind.startswith("int"):
            return _("write a whole number")
        case kind if kind.startswith("float"):
            return _("write a number")
    return detail["msg"]


def _relay(settings: Settings) -> str:
    """What is wrong with the relay, in one line; empty when nothing is."""
    if settings.smtp_url is None and settings.smtp_password is not None:
        return _("DUBAN_SMTP_PASSWORD is set without DUBAN_SMTP_URL; set both or none")
    try:
        settings.smtp  # noqa: B018
    except ValueError as error:
        hidden = _("a value that is not shown")
        return _("{name}: read {value}; {cure}", name="DUBAN_SMTP_URL", value=hidden, cure=error)
    return ""
