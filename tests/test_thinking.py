"""Search thinks in threads of its own: whoever presses a button or types meanwhile is answered."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.handlers.sending import OFFER
from bot.knowledge import Language
from bot.search import Decision, Explanation, Search
from bot.thinking import QUESTIONS
from tests.support.base import small_library
from tests.support.listening import listening_scene
from tests.support.scene import SECONDS, Scene
from tests.support.telegram import TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]
pytestmark = pytest.mark.usefixtures("looks_often")

PROTEST = "Can I protest without permission?"
SLOW = "a question that takes long"


class WatchedSearch(Search):
    """Notes whether it was ever asked on the thread of the event loop, and how often it was asked."""

    def __init__(self, usual: Search) -> None:
        super().__init__(usual.base, lexicon=usual.lexicon)
        self.times = 0
        self.on_the_loop = False

    def explain(self, text: str, reader: Language | None = None) -> Explanation:
        """The usual explanation, on which the decision rests as well."""
        self.times += 1
        self.on_the_loop |= threading.current_thread() is threading.main_thread()
        return super().explain(text, reader)


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


async def test_what_is_sent_or_not_and_what_moderators_look_at_is_searched_for_in_threads_too(
    server: TelegramServer, tmp_path: Path
) -> None:
    usual = small_library()
    search = WatchedSearch(usual.search)
    library = replace(usual, search=search)
    async with listening_scene(server, tmp_path, library=library, moderators=[5_000_000_001]) as (scene, _):
        moderator, person = scene.person("Moderator", language_code="en"), scene.person(language_code="en")

        async def press(label: str) -> None:
            await person.presses(label)
            await person.sees()

        await person.says("zzzz qqqq wwww")
        await person.sees()
        for label in (OFFER, "Do not send", OFFER, "Send"):
            await press(label)
        await moderator.says("/unanswered")
        assert "zzzz qqqq wwww" in (await moderator.sees()).text
    assert search.times == 4
    assert not search.on_the_loop
