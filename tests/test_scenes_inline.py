"""Scenes with inline mode: what somebody types behind the bot's name in any chat, and what is sent of it."""

from importlib import import_module

import pytest

from bot.finding import most_useful
from bot.handlers.inline import PAGE, SECONDS_KEPT
from bot.knowledge import LANGUAGES, Language, Ref
from tests.support.base import Folder, real_library, small_library
from tests.support.scene import Scene, say
from tests.support.telegram import Answer, Elsewhere, Fault, Group, InlineResult, Person, TelegramServer
from tests.support.telegram.formatted import units

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "q_protest-without-permission"
REPORT = {"kk": "2009 жылғы шағын есеп", "ru": "Малый доклад 2009 года", "en": "A small report of 2009"}


async def typed(person: Person, text: str, offset: str = "") -> Answer:
    query = await person.types_inline(text, offset=offset)
    return await query.answered()


def ids(answer: Answer) -> list[str]:
    return [result.id for result in answer.results]


def titles(answer: Answer) -> list[str]:
    return [result.title for result in answer.results]


async def sent(scene: Scene, person: Person, text: str) -> tuple[InlineResult, Group]:
    """The first result for a text, and the chat to which the person has sent it; the bot is no member there."""
    chat = Elsewhere(scene.server, "Friends")
    (result, *_) = (await typed(person, text)).results
    await person.chooses(result, chat)
    await chat.sees()
    return result, chat


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        ("митинг", "ru", "Мирные собрания"),
        ("митинг", "kk", "Бейбіт жиналыс"),
        ("рұқсатсыз наразылық білдіруге бола ма", "ru", "Рұқсатсыз наразылық білдіруге бола ма?"),
        ("can i protest without permission", "kk", "Can I protest without permission?"),
        ("пересмотреть закон о религии", "ru", "Пересмотреть закон о религии"),
    ],
)
async def test_what_is_found_comes_in_the_language_of_the_words_or_of_the_person(
    scene: Scene, text: str, code: str, title: str
) -> None:
    answer = await typed(scene.person(language_code=code), text)
    assert titles(answer)[0] == title


async def test_a_topic_brings_its_questions_and_recommendations(scene: Scene) -> None:
    answer = await typed(scene.person(language_code="en"), "rally")
    assert ids(answer)[0] == "t_assembly.en"
    assert {f"{PROTEST}.en", "q_one-person-picket.en", "r_assembly-by-standards.en"} < set(ids(answer))
    assert answer.results[0].description == "2 questions · 1 recommendation · 2 updates"


async def test_a_word_that_is_not_finished_finds_titles(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    for text in ("протест", "протестов", "разреш", "можно протес", "ПРОТЕСТ…"):
        assert f"{PROTEST}.ru" in ids(await typed(person, text)), text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_typed_offers_the_most_useful(scene: Scene, language: Language) -> None:
    answer = await typed(scene.person(language_code=language), "  ")
    examples = [f"q_{id_}.{language}" for id_ in scene.library.base.report.examples]
    assert ids(answer)[:3] == examples
    assert {f"t_{topic.id}.{language}" for topic in scene.library.base.topics} < set(ids(answer))
    assert all(result.description for result in answer.results)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["zzzz qqqq wwww", "how to cook soup", "speeding ticket from a camera", "?", "x"])
async def test_nothing_found_offers_to_open_the_bot(scene: Scene, text: str, language: Language) -> None:
    person = scene.person(language_code=language)
    answer = await typed(person, text)
    assert answer.results == ()
    nothing = say(language, "Nothing found. Ask me in private")
    assert answer.raw["button"] == {"text": nothing, "start_parameter": "ask"}
    await person.says("/start ask")
    assert "leads nowhere" not in (await person.sees()).text


async def test_answers_are_kept_for_one_person_and_not_for_long(scene: Scene) -> None:
    answer = await typed(scene.person(), "rally")
    assert (answer.raw["is_personal"], answer.raw["cache_time"]) == (True, SECONDS_KEPT)
    assert "button" not in answer.raw


async def test_the_same_query_has_the_same_results(scene: Scene) -> None:
    first, second = [await typed(scene.person(), "rally") for _ in range(2)]
    assert ids(first) == ids(second)
    assert all(len(id_.encode()) <= 64 for id_ in ids(first))


async def test_what_an_empty_query_offers_comes_at_once(server: TelegramServer) -> None:
    async with Scene(server, real_library()) as scene:
        answer = await typed(scene.person(language_code="en"), "")
        assert len(answer.results) == len(most_useful(scene.library.base)) <= PAGE == 50
        assert "next_offset" not in answer.raw


async def test_more_results_than_fit_come_page_by_page(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("bot.handlers.inline"), "PAGE", 12)
    async with Scene(server, real_library()) as scene:
        person = scene.person(language_code="en")
        offset, seen = "", list[str]()
        for _ in range(9):
            answer = await typed(person, "", offset)
            assert 0 < len(answer.results) <= 12
            seen += ids(answer)
            offset = answer.raw.get("next_offset", "")
            if not offset:
                break
        assert seen == [f"{ref.payload}.en" for ref in most_useful(scene.library.base)]
        assert len(seen) > 24


@pytest.mark.parametrize("offset", ["-1", "x", "1e3", "²", "99999"])
async def test_an_offset_that_we_did_not_write_does_no_harm(scene: Scene, offset: str) -> None:
    answer = await typed(scene.person(), "rally", offset)
    assert len(answer.results) in (0, len((await typed(scene.person(), "rally")).results))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_share_button_finds_exactly_its_entry(scene: Scene, language: Language) -> None:
    person, sharing = scene.person(language_code="en"), scene.person(language_code="ru")
    for ref in scene.library.base.entries:
        assert ids(await typed(person, f"{ref.payload} {language}")) == [f"{ref.payload}.{language}"]
        assert ids(await typed(sharing, f" {ref.payload}")) == [f"{ref.payload}.ru"]


@pytest.mark.parametrize(("text", "found"), [("q_no-such-entry", []), ("z_liberty", ["t_liberty.en"])])
async def test_what_only_looks_like_a_payload_is_searched_for(scene: Scene, text: str, found: list[str]) -> None:
    assert ids(await typed(scene.person(), text))[:1] == found


async def test_the_chosen_language_counts_where_words_do_not_tell(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    await person.says("/language")
    await person.sees()
    await person.presses("Қазақша")
    await person.sees()
    assert ids(await typed(person, ""))[0].endswith(".kk")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_sent_names_the_report_its_paragraphs_and_its_year(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    for payload, paragraphs in [(PROTEST, "35–36"), ("r_revise-religion-law", "39"), ("t_liberty", "23")]:
        ref = Ref.from_payload(payload)
        assert ref is not None
        _, chat = await sent(scene, person, f"{payload} {language}")
        (message,) = chat.screen
        assert message.text.startswith(scene.library.cards.title(ref, language))
        assert f"{REPORT[language]}, § {paragraphs}." in message.text
        assert units(message.text) < 4096
        assert message.all_buttons[0].url == f"https://t.me/tests_bot?start={payload}"


async def test_what_is_sent_leads_to_the_law_and_turns_into_other_languages(scene: Scene) -> None:
    person, friend = scene.person(language_code="ru"), scene.person("Friend", language_code="kk")
    _, chat = await sent(scene, person, f"{PROTEST} ru")
    (russian,) = chat.screen
    question = scene.library.base.question("protest-without-permission")
    source = scene.library.base.update(question.updates[0]).source.url
    assert [(button.text, button.url) for button in russian.all_buttons] == [
        ("Читать в личном чате", f"https://t.me/tests_bot?start={PROTEST}"),
        ("Источник", source),
        ("Қазақша", None),
        ("English", None),
    ]
    query = await friend.presses("Қазақша", group=chat)
    kazakh = await chat.sees()
    await query.answered()
    assert kazakh.text.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
    assert kazakh.message_id == russian.message_id
    await friend.presses("Русский", group=chat)
    assert (await chat.sees()).text == russian.text
    assert (person.screen, friend.screen) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_caution_is_seen_before_and_in_what_is_sent(scene: Scene, language: Language) -> None:
    caution = scene.library.base.question("protest-without-permission").caution
    assert caution is not None
    result, chat = await sent(scene, scene.person(language_code=language), f"{PROTEST} {language}")
    assert result.description == f"⚠️ {caution[language]}"
    (message,) = chat.screen
    assert caution[language] in message.text
    assert say(language, "⚠️ Before you share this") in message.styled("bold")


async def test_a_button_below_what_was_sent_inline_never_opens_more_there(scene: Scene) -> None:
    person = scene.person(language_code="en")
    _, chat = await sent(scene, person, f"{PROTEST} en")
    (message,) = chat.chat.messages.values()
    of_entries = ("1:e:ru:0:t_assembly", "1:p:ru:i:t_assembly", "1:s:ru:1:t_assembly", "1:b:ru:0:q_no-such-entry")
    for data in ("1:t:ru", "1:l:kk", "0:old", *of_entries):
        message.markup = {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
        query = await person.presses(data, group=chat)
        assert (await query.answered()).url == "https://t.me/tests_bot?start=ask"
    await scene.settles()
    assert [shown.text for shown in chat.screen] == [message.content.text]
    assert (await typed(person, "")).results


async def test_a_message_that_is_gone_cannot_be_turned_and_that_is_no_error(scene: Scene) -> None:
    person = scene.person(language_code="en")
    _, chat = await sent(scene, person, f"{PROTEST} en")
    scene.server.world.inline_messages.clear()
    query = await person.presses("Русский", group=chat)
    await query.answered()
    await scene.settles()
    assert person.screen == []


async def test_nobody_hears_of_a_query_that_is_too_old(scene: Scene) -> None:
    refused = Fault.refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    scene.server.faults.add("answerInlineQuery", refused)
    person = scene.person(language_code="en")
    await person.types_inline("ral")
    assert ids(await typed(person, "rally"))[0] == "t_assembly.en"
    assert person.screen == []


async def test_an_alias_is_found_by_its_old_payload(server: TelegramServer, folder: Folder) -> None:
    folder.replace("permalinks.yaml", "aliases: []", f"aliases:\n  - {{old: q_old, new: {PROTEST}}}")
    async with Scene(server, folder.library()) as scene:
        assert ids(await typed(scene.person(), "q_old ru")) == [f"{PROTEST}.ru"]


def test_the_most_useful_are_each_named_once() -> None:
    for library in (small_library(), real_library()):
        refs = most_useful(library.base)
        assert len(set(refs)) == len(refs)
        assert {ref.id for ref in refs if ref.kind == "topic"} == {topic.id for topic in library.base.topics}
