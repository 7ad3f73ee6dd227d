"""Scenes with the bot's own pages: greeting, help, languages, privacy, about, the menu."""

import pytest

from bot.handlers import COMMAND_HANDLERS
from bot.handlers.commands import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.handlers.speech import LANGUAGE_HINTS
from bot.handlers.texts import NOTHING_CHOSEN, WHAT_IT_IS, WHAT_IT_IS_NOT
from bot.knowledge import LANGUAGES, Language
from bot.locale import LANGUAGE_NAMES
from bot.running import introduce
from tests.support.scene import Scene, say
from tests.support.telegram import Fault, ShownMessage, TelegramServer
from tests.support.telegram.profile import scope_key

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = {
    "kk": "Рұқсатсыз наразылық білдіруге бола ма?",
    "ru": "Можно ли протестовать без разрешения?",
    "en": "Can I protest without permission?",
}
ASSEMBLY = {"kk": "Бейбіт жиналыс", "ru": "Мирные собрания", "en": "Peaceful assembly"}


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


@pytest.mark.parametrize(
    ("code", "language"),
    [("kk", "kk"), ("ru", "ru"), ("en", "en"), ("uk", "ru"), ("ky", "ru"), ("en-GB", "en"), ("pt-br", None)],
)
async def test_start_greets_in_the_language_of_their_telegram(
    scene: Scene, code: str, language: Language | None
) -> None:
    person = scene.person("Айжан", language_code=code)
    await person.says("/start")
    greeting = await person.sees()
    if language is None:
        assert labels(greeting) == list(LANGUAGE_NAMES.values())
        return
    what_it_is, what_it_is_not, _ = greeting.text.split("\n\n")
    assert (what_it_is, what_it_is_not) == (say(language, WHAT_IT_IS), say(language, WHAT_IT_IS_NOT))
    base = scene.library.base
    examples = [base.question(id_).title[language] for id_ in base.report.examples]
    assert len(examples) == 3
    assert labels(greeting) == [*examples, *(topic.title[language] for topic in base.topics)]


async def test_the_three_examples_work_when_pressed(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    for title in ("Можно ли протестовать без разрешения?", "Меня только что задержали. Что делать?"):
        await person.says("/start")
        await person.sees()
        await person.presses(title)
        assert (await person.sees()).text.startswith(f"{title}\n\n")


async def test_start_without_any_hint_speaks_all_three(scene: Scene) -> None:
    person = scene.person("Somebody", language_code=None)
    await person.says("/start")
    greeting = await person.sees()
    for language in LANGUAGES:
        for message in (WHAT_IT_IS, WHAT_IT_IS_NOT, NOTHING_CHOSEN):
            assert say(language, message) in greeting.text
    assert labels(greeting) == ["Қазақша", "Русский", "English"]
    await person.presses("Қазақша")
    chosen = await person.sees()
    assert chosen.message_id == greeting.message_id
    assert chosen.text.startswith(say("kk", WHAT_IT_IS))
    await person.says("/help")
    assert (await person.sees()).text.startswith(say("kk", "How to ask"))


async def test_start_with_a_permanent_link(scene: Scene) -> None:
    person = scene.person(language_code="kk")
    for payload, title in [
        ("q_protest-without-permission", PROTEST["kk"]),
        ("t_assembly", ASSEMBLY["kk"]),
        ("r_revise-religion-law", "Дін туралы заңды қайта қарау"),
        ("u_liberty-hours", "Жеке бас бостандығы: не өзгерді"),
    ]:
        await person.says(f"/start {payload}")
        assert (await person.sees()).text.startswith(title)


@pytest.mark.parametrize("payload", ["q_no-such-question", "x_protest", "q_", "_", "nonsense", "q_a:b", "<b>"])
async def test_start_with_an_unknown_link_is_a_normal_start_that_says_so(scene: Scene, payload: str) -> None:
    person = scene.person(language_code="ru")
    await person.says(f"/start {payload}")
    note = say("ru", "The link that brought you here leads nowhere any more.")
    assert (await person.sees()).text.startswith(f"{note}\n\n{say('ru', WHAT_IT_IS)}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    await person.says("/help")
    page = await person.sees()
    assert page.text.startswith(say(language, "How to ask"))
    for command in COMMANDS:
        assert f"/{command.name}: {say(language, command.description)}" in page.text
    await person.presses(say(language, "All topics"))
    assert ASSEMBLY[language] in labels(await person.sees())


async def test_an_unknown_command_gets_help(scene: Scene) -> None:
    person = scene.person(language_code="kk")
    await person.says("/rights now")
    assert (await person.sees()).text.startswith(say("kk", "How to ask"))


async def test_the_chosen_language_outlives_and_overrides_that_of_a_question(scene: Scene) -> None:
    person = scene.person(language_code="ru")
    await person.says("/language")
    menu = await person.sees()
    assert labels(menu) == ["Қазақша", "Русский", "English"]
    assert all(say(language, "Which language shall I speak?") in menu.text for language in LANGUAGES)
    await person.presses("English")
    assert (await person.sees()).text.startswith(WHAT_IT_IS)
    for question in PROTEST.values():
        await person.says(question)
        assert (await person.sees()).text.startswith(PROTEST["en"])
    await person.says("/topics")
    assert "Peaceful assembly" in labels(await person.sees())
    await person.says("/start")
    assert (await person.sees()).text.startswith(WHAT_IT_IS)


async def test_the_language_they_wrote_in_is_used_when_nothing_was_chosen(scene: Scene) -> None:
    person = scene.person(language_code="en")
    await person.says("/topics")
    assert "Peaceful assembly" in labels(await person.sees())
    await person.says(PROTEST["kk"])
    assert (await person.sees()).text.startswith(PROTEST["kk"])
    await person.says("/topics")
    assert "Бейбіт жиналыс" in labels(await person.sees())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_about(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    await person.says("/about")
    page = await person.sees()
    assert "@tests_bot" in page.text
    assert say(language, "No lawyer and no native editor has reviewed the texts yet.") in page.text
    assert scene.library.base.report.about[language] in page.text


async def test_about_names_the_source_if_it_is_known(server: TelegramServer) -> None:
    async with Scene(server, source_url="https://git.example/quqyq?a=1&b=2") as scene:
        person = scene.person(language_code="en")
        await person.says("/about")
        assert "https://git.example/quqyq?a=1&b=2" in (await person.sees()).text


async def test_the_menu_is_set_in_every_language_from_one_table(scene: Scene) -> None:
    await introduce(scene.application)
    profile = scene.server.world.profile
    for code, language in {"": "en", **LANGUAGE_HINTS}.items():
        voice = scene.services.voices[language]
        assert profile.commands[scope_key(None), code] == [
            {"command": command.name, "description": voice.say(command.description)} for command in COMMANDS
        ]
        assert profile.commands[scope_key({"type": "all_group_chats"}), code] == [
            {"command": name, "description": voice.say(description)}
            for name, description in [(each.name, each.description) for each in COMMANDS if each.in_groups]
        ]
        assert profile.descriptions[code] == voice.say(DESCRIPTION)
        assert profile.short_descriptions[code] == voice.say(SHORT_DESCRIPTION)
    assert profile.descriptions["kk"] != profile.descriptions["ru"] != profile.descriptions["en"]


async def test_every_command_of_the_table_is_answered(scene: Scene) -> None:
    assert [command.name for command in COMMANDS] == list(COMMAND_HANDLERS)
    person = scene.person(language_code="en")
    for command in COMMANDS:
        await person.says(f"/{command.name}")
        page = await person.sees()
        assert command.name in ("help", "ask") or not page.text.startswith("How to ask")


@pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription", "setMyShortDescription"])
async def test_a_server_without_a_method_still_gets_the_rest_of_the_menu(scene: Scene, method: str) -> None:
    scene.server.faults.add(method, Fault.refusal(404, "Not Found"), times=None)
    await introduce(scene.application)
    profile = scene.server.world.profile
    texts = {
        "setMyCommands": profile.commands,
        "setMyDescription": profile.descriptions,
        "setMyShortDescription": profile.short_descriptions,
    }
    assert {name: bool(text) for name, text in texts.items()} == {name: name != method for name in texts}
    person = scene.person(language_code="en")
    await person.says("/start")
    assert (await person.sees()).text.startswith(WHAT_IT_IS)
