"""Scenes with what people write: questions, edited ones, what is not understood, what is no text."""

import asyncio

import pytest

from bot.handlers.memory import Memory
from bot.knowledge import LANGUAGES, Language
from tests.support.scene import Scene, say
from tests.support.scripted import refusal, suggestion
from tests.support.telegram import Group, Person, ShownMessage

pytest_plugins = ["tests.support.scene_fixtures"]

NO_ANSWER = "I have no answer to this: what I know does not cover it. I do not guess."
ONLY_TEXT = "I can only read text. Please write your question in a few words."
UNCLEAR = "I did not understand that. Please ask in a few words, as you would ask a person."


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("рұқсатсыз наразылық білдіруге бола ма", "Рұқсатсыз наразылық білдіруге бола ма?"),
        ("РУКСАТСЫЗ НАРАЗЫЛЫК БИЛДИРУГЕ БОЛА МА???", "Рұқсатсыз наразылық білдіруге бола ма?"),
        ("Можно ли пойти на несанкционированный митинг?", "Можно ли протестовать без разрешения?"),
        ("do i need a permit for a rally", "Can I protest without permission?"),
        ("митинг", "Мирные собрания"),
    ],
)
async def test_a_question_is_answered_in_its_own_language(scene: Scene, question: str, title: str) -> None:
    person = scene.person(language_code="uk")
    await person.says(question)
    assert (await person.sees()).text.startswith(title)


async def test_an_edited_question_has_its_answer_edited(scene: Scene) -> None:
    person = scene.person(language_code="en")
    question = await person.says("can i protest without permission")
    first = await person.sees()
    await person.edits(question, "is it legal to pray at home with friends")
    second = await person.sees()
    assert second.text.startswith("May we pray together at home?")
    assert (second.message_id, second.edited) == (first.message_id, True)
    await person.edits(question, "Is it legal to pray at home with friends?")
    await scene.settles()
    assert person.screen == [second]


async def test_an_edited_question_gets_a_new_answer_if_the_old_one_is_forgotten(scene: Scene) -> None:
    person = scene.person(language_code="en")
    question = await person.says("can i protest without permission")
    first = await person.sees()
    await scene.settles()
    scene.services.memory = Memory()
    await person.edits(question, "is it legal to pray at home with friends")
    second = await person.sees()
    assert second.text.startswith("May we pray together at home?")
    assert second.message_id > first.message_id
    await person.edits(question, "can i protest without permission")
    assert (await person.sees()).message_id == second.message_id


async def test_an_edited_question_gets_a_new_answer_if_the_old_one_was_deleted(scene: Scene) -> None:
    person = scene.person(language_code="en")
    question = await person.says("can i protest without permission")
    first = await person.sees()
    del person.chat.messages[first.message_id]
    await person.edits(question, "is it legal to pray at home with friends")
    assert (await person.sees()).message_id > first.message_id


async def test_suggestions_are_buttons_that_open_cards(scene: Scene) -> None:
    scene.script({"пикет или намаз?": suggestion("ru", "q_one-person-picket", "q_pray-at-home", "t_liberty")})
    person = scene.person(language_code="ru")
    await person.says("пикет или намаз?")
    choice = await person.sees()
    assert choice.text.startswith(say("ru", "I am not sure that I understood you. Perhaps it is one of these:"))
    titles = ["Можно ли выйти на одиночный пикет?", "Можно ли молиться вместе дома?", "Личная свобода"]
    assert labels(choice) == [*titles, "Все темы"]
    for title in titles:
        await person.presses(title, choice)
        card = await person.sees()
        assert card.text.startswith(title)
        assert card.message_id == choice.message_id


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_honest_refusal_says_where_to_turn(scene: Scene, language: Language) -> None:
    nearest = ("q_one-person-picket", "r_assembly-by-standards", "q_pray-at-home")
    scene.script({"1234 tax": refusal(language, *nearest)})
    person = scene.person(language_code=language)
    await person.says("1234 tax")
    card = await person.sees()
    assert card.text.startswith(say(language, NO_ANSWER))
    assert say(language, "Where to turn") in card.styled("bold")
    base = scene.library.base
    assert base.contacts["contact-kibhr"].name[language] in card.styled("text_link")
    topics = [base.topic(id_).title[language] for id_ in ("assembly", "religion")]
    assert labels(card) == [*topics, say(language, "All topics")]
    await person.presses(topics[0])
    assert (await person.sees()).text.startswith(topics[0])


async def test_a_refusal_that_nothing_is_near_to(scene: Scene) -> None:
    person = scene.person(language_code="kk")
    await person.says("бауырсақ пен қымыз дәмі")
    card = await person.sees()
    assert card.text.startswith(say("kk", NO_ANSWER))
    assert "Адам құқықтары бюросы" in card.text


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("сәлем", "Сәлеметсіз бе!"),
        ("привет", "Здравствуйте!"),
        ("speeding ticket from a camera", "The base has nothing on traffic fines"),
        ("не хочу жить", "Вы не один."),
    ],
)
async def test_small_talk_and_neighbouring_subjects_get_their_reply(scene: Scene, text: str, reply: str) -> None:
    person = scene.person(language_code="kk")
    await person.says(text)
    card = await person.sees()
    assert card.text.startswith(reply)
    assert len(labels(card)) == 1
    assert ("Бюро по правам человека" in card.text) == (text == "не хочу жить")


@pytest.mark.parametrize("text", ["?", "🙏🏽", "…", "х", "\u200d", "\u202e", "\u0301"])
async def test_what_has_no_word_is_answered_in_the_known_language(scene: Scene, text: str) -> None:
    person = scene.person(language_code="kk")
    await person.says(text)
    assert (await person.sees()).text.startswith(say("kk", UNCLEAR))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_voice_photo_sticker_and_file_get_a_helpful_line(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    await person.sends_voice()
    await person.sends_photo()
    await person.sends_sticker()
    await person.sends_document(filename="приказ.pdf")
    for _ in range(4):
        line = await person.sees()
        assert line.text == say(language, ONLY_TEXT)
        assert labels(line) == [say(language, "All topics")]


async def test_a_question_under_a_photo_is_answered(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.sends_photo("can i protest without permission")
    assert (await person.sees()).text.startswith("Can I protest without permission?")


async def test_a_question_behind_small_talk_is_answered(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("hello, can i protest without permission")
    assert (await person.sees()).text.startswith("Can I protest without permission?")


async def test_despair_comes_before_any_answer_and_the_answer_is_beside_it(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("I do not want to live, can i protest")
    reply = await person.sees()
    assert reply.text.startswith("You are not alone.")
    assert "Can I protest without permission?" in labels(reply)


async def test_small_talk_tells_the_language_too(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("сәлем")
    assert (await person.sees()).text.startswith("Сәлеметсіз бе!")
    await person.says("/topics")
    assert (await person.sees()).text == say("kk", "Choose a topic")


async def test_what_only_its_letters_tell_is_refused_in_the_language_of_the_person(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    await person.says("zzzz qqqq wwww")
    assert (await person.sees()).text.startswith(say("ru", NO_ANSWER))


@pytest.mark.parametrize(
    "text",
    [
        "<b>can i protest</b> without permission",
        "<blockquote expandable>can i protest without permission</a> & <script>",
        "can i protest without permission &lt;&amp;&#0;",
    ],
)
async def test_html_in_a_question_is_harmless(scene: Scene, text: str) -> None:
    person = scene.person("<b>Name & Co</i>", language_code="en")
    await person.says(text)
    assert "Can I protest without permission?" in (await person.sees()).text


async def test_a_text_as_long_as_telegram_allows_is_answered(scene: Scene) -> None:
    person = scene.person(language_code="en")
    for text in ("w" * 4096, "can i protest without permission " * 124, "🙏" * 2048, "а б " * 1024):
        await person.says(text)
        assert (await person.sees()).text


async def test_the_same_person_in_three_languages(scene: Scene) -> None:
    person = scene.person(language_code=None)
    base = scene.library.base
    for language in (*LANGUAGES, *reversed(LANGUAGES)):
        title = base.question("pray-at-home").title[language]
        await person.says(title)
        assert (await person.sees()).text.startswith(title)


async def test_many_people_at_once_each_get_their_own(scene: Scene) -> None:
    base = scene.library.base
    people = [(scene.person(language_code=None), LANGUAGES[number % 3]) for number in range(30)]

    async def talks(person: Person, language: Language) -> None:
        for id_ in ("pray-at-home", "just-detained", "one-person-picket"):
            title = base.question(id_).title[language]
            await person.says(title)
            assert (await person.sees(timeout=20)).text.startswith(title)
            await person.says("/about")
            assert base.report.about[language] in (await person.sees(timeout=20)).text

    await asyncio.gather(*(talks(person, language) for person, language in people))
    assert all(len(person.screen) == 6 for person, _ in people)


async def test_two_people_in_two_languages_at_the_same_moment(scene: Scene) -> None:
    aizhan, oleg = scene.person("Айжан", language_code="kk"), scene.person("Олег", language_code="ru")
    gate = scene.gate("/about")
    await aizhan.says("/about")
    await oleg.says("/about")
    await gate.is_reached()
    gate.open()
    assert say("kk", "About Quqyq") in (await aizhan.sees()).text
    assert say("ru", "About Quqyq") in (await oleg.sees()).text


async def test_ordinary_talk_in_a_group_is_not_answered(scene: Scene) -> None:
    group = Group(scene.server, "Rights")
    person = scene.person(language_code="en")
    message = await person.says("can i protest without permission", group=group)
    await person.edits(message, "is it legal to pray at home with friends")
    await person.sends_photo("can i protest without permission", group=group)
    await person.sends_voice(group=group)
    await person.sends_sticker(group=group)
    await person.says("/unknown", group=group)
    await person.says("/topics@other_bot", group=group)
    await scene.settles()
    assert (group.screen, person.screen) == ([], [])
    await person.says("/topics@tests_bot", group=group)
    assert labels(await group.sees()) == ["Read on privately"]


async def test_the_same_choice_is_never_offered_twice_in_a_row_and_then_come_all_topics(scene: Scene) -> None:
    choice = suggestion("en", "q_just-detained", "q_pray-at-home")
    other = suggestion("en", "q_just-detained", "q_one-person-picket")
    scene.script({"aaa bbb": choice, "ccc ddd": other, "eee fff": choice})
    person = scene.person(language_code="en")
    await person.says("aaa bbb")
    first = labels(await person.sees())
    await person.says("ccc ddd")
    second = await person.sees()
    topics = [topic.title.en for topic in scene.library.base.topics]
    assert set(topics) <= set(labels(second))
    assert scene.library.base.question("just-detained").title.en not in labels(second)
    assert scene.library.base.question("one-person-picket").title.en in labels(second)
    await person.says("eee fff")
    third = labels(await person.sees())
    assert len(third) < len(topics) + len(first)
    assert scene.library.base.question("pray-at-home").title.en in third


async def test_after_an_answer_misses_are_counted_anew(scene: Scene) -> None:
    scene.script({"aaa bbb": suggestion("en", "q_pray-at-home")})
    person = scene.person(language_code="en")
    for text in ("aaa bbb", "can i protest without permission", "zzzz qqqq"):
        await person.says(text)
        shown = await person.sees()
    assert shown.text.startswith(NO_ANSWER)
    assert "This is all that I know about" not in shown.text


async def test_a_second_refusal_shows_all_topics(scene: Scene) -> None:
    person = scene.person(language_code="en")
    for text in ("zzzz qqqq", "wwww xxxx"):
        await person.says(text)
        shown = await person.sees()
    assert shown.text.startswith(NO_ANSWER)
    assert {topic.title.en for topic in scene.library.base.topics} <= set(labels(shown))
