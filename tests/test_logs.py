"""Logs go to standard error, in one line each, and the libraries stay quiet."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return [line for line in err.splitlines() if line]


def test_a_line_for_programs_is_json_with_level_place_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "json")
    structlog.stdlib.get_logger("bot.test").warning("құқық", seconds=2)
    (line,) = logged(capsys)
    data = json.loads(line)
    assert data.pop("timestamp").endswith("Z")
    assert data == {"event": "құқық", "seconds": 2, "level": "warning", "logger": "bot.test"}
    assert "құқық" in line


def test_a_line_for_people_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "human")
    structlog.stdlib.get_logger("bot.test").warning("slow", seconds=2)
    (line,) = logged(capsys)
    assert "warning" in line
    assert "slow" in line
    assert "seconds=2" in line


def test_only_what_is_asked_for_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("WARNING", "human")
    logger = structlog.stdlib.get_logger("bot.test")
    logger.info("too little")
    logger.error("enough")
    (line,) = logged(capsys)
    assert "enough" in line


@pytest.mark.parametrize(
    "library", ["telegram.ext.ExtBot", "httpx", "httpcore.http11", "sqlalchemy.engine", "asyncio"]
)
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_no_library_quotes_what_people_write(capsys: pytest.CaptureFixture[str], library: str, level: str) -> None:
    configure_logs(level, "json")
    for say in (
        logging.getLogger(library).debug,
        logging.getLogger(library).info,
        logging.getLogger(library).warning,
    ):
        say("POST https://api.telegram.org/bot123:secret/sendMessage")
    assert logged(capsys) == []


@pytest.mark.parametrize("style", ["json", "human"])
@pytest.mark.parametrize("library", ["telegram.request.BaseRequest", "asyncio", "some.other"])
def test_an_error_of_a_library_keeps_its_kind_and_place_and_no_words(
    capsys: pytest.CaptureFixture[str], library: str, style: str
) -> None:
    configure_logs("INFO", style)
    try:
        json.loads(private := "what a person wrote")
    except ValueError:
        logging.getLogger(library).exception('cannot load "%s"', private, stack_info=True)
    (line,) = logged(capsys)
    assert "person" not in line
    for kept in (library, "JSONDecodeError", "test_logs.py:", "error"):
        assert kept in line


def test_configuring_twice_does_not_double_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO", "human")
    configure_logs("INFO", "json")
    structlog.stdlib.get_logger("bot.test").info("once")
    assert len(logged(capsys)) == 1
