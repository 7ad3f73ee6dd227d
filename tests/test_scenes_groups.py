"""Scenes in groups: the bot speaks only when it is spoken to, briefly, and where it was asked."""

import pytest

from bot.handlers.commands import COMMANDS, Command
from bot.handlers.spoken_to import without_name
from bot.handlers.start import PAGES
from bot.knowledge import LANGUAGES, Language
from bot.short_answers import HOW_TO_ASK_HERE, IN_PRIVATE
from tests.support.scene import Scene, say
from tests.support.scripted import suggestion
from tests.support.telegram import Fault, Group, Person, ShownMessage

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"
UNCLEAR = "I did not understand that. Please ask in a few words, as you would ask a person."
LINK = "https://t.me/tests_bot?start="


@pytest.fixture
def group(scene: Scene) -> Group:
    return Group(scene.server, "Rights")


@pytest.fixture
def person(scene: Scene) -> Person:
    return scene.person(language_code="en")


def links(message: ShownMessage) -> list[str | None]:
    return [button.url for button in message.all_buttons if button.url]


@pytest.mark.parametrize(
    "text",
    [
        f"@tests_bot {PROTEST}",
        f"@Tests_Bot, {PROTEST}",
        f"{PROTEST}? @tests_bot",
        f"/ask {PROTEST}",
        f"/ask@tests_bot {PROTEST}",
    ],
)
async def test_a_mention_and_the_command_get_one_short_card(
    scene: Scene, group: Group, person: Person, text: str
) -> None:
    asked = await person.says(text, group=group)
    card = await group.sees()
    assert card.text.startswith(f"{TITLE}\n\nNo, not without risk.")
    assert card.reply_to == asked.id
    assert "What the report found in 2009" not in card.text
    assert "A small report of 2009, § 35–36." in card.text
    assert links(card)[0] == f"{LINK}q_protest-without-permission"
    await scene.settles()
    assert (len(group.screen), person.screen) == (1, [])
    counted = {"language": "en", "decision": "answer"}
    assert scene.services.metrics.registry.get_sample_value("quqyq_questions_total", counted) == 1


async def test_a_reply_to_the_bot_is_a_question(group: Group, person: Person) -> None:
    await person.says("@tests_bot митинг", group=group)
    topic = await group.sees()
    await person.says("may we pray at home", group=group, reply_to=topic)
    assert (await group.sees()).text.startswith("May we pray together at home?")


async def test_a_mention_below_a_photo_is_a_question(group: Group, person: Person) -> None:
    await person.sends_photo(f"@tests_bot {PROTEST}", group=group)
    assert (await group.sees()).text.startswith(TITLE)


@pytest.mark.parametrize("text", [f"@tests_bot {PROTEST}", f"/ask {PROTEST}", "/start", "/topics"])
async def test_the_answer_stands_in_the_topic_of_the_forum(scene: Scene, person: Person, text: str) -> None:
    forum = Group(scene.server, "Forum", forum=True)
    forum.add_topic("Cooking")
    rights = forum.add_topic("Rights")
    asked = await person.says(text, group=forum, thread_id=rights)
    card = await forum.sees()
    assert (card.thread_id, card.reply_to) == (rights, asked.id)


async def test_talk_in_a_topic_is_no_reply_to_the_bot_even_if_it_opened_it(scene: Scene, person: Person) -> None:
    forum = Group(scene.server, "Forum", forum=True)
    rights = forum.add_topic("Rights")
    forum.chat.messages[rights].sender = scene.server.world.bot
    await person.says(PROTEST, group=forum, thread_id=rights)
    await scene.settles()
    assert [message.text for message in forum.screen if message.text] == []


async def test_everything_else_in_a_group_is_left_alone(scene: Scene, group: Group, person: Person) -> None:
    await person.says(f"@tests_bot {PROTEST}", group=group)
    card = await group.sees()
    other = await person.says("what do you think?", group=group)
    await person.says(PROTEST, group=group)
    await person.says(f"@other_bot {PROTEST}", group=group)
    await person.says(f"@tests_bot_too {PROTEST}", group=group)
    await person.says(f"tests_bot {PROTEST}", group=group)
    await person.says(f"mail@tests_bot {PROTEST}", group=group)
    await person.says(f"/ask@other_bot {PROTEST}", group=group)
    await person.says("/start@other_bot", group=group, reply_to=card)
    await person.says("/unknown", group=group)
    await person.edits(other, f"@tests_bot {PROTEST}")
    await person.joins(group)
    await person.sends_sticker(group=group)
    await person.sends_voice(group=group)
    await person.sends_photo(group=group)
    await scene.settles()
    assert group.screen == [card]


async def test_other_bots_are_not_answered_and_what_was_sent_through_this_one_neither(
    scene: Scene, group: Group, person: Person
) -> None:
    robot = scene.person("Robot")
    robot.user = type(robot.user)(robot.id, "Robot", username="robot_bot", is_bot=True)
    await robot.says(f"@tests_bot {PROTEST}", group=group)
    query = await person.types_inline("q_protest-without-permission")
    (result,) = (await query.answered()).results
    await person.chooses(result, group)
    sent = await group.sees()
    await person.says("thank you", group=group, reply_to=sent)
    await scene.settles()
    assert [message.message_id for message in group.screen] == [sent.message_id]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("рұқсатсыз наразылық білдіруге бола ма", "Рұқсатсыз наразылық білдіруге бола ма?"),
        ("можно ли протестовать без разрешения", "Можно ли протестовать без разрешения?"),
        (PROTEST, TITLE),
    ],
)
async def test_the_answer_is_in_the_language_of_the_question(
    scene: Scene, group: Group, question: str, title: str
) -> None:
    for code in ("kk", "ru", "en", None):
        await scene.person(language_code=code).says(f"@tests_bot {question}", group=group)
        assert (await group.sees()).text.startswith(title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["@tests_bot", "@tests_bot !", "/ask", "/start@tests_bot", "/help@tests_bot"])
async def test_who_asks_nothing_gets_one_line(scene: Scene, group: Group, text: str, language: Language) -> None:
    await scene.person(language_code=language).says(text, group=group)
    line = await group.sees()
    expected = UNCLEAR if "!" in text else HOW_TO_ASK_HERE
    assert line.text == say(language, expected, username="tests_bot")
    assert links(line) == [f"{LINK}ask"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_refusal_is_one_line(scene: Scene, group: Group, language: Language) -> None:
    await scene.person(language_code=language).says("@tests_bot zzzz qqqq wwww", group=group)
    line = await group.sees()
    no_answer = "I have no answer to this: what I know does not cover it. I do not guess."
    assert line.text == say(language, no_answer)
    assert [button.text for button in line.all_buttons] == [say(language, "Ask in private")]


async def test_small_talk_is_one_line_and_despair_gets_help(group: Group, person: Person) -> None:
    await person.says("@tests_bot привет", group=group)
    assert (await group.sees()).text.startswith("Здравствуйте!")
    await person.says("@tests_bot не хочу жить", group=group)
    reply = await group.sees()
    assert reply.text.startswith("Вы не один.")
    assert "Бюро по правам человека" in reply.text


async def test_a_choice_turns_into_the_short_card(scene: Scene, group: Group, person: Person) -> None:
    scene.script({"picket or prayer?": suggestion("en", "q_one-person-picket", "q_pray-at-home")})
    await person.says("@tests_bot picket or prayer?", group=group)
    choice = await group.sees()
    assert [button.text for button in choice.all_buttons] == [
        "Can one person hold a picket?",
        "May we pray together at home?",
        "Ask in private",
    ]
    query = await scene.person("Another").presses("May we pray together at home?", group=group)
    card = await group.sees()
    await query.answered()
    assert card.message_id == choice.message_id
    assert card.text.startswith("May we pray together at home?\n\nYes, you may pray")
    assert links(card)[0] == f"{LINK}q_pray-at-home"
    await person.presses("Русский", group=group)
    assert (await group.sees()).text.startswith("Можно ли молиться вместе дома?")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [each for each in COMMANDS if each.name in PAGES])
async def test_every_page_is_shown_in_private_only_and_the_button_leads_to_it(
    scene: Scene, group: Group, command: Command, language: Language
) -> None:
    person = scene.person(language_code=language)
    asked = await person.says(f"/{command.name}@tests_bot", group=group)
    line = await group.sees()
    assert line.text == say(language, IN_PRIVATE, command=command.name, what=say(language, command.description))
    assert line.reply_to == asked.id
    assert [button.text for button in line.all_buttons] == [say(language, "Read on privately")]
    (link,) = links(line)
    assert link == f"{LINK}{command.name}"
    assert person.screen == []
    await person.says(f"/start {command.name}")
    opened = await person.sees()
    await person.says("/privacy" if command.name == "forget" else f"/{command.name}")
    assert (await person.sees()).text == opened.text


async def test_a_link_deletes_nothing_and_nor_does_a_command_in_a_group(
    scene: Scene, group: Group, person: Person
) -> None:
    await person.says("/language")
    await person.sees()
    await person.presses("Қазақша")
    await person.sees()
    await person.says("/forget", group=group)
    await group.sees()
    await person.says("/start forget")
    await person.sees()
    assert await scene.services.languages.get(person.id) == "kk"


@pytest.mark.parametrize("data", [f"1:{verb}:q_pray-at-home" for verb in ("e:ru:0", "s:ru:1", "b:ru:0")])
async def test_an_old_button_in_a_group_gets_the_short_card(
    scene: Scene, group: Group, person: Person, data: str
) -> None:
    await scene.sends_old_buttons(group, data)
    await person.presses(data, group=group)
    card = await group.sees()
    assert card.text.startswith("Можно ли молиться вместе дома?")
    assert "What the report found in 2009" not in card.text
    assert links(card)[0] == f"{LINK}q_pray-at-home"
    assert len(group.screen) == 1


@pytest.mark.parametrize("data", ["1:t:kk", "1:l:kk", "1:f:en:0:q_pray-at-home", "1:u:en:p:0:0", "1:m:en:l:0:", "?"])
async def test_any_other_old_button_in_a_group_gets_one_line_and_does_nothing(
    scene: Scene, group: Group, person: Person, data: str
) -> None:
    await scene.sends_old_buttons(group, data)
    await person.presses(data, group=group)
    assert (await group.sees()).text == say("en", HOW_TO_ASK_HERE, username="tests_bot")
    assert await scene.services.languages.get(group.chat.id) is None
    assert len(group.screen) == 1


async def test_a_link_that_brings_the_bot_into_a_group_shows_the_short_card(group: Group, person: Person) -> None:
    await person.says("/start@tests_bot q_pray-at-home", group=group)
    assert (await group.sees()).text.startswith("May we pray together at home?")


async def test_a_question_that_was_deleted_is_answered_all_the_same(
    scene: Scene, group: Group, person: Person
) -> None:
    gate = scene.gate(f"@tests_bot {PROTEST}")
    asked = await person.says(f"@tests_bot {PROTEST}", group=group)
    await gate.is_reached()
    del group.chat.messages[asked.id]
    gate.open()
    card = await group.sees()
    assert (card.text.startswith(TITLE), card.reply_to) == (True, None)


async def test_nothing_of_a_group_is_remembered(scene: Scene, group: Group, person: Person) -> None:
    await person.says("@tests_bot рұқсатсыз наразылық білдіруге бола ма", group=group)
    await group.sees()
    await scene.settles()
    assert (len(scene.services.memory.written), len(scene.services.memory.answers)) == (0, 0)


async def test_a_failure_is_one_line_in_the_topic(scene: Scene, person: Person) -> None:
    scene.script({"boom": RuntimeError("secret")})
    forum = Group(scene.server, "Forum", forum=True)
    rights = forum.add_topic("Rights")
    asked = await person.says("@tests_bot boom", group=forum, thread_id=rights)
    line = await forum.sees()
    assert line.text == "Something went wrong on my side. Please try again in a minute."
    assert (line.thread_id, line.reply_to, line.all_buttons) == (rights, asked.id, ())
    assert person.screen == []


async def test_a_failure_in_inline_mode_is_told_nobody(scene: Scene, person: Person) -> None:
    scene.server.faults.add("answerInlineQuery", Fault.refusal(400, "Bad Request: RESULT_ID_INVALID"))
    await person.types_inline("protest")
    await scene.settles()
    assert scene.services.counters.failed == 1
    assert person.screen == []


async def test_the_command_in_private_is_a_question_as_any_other(scene: Scene, person: Person) -> None:
    question = await person.says(f"/ask {PROTEST}")
    card = await person.sees()
    assert card.text.startswith(TITLE)
    assert "What the report found in 2009" in card.text
    await person.edits(question, "/ask may we pray at home")
    edited = await person.sees()
    assert (edited.message_id, edited.text[:11]) == (card.message_id, "May we pray")
    await person.says(f"/ask\n{PROTEST}")
    assert (await person.sees()).text == card.text
    await person.says("/ask")
    assert (await person.sees()).text.startswith("How to ask")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("@Tests_Bot hello", "hello"),
        ("hello, @tests_bot: rally?", "hello, rally?"),
        ("@tests_bots hello", "@tests_bots hello"),
        ("@tests_bot", ""),
    ],
)
def test_the_bots_name_is_no_part_of_the_question(text: str, rest: str) -> None:
    assert without_name(text, "tests_bot") == rest
