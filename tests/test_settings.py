"""A wrong or missing setting ends a command with one sentence and exit code 2, never with a traceback."""

import logging
import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot import cli
from bot.settings import database_url, read_settings

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "SECRET_KEY": "long enough to be a secret",
    "LOG_LEVEL": "ERROR",
}
NAMES = (
    *GOOD,
    "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_API_URL", "DATABASE_URL", "DATA_URL",
    "PUBLIC_URL", "PORT", "METRICS_TOKEN",
)  # fmt: skip
Environment = Callable[..., None]
Said = Callable[..., str]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """Sets exactly these settings, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def fill(**settings: str) -> None:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    fill()
    return fill


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    """Runs a command that must end with exit code 2, and gives its one sentence."""
    root = logging.getLogger()
    handlers, level, mask = root.handlers[:], root.level, os.umask(0o022)

    def run(*command: str) -> str:
        monkeypatch.setattr(sys, "argv", ["bot", *command])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        (sentence,) = printed.err.splitlines()
        return sentence

    yield run
    os.umask(mask)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_every_missing_setting_is_named_at_once(environment: Environment, said: Said) -> None:
    assert said("serve") == "Please check the settings: set SECRET_KEY and SLACK_SIGNING_SECRET."


def test_an_empty_setting_counts_as_missing(environment: Environment, said: Said) -> None:
    environment(**GOOD | {"SLACK_SIGNING_SECRET": "", "SECRET_KEY": ""})

    assert said("serve") == "Please check the settings: set SECRET_KEY and SLACK_SIGNING_SECRET."


def test_without_a_token_the_two_ways_to_sign_in_are_named(environment: Environment, said: Said) -> None:
    environment(**GOOD | {"SLACK_BOT_TOKEN": ""})

    assert said("worker") == ("Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces.")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "http", "Please check the settings: PORT must be a number from 1 to 65535."),
        ("PORT", "70000", "Please check the settings: PORT must be a number from 1 to 65535."),
        ("LOG_LEVEL", "loud", "Please check the settings: LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR."),
        ("SLACK_API_URL", "slack.com", "Please check the settings: SLACK_API_URL must begin with https://."),
        (
            "SLACK_BOT_TOKEN",
            "xoxp-1",
            "SLACK_BOT_TOKEN is a user's token; use the Bot User OAuth Token, which begins with xoxb-.",
        ),
        (
            "SLACK_BOT_TOKEN",
            "xapp-1",
            "SLACK_BOT_TOKEN is an app-level token, which belongs in SLACK_APP_TOKEN; "
            "use the one that begins with xoxb-.",
        ),
        (
            "SLACK_APP_TOKEN",
            "xoxb-1",
            "SLACK_APP_TOKEN must be the app-level token, which begins with xapp-.",
        ),
        ("SLACK_CLIENT_ID", "1.2", "Set both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither."),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_in_one_sentence(
    environment: Environment, said: Said, name: str, value: str, sentence: str
) -> None:
    environment(**GOOD | {name: value})

    assert said("serve") == sentence


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ("short", "needs at least 16 characters"),
        ("long enough to be,old", "needs at least 16 characters"),
        ("please-change-me-now", "is the placeholder of an example"),
        ("<a long secret of your own>", "is the placeholder of an example"),
        ("abc123abc123abc123", "repeats itself, so it can be guessed"),
        ("aaaaaaaaaaaaaaaab", "repeats itself, so it can be guessed"),
    ],
)
def test_a_weak_secret_is_refused_with_a_command_that_makes_a_good_one(
    environment: Environment, said: Said, value: str, trouble: str
) -> None:
    environment(**GOOD | {"SECRET_KEY": value})

    assert said("serve") == (
        f"Please check the settings: SECRET_KEY {trouble}. "
        'Make a good one: python3 -c "import secrets; print(secrets.token_urlsafe(32))".'
    )


def test_what_is_sealed_under_a_weak_secret_still_opens_once_a_better_one_stands_before_it(
    environment: Environment,
) -> None:
    environment(**GOOD | {"SECRET_KEY": f"{GOOD['SECRET_KEY']},please-change-me-now"})

    assert read_settings().secret_key.get_secret_value().endswith(",please-change-me-now")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "the cupboard",
            "DATABASE_URL is no address of a database. "
            "It looks like postgresql://user:password@host/name or sqlite:///data/bot.db.",
        ),
        (
            "postgresql://ana:s3cret@localhost:port/bot",
            "DATABASE_URL is no address of a database. "
            "It looks like postgresql://user:password@host/name or sqlite:///data/bot.db.",
        ),
        ("mysql://localhost/bot", "DATABASE_URL names mysql. Use postgresql:// or sqlite:///."),
        ("sqlite+aiosqlite:///bot.db", "DATABASE_URL names sqlite+aiosqlite. Use postgresql:// or sqlite:///."),
        ("sqlite:///folder", "I can't use the database of DATABASE_URL: unable to open database file."),
        ("sqlite:///notes.txt", "I can't use the database of DATABASE_URL: file is not a database."),
        (
            "sqlite:///notes.txt/bot.db",
            "I can't use the database of DATABASE_URL: [Errno 17] File exists: 'notes.txt'.",
        ),
    ],
)
def test_a_database_that_can_t_be_used_is_told_in_one_sentence(
    environment: Environment, said: Said, tmp_path: Path, url: str, sentence: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("These are notes and no database, though there is quite a lot of them. " * 20)
    environment(**GOOD | {"DATABASE_URL": url})

    assert said("serve") == sentence
    assert said("migrate") == sentence


def test_a_server_that_does_not_answer_is_told_without_the_password(environment: Environment, said: Said) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        environment(**GOOD | {"DATABASE_URL": f"postgresql://ana:s3cret@127.0.0.1:{port}/bot"})
        sentence = said("serve")

    assert sentence.startswith("I can't use the database of DATABASE_URL: connection failed")
    assert "s3cret" not in sentence


def test_a_newer_database_is_left_alone(environment: Environment, said: Said, tmp_path: Path) -> None:
    _make(tmp_path / "bot.db", "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
          "INSERT INTO alembic_version VALUES ('9999_of_tomorrow')")  # fmt: skip
    environment(**GOOD | {"DATABASE_URL": "sqlite:///bot.db"})
    sentence = "The database was made by a newer version of Brightcycle. Please run that version, or restore a backup."

    assert said("serve") == sentence
    assert said("migrate") == sentence


def test_somebody_else_s_database_is_left_alone(environment: Environment, said: Said, tmp_path: Path) -> None:
    _make(tmp_path / "bot.db", "CREATE TABLE pupils (name TEXT)")
    environment(**GOOD | {"DATABASE_URL": "sqlite:///bot.db"})

    assert said("migrate") == "The database holds tables that are not Brightcycle's. Please use an empty one."


def test_a_port_that_is_taken_is_told(environment: Environment, said: Said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment(**GOOD | {"PORT": str(port)})

        assert said("serve") == f"Port {port} is taken by another program. Choose another PORT."


def test_a_file_called_env_fills_in_what_the_environment_leaves_out(environment: Environment, tmp_path: Path) -> None:
    """Also for commands that need no Slack."""
    (tmp_path / ".env").write_text(
        "SECRET_KEY=from the file and long\nPORT=\nUNKNOWN=1\nDATABASE_URL=postgres://db/bot\n"
    )
    environment(**{name: GOOD[name] for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")} | {"LOG_LEVEL": "debug"})

    settings = read_settings()

    assert settings.secret_key.get_secret_value() == "from the file and long"
    assert (settings.port, settings.log_level) == (3000, "DEBUG")
    assert database_url() == settings.database_url == "postgresql+psycopg://db/bot"


def test_the_environment_goes_before_the_file(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nDATABASE_URL=sqlite:///from_the_file.db\n")
    environment(**GOOD | {"PORT": "5000", "DATABASE_URL": "sqlite:///from_outside.db"})

    assert read_settings().port == 5000
    assert database_url() == "sqlite:///from_outside.db"


def test_a_file_called_env_that_is_no_text_is_told(environment: Environment, said: Said, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00PORT\xff")

    assert said("serve") == "I can't read the file .env. Save it as plain text, one NAME=value a line."
    assert said("migrate") == "I can't read the file .env. Save it as plain text, one NAME=value a line."


def test_an_address_without_its_last_slash_is_completed(environment: Environment) -> None:
    environment(**GOOD | {"SLACK_API_URL": "https://slack.example/api"})

    assert read_settings().slack_api_url == "https://slack.example/api/"


def test_secrets_are_not_in_what_is_printed_of_settings(environment: Environment) -> None:
    environment(**GOOD)

    shown = repr(read_settings())

    assert not [name for name, value in GOOD.items() if name != "LOG_LEVEL" and value in shown]


def _make(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_nobody_else_reads_the_database_or_score_files(environment: Environment, said: Said, tmp_path: Path) -> None:
    """Neither what is made from now on nor what an earlier version left open."""
    (tmp_path / "data" / "scores").mkdir(parents=True)
    older = tmp_path / "data" / "scores" / "older.parquet"
    older.write_bytes(b"x")
    older.chmod(0o644)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment(**GOOD | {"PORT": str(taken.getsockname()[1])})
        assert "is taken by another program" in said("serve")

    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"bot.db", "older.parquet"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
