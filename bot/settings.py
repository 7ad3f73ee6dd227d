"""Settings, from the environment or a `.env` file. A bad one is named, with what is wrong about it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

CLONE: Final = Path(__file__).resolve().parent.parent
"""The folder in which the project lies: `knowledge/`, `locales/` and `data/` are in it."""

HEALTH_PATHS: Final = ("/healthz", "/readyz")
"""What a supervisor and a balancer ask for."""

TELEGRAM_API: Final = "https://api.telegram.org"

_USERNAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")


def _web_address(value: str) -> str:
    parts = urlsplit(value)  # raises ValueError for brackets that do not close
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:  # and .port for one too large
        raise ValueError("must be a web address like https://api.telegram.org")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = urlsplit(f"//{value}")  # raises ValueError for a port that is none
    if not parts.hostname or parts.port is None or parts.netloc != value or parts.username is not None:
        raise ValueError("must be like 127.0.0.1:8080")
    return Address(parts.hostname, parts.port)


class SettingsError(Exception):
    """A setting is wrong; the message names each of them, one a line."""


class TokenError(Exception):
    """Telegram does not accept the token; the message says so in one line."""


class ListenError(Exception):
    """An address cannot be listened on; the message names the setting and the reason in one line."""


class WebhookError(Exception):
    """Telegram does not take the webhook; the message says why in one line."""


class Settings(BaseSettings):
    """What can be set from outside. An empty value is as none."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: SecretStr | None = Field(default=None, description="the bot's token from @BotFather")
    bot_api_url: WebAddress = Field(
        default=TELEGRAM_API, description="the Bot API server; the bot calls `$BOT_API_URL/bot<token>/<method>`"
    )
    bot_username: str | None = Field(default=None, description="for links made without a connection; else from getMe")
    knowledge_dir: Path = Field(default=CLONE / "knowledge", description="the folder with the base")
    database_url: str = Field(
        default=f"sqlite:///{CLONE / 'data' / 'quqyq.db'}",
        description="where the chosen languages are kept: `sqlite:///file` or `postgresql://…`",
    )
    storage_key: SecretStr | None = Field(
        default=None,
        description="secret for keyed hashes of chat ids; without it nothing about a chat is ever written to disk",
    )
    cache_dir: Path = Field(
        default=CLONE / "data" / "cache", description="where what search has learnt from the base is kept"
    )
    webhook_url: WebAddress | None = Field(
        default=None, description="where Telegram brings updates; the bot serves the path that stands in it"
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="what Telegram sends with each update; made at start if there is none"
    )
    listen: Annotated[Address, NoDecode, BeforeValidator(_address)] = Field(
        default=Address("127.0.0.1", 8080), description="where the webhook, /healthz and /readyz are served"
    )
    metrics_listen: Annotated[Address | None, NoDecode, BeforeValidator(_address)] = Field(
        default=None, description="where /metrics is served, if anywhere"
    )
    source_url: WebAddress | None = Field(
        default=None, description="where the source code of this bot can be read, for /about"
    )
    moderator_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="Telegram ids of the moderators, separated by commas"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="how much is logged")
    log_format: Literal["human", "json"] = Field(default="human", description="logs for people or for programs")

    @field_validator("moderator_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("bot_username")
    @classmethod
    def _without_at(cls, value: str | None) -> str | None:
        name = value.removeprefix("@") if value else ""
        if value and not _USERNAME.fullmatch(name):
            raise ValueError("must be the bot's name on Telegram: 5 to 32 Latin letters, digits and underscores")
        return name or None

    @field_validator("knowledge_dir", "cache_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        try:
            return value.expanduser().absolute()  # a link to a release is followed anew at each reload
        except RuntimeError as error:  # "~name" of somebody who has no home here
            raise ValueError("there is no such home folder") from error

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            backend = make_url(value).get_backend_name()
        except (ArgumentError, ValueError) as error:  # its own words may quote the password
            raise ValueError("must be like sqlite:///file or postgresql://user@host/name") from error
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError(f"'{backend}' is not supported; use sqlite:///file or postgresql://…")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("must have no name, question mark or # in it: the secret is sent in a header")
        if parts.path in HEALTH_PATHS:
            raise ValueError(f"must have another path than {' and '.join(HEALTH_PATHS)}, which are taken")
        if {"{", "}"} & set(parts.path):
            raise ValueError("must have no braces in its path")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _allowed_letters(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch("[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ and -")
        return value

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        token = self.bot_token.get_secret_value() if self.bot_token else ""
        if token and self.webhook_url and token in unquote(self.webhook_url):
            raise ValueError("WEBHOOK_URL: must not have the token in it: paths are logged by whatever they pass")
        if self.metrics_listen == self.listen:
            raise ValueError("METRICS_LISTEN: must be another address than LISTEN, which the world may reach")
        return self

    @classmethod
    def load(cls) -> Self:
        """Read the settings. Raises `SettingsError`, which never shows the value of a secret."""
        try:
            return cls()
        except ValidationError as error:
            lines = []
            for detail in error.errors(include_url=False, include_input=False):
                name = f"{str(detail['loc'][0]).upper()}: " if detail["loc"] else ""
                lines.append(f"{name}{detail['msg'].removeprefix('Value error, ')}")
            raise SettingsError("\n".join(lines)) from None
        except UnicodeDecodeError as error:
            raise SettingsError(".env: the file is not UTF-8 text; save it as UTF-8") from error
