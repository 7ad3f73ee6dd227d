"""The typed context that every handler gets, and the services behind it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.cards import Links
from bot.counters import Counters
from bot.handlers.memory import Memory
from bot.knowledge import Problem
from bot.library import Library
from bot.limits import Rules
from bot.listening import Alerts, Listening
from bot.locale import Voices
from bot.metrics import Metrics
from bot.posters import Posters
from bot.search import Decision, decision_name
from bot.store import Languages
from bot.thinking import Thinking

NoData = dict[Any, Any]


def _nothing(_: int) -> None:
    """Where nobody's pace is kept, as in the terminal."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Moderation:
    """Who may use the moderators' commands, by Telegram id, and what these do with the base.

    `reload` returns the errors for which a changed base was not taken; `check` all findings.
    """

    ids: frozenset[int]
    reload: Callable[[], Awaitable[Sequence[Problem]]]
    check: Callable[[], Awaitable[Sequence[Problem]]]


@dataclass(slots=True)
class Services:
    """What handlers work with. `library` is replaced as a whole when the base is loaded anew.

    Without `listening` nothing is counted for the moderators and no question can be sent to them; without
    `moderation` nobody is one. `updates_on_disk` tells whether the updates that were dealt with are remembered there.
    `forget_pace` forgets how much a chat wrote lately; whoever keeps that sets it.
    """

    library: Library
    voices: Voices
    languages: Languages
    username: str
    source_url: str | None = None
    memory: Memory = field(default_factory=Memory)
    posters: Posters = field(default_factory=Posters)
    rules: Rules = field(default_factory=Rules)
    thinking: Thinking = field(default_factory=Thinking)
    now: Callable[[], datetime] = _now
    metrics: Metrics = field(default_factory=Metrics)
    updates_on_disk: bool = False
    forget_pace: Callable[[int], None] = _nothing
    listening: Listening | None = None
    moderation: Moderation | None = None
    alerts: Alerts = field(default_factory=Alerts)

    @property
    def counters(self) -> Counters:
        """What is counted as plain numbers; `metrics` shows it."""
        return self.metrics.counters

    @property
    def links(self) -> Links:
        """The permanent links of this bot."""
        return Links(self.username)

    def count_question(self, decision: Decision) -> None:
        """Count a question by what was decided, for the metrics and for the moderators: the same words in both."""
        self.metrics.asked(decision.language, decision_name(decision))
        if self.listening is not None:
            self.listening.asked(decision, self.library.base)


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
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
