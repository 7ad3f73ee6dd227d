"""Scenes in which something goes wrong: a handler fails, somebody has blocked the bot, and what is logged of it."""

import pytest

from bot.knowledge import LANGUAGES, Language
from tests.support.scene import Logged, Scene, say
from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

TRY_AGAIN = "Something went wrong on my side. Please try again in a minute."
TEXT = "marker-text-b1946ac9"
NAME, LAST_NAME, USERNAME = "Маркерхан", "Маркеров", "marker_username"
ID = 5_551_937_461
PRIVATE = (TEXT, NAME, LAST_NAME, USERNAME, str(ID))


def marked(server: TelegramServer) -> Person:
    return Person(server, NAME, last_name=LAST_NAME, username=USERNAME, language_code="kk", person_id=ID)


def nothing_private(output: str, server: TelegramServer) -> bool:
    lowered = output.casefold()
    return not [word for word in (*PRIVATE, server.token) if word.casefold() in lowered]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_failure_is_told_in_the_persons_language(scene: Scene, language: Language) -> None:
    scene.script({TEXT: ValueError("broken")})
    person = scene.person(language_code=language)
    await person.says(TEXT)
    assert (await person.sees()).text == say(language, TRY_AGAIN)
    await person.says("can i protest without permission")
    assert (await person.sees()).text.startswith("Can I protest without permission?")


async def test_a_failure_is_told_in_the_chosen_language(scene: Scene) -> None:
    scene.script({TEXT: ValueError("broken")})
    person = scene.person(language_code="ru")
    await scene.services.languages.choose(person.id, "kk")
    await person.says(TEXT)
    assert (await person.sees()).text == say("kk", TRY_AGAIN)


async def test_the_log_of_a_failure_names_the_place_and_nobody(logged: Logged, server: TelegramServer) -> None:
    async with Scene(server) as scene:
        scene.script({TEXT: ValueError(f"cannot read {TEXT} of {NAME}, {ID}")})
        person = marked(server)
        question = await person.says(TEXT)
        assert (await person.sees()).text == say("kk", TRY_AGAIN)
        await person.edits(question, TEXT)
        assert (await person.sees()).text == say("kk", TRY_AGAIN)
    output = logged()
    assert "handler failed" in output
    assert "ValueError" in output
    assert "question.py:" in output
    assert nothing_private(output, server)


async def test_the_log_of_a_whole_evening_names_nobody(
    logged: Logged, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.PAUSES", (0.01,))
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.ordering.LIFETIME", 1)
    async with Scene(server, patience=1) as scene:
        person = marked(server)
        for text in ("/start", f"/start {TEXT}", f"/{USERNAME}", f"{TEXT} {NAME}", f"<b>{TEXT}</b>", "/privacy"):
            await person.says(text)
            await person.sees()
        await person.sends_photo(TEXT)
        await person.sends_document(filename=TEXT)
        await person.sees(2)
        await scene.sends_old_buttons(person, TEXT)
        await person.presses(TEXT)
        await person.sees()
        scene.gate(TEXT)
        await person.says(TEXT)  # is given up
        await scene.settles()
        scene.server.faults.add("sendMessage", Fault.refusal(400, f"Bad Request: {TEXT} {ID}"))
        await person.says(NAME)
        await person.sees()  # that something went wrong
        await scene.stop()
        server.faults.add("getUpdates", Fault.server_error())
        server.faults.add("sendMessage", Fault.server_error())
        server.faults.add("sendMessage", Fault.connection_reset())
        await person.says("/help")
        await scene.start()
        await person.sees()
        garbled = f'{{"ok": true, "result": [{{"text": "{TEXT}", "chat": {{"id": {ID}, "first_name": "{NAME}'
        server.faults.add("getUpdates", Fault(status=200, body=garbled.encode()))
        await person.says("/about")
        await person.sees()
        await person.says("/help")
        await person.blocks_bot()
        await scene.settles()
    output = logged()
    assert "an update was given up" in output
    assert "cannot get updates" in output
    assert "call failed, trying again" in output
    assert "a message may have arrived or not" in output
    assert "logged by a library" in output
    assert nothing_private(output, server)


async def test_what_telegram_refuses_is_told_once(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene.server.faults.add("sendMessage", Fault.refusal(400, "Bad Request: can't parse entities"), times=2)
    person = scene.person(language_code="en")
    await person.says("/help")
    await scene.settles()
    assert len(scene.server.calls_of("sendMessage")) == 2
    assert person.screen == []
    await person.says("/help")
    assert (await person.sees()).text.startswith("How to ask")
    assert "the person could not be told" in capsys.readouterr().out


async def test_who_has_blocked_the_bot_is_no_error(logged: Logged, server: TelegramServer) -> None:
    async with Scene(server) as scene:
        gone, other = scene.person(language_code="kk"), scene.person(language_code="ru")
        await gone.says("/topics")
        await gone.sees()
        await scene.stop()
        await gone.says("/start")
        await gone.blocks_bot()
        await other.says("/start")
        await scene.start()
        assert (await other.sees()).text
        await scene.settles()
        sent = [call for call in server.calls_of("sendMessage") if call.status == 403]
        assert len(sent) == 1
        assert len(gone.screen) == 1
        await gone.unblocks_bot()
        await gone.says("/help")
        assert (await gone.sees()).text.startswith(say("kk", "How to ask"))
    output = logged()
    assert "[error" not in output
    assert '"level": "error"' not in output
