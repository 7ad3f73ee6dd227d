"""Scenes with moderators: numbers, unanswered questions, reload, check, alerts; and people who are none."""

import asyncio
from pathlib import Path

import pytest

from bot.check import check, summary
from bot.handlers import MODERATOR_HANDLERS
from bot.handlers.alerting import deliver_alerts
from bot.handlers.commands import COMMANDS, MODERATOR_COMMANDS
from bot.handlers.context import Moderation
from bot.handlers.moderation import NO_STORE, NONE_WAITING
from bot.handlers.speech import LANGUAGE_HINTS
from bot.knowledge import LANGUAGES, Language
from bot.running import introduce
from bot.search import Learning
from bot.watching import reload
from tests.support.base import TODAY, Folder
from tests.support.listening import Database, listening_scene
from tests.support.scene import Logged, Scene, say
from tests.support.telegram import Fault, Group, Person, ShownMessage, TelegramServer
from tests.support.telegram.profile import scope_key

pytest_plugins = ["tests.support.scene_fixtures"]

MODERATOR = 5_000_000_001
"""The id of the first person of a scene."""

PROTEST = "can i protest without permission"
PRAY = "May we pray together at home?"


def labels(message: ShownMessage) -> list[str]:
    return [button.text for button in message.all_buttons]


async def asks(person: Person, text: str, group: Group | None = None) -> ShownMessage:
    await person.says(text, group=group)
    return await person.sees()


async def press(person: Person, label: str) -> ShownMessage:
    await person.presses(label)
    return await person.sees()


async def keep(database: Database, *texts: str) -> None:
    for text in texts:
        assert await database.listening.keep(text, "en") == "kept"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_numbers_under_five_are_not_told_apart(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, _):
        moderator = scene.person(language_code=language)
        assert moderator.id == MODERATOR
        assert (
            say(language, "Nothing was counted in the last %(number)s days.", number=30)
            in (await asks(moderator, "/stats")).text
        )
        people = [scene.person(f"Person {number}") for number in range(7)]
        for person in people:
            await asks(person, PROTEST)
            await person.presses("👍 Helped")
            await person.sees()
        for person in people[:2]:
            await asks(person, "is it legal to pray at home with friends")
            await person.presses("👎 Did not help")
            await person.sees(2)
        await asks(people[0], "hello")
        page = await asks(moderator, "/stats")
        base = scene.library.base
        for line in (
            f"{base.topic('assembly').title[language]}: ≥5",
            f"{base.topic('religion').title[language]}: <5",
            "English: 10",
            f"{say(language, 'answered')}: ≥5",
            f"{say(language, 'small talk')}: <5",
            f"{base.question('protest-without-permission').title[language]}: 👍 7 · 👎 0",
            f"{base.question('pray-at-home').title[language]}: 👍 0 · 👎 <5",
        ):
            assert line in page.text.splitlines(), line
        assert ": 10" in page.text.split("\n\n")[1]  # the day


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_could_be_calculated_is_not_told_apart(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, _):
        moderator = scene.person(language_code=language)
        for text in (*[PROTEST] * 5, "hello"):
            await asks(scene.person(), text)
        page = (await asks(moderator, "/stats")).text
        assert "English: 6" in page
        assert f"{say(language, 'By decision')}\n{say(language, 'Too few to be told apart.')}" in page
        assert f"{scene.library.base.topic('assembly').title[language]}: 5" in page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_unanswered_questions_are_paged_through_and_dealt_with(
    server: TelegramServer, tmp_path: Path, language: Language
) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, database):
        moderator = scene.person(language_code=language)
        assert (await asks(moderator, "/unanswered")).text == say(language, NONE_WAITING)
        texts = {"may i stand with a poster & a <b>flag</b>", "zzzz qqqq", "wwww"}
        await keep(database, *texts)
        seen = set()
        page = await asks(moderator, "/unanswered")
        for number in (1, 2, 3):
            assert page.text.startswith(say(language, "Question %(number)s of %(all)s", number=number, all=3))
            seen.update(page.styled("italic"))
            if "poster" in page.text:
                assert scene.library.base.question("one-person-picket").title[language] in page.text
            page = await press(moderator, "›")
        assert seen == texts
        assert page.text.startswith(say(language, "Question %(number)s of %(all)s", number=1, all=3))
        page = await press(moderator, "‹")
        (dealt,) = page.styled("italic")
        page = await press(moderator, say(language, "Done"))
        assert page.text.startswith(say(language, "Question %(number)s of %(all)s", number=2, all=2))
        assert dealt not in {row[1] for row in database.rows("unanswered")}
        page = await press(moderator, say(language, "Not ours"))
        assert "›" not in labels(page)
        page = await press(moderator, say(language, "Done"))
        assert page.text == say(language, NONE_WAITING)
        assert labels(page) == []
        assert database.rows("unanswered") == []
        for text in texts:
            assert text.encode() not in database.content()  # not in free pages, nor in the log beside the file
        assert await database.counted("dealt") == [
            (TODAY.isoformat(), "done", 2),
            (TODAY.isoformat(), "not-ours", 1),
        ]
        assert say(language, "not ours") in (await asks(moderator, "/stats")).text


async def test_two_moderators_deal_with_one_question_once(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR, MODERATOR + 1]) as (scene, database):
        one, other = scene.person(), scene.person()
        await keep(database, "zzzz", "qqqq")
        for each in (one, other):
            await asks(each, "/unanswered")
        await press(one, "Done")
        assert (await press(other, "Not ours")).text.startswith("Question 1 of 1")
        assert await database.counted("dealt") == [(TODAY.isoformat(), "done", 1)]


async def test_to_others_the_commands_do_not_exist(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, database):
        moderator, other, group = scene.person(), scene.person(), Group(server, "Group")
        await keep(database, "zzzz qqqq")
        unknown = await asks(other, "/nonsense")
        for command in MODERATOR_COMMANDS:
            answer = await asks(other, f"/{command.name}")
            assert (answer.text, labels(answer)) == (unknown.text, labels(unknown))
            assert command.name not in answer.text
        await moderator.says("/stats", group=group)
        await moderator.says("/unanswered", group=group)
        await scene.settles()
        assert group.screen == []
        gone = "That button is from an earlier version of me. Here are the current topics:"
        page = await asks(moderator, "/unanswered")
        data = [button.data for button in page.all_buttons]
        for each in [*data, "1:m:en:l:0:"]:
            assert each is not None
            await scene.sends_old_buttons(other, each)
            assert (await press(other, each)).text == gone
        assert len(database.rows("unanswered")) == 1


async def test_who_is_a_moderator_is_asked_at_each_call(server: TelegramServer, tmp_path: Path) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, database):
        moderator = scene.person()
        await keep(database, "zzzz qqqq")
        await asks(moderator, "/unanswered")
        scene.services.moderation = None
        assert (await press(moderator, "Done")).text.startswith("That button is from an earlier version")
        assert (await asks(moderator, "/stats")).text.startswith("How to ask")
        assert len(database.rows("unanswered")) == 1


async def test_reload_takes_a_sound_base_and_names_what_is_wrong_with_another(
    server: TelegramServer, tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching.check_files", lambda files, today: ())  # the small base is too small for it
    async with listening_scene(
        server, tmp_path, moderators=[MODERATOR], knowledge=folder.path, library=folder.library()
    ) as (scene, _):
        moderator = scene.person()
        name = "topics/religion/questions/pray-at-home.yaml"
        folder.replace(name, "May we pray together at home?", "May we pray at home, together?")
        assert (await asks(moderator, "/reload")).text == "In use: 4 questions."
        assert (await asks(moderator, "May we pray together at home?")).text.startswith(
            "May we pray at home, together?"
        )
        folder.replace(name, "paragraphs: [39]", "paragraphs: [399]")
        said = await asks(moderator, "/reload")
        assert said.text.startswith("The base in the folder was not taken:\n\n")
        assert f"{name}:" in said.text
        assert (await asks(moderator, "May we pray together at home?")).text.startswith(
            "May we pray at home, together?"
        )


async def test_check_says_what_quqyq_check_says(server: TelegramServer, tmp_path: Path, folder: Folder) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR], knowledge=folder.path) as (scene, _):
        moderator = scene.person()
        first = await asks(moderator, "/check")
        problems = check(folder.path, TODAY)
        assert first.text.startswith(f"{summary(problems)}\n\n{problems[0]}")
        assert first.text.endswith(f"and {len(problems) - 10} more")
        folder.replace("amounts.yaml", "tenge: 4325", "tenge: <b>many</b>")
        broken = await asks(moderator, "/check")
        assert broken.text.startswith("1 error, 0 warnings\n\nknowledge/amounts.yaml:")
        assert "wrong-value" in broken.text


async def test_without_a_store_they_are_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handlers.moderation.is_moderator", lambda *_: True)
    person = scene.person()
    for command in ("stats", "unanswered"):
        assert (await asks(person, f"/{command}")).text == NO_STORE


async def test_their_menu_has_their_commands_and_nobody_elses(server: TelegramServer, tmp_path: Path) -> None:
    assert [command.name for command in MODERATOR_COMMANDS] == list(MODERATOR_HANDLERS)
    async with listening_scene(server, tmp_path, moderators=[MODERATOR, 77]) as (scene, _):
        await introduce(scene.application)
        commands = server.world.profile.commands
        for id_ in (MODERATOR, 77):
            for code, language in {"": "en", **LANGUAGE_HINTS}.items():
                voice = scene.services.voices[language]
                assert commands[scope_key({"type": "chat", "chat_id": id_}), code] == [
                    {"command": command.name, "description": voice.say(command.description)}
                    for command in (*COMMANDS, *MODERATOR_COMMANDS)
                ]
        public = {each["command"] for each in commands[scope_key(None), ""]}
        assert public == {command.name for command in COMMANDS}


async def test_who_is_a_moderator_no_longer_loses_the_menu_with_the_next_command(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, _):
        former, other = scene.person(), scene.person("Other")
        await introduce(scene.application)
        menus = server.world.profile.commands
        assert scope_key({"type": "chat", "chat_id": former.id}) in {scope for scope, _ in menus}
        scene.services.moderation = Moderation(frozenset(), unused, unused)
        unknown = await asks(former, "/nonsense")
        for each in (former, other):
            answer = await asks(each, "/stats")
            assert (answer.text, labels(answer)) == (unknown.text, labels(unknown))
        await scene.settles()
        assert {scope for scope, _ in menus} == {scope_key(None), scope_key({"type": "all_group_chats"})}
        # none for somebody who never had one
        assert len(server.calls_of("deleteMyCommands")) == len(LANGUAGE_HINTS) + 1


async def test_a_menu_that_cannot_be_deleted_is_logged_without_the_id(
    logged: Logged, server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path) as (scene, _):
        server.faults.add("getMyCommands", Fault.refusal(400, "Bad Request: marker-text"))
        person = scene.person()
        assert (await asks(person, "/stats")).text.startswith("How to ask")
        await scene.settles()
    output = logged()
    assert "a menu was not deleted" in output
    assert str(person.id) not in output


async def unused() -> tuple[()]:
    """What moderators do, where there are none."""
    return ()


async def test_a_menu_that_cannot_be_set_is_logged_without_the_id(
    logged: Logged, server: TelegramServer, tmp_path: Path
) -> None:
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, _):
        server.faults.add(
            "setMyCommands",
            Fault.refusal(400, "Bad Request: chat not found"),
            times=None,
            when=lambda call: "chat_id" in str(call.get("scope")),
        )
        await introduce(scene.application)
        assert server.world.profile.commands[scope_key(None), "ru"]
    output = logged()
    assert "a moderator's commands" in output
    assert str(MODERATOR) not in output


async def test_a_reload_that_failed_is_told_once_to_every_moderator(
    server: TelegramServer, tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.alerting.PAUSE", 0.05)
    async with listening_scene(server, tmp_path, moderators=[MODERATOR, MODERATOR + 1]) as (scene, _):
        one, other = scene.person(), scene.person()
        for each in (one, other):
            await asks(each, "/language")
            await press(each, "English")
        delivering = asyncio.create_task(deliver_alerts(scene.application))
        server.faults.add("sendMessage", Fault.refusal(403, "Forbidden: bot can't initiate conversation"), times=1)
        folder.replace("amounts.yaml", "tenge: 4325", "tenge: many")
        for _ in range(3):
            assert await reload(folder.path, scene.services, Learning())
        for each in (one, other):
            told = await each.sees()
            assert told.text.startswith("The changed base was not taken: errors: 1. The first: ")
            assert "amounts.yaml:" in told.text
        await scene.settles()
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        assert len([message for message in one.screen + other.screen if "not taken" in message.text]) == 2


async def test_telegram_that_keeps_refusing_is_told(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.01)
    async with listening_scene(server, tmp_path, moderators=[MODERATOR]) as (scene, _):
        moderator, person = scene.person(language_code="ru"), scene.person("Маркерхан")
        await asks(moderator, "/help")
        delivering = asyncio.create_task(deliver_alerts(scene.application))
        server.faults.add("getUpdates", Fault.server_error(), times=2)
        server.faults.add(
            "sendMessage",
            Fault.refusal(400, "Bad Request: marker-text"),
            times=None,
            when=lambda call: call["chat_id"] == person.id,
        )
        for number in range(4):
            await person.says(f"/help {number}")
        told = await moderator.sees()
        assert told.text == say(
            "ru",
            "Telegram keeps refusing what I send, or cannot be reached: %(times)s times within ten minutes.",
            times=5,
        )
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
