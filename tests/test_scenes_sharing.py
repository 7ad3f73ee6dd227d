"""Scenes with sharing: the menu of a card, and the caution that comes before it."""

from html import escape

import pytest

from bot.cards import CardMaker, Links, html_pages
from bot.cards.sharing import MAX_COPIED, citation, cut
from bot.knowledge import LANGUAGES, Language, Ref, load_base
from tests.support.base import REAL_BASE, TODAY, Folder, small_library, voices
from tests.support.scene import Scene, say
from tests.support.telegram import Button, Person, ShownMessage, TelegramServer
from tests.support.telegram.formatted import units

pytest_plugins = ["tests.support.scene_fixtures"]

PICKET = Ref("question", "one-person-picket")
LINK = "https://t.me/tests_bot?start=q_one-person-picket"
HEADING = "⚠️ Before you share this"


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


def the(message: ShownMessage, label: str) -> Button:
    (button,) = [button for button in message.all_buttons if button.text == label]
    return button


async def press(person: Person, label: str) -> ShownMessage:
    await person.presses(label)
    return await person.sees()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_card_leads_to_the_ways_to_share_it_and_back(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    title = scene.library.cards.title(PICKET, language)
    report = scene.library.base.report.title[language]
    await person.says("/start q_one-person-picket")
    card = await person.sees()
    menu = await press(person, say(language, "Share"))
    cited = f"{title} {report}, § 35. Quqyq: {LINK}"
    assert menu.message_id == card.message_id
    assert menu.text.startswith(title)
    assert menu.text.endswith(cited)
    send = the(menu, say(language, "Send to a chat"))
    assert send.action == "switch_inline_query_chosen_chat"
    assert send.value == {
        "query": f"q_one-person-picket {language}",
        "allow_user_chats": True,
        "allow_group_chats": True,
        "allow_channel_chats": True,
    }
    assert the(menu, say(language, "Copy the link")).value == {"text": LINK}
    assert the(menu, say(language, "Copy the citation")).value == {"text": cited}
    assert (await press(person, say(language, "‹ Back"))).text == card.text


@pytest.mark.parametrize("payload", ["t_assembly", "r_revise-religion-law", "u_liberty-hours"])
async def test_every_kind_of_entry_can_be_shared(scene: Scene, payload: str) -> None:
    person = scene.person(language_code="en")
    await person.says(f"/start {payload}")
    await person.sees()
    menu = await press(person, "Share")
    assert the(menu, "Copy the link").value == {"text": f"https://t.me/tests_bot?start={payload}"}
    assert ". A small report of 2009, § " in the(menu, "Copy the citation").value["text"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_caution_stands_before_every_way_to_share(scene: Scene, language: Language) -> None:
    question = scene.library.base.question("protest-without-permission")
    assert question.caution is not None
    person = scene.person(language_code=language)
    await person.says("/start q_protest-without-permission")
    card = await person.sees()
    warning = await press(person, say(language, "Share"))
    assert question.caution[language] in warning.text
    assert say(language, HEADING) in warning.styled("bold")
    assert labels(warning) == [say(language, "Share anyway"), say(language, "‹ Back")]
    assert (await press(person, say(language, "‹ Back"))).text == card.text
    await press(person, say(language, "Share"))
    menu = await press(person, say(language, "Share anyway"))
    assert say(language, "Copy the link") in labels(menu)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caution_is_on_the_first_page_of_the_card_which_can_be_passed_on_as_it_is(language: Language) -> None:
    maker = CardMaker(load_base(REAL_BASE), voices(), lambda: TODAY)
    cautious = [question for question in maker.base.questions if question.caution]
    assert cautious
    for question in cautious:
        assert question.caution is not None
        first, *_ = html_pages(maker.card(Ref("question", question.id), language))
        assert escape(question.caution[language], quote=False) in first


async def test_an_entry_that_is_gone_cannot_be_shared(scene: Scene) -> None:
    person = scene.person(language_code="en")
    gone = ("1:s:en:0:q_no-such", "1:s:en:1:q_no-such", "1:b:en:0:q_no-such")
    await scene.sends_old_buttons(person, *gone)
    for data in gone:
        await person.presses(data, person.screen[0] if data == gone[0] else None)
        card = await person.sees()
        assert card.text.startswith("That button is from an earlier version of me.")
        await scene.sends_old_buttons(person, *gone)


async def test_what_is_shared_of_a_renamed_entry_has_its_new_link(server: TelegramServer, folder: Folder) -> None:
    folder.replace("permalinks.yaml", "aliases: []", "aliases:\n  - {old: q_old, new: q_one-person-picket}")
    async with Scene(server, folder.library()) as scene:
        person = scene.person(language_code="en")
        await scene.sends_old_buttons(person, "1:s:en:0:q_old")
        menu = await press(person, "1:s:en:0:q_old")
        assert the(menu, "Copy the link").value == {"text": LINK}


async def test_sharing_works_below_the_card_of_an_earlier_version(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    await scene.sends_old_buttons(person, "1:e:ru:0:q_one-person-picket")
    await press(person, "1:e:ru:0:q_one-person-picket")
    assert "Скопировать ссылку" in labels(await press(person, "Поделиться"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_is_never_longer_than_can_be_copied(folder: Folder, language: Language) -> None:
    long = f"{'Қазақстанда құқық 😀 ' * 20}?"
    name = "topics/assembly/questions/one-person-picket.yaml"
    title = small_library().base.question("one-person-picket").title[language]
    library = folder.replace(name, title, long).library()
    links = Links("u" * 32)
    cited = citation(library.cards, PICKET, language, links)
    assert units(cited) <= MAX_COPIED
    assert "… " in cited
    assert cited.endswith(links.to(PICKET))


@pytest.mark.parametrize(
    ("text", "room", "expected"), [("one two", 7, "one two"), ("one two", 6, "one…"), ("one, two", 7, "one…")]
)
def test_a_text_is_cut_between_words(text: str, room: int, expected: str) -> None:
    assert cut(text, room) == expected
