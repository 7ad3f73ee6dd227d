"""Scenes with /privacy, /forget and /safety: what is said is what the code keeps, and what is deleted is gone."""

import hmac
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.handlers.context import Services
from bot.handlers.memory import Memory
from bot.handlers.privacy import (
    FORGOTTEN,
    HOW_TO_DELETE,
    LANGUAGE_IN_MEMORY,
    NOT_KEPT,
    NOTHING_ON_DISK,
    SAFE_LINES,
    STILL_THERE,
    TELEGRAM_SEES,
)
from bot.knowledge import LANGUAGES, Language
from bot.limits import Rule, Rules
from bot.store import DatabaseLanguages, Languages, open_languages, tables
from tests.support.holding import places
from tests.support.listening import listening_scene
from tests.support.scene import Scene, say
from tests.support.telegram import Fault, Person, ShownMessage, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

QUESTION = "can i protest without permission"


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


async def asks(person: Person, text: str) -> ShownMessage:
    await person.says(text)
    return await person.sees()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def keyed(folder: Path) -> Languages:
    return await open_languages(f"sqlite:///{folder / 'keyed.db'}", b"secret")


def test_every_table_says_what_it_keeps() -> None:
    assert [table.name for table in tables()] == [
        "chat_language",
        "seen_update",
        "asked",
        "helped",
        "unanswered",
        "dealt",
    ]
    said = [table.info["keeps"] for table in tables()]
    assert len(set(said)) == len(said)
    for sentence in said:
        assert sentence.endswith(".")
        for language in ("kk", "ru"):
            assert say(language, sentence) != sentence
    about = {table.name: table.info["about"] for table in tables() if table.info["about"] != "nobody"}
    assert about == {"chat_language": "chats", "seen_update": "updates"}


def test_everything_in_memory_says_what_it_is() -> None:
    assert set(Memory.KEEPS) == set(vars(Memory()))
    for sentence in Memory.KEEPS.values():
        assert say("kk", sentence) != say("ru", sentence) != sentence


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_a_key_nothing_about_a_person_is_on_disk(scene: Scene, language: Language) -> None:
    page = await asks(scene.person(language_code=language), "/privacy")
    for sentence in (NOT_KEPT, NOTHING_ON_DISK, LANGUAGE_IN_MEMORY, TELEGRAM_SEES, HOW_TO_DELETE):
        assert say(language, sentence) in page.text
    for sentence in Memory.KEEPS.values():
        assert say(language, sentence) in page.text
    assert not any(say(language, table.info["keeps"]) in page.text for table in tables())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_counted_and_sent_is_told(server: TelegramServer, tmp_path: Path, language: Language) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        page = await asks(scene.person(language_code=language), "/privacy")
        assert say(language, NOTHING_ON_DISK) in page.text
        for table in tables():
            assert (say(language, table.info["keeps"]) in page.text) == (table.info["about"] == "nobody"), table.name


async def test_a_key_changes_what_is_said_and_the_choice_is_on_disk(server: TelegramServer, tmp_path: Path) -> None:
    languages = await keyed(tmp_path)
    async with Scene(server, languages=languages) as scene:
        person = scene.person(language_code="en")
        page = await asks(person, "/privacy")
        (sentence,) = [table.info["keeps"] for table in tables() if table.info["about"] == "chats"]
        assert sentence in page.text
        assert NOTHING_ON_DISK not in page.text
        assert LANGUAGE_IN_MEMORY not in page.text
        await asks(person, "/language")
        await person.presses("Қазақша")
        await person.sees()
        await scene.stop()
        await scene.start()
        assert "Бейбіт жиналыс" in labels(await asks(person, "/topics"))
    await languages.close()
    assert str(person.id).encode() not in (tmp_path / "keyed.db").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_that_replicas_share_updates_is_told(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    languages = await keyed(tmp_path)

    def equip(services: Services) -> None:
        services.updates_on_disk = True

    async with Scene(server, languages=languages, equip=equip) as scene:
        page = await asks(scene.person(language_code=language), "/privacy")
        for table in tables():
            assert (say(language, table.info["keeps"]) in page.text) == (table.info["about"] != "nobody"), table.name
    await languages.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_forget_deletes_and_says_so(server: TelegramServer, tmp_path: Path, language: Language) -> None:
    languages = await keyed(tmp_path)
    async with Scene(server, languages=languages) as scene:
        person, other = scene.person(language_code="ru"), scene.person("Other", language_code="ru")
        for each in (person, other):
            await languages.choose(each.id, language)
            await asks(each, QUESTION)
        answer = await asks(person, "/forget")
        assert answer.text == f"{say(language, FORGOTTEN)}\n\n{say(language, STILL_THERE)}"
        assert await languages.get(person.id) is None
        assert await languages.get(other.id) == language
        memory = scene.services.memory
        assert memory.written.get(person.id) is None
        assert memory.written.get(other.id) == "en"
        assert memory.answers.count(lambda key, _: key[0] == person.id) == 0
        assert memory.answers.count(lambda key, _: key[0] == other.id) == 1
        assert (await asks(person, "/topics")).text == say("ru", "Choose a topic")
    await languages.close()


async def test_forget_forgets_ballots_and_what_was_sent(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person, other = scene.person(), scene.person("Other")
        for each in (person, other):
            await asks(each, QUESTION)
            await each.presses("👍 Helped")
            await each.sees()
            await asks(each, "zzzz qqqq wwww")
            await each.presses("Send this question to the moderators, without your name?")
            await each.sees()
            await each.presses("Send")
            await each.sees()
        memory = scene.services.memory
        assert (len(memory.rated), len(memory.sent)) == (2, 2)
        await asks(person, "/forget")
        assert (len(memory.rated), len(memory.sent)) == (1, 1)


async def test_after_forget_nothing_in_memory_has_the_persons_number(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        scene.services.rules = Rules(*[Rule(100, 60.0)] * 3)
        person, other = scene.person(), scene.person("Other")
        for each in (person, other):
            await asks(each, "/language")
            await each.presses("English")
            await each.sees()
            server.faults.add("sendMessage", Fault.too_many_requests())
            await asks(each, QUESTION)
            await each.presses("👍 Helped")
            await each.sees()
            await each.types_inline("rally")
            await asks(each, "zzzz qqqq wwww")
            await each.presses("Send this question to the moderators, without your name?")
            await each.sees()
            await each.presses("Send")
            await each.sees()
        await scene.settles()
        roots = (scene.application, scene.polling, scene.services)
        for each in (person, other):
            held = "\n".join(places(each.id, *roots))
            for kind in ("Memory >", "MemoryLanguages >", "Lines >"):
                assert kind in held
        await asks(person, "/forget")
        await scene.settles()
        assert places(person.id, *roots) == []
        assert places(other.id, *roots)


async def test_what_was_forgotten_is_gone_from_every_file(server: TelegramServer, tmp_path: Path) -> None:
    languages = await keyed(tmp_path)
    async with Scene(server, languages=languages) as scene:
        person = scene.person()
        await asks(person, "/language")
        await person.presses("Қазақша")
        await person.sees()
        code = hmac.digest(b"secret", f"chat:{person.id}".encode(), "sha256")
        assert code in everything_in(tmp_path)
        await asks(person, "/forget")
        assert code not in everything_in(tmp_path)
    await languages.close()


async def test_forget_never_claims_what_was_not_done(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise OperationalError("delete", {}, Exception("database is locked"))

    languages = await keyed(tmp_path)
    monkeypatch.setattr(DatabaseLanguages, "forget", fail)
    async with Scene(server, languages=languages) as scene:
        said = await asks(scene.person(), "/forget")
        assert said.text == "Something went wrong on my side. Please try again in a minute."
    await languages.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_safety_is_five_lines(scene: Scene, language: Language) -> None:
    page = await asks(scene.person(language_code=language), "/safety")
    heading, *lines = page.text.splitlines()
    assert heading == say(language, "Your safety")
    assert [line[:3] for line in lines] == ["1. ", "2. ", "3. ", "4. ", "5. "]
    assert lines[0] == f"1. {say(language, SAFE_LINES[0])}"
    assert "@tests_bot" in lines[-1]
