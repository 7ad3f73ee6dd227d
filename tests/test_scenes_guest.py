"""Scenes in which somebody mentions the bot in a chat where it is no member: it may say one thing there."""

import pytest

from bot.knowledge import LANGUAGES, Language
from bot.short_answers import HOW_TO_ASK_HERE
from tests.support.scene import Logged, Scene, say
from tests.support.telegram import Elsewhere, Fault

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"


@pytest.mark.parametrize("private", [False, True])
async def test_a_guest_answers_once_and_briefly(scene: Scene, private: bool) -> None:
    chat = Elsewhere(scene.server, "Friends", private=private)
    person = scene.person(language_code="ru")
    await person.says("nothing for the bot", group=chat)
    asked = await person.says(f"@tests_bot {PROTEST}", group=chat)
    card = await chat.sees()
    assert card.text.startswith("Can I protest without permission?\n\nNo, not without risk.")
    assert "A small report of 2009, § 35–36." in card.text
    assert card.reply_to == asked.id
    assert card.all_buttons[0].url == "https://t.me/tests_bot?start=q_protest-without-permission"
    await scene.settles()
    assert (len(chat.screen), person.screen) == (1, [])
    assert scene.server.calls_of("sendMessage") == []


async def test_the_card_of_a_guest_turns_into_other_languages(scene: Scene) -> None:
    chat, person = Elsewhere(scene.server, "Friends"), scene.person(language_code="en")
    await person.says(f"@tests_bot {PROTEST}", group=chat)
    card = await chat.sees()
    await person.presses("Қазақша", group=chat)
    kazakh = await chat.sees()
    assert kazakh.message_id == card.message_id
    assert kazakh.text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")


async def test_a_reply_to_the_guest_is_a_question(scene: Scene) -> None:
    chat, person = Elsewhere(scene.server, "Friends"), scene.person(language_code="en")
    await person.says(f"@tests_bot {PROTEST}", group=chat)
    card = await chat.sees()
    await person.says("may we pray at home", group=chat, reply_to=card)
    assert (await chat.sees()).text.startswith("May we pray together at home?")
    counted = {"language": "en", "decision": "answer"}
    assert scene.services.metrics.registry.get_sample_value("quqyq_questions_total", counted) == 2


async def test_a_guest_answers_in_the_topic(scene: Scene) -> None:
    chat, person = Elsewhere(scene.server, "Forum", forum=True), scene.person(language_code="en")
    topic = chat.add_topic("Rights")
    await person.says(f"@tests_bot {PROTEST}", group=chat, thread_id=topic)
    assert (await chat.sees()).thread_id == topic


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_guest_that_is_asked_nothing_or_knows_nothing_says_one_line(scene: Scene, language: Language) -> None:
    chat, person = Elsewhere(scene.server, "Friends"), scene.person(language_code=language)
    for text, line in [
        ("@tests_bot", HOW_TO_ASK_HERE),
        ("@tests_bot zzzz qqqq", "I have no answer to this: what I know does not cover it. I do not guess."),
    ]:
        await person.says(text, group=chat)
        assert (await chat.sees()).text == say(language, line, username="tests_bot")
    await person.sends_photo("@tests_bot", group=chat)
    assert (await chat.sees()).text == say(language, HOW_TO_ASK_HERE, username="tests_bot")


async def test_the_language_chosen_in_private_counts_and_that_of_the_foreign_chat_does_not(scene: Scene) -> None:
    chat, person = Elsewhere(scene.server, "Friends"), scene.person(language_code="en")
    await scene.services.languages.choose(person.id, "kk")
    await scene.services.languages.choose(chat.id, "ru")
    await person.says("@tests_bot", group=chat)
    assert (await chat.sees()).text == say("kk", HOW_TO_ASK_HERE, username="tests_bot")


async def test_other_bots_get_no_answer_from_a_guest(scene: Scene) -> None:
    chat, robot = Elsewhere(scene.server, "Friends"), scene.person("Robot")
    robot.user = type(robot.user)(robot.id, "Robot", username="robot_bot", is_bot=True)
    await robot.says(f"@tests_bot {PROTEST}", group=chat)
    await scene.settles()
    assert chat.screen == []


async def test_nothing_of_a_foreign_chat_is_remembered_or_logged(scene: Scene, logged: Logged) -> None:
    chat, person = Elsewhere(scene.server, "Zhanibek's secret chat"), scene.person("Zhanibek", language_code="en")
    await person.says(f"@tests_bot zhanibekmarker {PROTEST}", group=chat)
    await chat.sees()
    scene.script({"zhanibekmarker": RuntimeError("zhanibekmarker")})
    await person.says("@tests_bot zhanibekmarker", group=chat)
    assert (await chat.sees()).text == "Something went wrong on my side. Please try again in a minute."
    await scene.settles()
    assert (len(chat.screen), person.screen) == (2, [])
    assert scene.server.calls_of("sendMessage") == []
    assert "handler failed" in logged()
    for secret in ("hanibek", str(person.id), str(chat.id)):
        assert secret not in logged()
    assert (len(scene.services.memory.written), len(scene.services.memory.answers)) == (0, 0)


async def test_a_query_that_is_too_old_is_no_failure(scene: Scene, logged: Logged) -> None:
    refused = Fault.refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    scene.server.faults.add("answerGuestQuery", refused)
    chat, person = Elsewhere(scene.server, "Friends"), scene.person(language_code="en")
    await person.says(f"@tests_bot {PROTEST}", group=chat)
    await scene.settles()
    assert chat.screen == []
    assert "failed" not in logged()
