"""Scenes with "helped / did not help": counted once, and nobody is named."""

from pathlib import Path

import pytest

from bot.handlers.memory import Memory
from bot.knowledge import LANGUAGES, Language
from tests.support.base import TODAY, real_library
from tests.support.listening import listening_scene
from tests.support.scene import Scene, say
from tests.support.telegram import Fault, Group, Person, ShownMessage, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = {
    "kk": "рұқсатсыз наразылық білдіруге бола ма",
    "ru": "можно ли протестовать без разрешения",
    "en": "can i protest without permission",
}
ENTRY = "q_protest-without-permission"
HELPED, NOT_HELPED = "👍 Helped", "👎 Did not help"
DAY = TODAY.isoformat()


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


async def asks(person: Person, text: str = PROTEST["en"]) -> ShownMessage:
    await person.says(text)
    return await person.sees()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_that_helped_is_counted_and_loses_its_two_buttons(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person(language_code=language)
        answer = await asks(person, PROTEST[language])
        assert labels(answer)[-2:] == [say(language, HELPED), say(language, NOT_HELPED)]
        query = await person.presses(say(language, HELPED))
        voted = await person.sees()
        assert (await query.answered()).text == say(language, "Thank you.")
        assert (voted.message_id, voted.text) == (answer.message_id, answer.text)
        assert labels(voted) == labels(answer)[:-2]
        assert await database.counted("helped") == [(DAY, ENTRY, language, "yes", 1)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_did_not_help_come_suggestions_and_where_to_turn(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person(language_code=language)
        answer = await asks(person, PROTEST[language])
        await person.presses(say(language, NOT_HELPED))
        more = await person.sees(2)
        assert more.message_id > answer.message_id  # the answer is still there to be read
        assert more.text.startswith(say(language, "I am sorry that it did not help. Perhaps one of these will:"))
        base = scene.library.base
        for contact in ("contact-kibhr", "contact-legal-aid"):
            assert base.contacts[contact].name[language] in more.text
        assert base.question("one-person-picket").title[language] in labels(more)
        assert base.topic("assembly").title[language] in labels(more)
        assert base.question("protest-without-permission").title[language] not in labels(more)
        await person.presses(base.question("one-person-picket").title[language])
        assert (await person.sees()).text.startswith(base.question("one-person-picket").title[language])
        assert await database.counted("helped") == [(DAY, ENTRY, language, "no", 1)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_did_not_help_leads_to_what_is_near_it(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path, library=real_library()) as (scene, _):
        person, base = scene.person(language_code=language), scene.library.base
        for topic in ("assembly", "religion", "liberty"):
            entry = base.topic(topic).questions[0]
            await asks(person, f"/start q_{entry.id}")
            await person.presses(say(language, NOT_HELPED))
            more = await person.sees(2)
            of_topic = {question.title[language] for question in base.topic(topic).questions}
            first, *_ = labels(more)
            assert first in of_topic - {entry.title[language]}


async def test_pressing_twice_counts_once(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        answer = await asks(person)
        await person.presses(HELPED, answer)
        await person.presses(HELPED, answer)
        await person.presses(NOT_HELPED, answer)
        await scene.settles()
        assert await database.counted("helped") == [(DAY, ENTRY, "en", "yes", 1)]


async def test_asking_again_gives_no_second_ballot(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        first, second = await asks(person), await asks(person)
        assert HELPED in labels(second)
        await person.presses(HELPED, first)
        await person.sees()
        await person.presses(NOT_HELPED, second)  # the other copy, sent before
        await person.sees(2)
        assert HELPED not in labels(await asks(person))
        await person.presses("Русский")
        assert say("ru", HELPED) not in labels(await person.sees())
        assert await database.counted("helped") == [(DAY, ENTRY, "en", "yes", 1)]


async def test_a_press_after_a_restart_finds_the_ballot_gone(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        answer = await asks(person)
        await person.presses(HELPED, answer)
        await person.sees()
        await scene.settles()
        scene.services.memory = Memory()  # what a restart forgets
        await person.presses(HELPED, answer)
        await scene.settles()
        assert await database.counted("helped") == [(DAY, ENTRY, "en", "yes", 1)]


async def test_other_people_other_entries_and_other_days_are_counted(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        one, other = scene.person("One"), scene.person("Other")
        for person in (one, other):
            await asks(person)
            await person.presses(HELPED)
            await person.sees()
        await asks(one, "is it legal to pray at home with friends")
        database.calendar.day = TODAY.replace(day=16)
        await one.presses(NOT_HELPED)
        await one.sees(2)
        assert await database.counted("helped") == [
            (DAY, ENTRY, "en", "yes", 2),
            ("2026-07-16", "q_pray-at-home", "en", "no", 1),
        ]


async def test_the_buttons_stay_when_another_language_is_looked_at(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        await asks(person)
        await person.presses("Русский")
        assert labels(await person.sees())[-2:] == [say("ru", HELPED), say("ru", NOT_HELPED)]
        await person.presses(say("ru", HELPED))
        await person.sees()
        assert await database.counted("helped") == [(DAY, ENTRY, "ru", "yes", 1)]


async def test_a_permanent_link_leads_to_a_ballot_and_a_list_of_questions_is_none(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person = scene.person()
        assert HELPED in labels(await asks(person, "/start r_assembly-by-standards"))
        assert HELPED not in labels(await asks(person, "/start t_assembly"))
        assert HELPED in labels(await asks(person, "rally"))  # a topic's card that answers a question
        assert HELPED not in labels(await asks(person, "hello"))


async def test_a_press_under_a_deleted_message_counts_nothing(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        answer = await asks(person)
        del person.chat.messages[answer.message_id]
        await person.presses(NOT_HELPED, answer)  # the message is gone: nothing to count, help all the same
        assert (await person.sees()).text.startswith("I am sorry that it did not help.")
        assert await database.counted("helped") == []


async def test_an_old_press_for_an_entry_that_is_gone_gets_the_topics(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        await scene.sends_old_buttons(person, "1:f:en:1:q_no-such-question")
        await person.presses("1:f:en:1:q_no-such-question")
        assert (await person.sees()).text.startswith("That button is from an earlier version of me.")
        assert await database.counted("helped") == []


async def test_without_a_store_nothing_is_offered(scene: Scene) -> None:
    person = scene.person()
    assert HELPED not in labels(await asks(person))
    await scene.sends_old_buttons(person, f"1:f:en:0:{ENTRY}")
    await person.presses(f"1:f:en:0:{ENTRY}")
    assert (await person.sees()).text.startswith("That button is from an earlier version of me.")


async def test_buttons_that_cannot_be_taken_away_cost_nothing(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        await asks(person)
        server.faults.add("editMessageReplyMarkup", Fault.refusal(400, "Bad Request: message can't be edited"))
        await person.presses(NOT_HELPED)
        assert (await person.sees()).text.startswith("I am sorry")
        assert await database.counted("helped") == [(DAY, ENTRY, "en", "no", 1)]


async def test_questions_are_counted_by_what_was_decided(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        question = await person.says(PROTEST["en"])
        await person.sees()
        await person.edits(question, "is it legal to pray at home with friends")
        await person.sees()
        for text in (PROTEST["ru"], PROTEST["ru"], "hello", "zzzz qqqq wwww", "?", "speeding ticket from a camera"):
            await asks(person, text)
        assert await database.counted("asked") == [
            (DAY, "", "en", "refuse", "neighbour", 1),
            (DAY, "", "en", "refuse", "outside", 1),
            (DAY, "", "en", "refuse", "smalltalk", 1),
            (DAY, "", "en", "refuse", "unclear", 1),
            (DAY, "assembly", "en", "answer", "", 1),
            (DAY, "assembly", "ru", "answer", "", 2),
        ]


async def test_in_a_group_there_is_no_ballot(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        group, person = Group(server, "Group"), scene.person()
        await person.says("/start q_pray-at-home", group=group)
        assert HELPED not in labels(await group.sees())
