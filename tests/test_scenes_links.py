"""Scenes with permanent links: whoever opens one gets its card in their own language, for ever."""

import pytest

from bot.knowledge import LANGUAGES, Language, Ref
from tests.support.base import Folder
from tests.support.scene import Scene, say
from tests.support.telegram import TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

LINKS = "permalinks.yaml"
REPLACED = "What this link led to is no longer here. This has replaced it:"
GONE = "The link that brought you here leads nowhere any more."


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_link_opens_the_card_in_each_readers_language(scene: Scene, language: Language) -> None:
    person = scene.person(language_code=language)
    for ref in scene.library.base.entries:
        await person.says(f"/start {ref.payload}")
        card = await person.sees()
        assert card.text.startswith(scene.library.cards.title(ref, language))


async def test_the_link_of_a_renamed_entry_opens_it_without_more_words(
    server: TelegramServer, folder: Folder
) -> None:
    folder.replace(LINKS, "aliases: []", "aliases:\n  - {old: q_prayer, new: q_pray-at-home}")
    async with Scene(server, folder.library()) as scene:
        person = scene.person(language_code="ru")
        await person.says("/start q_prayer")
        assert (await person.sees()).text.startswith("Можно ли молиться вместе дома?\n")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_link_and_the_buttons_of_a_retired_entry_say_what_replaced_it(
    server: TelegramServer, folder: Folder, language: Language
) -> None:
    folder.replace(LINKS, "aliases: []", "retired:\n  - {old: q_prayer, new: q_pray-at-home}")
    async with Scene(server, folder.library()) as scene:
        person = scene.person(language_code=language)
        title = scene.library.cards.title(Ref("question", "pray-at-home"), language)
        await person.says("/start q_prayer")
        assert (await person.sees()).text.startswith(f"{say(language, REPLACED)}\n\n{title}\n")
        await scene.sends_old_buttons(person, f"1:e:{language}:0:q_prayer")
        await person.presses(f"1:e:{language}:0:q_prayer")
        assert (await person.sees()).text.startswith(f"{say(language, REPLACED)}\n\n{title}\n")


@pytest.mark.parametrize("payload", ["q_never-was", "2q_just-detained", "v2-q_x", "q" * 64])
async def test_a_link_that_is_not_known_is_a_normal_start_with_a_note(scene: Scene, payload: str) -> None:
    person = scene.person(language_code="en")
    await person.says(f"/start {payload}")
    greeting = await person.sees()
    assert greeting.text.startswith(GONE)
    assert "Can I protest without permission?" in [button.text for button in greeting.all_buttons]
