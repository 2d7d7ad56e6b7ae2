"""Settings: the environment, read here and nowhere else."""

import re
from pathlib import Path
from typing import TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError
from pydantic_settings import PydanticBaseSettingsSource as Source

Kind = TypeVar("Kind", bound="Place")
HERE = Path(__file__).resolve().parent.parent
SECRET_LEAST, SIGNS_LEAST = 16, 8
PLAYGROUND_PORT = 8765
SHORT = f"needs at least {SECRET_LEAST} characters"
MAKE_A_SECRET = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
# What stands in examples until somebody puts a secret in its place.
PLACEHOLDERS = re.compile(
    r"change.?(me|this)|your.?(secret|key)|replace|placeholder|example|xxxx|[<…]|[.]{3}", re.IGNORECASE
)
# What pydantic says about these is for programmers.
MEANT = {"PORT": "must be a number from 1 to 65535"}
TOKEN_KINDS = {
    "xoxp-": "a user's token; use the Bot User OAuth Token, which begins with xoxb-",
    "xapp-": "an app-level token, which belongs in SLACK_APP_TOKEN; use the one that begins with xoxb-",
    "xoxe": "a token that expires; turn token rotation off and use the one that begins with xoxb-",
    "xoxr-": "a refresh token; use the Bot User OAuth Token, which begins with xoxb-",
}


class BadSettings(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


class Place(BaseSettings):
    """Where the database is: all that commands without Slack need."""

    # An empty line such as `PORT=` in a .env file means: not set.
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///data/bot.db"

    @field_validator("database_url")
    @classmethod
    def _use_psycopg_3(cls, url: str) -> str:
        for short in ("postgres://", "postgresql://"):
            url = url.replace(short, "postgresql+psycopg://", 1) if url.startswith(short) else url
        return url


class Settings(Place):
    """What the environment (or a `.env` file) says. `docs/settings.md` lists every name."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    data_url: str = "data/scores"
    secret_key: SecretStr
    public_url: str | None = None
    metrics_token: SecretStr | None = None
    files_in_slack: bool = True
    upload_most_mb: int = Field(200, ge=1, le=4096)
    port: int = Field(3000, ge=1, le=65535)
    log_level: str = "INFO"

    @field_validator("slack_api_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("must begin with https://")
        return url.rstrip("/") + "/"

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr) -> SecretStr:
        newest, *older = (part.strip() for part in key.get_secret_value().split(","))
        # What is sealed under an old one must open, however bad it was.
        trouble = _trouble_of(newest) or next((SHORT for each in older if len(each) < SECRET_LEAST), "")
        if trouble:
            raise ValueError(f"{trouble}. Make a good one: {MAKE_A_SECRET}")
        return key

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be one of DEBUG, INFO, WARNING, ERROR")
        return level.upper()

    @property
    def oauth(self) -> bool:
        """Whether many workspaces may install the bot."""
        return bool(self.slack_client_id and self.slack_client_secret)


class GivenSettings(Settings):
    """Settings as they were given, whatever the environment says: a stage is alike on every machine."""

    model_config = SettingsConfigDict(env_file=None)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: Source, *_sources: Source, **_by_name: Source
    ) -> tuple[Source, ...]:
        """What was given, and nothing else."""
        return (init_settings,)


def read_settings() -> Settings:
    """Read the environment.

    Raises
    ------
    BadSettings
        With one sentence that names every missing or wrong setting.
    """
    settings = _read(Settings)
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        raise BadSettings("Set both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither.")
    if not settings.slack_bot_token and not settings.oauth:
        raise BadSettings("Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces.")
    _check_tokens(settings)
    return settings


def database_url() -> str:
    """The database alone, for commands that need no Slack; raises BadSettings."""
    return _read(Place).database_url


class _PagePort(BaseSettings):
    """Where the playground's page is."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", env_ignore_empty=True)

    port: int = Field(PLAYGROUND_PORT, ge=1, le=65535)


def playground_port() -> int:
    """PORT as the environment says it, for the playground: a `.env` file is the real bot's.

    Raises
    ------
    BadSettings
        When it is no port.
    """
    try:
        return _PagePort().port
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None


def _read(kind: type[Kind]) -> Kind:
    try:
        return kind()
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None
    except (OSError, UnicodeDecodeError, SettingsError):
        raise BadSettings("I can't read the file .env. Save it as plain text, one NAME=value a line.") from None


def _trouble_of(secret: str) -> str:
    """What is wrong with one secret, if anything."""
    if len(secret) < SECRET_LEAST:
        return SHORT
    if PLACEHOLDERS.search(secret):
        return "is the placeholder of an example"
    if len(set(secret)) < SIGNS_LEAST or secret in (secret + secret)[1:-1]:
        return "repeats itself, so it can be guessed"
    return ""


def _check_tokens(settings: Settings) -> None:
    bot = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    for start, kind in TOKEN_KINDS.items():
        if bot.startswith(start):
            raise BadSettings(f"SLACK_BOT_TOKEN is {kind}.")
    app = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    if app and not app.startswith("xapp-"):
        raise BadSettings("SLACK_APP_TOKEN must be the app-level token, which begins with xapp-.")


def _sentence(error: ValidationError) -> str:
    wrong = {str(each["loc"][0]).upper(): each for each in error.errors()}
    missing = sorted(name for name, each in wrong.items() if each["type"] == "missing")
    rest = [
        f"{name} {MEANT.get(name, each['msg'].removeprefix('Value error, '))}"
        for name, each in wrong.items()
        if name not in missing
    ]
    said = [f"set {' and '.join(missing)}"] if missing else []
    return f"Please check the settings: {'; '.join(said + rest)}."
