"""Every line that is logged of one update bears its own random id, and no other's."""

import asyncio
import json
import logging
from collections.abc import Mapping
from functools import partial
from io import StringIO
from typing import Any

import pytest
import structlog
from rich.console import Console
from telegram import Update
from telegram.ext import TypeHandler

from bot.chat import Chat
from bot.handlers.context import Context, Services
from bot.logs import correlated
from bot.store import MemoryLanguages
from tests.support.base import small_library, voices
from tests.support.scene import Logged, Scene
from tests.support.telegram import Fault, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

json_only = pytest.mark.parametrize("logged", ["json"], indirect=True)


def lines(logged: Logged) -> list[dict[str, str]]:
    return [json.loads(line) for line in logged().splitlines() if line.startswith("{")]


def is_to(person_id: int, call: Mapping[str, Any]) -> bool:
    return bool(call["chat_id"] == person_id)


@json_only
async def test_all_lines_of_an_update_have_its_id_and_updates_at_once_have_different_ones(
    logged: Logged, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.PAUSES", (0.2, 0.2, 0.2))
    people = 20

    async def say_who(update: Update, context: Context) -> None:
        """Log, wait until all others have logged, and log again; through a thread and a library's logger as well."""
        log = structlog.stdlib.get_logger("test")
        mark = update.update_id
        log.info("first", mark=mark)
        await asyncio.sleep(0.05)
        await asyncio.to_thread(lambda: log.info("in a thread", mark=mark))
        await asyncio.create_task(asyncio.to_thread(lambda: log.info("in a task", mark=mark)))

    async with Scene(server) as scene:
        scene.application.add_handler(TypeHandler(Update, say_who), group=-2)
        crowd = [scene.person(f"Person {number}") for number in range(people)]
        for person in crowd:
            server.faults.add("sendMessage", Fault.server_error(), when=partial(is_to, person.id))
            await person.says("/help")
        for person in crowd:
            await person.sees()
        await scene.settles()
    said = lines(logged)
    ids: dict[str, set[str]] = {}
    for line in said:
        if "mark" in line:
            ids.setdefault(line["mark"], set()).add(line["update"])
    assert len(ids) == people
    assert all(len(each) == 1 for each in ids.values())
    assert len({id_ for each in ids.values() for id_ in each}) == people
    known = {id_ for each in ids.values() for id_ in each}
    again = [
        line for line in said if line["event"] == "call failed, trying again" and line["method"] == "sendMessage"
    ]
    assert len(again) == people
    assert {line["update"] for line in again} == known


@json_only
async def test_what_belongs_to_no_update_has_no_id(logged: Logged, server: TelegramServer) -> None:
    server.faults.add("getUpdates", Fault.server_error())
    async with Scene(server) as scene:
        await server.called("getUpdates", 1)
        await scene.stop()
    (line,) = (line for line in lines(logged) if line["event"] == "cannot get updates")
    assert "update" not in line


async def test_the_id_is_shown_in_lines_for_people_too(logged: Logged, server: TelegramServer) -> None:
    async with Scene(server) as scene:
        scene.script({"broken": ValueError("broken")})
        person = scene.person()
        await person.says("broken")
        await person.sees()
    (line,) = (line for line in logged().splitlines() if "handler failed" in line)
    assert "update=" in line or '"update": "' in line


@json_only
async def test_a_librarys_line_bears_the_id_as_well(logged: Logged) -> None:
    with correlated():
        logging.getLogger("httpx").error("words")
    (line,) = lines(logged)
    assert line["event"] == "logged by a library"
    assert len(line["update"]) == 8


@json_only
async def test_the_local_chat_marks_its_lines(logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:
    services = Services(small_library(), voices(), MemoryLanguages(), "tests_bot")
    chat = Chat(services, Console(file=StringIO()), language_code="en")
    seen = []

    async def note(update: Update, context: Context) -> None:
        seen.append(structlog.contextvars.get_contextvars()["update"])

    chat._application.add_handler(TypeHandler(Update, note), group=-1)

    async def typed() -> object:
        for line in ("/help", "/about"):
            yield line

    monkeypatch.setattr(chat, "_lines", typed)
    await chat.run()
    assert len(set(seen)) == 3


def test_within_another_nothing_changes_and_afterwards_nothing_is_left() -> None:
    with correlated():
        outer = structlog.contextvars.get_contextvars()
        with correlated():
            assert structlog.contextvars.get_contextvars() == outer
    assert structlog.contextvars.get_contextvars() == {}
