"""The real process on Telegram: it answers, it ends when told, and what it cannot do it says in one line."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import open_languages
from tests.support.process import ENOUGH, BotProcess, names_in
from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"


def on(server: TelegramServer, **more: str) -> dict[str, str]:
    return {"BOT_TOKEN": server.token, "BOT_API_URL": server.url, **more}


async def test_it_answers_and_ends_at_sigterm(server: TelegramServer, tmp_path: Path) -> None:
    server.faults.add("setMyCommands", Fault.refusal(404, "Not Found"), times=None)
    person = Person(server, "Маркерхан", person_id=5_551_937_461)
    async with BotProcess("run", folder=tmp_path, settings=on(server, LOG_LEVEL="DEBUG")) as process:
        await person.says(PROTEST)
        assert (await person.sees(timeout=ENOUGH)).text.startswith(TITLE)
        await person.says("/about")
        assert "@tests_bot" in (await person.sees(timeout=ENOUGH)).text
        await person.says("/language")
        await person.sees(timeout=ENOUGH)
        await person.presses("Қазақша")
        await person.sees(timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert server.world.updates.pending == []
    assert process.output == ""
    assert "answering on Telegram" in process.errors
    assert "stopped" in process.errors
    for secret in (server.token, "Traceback", PROTEST, person.first_name, str(person.id)):
        assert secret not in process.errors
    assert names_in(tmp_path) == ["data"]  # counts, which name nobody: without a storage key there is nothing else
    assert names_in(tmp_path / "data") == ["quqyq.db"]
    file = tmp_path / "data" / "quqyq.db"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT * FROM chat_language").fetchall() == []
        counted = connection.execute("SELECT topic, language, decision, reason, number FROM asked").fetchall()
        assert counted == [("assembly", "en", "answer", "", 1)]
    for secret in (PROTEST, person.first_name, str(person.id)):
        assert secret.encode() not in file.read_bytes()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_while_telegram_cannot_be_reached(
    server: TelegramServer, tmp_path: Path, number: signal.Signals
) -> None:
    fault = Fault.bad_gateway() if number == signal.SIGINT else Fault.slow_answer(60)
    server.faults.add("getMe", fault, times=None)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        await server.arrived("getMe", timeout=ENOUGH)
        process.signal(number)
        assert await process.ends(seconds=10) == 0
    assert "Traceback" not in process.errors


async def test_it_waits_for_telegram_at_the_start(server: TelegramServer, tmp_path: Path) -> None:
    server.faults.add("getMe", Fault.bad_gateway())
    person = Person(server)
    await person.says(PROTEST)
    async with BotProcess("run", folder=tmp_path, settings=on(server)):
        assert (await person.sees(timeout=ENOUGH)).text.startswith(TITLE)


async def test_a_rejected_token_is_one_clear_line(server: TelegramServer, tmp_path: Path) -> None:
    token = "987654321:no-such-token"
    async with BotProcess("run", folder=tmp_path, settings={**on(server), "BOT_TOKEN": token}) as process:
        assert await process.ends() not in (0, None)
    (line,) = process.errors.splitlines()
    assert line == "quqyq: BOT_TOKEN: Telegram does not accept this token; get one from @BotFather"
    assert process.output == ""


async def test_with_a_storage_key_the_choice_is_on_disk_and_the_person_is_not(
    server: TelegramServer, tmp_path: Path
) -> None:
    person = Person(server, language_code="en", person_id=5_551_937_461)
    async with BotProcess("run", folder=tmp_path, settings=on(server, STORAGE_KEY="a secret")) as process:
        await person.says("/language")
        await person.sees(timeout=ENOUGH)
        await person.presses("Қазақша")
        await person.sees(timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    file = tmp_path / "data" / "quqyq.db"
    languages = await open_languages(f"sqlite:///{file}", b"a secret")
    assert await languages.get(person.id) == "kk"
    await languages.close()
    assert b"5551937461" not in file.read_bytes()
    assert person.id.to_bytes(8) not in file.read_bytes()


async def test_after_kill_9_every_message_is_answered(server: TelegramServer, tmp_path: Path) -> None:
    people = [Person(server, f"Person {number}") for number in range(40)]
    for person in people:
        await person.says(PROTEST)
    server.faults.add("sendMessage", Fault.server_error(), times=None, when=lambda call: call["chat_id"] % 2)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        assert await server.world.bell.until(lambda: sum(bool(person.screen) for person in people) == 20, ENOUGH)
        process.signal(signal.SIGKILL)
        assert await process.ends() == -signal.SIGKILL
    assert sum(not person.screen for person in people) == 20
    server.faults.clear()
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        assert await server.world.bell.until(lambda: not server.world.updates.pending, ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert {len(person.screen) for person in people} <= {1, 2}  # once, or once more after the crash, never not at all


async def test_moderators_have_their_menu_and_a_reload(server: TelegramServer, tmp_path: Path) -> None:
    moderator = Person(server, language_code="en")
    settings = on(server, MODERATOR_IDS=f"{moderator.id},77")
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        await moderator.says("/unanswered")
        assert (await moderator.sees(timeout=ENOUGH)).text == "No questions are waiting."
        await moderator.says("/check")
        assert "few-phrasings" in (await moderator.sees(timeout=ENOUGH)).text
        await moderator.says("/reload")
        assert (await moderator.sees(timeout=ENOUGH)).text.startswith("The base in the folder was not taken:")
        told = await moderator.sees(timeout=ENOUGH)  # in the language they chose, or Russian
        assert told.text.startswith("Изменённая база не принята")

        def has_menu() -> bool:  # set beside the answers, after what everybody sees
            return any("unanswered" in str(call.parameters) for call in server.calls_of("setMyCommands"))

        assert await server.world.bell.until(has_menu, ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0


async def test_a_database_that_cannot_be_used_costs_nobody_an_answer(server: TelegramServer, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    person = Person(server)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        await person.says(PROTEST)
        answer = await person.sees(timeout=ENOUGH)
        assert answer.text.startswith(TITLE)
        assert "👍 Helped" not in [button.text for button in answer.all_buttons]
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert "nothing is counted" in process.errors
    assert "Traceback" not in process.errors
