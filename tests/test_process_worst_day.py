"""The real process on the worst day: killed again and again, told to stop in the middle, read by somebody else."""

import asyncio
import json
import random
import signal
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import CLONE
from tests.support.process import ENOUGH, BotProcess
from tests.support.telegram import Fault, Person, TelegramServer
from tests.support.telegram.updates import Update

pytest_plugins = ["tests.support.telegram.fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"


def on(server: TelegramServer, **more: str) -> dict[str, str]:
    return {"BOT_TOKEN": server.token, "BOT_API_URL": server.url, **more}


def answers_to(person: Person) -> int:
    return sum(message.text.startswith(TITLE) for message in person.screen)


async def test_killed_again_and_again_under_load_it_answers_every_question_and_only_those_in_flight_twice(
    server: TelegramServer, tmp_path: Path
) -> None:
    people = [Person(server, f"Person {number}") for number in range(300)]
    for person in people:
        await person.says(PROTEST)
    dice = random.Random(20260722)
    in_flight: list[set[int]] = []
    for _ in range(3):
        async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
            sent = len(server.calls_of("sendMessage"))
            await server.arrived("sendMessage", sent + dice.randrange(1, 60), timeout=ENOUGH)
            process.signal(signal.SIGKILL)
            assert await process.ends() == -signal.SIGKILL
        handed = [each for each in server.world.updates.pending if server.world.updates.deliveries[each["update_id"]]]
        in_flight.append({chat_of(each) for each in handed})
    assert any(in_flight)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        assert await server.world.bell.until(lambda: not server.world.updates.pending, ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert min(answers_to(person) for person in people) >= 1
    for person in people:
        assert answers_to(person) <= 1 + sum(person.id in each for each in in_flight)


def chat_of(update: Update) -> int:
    number = update["message"]["chat"]["id"]
    assert isinstance(number, int)
    return number


async def test_at_sigterm_it_ends_within_ten_seconds_and_what_was_not_finished_comes_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    stuck, slow = Person(server, "Stuck"), Person(server, "Slow")
    faults = server.faults
    faults.add("sendMessage", Fault.too_many_requests(600), None, when=lambda call: call["chat_id"] == stuck.id)
    faults.add("sendMessage", Fault.slow_answer(2), when=lambda call: call["chat_id"] == slow.id)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        await slow.says(PROTEST)
        await stuck.says(PROTEST)
        await server.called("sendMessage", 1, timeout=ENOUGH)
        await server.arrived("sendMessage", 2, timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends(seconds=10) == 0
    assert answers_to(slow) == 1
    assert [chat_of(each) for each in server.world.updates.pending] == [stuck.id]
    faults.clear()
    async with BotProcess("run", folder=tmp_path, settings=on(server)):
        assert (await stuck.sees(timeout=ENOUGH)).text.startswith(TITLE)


HOOK = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"):
        where = arguments[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else arguments[:2]
        with open({record!r}, "a") as file:
            file.write(f"{{where[0]}}:{{where[1]}}\\n" if isinstance(where, tuple) else f"{{where}}\\n")
        if not isinstance(where, tuple) or f"{{where[0]}}:{{where[1]}}" != {allowed!r}:
            raise PermissionError("the network is closed")
sys.addaudithook(watch)
"""


def closed_but_for(server: TelegramServer, folder: Path) -> tuple[dict[str, str], Path]:
    """Settings with which a process can reach nothing but the server, and the file that lists what it tried."""
    hooks, record = folder / "hooks", folder / "addresses"
    hooks.mkdir()
    code = HOOK.format(record=str(record), allowed=server.url.removeprefix("http://"))
    (hooks / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": f"{hooks}:{CLONE}"}, record


@pytest.mark.parametrize("key", ["", "a secret"], ids=["without-a-key", "with-a-key"])
async def test_it_reaches_telegram_and_nothing_else(server: TelegramServer, tmp_path: Path, key: str) -> None:
    closed, record = closed_but_for(server, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    person = Person(server)
    async with BotProcess("run", folder=work, settings=on(server, STORAGE_KEY=key, **closed)) as process:
        await person.says(PROTEST)
        assert (await person.sees(timeout=ENOUGH)).text.startswith(TITLE)
        for text in ("/start", "/topics", "/about", "https://example.org/ what is this", "http://example.org"):
            await person.says(text)
            await person.sees(timeout=ENOUGH)
        await person.sends_photo(PROTEST)
        await person.sees(timeout=ENOUGH)
        await person.says("/language")
        await person.sees(timeout=ENOUGH)
        await person.presses("Қазақша")
        await person.sees(timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert set(record.read_text().split()) == {server.url.removeprefix("http://")}


async def test_the_closed_network_is_closed(tmp_path: Path, server: TelegramServer) -> None:
    """The test above would notice: a process that looks elsewhere is stopped and what it tried is on record."""
    closed, record = closed_but_for(server, tmp_path)
    settings = {"BOT_TOKEN": server.token, "BOT_API_URL": "http://127.0.0.1:9", **closed}
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        while not record.exists():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        process.signal(signal.SIGTERM)
        await process.ends()
    assert set(record.read_text().split()) == {"127.0.0.1:9"}


TEXT, EDITED, DATA = "marker-text-5d41402a", "marker-edited-bc4b2a76", "marker-data-b9719d91"
NAME, LAST_NAME, USERNAME = "Маркерхан", "Маркеров", "marker_username"
FILE, TITLE_OF_GROUP = "marker-file-1c9e2.pdf", "marker-group-7d793"
ID = 5_551_937_461
KEY = "marker-storage-key-6f1ed"
WORDS = (TEXT, EDITED, DATA, NAME, LAST_NAME, USERNAME, FILE, TITLE_OF_GROUP, str(ID), KEY)


def found_in(content: bytes, token: str) -> list[str]:
    """The markers that stand in some content, in whatever way they may have been written down."""
    low = content.lower()
    kept = []
    for word in (*WORDS, token, token.partition(":")[2]):
        ways = {
            word.encode(),
            word.lower().encode(),
            word.encode("utf-16-le"),
            word.encode("unicode_escape"),
            word.encode("unicode_escape").lower(),
            repr(word.encode())[2:-1].lower().encode(),
        }
        if any(way in content or way in low for way in ways):
            kept.append(word)
    for name, raw in (("id, eight bytes", ID.to_bytes(8)), ("id, eight bytes turned", ID.to_bytes(8, "little"))):
        if raw in content:
            kept.append(name)
    return kept


def everything_below(*folders: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_the_search_for_markers_finds_them_however_they_are_written() -> None:
    token = "123:secret"
    for written in (TEXT, NAME.lower(), f"\\u{ord('М'):04x}" + json.dumps(NAME)[7:-1], str(ID), "a secret: secret"):
        assert found_in(written.encode(), token), written
    assert found_in(NAME.encode("utf-16-le"), token)
    assert found_in(b"..." + ID.to_bytes(8) + b"...", token)
    assert found_in(b"nothing", token) == []


@pytest.mark.parametrize("style", ["human", "json"])
@pytest.mark.parametrize("key", ["", KEY], ids=["without-a-key", "with-a-key"])
async def test_whoever_reads_everything_that_was_written_finds_nobody(
    server: TelegramServer, tmp_path: Path, style: str, key: str
) -> None:
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    settings = on(
        server,
        LOG_LEVEL="DEBUG",
        LOG_FORMAT=style,
        STORAGE_KEY=key,
        TMPDIR=str(temporary),
        PYTHONASYNCIODEBUG="1",
        HOME=str(temporary),
    )
    person = Person(server, NAME, last_name=LAST_NAME, username=USERNAME, language_code="kk", person_id=ID)
    while_running: dict[Path, bytes] = {}
    async with BotProcess("run", folder=work, settings=settings) as process:
        await plays_a_bad_evening(server, person)
        while_running |= everything_below(work, temporary)
        process.signal(signal.SIGKILL)
        await process.ends()
    outputs = [process.output, process.errors]
    async with BotProcess("run", folder=work, settings=settings) as process:
        await person.says("/help")
        assert await server.world.bell.until(lambda: not server.world.updates.pending, ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    outputs += [process.output, process.errors]
    written = {**while_running, **everything_below(work, temporary)}
    for content in (*written.values(), *(output.encode() for output in outputs)):
        assert found_in(content, server.token) == []
    told = outputs[1]
    for event in ("handler failed", "call failed, trying again", "cannot get updates", "logged by a library"):
        assert event in told
    names = {path.name for path in written}
    assert "quqyq.db" in names
    with sqlite3.connect(work / "data" / "quqyq.db") as database:
        kept = [language for (language,) in database.execute("SELECT language FROM chat_language")]
    assert kept == (["ru"] if key else [])
    if not key:  # counts, which name nobody, and nothing else
        assert names <= {"quqyq.db", "quqyq.db-shm", "quqyq.db-wal"}


async def plays_a_bad_evening(server: TelegramServer, person: Person) -> None:
    """Everything that a person can do, and everything that can go wrong on the way."""
    faults = server.faults
    await person.says("/language")
    await person.sees(timeout=ENOUGH)
    await person.presses("Русский")
    await person.sees(timeout=ENOUGH)
    question = await person.says(f"{TEXT} {NAME}")
    await person.sees(timeout=ENOUGH)
    await person.edits(question, EDITED)
    await person.says(f"/start {TEXT}")
    await person.sees(timeout=ENOUGH)
    await person.sends_document(TEXT, filename=FILE)
    await person.sees(timeout=ENOUGH)
    faults.add("sendMessage", Fault.refusal(400, f"Bad Request: {TEXT} of {ID} {NAME}"))
    await person.says(f"{TEXT} and more")
    await person.sees(timeout=ENOUGH)  # that something went wrong
    garbled = f'{{"ok": true, "result": [{{"text": "{TEXT}", "chat": {{"id": {ID}, "first_name": "{NAME}'
    faults.add("getUpdates", Fault(status=200, body=garbled.encode()))
    faults.add("getUpdates", Fault.server_error())
    faults.add("getUpdates", Fault.refusal(400, f"Bad Request: {TEXT}"))
    poison = f'{{"ok": true, "result": [{{"update_id": 1, "message": {{"text": "{TEXT}", "chat": "{ID}"}}}}]}}'
    faults.add("getUpdates", Fault(status=200, body=poison.encode()))
    faults.add("sendMessage", Fault.connection_reset())
    faults.add("sendMessage", Fault.server_error())
    faults.add("sendMessage", Fault.too_many_requests(1))
    await person.says(TEXT)
    await person.sees(timeout=ENOUGH)
    for _ in range(12):  # until it is told to wait
        await person.says(TEXT)
    assert await server.world.bell.until(lambda: any("десять" in each.text for each in person.screen), ENOUGH)
