"""Settings: empty is none, a bad one is named, and no secret is ever shown."""

from pathlib import Path

import pytest

from bot.settings import CLONE, TELEGRAM_API, Address, Settings, SettingsError

SECRET = "123456:very-secret"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the test's own, without a `.env` file."""
    monkeypatch.chdir(tmp_path)


def error_of(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return str(caught.value)


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.load()
    assert settings.bot_token is None
    assert settings.bot_api_url == TELEGRAM_API
    assert settings.bot_username is None
    assert settings.knowledge_dir == CLONE / "knowledge"
    assert settings.database_url == f"sqlite:///{CLONE}/data/quqyq.db"
    assert settings.storage_key is None
    assert settings.webhook_url is None
    assert settings.webhook_secret is None
    assert settings.listen == Address("127.0.0.1", 8080)
    assert settings.metrics_listen is None
    assert settings.source_url is None
    assert settings.moderator_ids == ()
    assert (settings.log_level, settings.log_format) == ("INFO", "human")


def test_an_empty_value_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = Settings.load()
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    assert Settings.load() == unset


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    monkeypatch.setenv("BOT_USERNAME", "@quqyq_bot")
    monkeypatch.setenv("KNOWLEDGE_DIR", "base")
    monkeypatch.setenv("MODERATOR_IDS", " 1, 22 ,333,")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("LOG_FORMAT", "json")
    settings = Settings.load()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == SECRET
    assert settings.bot_username == "quqyq_bot"
    assert settings.knowledge_dir == tmp_path / "base"
    assert settings.moderator_ids == (1, 22, 333)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


def test_a_env_file_is_read_and_the_environment_is_stronger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_USERNAME=from_file\nLOG_LEVEL=ERROR\nUNKNOWN=x\n", "utf-8")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = Settings.load()
    assert settings.bot_username == "from_file"
    assert settings.log_level == "WARNING"


def test_a_env_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BOT_USERNAME=\xff\n")
    with pytest.raises(SettingsError, match=r"^\.env: the file is not UTF-8"):
        Settings.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_API_URL", "telegram.org"),
        ("BOT_API_URL", "ftp://telegram.org"),
        ("SOURCE_URL", "here"),
        ("WEBHOOK_URL", "bot.example.org/hook"),
        ("WEBHOOK_URL", "https://bot.example.org/hook?secret=1"),
        ("WEBHOOK_URL", "https://somebody:word@bot.example.org/hook"),
        ("WEBHOOK_URL", "https://bot.example.org/healthz"),
        ("WEBHOOK_URL", "https://bot.example.org/{hook}"),
        ("WEBHOOK_SECRET", "with a blank"),
        ("WEBHOOK_SECRET", "құпия"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("LISTEN", "8080"),
        ("LISTEN", "127.0.0.1"),
        ("LISTEN", "127.0.0.1:http"),
        ("LISTEN", "127.0.0.1:99999"),
        ("LISTEN", "127.0.0.1:8080/hook"),
        ("LISTEN", "somebody@127.0.0.1:8080"),
        ("METRICS_LISTEN", ":9100"),
        ("METRICS_LISTEN", "127.0.0.1:8080"),  # where LISTEN is
        ("DATABASE_URL", "somewhere"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("KNOWLEDGE_DIR", "~nobody-of-this-name/base"),
        ("MODERATOR_IDS", "1,somebody"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    said = error_of(monkeypatch, **{name: value})
    assert said.startswith(f"{name}: ")
    assert "\n" not in said


def test_all_bad_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = error_of(monkeypatch, LOG_LEVEL="loud", LOG_FORMAT="xml", BOT_API_URL="x")
    assert sorted(line.partition(":")[0] for line in said.splitlines()) == ["BOT_API_URL", "LOG_FORMAT", "LOG_LEVEL"]


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://quqyq:{SECRET}@host/name",
        f"postgresql://quqyq:{SECRET}/name",
        f"postgresql:/quqyq:{SECRET}@host",
        f"//{SECRET}",
    ],
)
def test_no_error_shows_a_secret(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    said = error_of(monkeypatch, BOT_TOKEN=SECRET, STORAGE_KEY=SECRET, DATABASE_URL=address, LOG_LEVEL="loud")
    assert "secret" not in said


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    monkeypatch.setenv("STORAGE_KEY", SECRET)
    monkeypatch.setenv("WEBHOOK_SECRET", "very-secret")
    settings = Settings.load()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///file.db",
        "sqlite:////var/lib/quqyq.db",
        "sqlite:///:memory:",
        "postgresql://quqyq@host/name",
        "postgresql://quqyq:word@host:5432/name",
    ],
)
def test_both_kinds_of_databases_are_taken(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert Settings.load().database_url == address


def test_addresses_to_listen_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN", "[::1]:8443")
    monkeypatch.setenv("METRICS_LISTEN", "0.0.0.0:9100")
    settings = Settings.load()
    assert settings.listen == Address("::1", 8443)
    assert str(settings.listen) == "[::1]:8443"
    assert str(settings.metrics_listen) == "0.0.0.0:9100"


@pytest.mark.parametrize("path", [SECRET, SECRET.replace(":", "%3A")])
def test_the_token_is_in_no_path(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    said = error_of(monkeypatch, BOT_TOKEN=SECRET, WEBHOOK_URL=f"https://bot.example.org/{path}")
    assert said.startswith("WEBHOOK_URL: must not have the token in it")
    assert "secret" not in said
