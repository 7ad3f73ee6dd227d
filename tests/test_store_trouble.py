"""A locked or full disk, or a database that is gone, costs nobody an answer."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from bot.handlers.context import Services
from bot.handlers.sending import NOT_KEPT, OFFER, SENT
from bot.knowledge import Language
from bot.listening import Listening
from bot.store import Claim, ForgivingClaims, Store, open_store
from bot.store.breaker import Breaker, Unavailable
from tests.support.base import TODAY
from tests.support.listening import Database
from tests.support.process import BotProcess
from tests.support.scene import Scene, say
from tests.support.telegram import Person, ShownMessage, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

KEY = b"the secret of these tests"
CHAT = 7_000_123_456
OLD_TABLE = "CREATE TABLE chat_language (chat BLOB NOT NULL, language VARCHAR(2) NOT NULL, PRIMARY KEY (chat))"
ENOUGH = 30
RESTS = 0.05
HELPED, NOT_HELPED = "👍 Helped", "👎 Did not help"
SORRY = "I am sorry that it did not help. Perhaps one of these will:"
PREVIEW = "This is what the moderators would get:"
FAILED = "Something went wrong on my side. Please try again in a minute."


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a lock for a moment only, and try again soon."""
    monkeypatch.setattr("bot.store.engines.BUSY", 50)
    monkeypatch.setattr("bot.store.breaker.REST", RESTS)


def locked(path: Path) -> sqlite3.Connection:
    """A connection that holds an exclusive lock until it is closed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


async def test_while_the_file_is_locked_everybody_is_answered_in_the_language_that_they_chose(
    server: TelegramServer, tmp_path: Path
) -> None:
    failures: list[None] = []
    store = await open_store(f"sqlite:///{tmp_path / 'quqyq.db'}", KEY, lambda: failures.append(None))
    async with Scene(server, languages=store.languages) as scene:
        person, other = scene.person(language_code="ru"), scene.person(language_code="ru")
        await person.says("/language")
        await person.sees()
        holder = locked(tmp_path / "quqyq.db")
        await person.presses("Қазақша")
        await person.sees()
        await person.says("can i protest without permission")
        assert (await person.sees()).text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
        await other.says("can i protest without permission")
        assert (await other.sees()).text.startswith("Can I protest without permission?")
        holder.close()
        assert failures
        await asyncio.sleep(RESTS)
        await other.says("/language")
        await other.sees()
        await other.presses("English")
        await other.sees()
    await store.close()
    again = await open_store(f"sqlite:///{tmp_path / 'quqyq.db'}", KEY)
    assert await again.languages.get(other.id) == "en"
    await again.close()


async def press(person: Person, label: str, language: Language = "en") -> ShownMessage:
    await person.presses(say(language, label))
    return await person.sees()


async def test_whatever_is_to_be_written_to_a_locked_file_costs_nobody_an_answer_and_is_written_later(
    server: TelegramServer, tmp_path: Path
) -> None:
    """All that is ever written: a language, counts of questions and verdicts, a question sent, a chat forgotten."""
    path, failures = tmp_path / "quqyq.db", [0]

    def failed() -> None:
        failures[0] += 1

    store = await open_store(f"sqlite:///{path}", KEY, failed, counting=True)
    assert store.records is not None
    database = Database(path, Listening(store.records, lambda: TODAY, failed))

    def equip(services: Services) -> None:
        services.listening = database.listening

    async with Scene(server, languages=store.languages, equip=equip) as scene:
        person, sender, leaving = scene.person("Chooses"), scene.person("Sends"), scene.person("Leaves")
        holder = locked(path)
        await person.says("/language")
        await person.sees()
        await press(person, "Қазақша")
        await person.says("can i protest without permission")
        assert (await person.sees()).text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
        await press(person, HELPED, "kk")
        await sender.says("zzzz qqqq wwww")
        await sender.sees()
        await press(sender, OFFER)
        told = await press(sender, "Send")
        assert told.text.startswith(NOT_KEPT)
        await leaving.says("/forget")
        assert (await leaving.sees()).text == FAILED  # never claimed without having been done
        await database.listening.flush()
        assert failures[0] >= 3
        holder.close()
        assert [database.rows(table) for table in ("asked", "helped", "unanswered")] == [[], [], []]
        await asyncio.sleep(RESTS)
        assert (await press(sender, "Send")).text == SENT
        await person.says("hello")
        await person.sees()
        await leaving.says("/forget")
        assert (await leaving.sees()).text.startswith("Deleted:")
    await asyncio.sleep(RESTS)
    assert len(await database.counted("asked")) == 3  # an answer, a refusal, a greeting
    assert [row[1:] for row in database.rows("helped")] == [("q_protest-without-permission", "kk", "yes", 1)]
    assert [row[1:3] for row in database.rows("unanswered")] == [("zzzz qqqq wwww", "en")]
    await store.close()
    again = await open_store(database.url, KEY)
    assert await again.languages.get(person.id) == "kk"
    await again.close()


async def test_a_choice_that_could_not_be_written_is_written_later(
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path / 'quqyq.db'}"
    store, other = await open_store(address, KEY), await open_store(address, KEY)
    await store.languages.choose(CHAT, "ru")
    holder = locked(tmp_path / "quqyq.db")
    await store.languages.choose(CHAT, "kk")
    assert await store.languages.get(CHAT) == "kk"
    assert await other.languages.get(CHAT) == "ru"  # it can be read meanwhile
    holder.close()
    await asyncio.sleep(RESTS)
    assert await store.languages.get(CHAT) == "kk"
    assert await other.languages.get(CHAT) == "kk"
    await store.close()
    await other.close()


async def test_choices_and_counts_at_the_same_moment_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engines.BUSY", 5_000)
    failures: list[None] = []
    address = f"sqlite:///{tmp_path / 'quqyq.db'}"
    stores = [await open_store(address, KEY, lambda: failures.append(None), counting=True) for _ in range(2)]

    async def use(store: Store, number: int) -> None:
        assert store.records is not None
        await store.languages.choose(number, "kk")
        await store.records.counts.add({("dealt", "2026-07-15", "done"): 1})
        assert await store.records.unanswered.add("question", "kk", "2026-07-15")

    await asyncio.gather(*(use(store, number) for number in range(20) for store in stores))
    assert failures == []
    assert stores[0].records is not None
    assert [each.number for each in await stores[0].records.counts.since("dealt", "2026")] == [40]
    for store in stores:
        await store.close()


async def test_a_file_that_is_locked_at_the_start_is_used_once_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / "quqyq.db"
    file = sqlite3.connect(path)
    file.execute(OLD_TABLE)
    file.commit()
    file.close()
    holder = locked(path)  # in the old journal mode, so that it cannot even be read
    store = await open_store(f"sqlite:///{path}", KEY)
    await store.languages.choose(CHAT, "kk")
    assert await store.languages.get(CHAT) == "kk"
    holder.close()
    await asyncio.sleep(RESTS)
    await store.languages.choose(CHAT, "ru")
    await store.close()
    again = await open_store(f"sqlite:///{path}", KEY)
    assert await again.languages.get(CHAT) == "ru"
    await again.close()


async def test_on_a_full_disk_everybody_is_answered(server: TelegramServer, tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": server.token, "BOT_API_URL": server.url, "STORAGE_KEY": "a secret"}
    people = [Person(server, f"Person {number}") for number in range(20)]
    async with BotProcess("run", folder=tmp_path, settings=settings, file_size=65_536) as process:
        for person in people:
            await person.says("/language")
            await person.sees(timeout=ENOUGH)
            await person.presses("Қазақша")
            await person.sees(timeout=ENOUGH)
            await person.says("can i protest without permission")
            assert (await person.sees(timeout=ENOUGH)).text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
            await person.presses(say("kk", NOT_HELPED))
            assert (await person.sees(2, timeout=ENOUGH)).text.startswith(say("kk", SORRY))
        await people[0].says("zzzz qqqq wwww")
        await people[0].sees(timeout=ENOUGH)
        for label, said in ((OFFER, PREVIEW), ("Send", NOT_KEPT)):
            await people[0].presses(say("kk", label))
            assert (await people[0].sees(timeout=ENOUGH)).text.startswith(say("kk", said))
        process.signal(15)
        assert await process.ends() == 0
    assert "the store cannot be written" in process.errors
    assert "Traceback" not in process.errors


class Gone:
    """Claims in a database that does not answer."""

    def __init__(self) -> None:
        self.asked = 0

    async def claim(self, number: int) -> Claim:
        self.asked += 1
        raise ConnectionRefusedError

    async def done(self, number: int) -> None:
        await asyncio.sleep(60)

    async def release(self, number: int) -> None:
        raise ConnectionRefusedError

    async def renew(self) -> None:
        raise ConnectionRefusedError


async def test_without_the_database_every_update_is_dealt_with_and_nobody_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.store.breaker.PATIENCE", 0.05)
    monkeypatch.setattr("bot.store.breaker.REST", 0.1)
    gone = Gone()
    failures: list[None] = []
    claims = ForgivingClaims(gone, lambda: failures.append(None))
    async with asyncio.timeout(1):
        assert [await claims.claim(number) for number in range(20)] == [Claim.MINE] * 20
        assert gone.asked == 1  # then it rests
        await asyncio.sleep(0.1)
        await claims.done(1)
        await claims.release(1)
        await claims.renew()
    assert len(failures) == 2


async def test_a_store_that_has_failed_is_tried_again_by_one_for_all() -> None:
    tried: list[int] = []
    works = asyncio.Event()

    async def work(number: int) -> int:
        tried.append(number)
        await asyncio.sleep(0.05)
        if not works.is_set():
            raise ConnectionRefusedError
        return number

    breaker = Breaker("the store of this test fails", lambda: None)

    async def results(count: int) -> list[int | BaseException]:
        calls = (breaker.call(partial(work, number)) for number in range(count))
        return await asyncio.gather(*calls, return_exceptions=True)

    assert {type(result) for result in await results(3)} == {Unavailable}
    assert len(tried) == 3
    assert {type(result) for result in await results(3)} == {Unavailable}
    assert len(tried) == 3
    await asyncio.sleep(0.05)
    works.set()
    assert sorted(map(str, await results(3))) == ["", "", "0"]
    assert len(tried) == 4
    assert await results(3) == [0, 1, 2]
