"""What goes wrong on the way to Telegram: poisoned updates, a network that is gone, chats that must wait."""

import asyncio
import json
from itertools import pairwise

import pytest
from telegram import Bot

from bot.courier import NOTHING_YET
from bot.reading import read_update
from tests.support.scene import Logged, Scene
from tests.support.telegram import Fault, TelegramServer
from tests.support.telegram.server import TOKEN

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
TITLE = "Can I protest without permission?"
MARKER = "marker-text-77f1"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, looks_often: None) -> None:
    """Pauses a hundred times as short."""
    monkeypatch.setattr("bot.polling.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.polling.MAX_PAUSE", 0.3)
    monkeypatch.setattr("bot.courier.PAUSES", (0.01, 0.02, 0.04, 0.08, 0.16))
    monkeypatch.setattr("bot.courier.LONGEST_PAUSE", 0.3)


POISON = {
    "a message without a chat": {"message": {"message_id": 1, "date": 1, "text": MARKER}},
    "a message that is a word": {"message": MARKER},
    "a date that is none": {"message": {"message_id": 1, "date": MARKER, "chat": {"id": 5, "type": "private"}}},
    "a message to a group without its sender's name": {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -5, "type": "group"},
            "from": {"id": 7},
            "text": "/help",
        }
    },
    "a group that is only a number": {"message": {"message_id": 1, "date": 1, "chat": {"id": -5}, "text": MARKER}},
    "a press of nobody": {"callback_query": {"id": "1", "data": MARKER}},
    "nothing": {},
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
async def test_an_update_that_cannot_be_read_stops_nobody_behind_it(
    logged: Logged, server: TelegramServer, poison: dict[str, object], quick: None
) -> None:
    before, behind = Scene(server).person("Before"), Scene(server).person("Behind")
    await before.says(PROTEST)
    await server.world.updates.put("message", {})
    server.world.updates.pending[-1] = {"update_id": server.world.updates.pending[-1]["update_id"], **poison}
    await behind.says(PROTEST)
    async with Scene(server) as scene:
        assert (await before.sees()).text.startswith(TITLE)
        assert (await behind.sees()).text.startswith(TITLE)
        await scene.settles()
        counters = scene.services.counters
        assert counters.unreadable + counters.failed == (1 if poison else 0)
        assert (len(before.screen), len(behind.screen)) == (1, 1)
    assert MARKER not in logged()


@pytest.mark.parametrize("data", [None, [], "text", 5, {"update_id": "x"}, {"message": {}}])
def test_what_is_not_even_numbered_is_no_update(data: object) -> None:
    assert read_update(data, Bot(TOKEN)) is None


async def test_what_is_no_list_of_updates_is_asked_for_again(server: TelegramServer, quick: None) -> None:
    for body in (b'{"ok": true, "result": "x"}', b'{"ok": true, "result": [{"update_id": "x"}]}', b'{"ok": true}'):
        server.faults.add("getUpdates", Fault(status=200, body=body))
    async with Scene(server) as scene:
        person = scene.person()
        await person.says(PROTEST)
        assert (await person.sees()).text.startswith(TITLE)


async def test_a_handler_that_is_poisoned_by_one_update_serves_those_behind_it(scene: Scene) -> None:
    scene.script({MARKER: RecursionError("too deep")})
    poisoned, behind = scene.person("Poisoned"), scene.person("Behind")
    await poisoned.says(MARKER)
    await poisoned.says(PROTEST)
    await behind.says(PROTEST)
    await behind.sees()
    await poisoned.sees(2)
    assert poisoned.screen[-1].text.startswith(TITLE)
    assert scene.services.counters.failed == 1


GONE = {
    "reset": Fault.connection_reset(),
    "502": Fault.bad_gateway(),
    "500": Fault.server_error(),
}


@pytest.mark.parametrize("fault", GONE.values(), ids=GONE.keys())
async def test_while_telegram_is_gone_for_long_no_question_is_lost_and_none_passed_over(
    server: TelegramServer, fault: Fault, quick: None
) -> None:
    """A second and a half with pauses a hundred times as short, and `patience` a fraction of it."""
    async with Scene(server, patience=0.4) as scene:
        caught, later = scene.person("Caught"), scene.person("Later")
        gate = scene.gate(PROTEST)
        await caught.says(PROTEST)
        await gate.is_reached()
        server.faults.add("*", fault, times=None)
        gate.open()
        await server.called("sendMessage", 1)
        await later.says("/help")
        await asyncio.sleep(1.5)
        assert caught.screen == []
        assert scene.services.counters.passed == 0
        assert len(server.world.updates.pending) == 2
        tries = len(server.calls_of("sendMessage"))
        assert tries < 14
        server.faults.clear()
        assert (await caught.sees(2 if fault.cut else 1)).text.startswith(TITLE)
        assert (await later.sees()).text
        await scene.settles()
        assert (len(caught.screen), len(later.screen)) == (1, 1)
        assert scene.services.counters.errors["NetworkError"] > tries


@pytest.mark.parametrize("logged", ["json"], indirect=True)
async def test_the_pauses_grow(logged: Logged, server: TelegramServer, quick: None) -> None:
    server.faults.add("getUpdates", Fault.server_error(), times=None)
    async with Scene(server):
        calls = await server.called("getUpdates", 8)
        server.faults.clear()
    said = [json.loads(line) for line in logged().splitlines() if "cannot get updates" in line]
    pauses = [line["seconds"] for line in said][:7]
    assert pauses == pytest.approx([0.01 * 1.5**number for number in range(7)])
    gaps = [after.at - before.at for before, after in pairwise(calls)]
    assert all(gap >= pause for gap, pause in zip(gaps, pauses, strict=False))


async def test_a_call_that_fails_while_others_get_through_is_given_up_and_the_person_told(
    server: TelegramServer, quick: None
) -> None:
    async with Scene(server) as scene:
        unlucky, other = scene.person("Unlucky"), scene.person("Other")
        server.faults.add(
            "sendMessage",
            Fault.server_error(),
            times=None,
            when=lambda call: call["chat_id"] == unlucky.id and "Something went wrong" not in call["text"],
        )
        await unlucky.says(PROTEST)
        await server.called("sendMessage", 1)
        while not unlucky.screen:
            await other.says("/help")
            await other.sees()
        assert (await unlucky.sees()).text.startswith("Something went wrong")
        await scene.settles()
        assert scene.services.counters.failed == 1
        assert scene.services.counters.untold == 0


async def test_who_asked_just_before_the_network_went_is_answered_when_it_is_back(
    server: TelegramServer, quick: None
) -> None:
    """Somebody else's answer got through between this question and the fault: that must not count against it."""
    async with Scene(server) as scene:
        caught, other = scene.person("Caught"), scene.person("Other")
        server.faults.add("sendMessage", Fault.slow_answer(0.2), when=lambda call: call["chat_id"] == other.id)
        await other.says("/help")
        await server.arrived("sendMessage")
        server.faults.add("sendMessage", Fault.connection_reset(), None)
        await caught.says(PROTEST)
        await other.sees()
        await server.called("sendMessage", 10)
        assert caught.screen == []
        server.faults.clear()
        assert (await caught.sees(2)).text.startswith(TITLE)
        assert len(caught.screen) == 1


async def test_when_connections_break_after_sending_an_answer_comes_twice_and_never_more_often(
    server: TelegramServer, quick: None
) -> None:
    """Of what is sent or edited nothing is heard, three times each; then all is well again."""
    async with Scene(server) as scene:
        person = scene.person()
        server.faults.add("sendMessage", Fault.lost_answer(), times=3)
        server.faults.add("editMessageText", Fault.lost_answer(), times=3)
        await person.says(PROTEST)
        await server.called("editMessageText", 4)
        await scene.settles()
        first, *lines, last = (message.text for message in person.screen)
        assert first.startswith(TITLE)
        assert lines == [NOTHING_YET, NOTHING_YET]
        assert last == first
        assert person.screen[-1].buttons == person.screen[0].buttons
        assert scene.services.counters.failed == 0


async def test_when_a_connection_breaks_before_sending_the_answer_comes_once(
    server: TelegramServer, quick: None
) -> None:
    async with Scene(server) as scene:
        person = scene.person()
        server.faults.add("sendMessage", Fault.connection_reset())
        server.faults.add("editMessageText", Fault.connection_reset())
        await person.says(PROTEST)
        await server.called("editMessageText", 2)
        await scene.settles()
        assert [message.text[: len(TITLE)] for message in person.screen] == [TITLE]


async def test_what_is_told_to_wait_waits_as_a_whole_chat_and_nobody_else_does(
    server: TelegramServer, looks_often: None
) -> None:
    async with Scene(server) as scene:
        first, second = scene.person("First"), scene.person("Second")
        server.faults.add("sendMessage", Fault.too_many_requests(1), when=lambda call: call["chat_id"] == first.id)
        await first.says(PROTEST)
        (refused,) = await server.called("sendMessage")
        await asyncio.sleep(0.2)  # until the bot has heard of it
        sending = asyncio.create_task(scene.application.bot.send_message(first.id, "something else"))
        await second.says("/help")
        await second.sees()
        assert first.screen == []
        await first.sees(2)
        await sending
        to_first = [call for call in server.calls_of("sendMessage") if call.parameters["chat_id"] == first.id]
        assert [call.status for call in to_first] == [429, 200, 200]
        assert all(call.at - refused.at >= 1 for call in to_first[1:])
        to_second = [call for call in server.calls_of("sendMessage") if call.parameters["chat_id"] == second.id]
        assert to_second[0].at - refused.at < 1
        assert scene.services.counters.held_up == 1
        assert scene.services.counters.errors["RetryAfter"] == 1


async def test_a_long_retry_after_holds_nobody_up_and_is_given_up_and_counted(
    server: TelegramServer, looks_often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ordering.LIFETIME", 1.0)
    async with Scene(server, patience=0.3) as scene:
        first, second = scene.person("First"), scene.person("Second")
        server.faults.add(
            "sendMessage", Fault.too_many_requests(3_600), None, when=lambda call: call["chat_id"] == first.id
        )
        await first.says(PROTEST)
        await server.called("sendMessage")
        await second.says(PROTEST)
        assert (await second.sees()).text.startswith(TITLE)
        await scene.settles()
        counters = scene.services.counters
        assert (counters.passed, counters.given_up) == (1, 0)
        assert await server.world.bell.until(lambda: counters.given_up == 1, 3) or counters.given_up == 1
        assert len([call for call in server.calls_of("sendMessage") if call.status == 429]) == 1
