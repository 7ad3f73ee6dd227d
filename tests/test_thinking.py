"""Search thinks in threads of its own: whoever presses a button or types meanwhile is answered."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.knowledge import Language
from bot.search import Decision, Search
from bot.thinking import QUESTIONS
from tests.support.base import small_library
from tests.support.scene import SECONDS, Scene
from tests.support.telegram import TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]
pytestmark = pytest.mark.usefixtures("looks_often")

PROTEST = "Can I protest without permission?"
SLOW = "a question that takes long"


class SlowSearch(Search):
    """Decides as usual, but for one text only once it is `free` to; counts how many think about it."""

    def __init__(self, usual: Search) -> None:
        super().__init__(usual.base, lexicon=usual.lexicon)
        self.free = threading.Event()
        self.thinking = threading.Semaphore(0)

    def decide(self, text: str, reader: Language | None = None) -> Decision:
        """The usual decision."""
        if text == SLOW:
            self.thinking.release()
            assert self.free.wait(SECONDS)
        return super().decide(text, reader)


async def test_while_search_is_busy_buttons_and_inline_queries_are_answered(server: TelegramServer) -> None:
    usual = small_library()
    search = SlowSearch(usual.search)
    async with Scene(server, replace(usual, search=search)) as scene:
        presser, typist = scene.person("Presser"), scene.person("Typist")
        await presser.says("/language")
        await presser.sees()
        patient = [scene.person(f"Patient {number}") for number in range(QUESTIONS + 1)]
        for person in patient:
            await person.says(SLOW)
        for _ in range(QUESTIONS):
            assert await asyncio.to_thread(search.thinking.acquire, timeout=SECONDS)
        await (await presser.presses("Русский")).answered()
        assert (await (await typist.types_inline("protest")).answered()).results
        assert not any(person.screen for person in patient)
        search.free.set()
        for person in patient:
            await person.sees()


async def test_a_chat_is_answered_in_its_order_although_its_first_question_takes_longer(
    server: TelegramServer,
) -> None:
    usual = small_library()
    search = SlowSearch(usual.search)
    async with Scene(server, replace(usual, search=search)) as scene:
        person, other = scene.person("Somebody"), scene.person("Somebody else")
        await person.says(SLOW)
        await person.says(PROTEST)
        await other.says(PROTEST)
        assert (await other.sees()).text.startswith(PROTEST)
        assert person.screen == []
        search.free.set()
        await person.sees(2)
        assert [each.text.startswith(PROTEST) for each in person.screen] == [False, True]
