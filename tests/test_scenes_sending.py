"""Scenes with a question that has no answer, on its way to the moderators: only what its author has seen is sent."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.handlers.sending import NOT_KEPT, NOTHING_LEFT, OFFER, SENT, TEXT_LOST, TOO_MANY
from bot.knowledge import LANGUAGES, Language
from bot.listening import STRUCK
from bot.listening.cleaning import MAX_LENGTH
from bot.store import UnansweredQuestions
from tests.support.base import TODAY
from tests.support.listening import Database, listening_scene
from tests.support.scene import Scene, say
from tests.support.telegram import Group, Person, ShownMessage, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PREVIEW = "This is what the moderators would get:"
TEXTS: dict[Language, str] = {
    "kk": "Айгүл Серікқызы наубайханада нан қанша тұрады дейді, +7 701 123 45 67",
    "ru": "Ильяс Касымов спрашивает почём булка в пекарне, +7 701 123 45 67",
    "en": "John Smithson wonders zzzz qqqq wwww, +7 701 123 45 67",
}


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


def preview_of(message: ShownMessage) -> str:
    (text,) = message.styled("italic")
    return text


async def press(person: Person, label: str) -> ShownMessage:
    await person.presses(label)
    return await person.sees()


async def offered(scene: Scene, text: str, language: Language = "en") -> tuple[Person, ShownMessage]:
    person = scene.person(language_code=language)
    await person.says("/language")
    await person.sees()
    await press(person, {"kk": "Қазақша", "ru": "Русский", "en": "English"}[language])
    await person.says(text)
    return person, await person.sees()


def kept(database: Database) -> list[tuple[str, str, str]]:
    return [row[1:] for row in database.rows("unanswered")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_only_what_was_shown_and_sent_is_kept(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, refusal = await offered(scene, TEXTS[language], language)
        assert labels(refusal)[-1] == say(language, OFFER)
        assert kept(database) == []
        shown = await press(person, say(language, OFFER))
        assert shown.message_id == refusal.message_id
        assert shown.text.startswith(say(language, PREVIEW))
        text = TEXTS[language].replace("+7 701 123 45 67", STRUCK)
        assert preview_of(shown) == text
        assert "701" not in shown.text
        assert kept(database) == []
        await press(person, say(language, "Strike words"))
        first, second, *_ = text.split()
        await press(person, f"✕ {first}")
        struck = await press(person, f"✕ {second}")
        assert preview_of(struck) == text.replace(first, STRUCK).replace(second, STRUCK)
        assert kept(database) == []
        done = await press(person, say(language, "Send"))
        assert done.text == say(language, SENT)
        assert kept(database) == [(preview_of(struck), language, TODAY.isoformat())]
        content = database.content()
        for secret in (first, second, "701", str(person.id), person.first_name):
            assert secret.encode() not in content, secret


async def test_a_question_that_is_not_sent_is_not_kept(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, refusal = await offered(scene, "zzzz qqqq wwww")
        await press(person, OFFER)
        left = await press(person, "Do not send")
        assert (left.text, labels(left)) == (refusal.text, labels(refusal))
        assert kept(database) == []
        await press(person, OFFER)
        await press(person, "Send")
        assert kept(database) == [("zzzz qqqq wwww", "en", TODAY.isoformat())]


async def test_beginning_again_brings_the_struck_words_back(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        await press(person, OFFER)
        await press(person, "Strike words")
        assert preview_of(await press(person, "✕ qqqq")) == f"zzzz {STRUCK} wwww"
        again = await press(person, "Begin again")
        assert preview_of(again) == "zzzz qqqq wwww"
        assert labels(again)[:3] == ["✕ zzzz", "✕ qqqq", "✕ wwww"]


async def test_when_every_word_is_struck_nothing_can_be_sent(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, _ = await offered(scene, "zzzz qqqq")
        await press(person, OFFER)
        await press(person, "Strike words")
        await press(person, "✕ zzzz")
        assert (await press(person, "✕ qqqq")).text == NOTHING_LEFT
        assert kept(database) == []


async def test_a_question_of_nothing_but_numbers_and_links_cannot_be_sent(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, _ = await offered(scene, "zzzzqqqq@example.com 870112345678 https://zzzz.example/qqqq")
        assert (await press(person, OFFER)).text == NOTHING_LEFT
        assert kept(database) == []


async def test_pressing_send_twice_keeps_one(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        shown = await press(person, OFFER)
        await person.presses("Send", shown)
        await person.presses("Send", shown)
        await scene.settles()
        assert len(kept(database)) == 1


async def test_the_words_of_a_long_question_have_pages_and_what_is_too_long_is_cut_before_their_eyes(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        words = [f"zq{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(100)]
        person, _ = await offered(scene, " ".join([*words, *words]))
        shown = await press(person, OFFER)
        text = preview_of(shown)
        assert " ".join([*words, *words]).startswith(text)
        assert MAX_LENGTH - 5 <= len(text) <= MAX_LENGTH
        page = await press(person, "Strike words")
        assert labels(page)[:24] == [f"✕ {word}" for word in words[:24]]
        assert "1/5" in labels(page)
        last = await press(person, "‹")
        assert "5/5" in labels(last)
        first = await press(person, "›")
        assert labels(first) == labels(page)
        second = await press(person, "›")
        struck = await press(person, f"✕ {words[30]}")
        assert "2/5" in labels(struck)
        assert preview_of(struck) == text.replace(words[30], STRUCK, 1)
        assert len(labels(struck)) == len(labels(second)) - 1
        await press(person, "Send")
        assert kept(database)[0][0] == preview_of(struck)


async def test_text_that_looks_like_markup_comes_through_as_it_is(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        text = "zzzz <b>qqqq</b> &amp; _wwww_ 🙏🏽 ққққ"
        person, _ = await offered(scene, text)
        shown = await press(person, OFFER)
        assert preview_of(shown) == text
        await press(person, "Send")
        assert kept(database)[0][0] == text


async def test_a_question_whose_author_deleted_it_must_be_asked_again(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, refusal = await offered(scene, "zzzz qqqq wwww")
        person.chat.messages[refusal.message_id].reply_to = None
        assert (await press(person, OFFER)).text == TEXT_LOST
        assert kept(database) == []


async def test_it_works_after_a_restart_too(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        await scene.stop()
        await scene.start()
        await press(person, OFFER)
        await scene.stop()
        await scene.start()
        await press(person, "Send")
        assert len(kept(database)) == 1


async def test_a_question_under_a_photo_can_be_sent(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person = scene.person()
        await person.sends_photo("zzzz qqqq wwww")
        await person.sees()
        assert preview_of(await press(person, OFFER)) == "zzzz qqqq wwww"


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("zzzz qqqq wwww", True),
        ("speeding ticket from a camera", True),
        ("hello", False),
        ("I do not want to live", False),
        ("?", False),
        ("can i protest without permission", False),
    ],
)
async def test_what_is_offered(server: TelegramServer, tmp_path: Path, text: str, offers: bool) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person = scene.person()
        await person.says(text)
        assert (OFFER in labels(await person.sees())) == offers


async def test_without_a_store_nothing_is_offered_and_old_buttons_get_the_topics(scene: Scene) -> None:
    person = scene.person()
    await person.says("zzzz qqqq wwww")
    assert OFFER not in labels(await person.sees())
    for data in ("1:u:en:p:0:0", "1:u:en:s:0:0"):
        await scene.sends_old_buttons(person, data)
        assert (await press(person, data)).text.startswith("That button is from an earlier version of me.")


async def test_a_store_that_fails_is_said_and_the_question_can_be_sent_later(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bool:
        raise OperationalError("insert", {}, Exception("disk is full"))

    monkeypatch.setattr("bot.store.breaker.REST", 0)
    async with listening_scene(server, tmp_path) as (scene, database):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        await press(person, OFFER)
        with monkeypatch.context() as patch:
            patch.setattr(UnansweredQuestions, "add", fail)
            failed = await press(person, "Send")
        assert failed.text.startswith(NOT_KEPT)
        assert preview_of(failed) == "zzzz qqqq wwww"
        assert (await press(person, "Send")).text == SENT
        assert len(kept(database)) == 1


async def test_when_too_many_are_waiting_it_is_said(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> bool:
        return False

    monkeypatch.setattr(UnansweredQuestions, "add", full)
    async with listening_scene(server, tmp_path) as (scene, _):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        await press(person, OFFER)
        assert (await press(person, "Send")).text == TOO_MANY


async def test_a_press_that_strikes_a_word_which_is_struck_changes_nothing(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person, _ = await offered(scene, "zzzz qqqq wwww")
        await press(person, OFFER)
        words = await press(person, "Strike words")
        for _ in range(2):
            await person.presses("✕ qqqq", words)
        await scene.settles()
        assert preview_of(person.screen[-1]) == f"zzzz {STRUCK} wwww"


async def test_a_person_can_send_only_so_much_a_day(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        for number in range(7):
            await person.says(f"zzzz qqqq wwww{'abcdefg'[number]}")
            await person.sees()
            await press(person, OFFER)
            said = await press(person, "Send")
            assert said.text == (SENT if number < 5 else TOO_MANY)
        assert len(kept(database)) == 5
        database.calendar.day = TODAY.replace(day=16)
        await person.says("zzzz qqqq wwww")
        await person.sees()
        await press(person, OFFER)
        assert (await press(person, "Send")).text == SENT


async def test_in_a_group_nothing_is_offered(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        group, person = Group(server, "Group"), scene.person()
        await person.says("zzzz qqqq wwww", group=group)
        await scene.settles()
        assert not any(OFFER in labels(message) for message in group.screen)


async def test_another_question_in_the_place_of_one_that_was_sent_can_be_sent_too(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, database):
        person = scene.person()
        question = await person.says("zzzz qqqq wwww")
        await person.sees()
        for text in ("zzzz qqqq wwww", "vvvv qqqq wwww"):
            await person.edits(question, text)
            if text.startswith("v"):
                await person.sees()
            await press(person, OFFER)
            assert (await press(person, "Send")).text == SENT
        assert {text for text, _, _ in kept(database)} == {"zzzz qqqq wwww", "vvvv qqqq wwww"}


async def test_an_answer_that_was_edited_into_a_refusal_asks_to_ask_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        person = scene.person()
        question = await person.says("can i protest without permission")
        await person.sees()
        await person.edits(question, "zzzz qqqq wwww")
        await person.sees()
        assert (await press(person, OFFER)).text == TEXT_LOST
