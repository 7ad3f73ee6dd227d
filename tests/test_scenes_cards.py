"""Scenes with cards: turning one message from topic to question and back, pages, languages, and old buttons."""

import pytest

from tests.support.base import Folder
from tests.support.scene import Scene, say
from tests.support.telegram import Person, ShownMessage, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PRAY = "topics/religion/questions/pray-at-home.yaml"
LONG = "Do not invite strangers, whoever they are. " * 200


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


async def press(person: Person, label: str) -> ShownMessage:
    query = await person.presses(label)
    message = await person.sees()
    await query.answered()
    return message


async def test_from_topic_to_card_and_back_in_one_message(scene: Scene) -> None:
    person = scene.person("Айжан", language_code="kk")
    await person.says("/topics")
    topics = await person.sees()
    assert labels(topics) == ["Бейбіт жиналыс", "Жеке бас бостандығы", "Дін бостандығы"]
    topic = await press(person, "Бейбіт жиналыс")
    assert topic.text.startswith("Бейбіт жиналыс\n2 сұрақ · 1 ұсыным · 2 жаңалық")
    card = await press(person, "Бір адам пикетке шыға ала ма?")
    assert card.text.startswith("Бір адам пикетке шыға ала ма?\n\nИә, бірақ оған да хабарлама керек.")
    assert (await press(person, "‹ Бейбіт жиналыс")).text == topic.text
    assert (await press(person, "‹ Барлық тақырып")).text == topics.text
    assert [message.message_id for message in person.screen] == [topics.message_id]


async def test_a_card_says_what_applies_where_it_is_written_and_where_to_turn(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("Can I protest without permission?")
    card = await person.sees()
    assert "the fine is 30 MCI (129,750 tenge in 2026)" in card.text
    for heading in (
        "Where to turn",
        "What applies today (checked on 29 June 2026)",
        "What the report found in 2009",
        "What the report recommended in 2009",
    ):
        assert heading in card.styled("bold")
    assert "Law on peaceful assemblies, Article 9" in card.styled("text_link")
    assert any("§ 35." in quotation for quotation in card.styled("expandable_blockquote"))
    assert card.styled("bold")[0] == "Can I protest without permission?"
    assert "This is information, not legal advice." in card.text


async def test_from_a_topic_to_its_recommendations(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    await person.says("/start t_assembly")
    topic = await person.sees()
    page = await press(person, "Что рекомендовал доклад")
    assert "Закон о собраниях по международным стандартам" in labels(page)
    assert "Можно ли протестовать без разрешения?" not in labels(page)
    card = await press(person, "Закон о собраниях по международным стандартам")
    assert "Что доклад рекомендовал в 2009 году" in card.styled("bold")
    assert labels(await press(person, "‹ Мирные собрания")) == labels(topic)


async def test_the_pages_of_a_long_card_turn_round_and_round(server: TelegramServer, folder: Folder) -> None:
    folder.replace(PRAY, "Do not invite strangers.", LONG)
    async with Scene(server, folder.library()) as scene:
        person = scene.person(language_code="en")
        await person.says("May we pray together at home?")
        first = await person.sees()
        assert first.text.startswith("May we pray together at home?")
        texts = [first.text]
        pages = int(labels(first)[1].removeprefix("1/"))
        assert pages > 2
        assert labels(first)[:3] == ["‹", f"1/{pages}", "›"]
        for number in range(2, pages + 1):
            page = await press(person, "›")
            assert labels(page)[1] == f"{number}/{pages}"
            texts.append(page.text)
        assert len(set(texts)) == pages
        assert sum(text.count("whoever they are") for text in texts) == 200
        assert texts[-1].endswith("not legal advice.")
        assert (await press(person, "›")).text == first.text
        assert (await press(person, "‹")).text == texts[-1]
        other = await press(person, "Русский")
        assert other.text.startswith("Можно ли молиться вместе дома?")
        assert len(person.screen) == 1


async def test_pressing_the_number_of_the_page_is_no_error(server: TelegramServer, folder: Folder) -> None:
    folder.replace(PRAY, "Do not invite strangers.", LONG)
    async with Scene(server, folder.library()) as scene:
        person = scene.person(language_code="en")
        await person.says("May we pray together at home?")
        first = await person.sees()
        query = await person.presses(lambda button: button.text.startswith("1/"))
        await query.answered()
        await scene.settles()
        assert person.screen == [first]


async def test_the_other_languages_of_a_card(scene: Scene) -> None:
    person = scene.person(language_code="kk")
    await person.says("/start q_pray-at-home")
    kazakh = await person.sees()
    assert kazakh.text.startswith("Үйде бірге намаз оқуға бола ма?")
    assert (await press(person, "Русский")).text.startswith("Можно ли молиться вместе дома?")
    english = await press(person, "English")
    assert english.text.startswith("May we pray together at home?")
    assert labels(english) == ["Қазақша", "Русский", "Share", "‹ Freedom of religion"]
    assert (await press(person, "Қазақша")).text == kazakh.text
    await person.says("/topics")
    assert "Дін бостандығы" in labels(await person.sees())  # to look at a card in another language chooses none


async def test_pressing_the_same_button_twice_is_no_error(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("/topics")
    topics = await person.sees()
    for _ in range(2):
        query = await person.presses("Freedom of religion", topics)
        await query.answered()
    topic = await person.sees()
    await scene.settles()
    assert person.screen == [topic]


async def test_the_message_of_a_pressed_button_was_deleted(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("/topics")
    topics = await person.sees()
    del person.chat.messages[topics.message_id]
    query = await person.presses("Freedom of religion", topics)
    card = await person.sees()
    await query.answered()
    assert card.text.startswith("Freedom of religion")
    assert card.message_id > topics.message_id


async def test_the_message_is_deleted_while_its_button_is_pressed(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("/topics")
    topics = await person.sees()
    await scene.stop()
    await person.presses("Freedom of religion")
    del person.chat.messages[topics.message_id]
    await scene.start()
    assert (await person.sees()).text.startswith("Freedom of religion")


OLD = [
    "topics",
    "0:anything",
    "2:e:kk:0:q_pray-at-home",
    "1:e:kk:0:q_gone-since-then",
    "1:e:kk:0:z_pray-at-home",
    "1:e:kk:-1:q_pray-at-home",
    "1:e:kk:x:q_pray-at-home",
    "1:e:de:0:q_pray-at-home",
    "1:l:de",
    "1:t:",
    "::::",
    "Ә" * 32,
]


async def test_an_old_or_unknown_button_shows_the_topics_of_today(scene: Scene) -> None:
    person = scene.person(language_code="kk")
    for data in OLD:
        await scene.sends_old_buttons(person, data)
        fresh = await press(person, data)
        assert fresh.text == say("kk", "That button is from an earlier version of me. Here are the current topics:")
        assert labels(fresh) == ["Бейбіт жиналыс", "Жеке бас бостандығы", "Дін бостандығы"]


@pytest.mark.parametrize("page", ["7", "999"])
async def test_a_page_that_is_no_more_shows_the_last(scene: Scene, page: str) -> None:
    person = scene.person(language_code="en")
    data = f"1:e:en:{page}:q_pray-at-home"
    await scene.sends_old_buttons(person, data)
    assert (await press(person, data)).text.startswith("May we pray together at home?")


async def test_a_press_that_is_too_old_to_be_answered_is_still_done(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("/topics")
    await person.sees()
    await scene.stop()
    await person.presses("Freedom of religion")
    scene.server.world.queries.expire()
    await scene.start()
    assert (await person.sees()).text.startswith("Freedom of religion")
