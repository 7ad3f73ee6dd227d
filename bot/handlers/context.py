"""The typed context that every handler gets, and the services behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from bot.cards import Links
from bot.counters import Counters
from bot.handlers.memory import Memory
from bot.library import Library
from bot.limits import Rules
from bot.locale import Voices
from bot.posters import Posters
from bot.store import Languages
from bot.thinking import Thinking

NoData = dict[Any, Any]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Services:
    """What handlers work with. `library` is replaced as a whole when the base is loaded anew."""

    library: Library
    voices: Voices
    languages: Languages
    username: str
    source_url: str | None = None
    memory: Memory = field(default_factory=Memory)
    posters: Posters = field(default_factory=Posters)
    counters: Counters = field(default_factory=Counters)
    rules: Rules = field(default_factory=Rules)
    thinking: Thinking = field(default_factory=Thinking)
    now: Callable[[], datetime] = _now

    @property
    def links(self) -> Links:
        """The permanent links of this bot."""
        return Links(self.username)


class BotData:
    """Holds the services where the library wants a class that it can make itself."""

    services: Services


class Context(CallbackContext[ExtBot[None], NoData, NoData, BotData]):
    """A handler's context: nothing in it is kept by Telegram's library for a person or a chat."""

    @property
    def services(self) -> Services:
        """The services of the application."""
        return self.bot_data.services


App = Application[ExtBot[None], Context, NoData, NoData, BotData, None]
