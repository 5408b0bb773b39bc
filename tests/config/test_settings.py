"""Settings: a wrong one is refused at the door, and a secret is never shown."""

import re
from pathlib import Path

import pytest

from config import settings
from config.settings import SettingsError, SmtpServer

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y-" * 10


def problems(monkeypatch, **environ: str) -> list[str]:
    for name, value in environ.items():
        monkeypatch.setenv(f"DUBAN_{name}", value)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    return refused.value.problems


def loaded(monkeypatch, **environ: str) -> settings.Settings:
    for name, value in environ.items():
        monkeypatch.setenv(f"DUBAN_{name}", value)
    return settings.load()


def test_nothing_needs_setting_to_start():
    found = settings.load()
    assert found.database == "sqlite:///duban.sqlite"
    assert found.smtp is None
    assert found.base_url is None
    assert found.tick_seconds == 60


def test_the_table_in_the_docs_is_the_code():
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(DUBAN_\w+)` \| (?:`([^`]*)`|not set) \| (.+) \|$", text, re.MULTILINE)
    assert rows == settings.documented()


def test_every_setting_says_what_it_means():
    assert all(meaning.rstrip().endswith(".") for _, _, meaning in settings.documented())


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    assert loaded(monkeypatch, SMTP_URL="", TICK_SECONDS="").tick_seconds == 60


def test_servers_before_the_board_are_addresses_not_names(monkeypatch):
    assert loaded(monkeypatch, WEB_PROXIES="127.0.0.1, ::1").web_proxies == "127.0.0.1/32,::1/128"
    (said,) = problems(monkeypatch, WEB_PROXIES="*")
    assert said.startswith("DUBAN_WEB_PROXIES: read '*'; write addresses or networks")


def test_every_mistake_is_named_at_once_with_what_was_read_and_what_to_write(monkeypatch):
    found = problems(monkeypatch, TICK_SECONDS="soon", LOG_FORMAT="xml", BASE_URL="ftp://x")
    assert len(found) == 3
    assert "DUBAN_TICK_SECONDS: read 'soon'; write a whole number" in "\n".join(found)
    assert "DUBAN_LOG_FORMAT: read 'xml'; write 'text', 'json'" in found
    assert any(
        line.startswith("DUBAN_BASE_URL: read 'ftp://x'; write http(s)://") for line in found
    )


def test_a_misspelt_variable_is_refused_with_the_right_name(monkeypatch):
    (found,) = problems(monkeypatch, DATABSE_URL="sqlite:///x")
    assert "DUBAN_DATABSE_URL" in found
    assert "did you mean DUBAN_DATABASE_URL?" in found


def test_a_variable_from_nowhere_is_refused(monkeypatch):
    assert "unset it" in problems(monkeypatch, QQ="1")[0]


# --- secrets -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DATABASE_URL", "SMTP_URL", "SMTP_PASSWORD", "SECRET_KEY"])
def test_a_secret_can_stand_in_a_file(monkeypatch, tmp_path, name):
    values = {
        "DATABASE_URL": "sqlite:///there.sqlite",
        "SMTP_URL": "smtp://127.0.0.1:2525",
        "SMTP_PASSWORD": "geheim",
        "SECRET_KEY": KEY,
    }
    if name == "SMTP_PASSWORD":
        monkeypatch.setenv("DUBAN_SMTP_URL", "smtp://u@127.0.0.1")
    (tmp_path / "secret").write_text(values[name] + "\n")
    found = loaded(monkeypatch, **{f"{name}_FILE": str(tmp_path / "secret")})
    assert getattr(found, name.lower()).get_secret_value() == values[name]


def test_a_secret_given_twice_is_refused(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text(KEY)
    found = problems(monkeypatch, SECRET_KEY=KEY, SECRET_KEY_FILE=str(tmp_path / "secret"))
    assert found == ["DUBAN_SECRET_KEY and DUBAN_SECRET_KEY_FILE are both set; unset one of them"]


def test_a_secret_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    (found,) = problems(monkeypatch, SECRET_KEY_FILE=str(tmp_path / "none"))
    assert "DUBAN_SECRET_KEY_FILE" in found
    assert "No such file" in found


def test_an_empty_secret_file_is_refused(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("\n")
    assert "it is empty" in problems(monkeypatch, SECRET_KEY_FILE=str(tmp_path / "secret"))[0]


def test_only_secrets_may_stand_in_files(monkeypatch, tmp_path):
    assert "no such setting" in problems(monkeypatch, BASE_URL_FILE=str(tmp_path / "x"))[0]


def test_showing_the_settings_shows_no_secret(monkeypatch):
    found = loaded(
        monkeypatch,
        DATABASE_URL="postgresql://duban:hunter2@db/duban",
        SMTP_URL="smtps://u%40example.org:hunter3@mail.example.org",
        SECRET_KEY=KEY,
    )
    shown = f"{found!r} {found} {found.smtp!r} {found.model_dump()} {found.model_dump_json()}"
    for secret in ("hunter2", "hunter3", KEY):
        assert secret not in shown
        assert any(secret in hidden for hidden in found.secrets())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u:hunter2@db/x"),
        ("SMTP_URL", "smtp://u:hunter2/@mail.example.org"),
        ("SMTP_URL", "http://u:hunter2@mail.example.org"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example.org:port"),
        ("SECRET_KEY", "hunter2"),
    ],
)
def test_a_refused_secret_is_not_quoted(monkeypatch, name, value):
    (found,) = problems(monkeypatch, **{name: value})
    assert f"DUBAN_{name}" in found
    assert "hunter2" not in found


# --- single settings -------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("sqlite:////srv/duban.sqlite", "sqlite:////srv/duban.sqlite"),
        ("postgresql://u:p@db/duban", "postgresql+psycopg://u:p@db/duban"),
        ("postgres://u:p@db/duban", "postgresql+psycopg://u:p@db/duban"),
        ("postgresql+psycopg://@/d?host=/run/x", "postgresql+psycopg://@/d?host=/run/x"),
    ],
)
def test_a_database_is_opened_by_the_driver_that_is_installed(monkeypatch, url, opened):
    assert loaded(monkeypatch, DATABASE_URL=url).database == opened


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "duban.sqlite", "postgresql://"]
)
def test_a_database_that_would_lose_its_rows_or_cannot_be_is_refused(monkeypatch, url):
    assert "write sqlite:///FILE" in problems(monkeypatch, DATABASE_URL=url)[0]


@pytest.mark.parametrize(
    ("given", "head"),
    [
        ({}, "duban.sqlite.head"),
        ({"DATABASE_URL": "sqlite:////srv/d.sqlite"}, "/srv/d.sqlite.head"),
        ({"DATABASE_URL": "postgresql://u@h/d", "FILES_DIR": "/srv/files"}, "/srv/record.head"),
        ({"HEAD_FILE": "/mnt/head"}, "/mnt/head"),
    ],
)
def test_the_head_of_the_record_lies_where_it_is_said_or_beside_the_rest(monkeypatch, given, head):
    for name, value in given.items():
        monkeypatch.setenv(f"DUBAN_{name}", value)
    assert str(settings.load().head) == head


def test_a_base_url_loses_its_last_slash_so_that_links_have_one(monkeypatch):
    assert loaded(monkeypatch, BASE_URL="https://x.org/duban/").base_url == "https://x.org/duban"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//example.org",
        "http://",
        "https://example.org/../admin",
        "https://example.org/%2e%2e/admin",
        "https://example.org/a//b",
        "https://example.org?next=x",
        "https://example.org#x",
        "https://u:p@example.org",
        "https://example.org:port",
        "https://example.org/\r\nBcc: x",
        "https://exämple.org",
    ],
)
def test_a_base_url_that_could_lead_mails_astray_is_refused(monkeypatch, url):
    assert problems(monkeypatch, BASE_URL=url)[0].startswith("DUBAN_BASE_URL: read ")


@pytest.mark.parametrize("value", ["duban", "a@b\r\nBcc: c@d", "A <a@b.org>", "a@b,c@d", ""])
def test_a_sender_that_is_no_plain_address_is_refused(monkeypatch, value):
    if value:
        assert "write one bare address" in problems(monkeypatch, MAIL_FROM=value)[0]
    else:
        assert loaded(monkeypatch, MAIL_FROM=value).sender == "duban@localhost"


def test_without_a_sender_the_relays_user_is_it(monkeypatch):
    found = loaded(monkeypatch, SMTP_URL="smtps://duban%40example.org:p@mail.example.org")
    assert found.sender == "duban@example.org"


def test_some_settings_can_be_changed_for_one_run_and_are_checked_again():
    assert settings.load().but(base_url="http://127.0.0.1:9/").base_url == "http://127.0.0.1:9"
    with pytest.raises(ValueError, match="base_url"):
        settings.load().but(base_url="ftp://x")


# --- the relay -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", SmtpServer(host="127.0.0.1", port=2525, security="plain")),
        ("smtp://[::1]:2525/", SmtpServer(host="::1", port=2525, security="plain")),
        ("smtps://mail.example.org", SmtpServer(host="mail.example.org", port=465, security="tls")),
        (
            "smtp+starttls://me%40example.org:p%2Fw%40d@mail.example.org",
            SmtpServer(
                host="mail.example.org",
                port=587,
                security="starttls",
                user="me@example.org",
                password="p/w@d",
            ),
        ),
    ],
)
def test_a_relay_is_read_from_its_url(monkeypatch, url, server):
    assert loaded(monkeypatch, SMTP_URL=url).smtp == server


def test_the_password_may_stand_apart_from_the_url(monkeypatch):
    server = loaded(monkeypatch, SMTP_URL="smtps://u@mail.example.org", SMTP_PASSWORD="p").smtp
    assert server is not None
    assert (server.user, server.password) == ("u", "p")


def test_the_relays_own_authority_can_be_named(monkeypatch, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text("-----BEGIN CERTIFICATE-----")
    server = loaded(monkeypatch, SMTP_URL=f"smtps://mail.example.org?ca={ca}").smtp
    assert server is not None
    assert server.ca_file == ca


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.org", "write smtp://"),
        ("smtp://", "write smtp://"),
        ("smtp://mail.example.org:99999", "write smtp://"),
        ("smtp://mail.example.org/inbox", "write smtp://"),
        ("smtps://u@mail.example.org", "no password"),
        ("smtps://mail.example.org?tls=off", "write only ca=FILE"),
        ("smtps://mail.example.org?ca=/nowhere.pem", "there is no file"),
        ("smtp://mail.example.org?ca=/nowhere.pem", "checks no certificate"),
    ],
)
def test_a_relay_that_cannot_work_is_refused_at_start_not_at_the_first_mail(monkeypatch, url, why):
    (found,) = problems(monkeypatch, SMTP_URL=url)
    assert why in found


def test_a_password_without_a_relay_or_given_twice_is_refused(monkeypatch):
    assert "without DUBAN_SMTP_URL" in problems(monkeypatch, SMTP_PASSWORD="p")[0]
    assert "keep one" in problems(monkeypatch, SMTP_URL="smtps://u:q@mail.example.org")[0]
