"""A deployer's choices: the environment and `.env`, read once into one frozen value."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - pydantic resolves it when the module runs
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BotError

APP = "continence-bot"
WEBHOOK_PORT = 8080
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook, secret_token


class SettingsError(BotError):
    """One line for each setting that cannot be used: `NAME: problem: remedy`."""


class Settings(BaseSettings):
    """All settings by the names of the environment, in lower case. An empty variable counts as unset.

    Secrets do not print. `telegram_bot_token_file` is read by `token`, not here, so that `check` needs no file.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_bot_token_file: Path | None = None
    telegram_api_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+/?$")] = "https://api.telegram.org"
    database_password_file: Path | None = None
    database_url: Annotated[str, Field(pattern=r"^(sqlite|postgres|postgresql)(\+[a-z0-9]+)?://")] | None = None
    webhook_url: Annotated[str, Field(pattern=r"^https://[^/\s]+(/\S*)?$")] | None = None
    webhook_secret: SecretStr | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    escalation_chat_id: int | None = None
    owner_ids: Annotated[tuple[int, ...], NoDecode] = ()
    knowledge_dir: Path | None = None
    retention_days: Annotated[int, Field(ge=1, le=365)] = 30
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def read(cls, **values: Any) -> Self:  # noqa: ANN401 - any setting, by name
        """Read environment and `.env`; `values` win over both. Raises SettingsError with every fault at once."""
        try:
            return cls(**values)
        except ValidationError as error:
            raise SettingsError("\n".join(_fault(**detail) for detail in error.errors())) from None

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("telegram_api_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _of_allowed_letters(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @property
    def served_port(self) -> int | None:
        """The port to listen on: PORT, or 8080 for a webhook; None: no port is opened."""
        return self.port or (WEBHOOK_PORT if self.webhook_url else None)

    @property
    def token(self) -> str | None:
        """The bot's token, from the variable or else the file. Raises SettingsError if the file cannot be read."""
        if self.telegram_bot_token is not None:
            return self.telegram_bot_token.get_secret_value().strip() or None
        if self.telegram_bot_token_file is None:
            return None
        return _only_line(self.telegram_bot_token_file, "TELEGRAM_BOT_TOKEN_FILE", "the token") or None

    @property
    def database(self) -> str:
        """DATABASE_URL as SQLAlchemy spells it, with driver and password; by default a file in the user's data folder.

        Raises SettingsError if DATABASE_PASSWORD_FILE cannot be read.
        """
        if not self.database_url:
            return f"sqlite:///{user_data_path(APP, appauthor=False) / 'bot.sqlite3'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme.startswith("sqlite"):
            return f"sqlite://{rest}"
        return f"postgresql+psycopg://{self._with_password(rest)}"

    def _with_password(self, rest: str) -> str:
        user, at, place = rest.partition("@")
        if self.database_password_file is None or not at or ":" in user:
            return rest
        password = _only_line(self.database_password_file, "DATABASE_PASSWORD_FILE", "the database's password")
        return f"{user}:{quote(password, safe='')}@{place}"


def _only_line(file: Path, setting: str, what: str) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no text"
        raise SettingsError(f"{setting}: cannot be read ({why}): name a file that holds {what}") from None


REMEDIES = {
    "telegram_api_url": "give scheme, host and port, as in http://localhost:8081",
    "database_url": "give sqlite:///path/to/file or postgresql://user@host/name",
    "webhook_url": "give the whole public address, as in https://example.org/telegram",
    "webhook_secret": "1 to 256 of A-Z a-z 0-9 _ -, or leave it out: one is made from the token",
    "port": "give a number from 1 to 65535",
    "escalation_chat_id": "give the number of the chat, as in -1001234567890",
    "owner_ids": "give user ids, numbers with commas between",
    "retention_days": "give a number of days from 1 to 365",
    "log_level": "choose debug, info, warning or error",
    "log_format": "choose console or json",
}


def _fault(loc: tuple[int | str, ...], **_: object) -> str:
    # The value itself is not shown: it may be a password.
    name = str(loc[0]) if loc else "settings"
    return f"{name.upper()}: cannot be used as it stands: {REMEDIES.get(name, 'see the table of settings')}"
