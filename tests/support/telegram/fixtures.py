"""Fixtures: a server, a bot of python-telegram-bot that talks to it, and somebody who has started the bot."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from .people import Person
from .server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A server that runs."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """The library's bot, initialized."""
    async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
        yield bot


@pytest.fixture
async def aizhan(server: TelegramServer) -> Person:
    """Somebody who has started the bot; the update is confirmed."""
    person = Person(server, "Айжан", username="aizhan", language_code="kk")
    await person.says("/start")
    server.world.updates.drop()
    return person
