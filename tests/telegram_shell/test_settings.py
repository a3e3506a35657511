"""Settings: the environment and `.env`, empty means unset, every fault at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456789:AAfHk-planted_token"  # noqa: S105 - opens nothing
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start from an empty environment and an empty folder."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.read()

    assert settings.token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database.startswith("sqlite:///")
    assert (settings.retention_days, settings.log_level, settings.log_format) == (30, "info", "console")


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")

    assert Settings.read() == Settings()
    assert Settings.read().token is None


def test_a_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nRETENTION_DAYS=7\nOTHER=thing\n", encoding="utf-8")
    monkeypatch.setenv("RETENTION_DAYS", "8")

    settings = Settings.read()

    assert (settings.token, settings.retention_days) == (TOKEN, 8)


def test_the_token_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"  {TOKEN}\n", encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))

    assert Settings.read().token == TOKEN


PASSWORD = "p@ss/w:rd"  # noqa: S105 - opens nothing


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://me@host/bot", "postgresql+psycopg://me:p%40ss%2Fw%3Ard@host/bot"),
        ("postgres://me:own@host/bot", "postgresql+psycopg://me:own@host/bot"),
        ("postgresql://host/bot", "postgresql+psycopg://host/bot"),
        ("sqlite:///bot.db", "sqlite:///bot.db"),
    ],
)
def test_the_password_of_the_database_can_stand_in_a_file(
    given: str, used: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("DATABASE_URL", given)

    assert Settings.read().database == used


@pytest.mark.parametrize("secret", ["", "a" * 257, "with space", "ümlaut", "a/b", "line\n"])
def test_a_secret_that_telegram_would_refuse_is_refused_and_not_shown(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", secret or "?")

    with pytest.raises(SettingsError, match="WEBHOOK_SECRET") as raised:
        Settings.read()

    assert not secret or secret not in str(raised.value)


def test_a_port_is_opened_for_a_webhook_or_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    none = Settings.read().served_port
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/hook")
    usual = Settings.read().served_port
    monkeypatch.setenv("PORT", "9000")

    assert (none, usual, Settings.read().served_port) == (None, 8080, 9000)


def test_a_token_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "nowhere")

    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN_FILE"):
        _ = Settings.read().token


def test_numbers_with_commas_between_are_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", " 5000000001, 42,")

    assert Settings.read().owner_ids == (5_000_000_001, 42)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///bot.db", "sqlite:///bot.db"),
        ("sqlite:////var/lib/bot.db", "sqlite:////var/lib/bot.db"),
        ("postgres://me@host/bot", "postgresql+psycopg://me@host/bot"),
        ("postgresql://me:p%40ss@host/bot", "postgresql+psycopg://me:p%40ss@host/bot"),
        ("postgresql+asyncpg://me@host/bot", "postgresql+psycopg://me@host/bot"),
    ],
)
def test_a_database_address_is_spelt_for_its_driver(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", given)

    assert Settings.read().database == used


BAD = {
    "TELEGRAM_API_URL": "ftp://x",
    "DATABASE_URL": "mysql://x/y",
    "WEBHOOK_URL": "http://insecure.example",
    "PORT": "70000",
    "ESCALATION_CHAT_ID": "@desk",
    "OWNER_IDS": "me, you",
    "RETENTION_DAYS": "0",
    "LOG_LEVEL": "loud",
    "LOG_FORMAT": "xml",
}


def test_every_setting_that_cannot_be_used_is_named_at_once_and_none_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in BAD.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as raised:
        Settings.read()

    lines = str(raised.value).splitlines()
    assert {line.partition(":")[0] for line in lines} == set(BAD)
    assert all(value not in str(raised.value) for value in ("mysql", "insecure", "me, you", "loud"))


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", "s3cret")

    assert all(secret not in repr(Settings.read()) for secret in (TOKEN, "s3cret"))
