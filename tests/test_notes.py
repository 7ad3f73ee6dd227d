"""What an answer says of the question: that it came late, and that not all of a long text was read."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.handlers.notes import IT_IS_LATE, NOT_ALL_WAS_READ
from bot.knowledge import LANGUAGES, Language
from tests.support.scene import Scene, say
from tests.support.telegram import Elsewhere, Group

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"


def is_now(scene: Scene, **later: float) -> None:
    """Let the bot's clock be so much later than the messages."""
    now = datetime.now(UTC) + timedelta(**later)
    scene.services.now = lambda: now


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_that_is_late_says_so_in_one_line(scene: Scene, language: Language) -> None:
    is_now(scene, minutes=61)
    person = scene.person(language_code=language)
    await scene.services.languages.choose(person.id, language)
    await person.says(PROTEST)
    first, _, rest = (await person.sees()).text.partition("\n\n")
    assert first == say(language, IT_IS_LATE)
    assert rest


async def test_an_answer_within_the_hour_says_nothing_of_it(scene: Scene) -> None:
    is_now(scene, minutes=59)
    person = scene.person()
    await person.says(PROTEST)
    assert (await person.sees()).text.startswith(TITLE)


async def test_a_refusal_that_is_late_says_so_as_well(scene: Scene) -> None:
    is_now(scene, days=1)
    person = scene.person()
    await person.says("qqqq wwww")
    assert (await person.sees()).text.startswith(say("en", IT_IS_LATE))


async def test_an_edited_question_is_as_old_as_its_edit(scene: Scene) -> None:
    person = scene.person()
    message = await person.says(PROTEST)
    await person.sees()
    message.date -= 7_200
    await person.edits(message, PROTEST + "?")
    await scene.settles()
    assert person.screen[-1].text.startswith(TITLE)


async def test_the_note_is_gone_when_a_page_is_turned(scene: Scene) -> None:
    is_now(scene, hours=2)
    person = scene.person()
    await person.says(PROTEST)
    await person.sees()
    await person.presses("Русский")
    assert say("ru", IT_IS_LATE) not in (await person.sees()).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_short_card_says_that_it_is_late_and_that_not_all_was_read(scene: Scene, language: Language) -> None:
    is_now(scene, hours=2)
    person = scene.person(language_code=language)
    question = scene.library.base.questions[0].title[language]
    for chat in (Group(scene.server), Elsewhere(scene.server)):
        await person.says(f"@tests_bot {question} {'.' * 2_000}", group=chat)
        shown = await chat.sees()
        notes = [say(language, IT_IS_LATE), say(language, NOT_ALL_WAS_READ)]
        assert shown.text.split("\n")[:2] == notes
        assert question in shown.text


async def test_a_card_of_a_link_and_a_list_of_entries_have_no_notes(scene: Scene) -> None:
    is_now(scene, hours=2)
    person, group = scene.person(), Group(scene.server)
    await person.says("/start@tests_bot q_pray-at-home", group=group)
    assert (await group.sees()).text.startswith("May we pray together at home?")
    (result, *_) = (await (await person.types_inline("q_pray-at-home en")).answered()).results
    await person.chooses(result, group)
    assert (await group.sees()).text.startswith("May we pray together at home?")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_long_text_is_read_at_its_beginning_and_end_and_the_person_told(
    scene: Scene, language: Language
) -> None:
    person = scene.person(language_code=language)
    await scene.services.languages.choose(person.id, language)
    await person.says(PROTEST + " " * 3 + "." * 1_990)
    text = (await person.sees()).text
    assert text.startswith(say(language, NOT_ALL_WAS_READ))
    assert scene.library.base.questions[0].title[language] in text


async def test_a_text_of_2000_characters_is_read_whole(scene: Scene) -> None:
    person = scene.person()
    await person.says(PROTEST + "." * (2_000 - len(PROTEST)))
    assert (await person.sees()).text.startswith(TITLE)


async def test_both_notes_stand_in_a_line_each_before_the_answer(scene: Scene) -> None:
    is_now(scene, hours=3)
    person = scene.person()
    await person.says(PROTEST + "." * 3_000)
    shown = await person.sees()
    assert shown.text.split("\n")[:2] == [say("en", IT_IS_LATE), say("en", NOT_ALL_WAS_READ)]
