"""Scenes: the real application, polling from a server that behaves as Telegram's, and the people who write to it.

    person = scene.person("Aizhan", language_code="kk")
    await person.says("рұқсатсыз наразылық білдіруге бола ма")
    card = await person.sees()
    assert card.text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
    await person.presses("Русский")

`scene_fixtures` has the fixture `scene`, which runs with the small base; a scene that is about another base, a store
or a stop is opened with `async with Scene(server, ...)`.
"""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import TypeHandler

from bot.application import build_application
from bot.handlers.context import App, Context, Services
from bot.knowledge import Language
from bot.library import Library
from bot.limits import Rule, Rules
from bot.polling import Polling
from bot.search import Decision
from bot.store import Languages, MemoryLanguages
from tests.support.base import small_library, voices
from tests.support.scripted import scripted
from tests.support.telegram import Group, Person, TelegramServer

Logged = Callable[[], str]
"""Everything that was logged or printed so far."""

UNLIMITED: Final = Rules(Rule(10_000, 0.001), Rule(10_000, 0.001), Rule(10_000, 0.001))
"""The people in most scenes are quicker than any that a chat's limit is for."""

SECONDS: Final = 5.0
"""So long is waited for what must come."""


class Gate:
    """Holds the updates with one text: `reached` is set when one stands before it, `opened` lets them on."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def is_reached(self) -> None:
        """Wait until an update stands before the gate."""
        async with asyncio.timeout(SECONDS):
            await self.reached.wait()

    def open(self) -> None:
        """Let them on."""
        self.opened.set()


class MortalPolling(Polling):
    """The polling of the bot, which can also end as `kill -9` ends it: nothing is finished, nothing confirmed."""

    killed = False

    async def _finish(self) -> None:
        if not self.killed:
            await super()._finish()
            return
        await self._ordering.close()


class Scene:
    """The bot between `async with` and its end; it can be stopped, killed and started again in between.

    Each start is a new process to the bot: nothing that it had in memory is left, except in `languages`, if given.
    `rules` say how much a chat may write, `patience` and `grace` are those of `Polling`, in seconds; `equip` adds to
    the services at each start.
    """

    def __init__(
        self,
        server: TelegramServer,
        library: Library | None = None,
        *,
        languages: Languages | None = None,
        source_url: str | None = None,
        rules: Rules = UNLIMITED,
        equip: Callable[[Services], None] = lambda _: None,
        patience: float = SECONDS,
        grace: float = SECONDS,
    ) -> None:
        self.server = server
        self.library = library or small_library()
        self.texts_begun: list[str] = []
        self.application: App
        self.services: Services
        self.polling: MortalPolling
        self.running: asyncio.Task[None]
        self._languages = languages
        self._source_url = source_url
        self._rules = rules
        self._equip = equip
        self._patience, self._grace = patience, grace
        self._gates: dict[str, Gate] = {}
        self._stop = asyncio.Event()
        self._is_running = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for gate in self._gates.values():
            gate.open()
        await self.stop()

    async def start(self) -> None:
        """Start the bot."""
        self.services = Services(
            library=self.library,
            voices=voices(),
            languages=self._languages or MemoryLanguages(),
            username="",
            source_url=self._source_url,
            rules=self._rules,
        )
        self._equip(self.services)
        self.application = build_application(self.server.token, self.server.url, self.services)
        self.application.add_handler(TypeHandler(Update, self._wait_at_gate), group=-1)
        await self.application.initialize()
        self.services.username = self.application.bot.username
        self.polling = MortalPolling(self.application, patience=self._patience, grace=self._grace)
        self._stop = asyncio.Event()
        self.running = asyncio.create_task(self._receive(self._stop))
        self._is_running = True

    async def _receive(self, stop: asyncio.Event) -> None:
        """Take updates until the bot is told to stop."""
        await self.polling.run(stop)

    def begin_to_stop(self) -> None:
        """Tell the bot to stop, as SIGTERM does; `stop` waits until it has."""
        self._stop.set()

    async def stop(self) -> None:
        """Stop the bot as SIGTERM does; what is in flight is finished. Nothing if it does not run."""
        self.begin_to_stop()
        await self._end()

    async def kill(self) -> None:
        """End the bot as `kill -9` does."""
        self.polling.killed = True
        self.running.cancel()
        await asyncio.wait({self.running})
        await self._end()

    async def _end(self) -> None:
        if not self._is_running:
            return
        self._is_running = False
        try:
            async with asyncio.timeout(2 * SECONDS):
                if not self.running.cancelled():
                    await self.running
        finally:
            await self.application.shutdown()

    def person(self, name: str = "Somebody", *, language_code: str | None = "en") -> Person:
        """Somebody whose Telegram is set to this language, or does not tell."""
        return Person(self.server, name, language_code=language_code)

    def gate(self, text: str) -> Gate:
        """A gate before which updates with this text are held."""
        return self._gates.setdefault(text, Gate())

    def script(self, decisions: Mapping[str, Decision | Exception]) -> None:
        """Let search decide so for these texts, until the next start."""
        self.services.library = scripted(self.library, decisions)

    async def sends_old_buttons(self, person: Person | Group, *data: str) -> None:
        """Send a person or a group a message with buttons of an earlier version, each labelled with its data."""
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(each, callback_data=each)] for each in data])
        self.server.world.chats[person.id] = person.chat
        await self.application.bot.send_message(person.id, "an old message", reply_markup=keyboard)
        await person.sees()

    async def settles(self) -> None:
        """Wait until every update is dealt with and confirmed, so that nothing more will come of them."""
        pending = self.server.world.updates.pending
        if not await self.server.world.bell.until(lambda: not pending, SECONDS):
            raise TimeoutError(f"{len(pending)} updates were not confirmed within {SECONDS} s")

    async def _wait_at_gate(self, update: Update, context: Context) -> None:
        text = (update.effective_message.text if update.effective_message else None) or ""
        self.texts_begun.append(text)
        gate = self._gates.get(text)
        if gate is not None:
            gate.reached.set()
            await gate.opened.wait()


def say(language: Language, message: str, **values: object) -> str:
    """What the bot says for a message of its catalogue, in this language."""
    return voices()[language].say(message, **values)
