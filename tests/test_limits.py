"""How much a chat may write: by a clock of the tests, in lines that wait, and as people see it."""

import asyncio
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.pace import NOT_SO_FAST, TOO_MUCH
from bot.knowledge import LANGUAGES, Language
from bot.limits import KEPT, Bucket, Rule, Rules
from bot.lines import Dropped, Lines
from bot.short_answers import HOW_TO_ASK_HERE
from tests.support.scene import Scene, say
from tests.support.telegram import Group, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"
CHAT = Rules().chat
FAST = Rule(3, 0.05)
QUICK = Rules(chat=Rule(3, 0.2), group=Rule(3, 0.2))


def test_a_chat_may_send_ten_at_once_and_then_one_in_two_seconds() -> None:
    bucket = Bucket(CHAT, 100.0)
    for left in range(10, 0, -1):
        assert bucket.left(100.0) == left
        assert bucket.wait(100.0) == 0
        bucket.take(100.0)
    assert bucket.wait(100.0) == 2
    assert bucket.wait(101.5) == pytest.approx(0.5)
    assert bucket.left(101.9) == 0
    assert bucket.left(102.0) == 1
    bucket.take(102.0)
    assert bucket.wait(102.0) == pytest.approx(2)
    assert bucket.full_in(102.0) == pytest.approx(20)
    assert bucket.full_in(121.9) == pytest.approx(0.1)
    assert bucket.full_in(122.1) == 0
    assert bucket.left(10_000.0) == 10


def test_a_group_is_not_sent_more_than_twenty_a_minute_in_the_long_run() -> None:
    assert 60 / Rules().group.seconds == 20


@given(st.lists(st.floats(0, 30), max_size=60))
def test_no_stretch_of_time_ever_lets_more_through_than_the_rule_says(pauses: list[float]) -> None:
    bucket, now, taken = Bucket(CHAT, 0.0), 0.0, []
    for pause in pauses:
        now += pause
        if bucket.wait(now) == 0:
            bucket.take(now)
            taken.append(now)
    for first, begin in enumerate(taken):
        for last in range(first, len(taken)):
            assert last - first + 1 <= CHAT.burst + (taken[last] - begin) / CHAT.seconds + 1e-6


class Office:
    """Lines that note what they do; each item takes until `go` is set."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        self.dealt: list[str] = []
        self.told: list[str] = []
        self.refused: list[str] = []
        self.go = asyncio.Event()
        self.go.set()
        self.lines: Lines[str, str] = Lines(self._deal, self._tell, self._refuse, clock=clock or time.monotonic)

    async def _deal(self, item: str) -> str:
        await self.go.wait()
        self.dealt.append(item)
        if item == "broken":
            raise ValueError(item)
        return "done"

    async def _tell(self, item: str) -> None:
        self.told.append(item)

    async def _refuse(self, item: str) -> None:
        self.refused.append(item)


async def outcomes(futures: list[asyncio.Future[str | Dropped]]) -> list[str | Dropped]:
    async with asyncio.timeout(5):
        return list(await asyncio.gather(*futures))


async def test_of_a_flood_the_burst_and_the_last_ten_are_dealt_with_in_order_and_the_chat_is_told_once() -> None:
    office = Office()
    futures = [office.lines.add("chat", str(number), FAST) for number in range(100)]
    assert await outcomes(futures) == ["done"] * 3 + [Dropped.TOO_MUCH] * 87 + ["done"] * 10
    assert office.dealt == [str(number) for number in [*range(3), *range(90, 100)]]
    assert office.told == ["3"]


async def test_what_is_held_back_waits_for_its_time() -> None:
    office, loop = Office(), asyncio.get_running_loop()
    begin = loop.time()
    await outcomes([office.lines.add("chat", str(number), FAST) for number in range(7)])
    assert loop.time() - begin >= 4 * FAST.seconds - 0.01


async def test_a_flood_keeps_nobody_else_waiting() -> None:
    office = Office()
    for number in range(50):
        office.lines.add("flood", f"flood {number}", Rule(3, 1_000))
    assert await outcomes([office.lines.add("other", "other", FAST)]) == ["done"]
    assert "other" in office.dealt
    await office.lines.cancel()


async def test_a_line_that_stands_still_holds_no_more_than_its_burst_and_the_last_ten() -> None:
    office = Office()
    office.go.clear()
    futures = [office.lines.add("chat", "0", FAST)]
    await asyncio.sleep(0)
    futures += [office.lines.add("chat", str(number), FAST) for number in range(1, 1_000)]
    assert sum(not future.done() for future in futures) <= FAST.burst + KEPT
    office.go.set()
    await outcomes(futures)


async def test_who_was_told_is_told_again_only_after_having_been_quiet() -> None:
    office = Office()
    await outcomes([office.lines.add("chat", str(number), FAST) for number in range(5)])
    await outcomes([office.lines.add("chat", str(number), FAST) for number in range(5)])
    assert len(office.told) == 1
    await asyncio.sleep(FAST.burst * FAST.seconds * 1.2)
    await outcomes([office.lines.add("chat", str(number), FAST) for number in range(5)])
    assert len(office.told) == 2


async def test_a_press_that_comes_too_fast_is_refused_and_does_not_wait() -> None:
    office = Office()
    slow = Rule(3, 1_000)
    futures = [office.lines.add("chat", str(number), slow, "refuse") for number in range(5)]
    assert await outcomes(futures) == ["done"] * 3 + [Dropped.TOO_MUCH] * 2
    await asyncio.sleep(0)
    assert (office.dealt, office.refused, office.told) == (["0", "1", "2"], ["3", "4"], [])


async def test_a_chat_that_has_been_quiet_is_forgotten_even_if_nobody_else_writes() -> None:
    office = Office()
    for _ in range(2):
        await outcomes([office.lines.add("chat", "hello", FAST)])
    assert len(office.lines) == 1
    await asyncio.sleep(FAST.burst * FAST.seconds + 0.2)
    assert len(office.lines) == 0


async def test_no_more_chats_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.lines.MAX_RESTING", 100)
    office = Office()
    for number in range(150):
        await outcomes([office.lines.add(number, "hello", CHAT)])
    assert len(office.lines) == 100


async def test_a_chat_that_is_to_be_forgotten_begins_anew_once_its_line_is_empty() -> None:
    office, slow = Office(), Rule(3, 1_000)
    await outcomes([office.lines.add("chat", str(number), slow) for number in range(2)])
    office.lines.forget("chat")
    assert len(office.lines) == 0
    office.go.clear()
    futures = [office.lines.add("chat", str(number), slow) for number in range(3)]
    await asyncio.sleep(0.01)
    office.lines.forget("chat")
    assert len(office.lines) == 1
    office.go.set()
    assert await outcomes(futures) == ["done"] * 3
    await asyncio.sleep(0)
    assert len(office.lines) == 0
    assert await outcomes([office.lines.add("chat", "again", slow, "refuse")]) == ["done"]


async def test_at_the_end_nobody_is_kept_to_their_pace() -> None:
    office = Office()
    futures = [office.lines.add("chat", str(number), Rule(3, 1_000)) for number in range(9)]
    office.lines.hurry()
    assert await outcomes(futures) == ["done"] * 9


async def test_what_fails_stops_nothing_behind_it() -> None:
    office = Office()
    first, broken, last = (office.lines.add("chat", item, FAST) for item in ("first", "broken", "last"))
    assert await last == "done"
    assert office.dealt == ["first", "broken", "last"]
    with pytest.raises(ValueError, match="broken"):
        await broken
    assert await first == "done"


async def test_what_is_cancelled_says_so() -> None:
    office = Office()
    futures = [office.lines.add("chat", str(number), Rule(3, 1_000)) for number in range(5)]
    await outcomes(futures[:3])
    await office.lines.cancel()
    assert all(future.cancelled() for future in futures[3:])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_person_who_floods_is_told_once_and_answered_up_to_the_last_ten(
    server: TelegramServer, language: Language
) -> None:
    async with Scene(server, rules=QUICK) as scene:
        await scene.stop()
        person = scene.person(language_code=language)
        other = scene.person("Other")
        for _ in range(99):
            await person.says("/help")
        await person.says("/about")
        await other.says(PROTEST)
        await scene.start()
        assert (await other.sees()).text.startswith(TITLE)
        await person.sees(3 + 1 + 10)
        await scene.settles()
        shown = [message.text for message in person.screen]
        assert shown.count(say(language, TOO_MUCH)) == 1
        assert len(shown) == 14
        assert shown[-1].startswith(say(language, "About Quqyq"))
        assert scene.services.counters.dropped == 100 - 13
        assert scene.services.counters.in_flight == 0


async def test_what_is_held_back_is_not_confirmed_and_a_crash_does_not_lose_it(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules()) as scene:
        await scene.stop()
        person = scene.person()
        for number in range(14):
            await person.says("/help" if number < 10 else PROTEST)
        await scene.start()
        await person.sees(11)
        async with asyncio.timeout(5):
            while len(server.world.updates.pending) > 4:  # noqa: ASYNC110 - what was answered is confirmed soon after
                await asyncio.sleep(0.02)
        await scene.kill()
        assert len(server.world.updates.pending) == 4
        before = len(person.screen)
        await scene.start()
        await person.sees(4)
        await scene.settles()
        assert sum(message.text.startswith(TITLE) for message in person.screen[before:]) == 4


async def test_what_is_held_back_is_answered_at_once_when_the_bot_stops(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules()) as scene:
        await scene.stop()
        person = scene.person()
        for _ in range(18):
            await person.says(PROTEST)
        await scene.start()
        await person.sees(11)
        async with asyncio.timeout(5):
            await scene.stop()
        assert sum(message.text.startswith(TITLE) for message in person.screen) == 18
        assert server.world.updates.pending == []


async def test_presses_that_come_too_fast_are_answered_with_a_word(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules(chat=Rule(3, 60))) as scene:
        person = scene.person(language_code="ru")
        await person.says("/language")
        menu = await person.sees()
        for label in ("Қазақша", "English"):
            await person.presses(label, menu)
            await person.sees()
        query = await person.presses("Русский", menu)
        answer = await query.answered()
        assert answer.text == say("en", NOT_SO_FAST)  # what was chosen last
        assert await scene.services.languages.get(person.id) == "en"


async def test_what_a_group_says_among_itself_counts_for_nothing(server: TelegramServer) -> None:
    async with Scene(server, rules=Rules(group=Rule(1, 60))) as scene:
        person, group = scene.person(), Group(server)
        for _ in range(30):
            await person.says("hello everybody", group=group)
        await person.says("/help", group=group)
        assert (await group.sees()).text == say("en", HOW_TO_ASK_HERE, username="tests_bot")
        await scene.settles()
        assert len(group.screen) == 1
        await person.says("/help", group=group)
        assert (await group.sees()).text == say("en", TOO_MUCH)
