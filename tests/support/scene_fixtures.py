"""Fixtures: the bot on Telegram, and all that it logs."""

import io
import logging
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from bot.logs import configure_logs
from tests.support.scene import Logged, Scene
from tests.support.telegram import TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]


@pytest.fixture
async def scene(server: TelegramServer) -> AsyncIterator[Scene]:
    """The bot with the small base, running, without a storage key."""
    async with Scene(server) as scene:
        yield scene


@pytest.fixture(params=["human", "json"])
def logged(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Logged]:
    """What is logged at DEBUG, by all loggers, as the bot sets it up itself, in both styles; and what is printed."""
    root = logging.getLogger()
    known = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    levels = {logger: logger.level for logger in (root, *known)}
    handlers = list(root.handlers)
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure_logs("DEBUG", request.param)
    printed: list[str] = []

    def so_far() -> str:
        printed.extend(capsys.readouterr())
        return "\n".join([stream.getvalue(), *printed])

    yield so_far
    root.handlers = handlers
    for logger, level in levels.items():
        logger.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot ask for new updates at once although older ones are still being dealt with."""
    monkeypatch.setattr("bot.polling.LOOK_AGAIN", 0.02)
