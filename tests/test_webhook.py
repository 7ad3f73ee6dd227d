"""The webhook: 200 means dealt with, order within a chat, what comes twice, what does not belong, and the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.handlers import ALLOWED_UPDATES
from bot.hooking import MAX_CONNECTIONS, leave_webhook
from bot.limits import Rule, Rules
from bot.listening.alerts import REFUSING
from bot.settings import WebhookError
from bot.webhook import MAX_BODY
from tests.support.hooked import SECRET, HookedScene
from tests.support.scene import Logged, Scene
from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

PROTEST = "can i protest without permission"
PRAY = "is it legal to pray at home with friends"
DETAINED = "the police detained me what to do"
TITLES = {
    PROTEST: "Can I protest without permission?",
    PRAY: "May we pray together at home?",
    DETAINED: "I have just been detained. What shall I do?",
}
MARKER = "marker-text-b1946ac9"


def titles(person: Person) -> list[str]:
    return [message.text.partition("\n")[0] for message in person.screen]


async def waiting(scene: HookedScene, person: Person, *texts: str) -> list[dict[str, Any]]:
    """Updates that the person has sent, and that Telegram does not bring by itself: the scene is not hooked."""
    assert not scene.server.world.profile.webhook.url
    pending = scene.server.world.updates.pending
    before = len(pending)
    for text in texts:
        await person.says(text)
    return pending[before:]


async def test_updates_are_brought_and_answered(server: TelegramServer) -> None:
    async with HookedScene(server) as scene:
        people = [scene.person(f"Person {number}") for number in range(30)]
        for text in (PROTEST, PRAY, DETAINED):
            for person in people:
                await person.says(text)
        for person in people:
            await person.sees(3, timeout=20)
            assert titles(person) == [TITLES[PROTEST], TITLES[PRAY], TITLES[DETAINED]]
        await scene.settles()
        assert {status for _, status in server.world.deliveries.statuses} == {200}  # it listened before it said so
        (hook,) = server.calls_of("setWebhook")
        assert hook.parameters["url"] == scene.url
        assert hook.parameters["secret_token"] == SECRET
        assert hook.parameters["allowed_updates"] == list(ALLOWED_UPDATES)
        assert hook.parameters["max_connections"] == MAX_CONNECTIONS
        assert not hook.parameters.get("drop_pending_updates")
        assert scene.sample("quqyq_questions_total", language="en", decision="answer") == 90
        assert scene.sample("quqyq_update_seconds_count", kind="message") == 90
        assert scene.sample("quqyq_updates_in_flight") == 0
    assert server.world.profile.webhook.url  # it stays: the next start or another replica takes what comes meanwhile


async def test_an_update_is_confirmed_only_once_it_is_dealt_with(server: TelegramServer) -> None:
    async with HookedScene(server) as scene:
        slow, quick = scene.person("Slow"), scene.person("Quick")
        gate = scene.gate(PROTEST)
        await slow.says(PROTEST)
        await gate.is_reached()
        await slow.says(PRAY)
        await quick.says(DETAINED)
        assert (await quick.sees()).text.startswith(TITLES[DETAINED])
        pending = server.world.updates.pending
        await server.world.bell.until(lambda: len(pending) == 2, 5)
        assert [each["message"]["text"] for each in pending] == [PROTEST, PRAY]
        gate.open()
        await scene.settles()
        assert titles(slow) == [TITLES[PROTEST], TITLES[PRAY]]


async def test_one_persons_updates_keep_their_order_even_if_they_are_brought_at_once(server: TelegramServer) -> None:
    async with HookedScene(server, hooked=False) as scene:
        person, other = scene.person("Person"), scene.person("Other")
        gate = scene.gate(PROTEST)
        updates = await waiting(scene, person, PROTEST, PRAY, DETAINED)
        (others,) = await waiting(scene, other, PRAY)
        bringing = []
        for update in updates:
            bringing.append(asyncio.create_task(scene.post(update)))
            await gate.is_reached()
            await asyncio.sleep(0.05)
        assert (await scene.post(others)).status_code == 200
        assert scene.texts_begun == [PROTEST, PRAY]
        gate.open()
        assert {answer.status_code for answer in await asyncio.gather(*bringing)} == {200}
        assert titles(person) == [TITLES[PROTEST], TITLES[PRAY], TITLES[DETAINED]]


async def test_an_update_that_comes_twice_is_answered_once(server: TelegramServer) -> None:
    async with HookedScene(server, hooked=False) as scene:
        person = scene.person()
        gate = scene.gate(PROTEST)
        (update,) = await waiting(scene, person, PROTEST)
        bringing = [asyncio.create_task(scene.post(update)) for _ in range(5)]
        await gate.is_reached()
        gate.open()
        answers = [*await asyncio.gather(*bringing), await scene.post(update)]
        assert [answer.status_code for answer in answers] == [200] * 6
        assert titles(person) == [TITLES[PROTEST]]
        assert scene.sample("quqyq_updates_repeated_total") >= 1


async def test_one_that_takes_too_long_comes_again_and_waits_for_the_same_work(server: TelegramServer) -> None:
    async with HookedScene(server, hold=0.2) as scene:
        person, other = scene.person(), scene.person("Other")
        gate = scene.gate(PROTEST)
        await person.says(PROTEST)
        number = server.world.updates.pending[0]["update_id"]
        await server.world.bell.until(lambda: len(server.world.deliveries.statuses_of(number)) >= 2, 5)
        await other.says(PRAY)
        await other.sees()
        gate.open()
        await scene.settles()
        statuses = server.world.deliveries.statuses_of(number)
        assert statuses == [503] * (len(statuses) - 1) + [200]
        assert titles(person) == [TITLES[PROTEST]]
        assert scene.texts_begun.count(PROTEST) == 1


async def test_one_that_never_ends_is_given_up_and_counted(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ordering.LIFETIME", 0.2)
    async with HookedScene(server) as scene:
        person = scene.person()
        scene.gate(PROTEST)
        await person.says(PROTEST)
        await person.says(PRAY)
        assert (await person.sees()).text.startswith(TITLES[PRAY])
        await scene.settles()
        assert scene.services.counters.given_up == 1
        assert scene.sample("quqyq_updates_given_up_total") == 1


async def test_an_error_that_the_person_was_told_of_counts_as_dealt_with(server: TelegramServer) -> None:
    async with HookedScene(server) as scene:
        scene.script({PROTEST: ValueError("broken")})
        person = scene.person()
        await person.says(PROTEST)
        assert "went wrong" in (await person.sees()).text
        await scene.settles()
        assert [status for _, status in server.world.deliveries.statuses] == [200]


async def test_429_on_an_answer_is_obeyed_and_holds_up_nobody_else(server: TelegramServer) -> None:
    async with HookedScene(server) as scene:
        first, second = scene.person("First"), scene.person("Second")
        refusal = Fault.too_many_requests(1)
        server.faults.add("sendMessage", refusal, when=lambda call: call["chat_id"] == first.id)
        await first.says(PROTEST)
        await server.called("sendMessage")
        await second.says(PRAY)
        assert (await second.sees()).text.startswith(TITLES[PRAY])
        assert first.screen == []
        assert (await first.sees()).text.startswith(TITLES[PROTEST])
        refused, _, sent = server.calls_of("sendMessage")
        assert (refused.status, sent.status) == (429, 200)
        assert sent.at - refused.at >= 1
        await scene.settles()
        assert {status for _, status in server.world.deliveries.statuses} == {200}


@pytest.mark.parametrize("secret", [None, "", "another", SECRET + "x", "құпия"])
async def test_without_the_secret_nothing_is_taken(server: TelegramServer, secret: str | None) -> None:
    async with HookedScene(server, hooked=False) as scene:
        person = scene.person()
        (update,) = await waiting(scene, person, PROTEST)
        answer = await scene.post(update, secret=secret)
        assert (answer.status_code, answer.content) == (403, b"")
        assert scene.texts_begun == []
        assert scene.sample("quqyq_webhook_refused_total", reason="secret") == 1


async def test_another_method_or_path_is_not_served(server: TelegramServer) -> None:
    async with HookedScene(server, hooked=False) as scene, httpx.AsyncClient() as client:
        assert (await client.get(scene.url)).status_code == 405
        assert (await client.post(scene.url + "/more")).status_code == 404
        assert "server" not in (await client.get(scene.url)).headers


NOT_AN_UPDATE = {
    "no JSON": MARKER.encode(),
    "half": b'{"update_id": 1, "message": "' + MARKER.encode(),
    "a list": json.dumps([MARKER]).encode(),
    "no number": json.dumps({"message": MARKER}).encode(),
    "a word for a number": json.dumps({"update_id": MARKER}).encode(),
    "true for a number": json.dumps({"update_id": True, "message": MARKER}).encode(),
    "not UTF-8": b'{"update_id": 1, "message": "\xff' + MARKER.encode() + b'"}',
    "nested": b"[" * 500_000,
    "nothing": b"",
}


@pytest.mark.parametrize("body", NOT_AN_UPDATE.values(), ids=NOT_AN_UPDATE.keys())
async def test_what_is_no_update_is_refused_without_a_trace(
    logged: Logged, server: TelegramServer, body: bytes
) -> None:
    async with HookedScene(server, hooked=False) as scene:
        answer = await scene.post(content=body)
        assert (answer.status_code, answer.content) == (400, b"")
        assert scene.sample("quqyq_webhook_refused_total", reason="form") == 1
    output = logged()
    assert MARKER not in output
    assert "Traceback" not in output


async def test_an_update_of_a_form_that_the_library_does_not_know_stops_nobody(
    logged: Logged, server: TelegramServer
) -> None:
    async with HookedScene(server, hooked=False) as scene:
        answer = await scene.post({"update_id": 5, "message": {"text": MARKER, "chat": MARKER}})
        assert answer.status_code == 200  # it would be no better known when it comes again, for a day
        assert (await scene.post({"update_id": 6, "something_new": {"text": MARKER}})).status_code == 200
        assert scene.sample("quqyq_updates_unreadable_total") == 1
    assert MARKER not in logged()


async def test_what_a_chat_sent_too_much_of_is_dealt_with_and_the_stop_keeps_nobody_to_their_pace(
    server: TelegramServer,
) -> None:
    async with HookedScene(server, hooked=False, rules=Rules(chat=Rule(2, 600.0))) as scene:
        person = scene.person()
        updates = await waiting(scene, person, *["/help"] * 14)
        posts = [asyncio.create_task(scene.post(update)) for update in updates]
        ended = asyncio.as_completed(posts, timeout=20)
        for _ in range(4):  # two at once; of the twelve beyond them ten are kept
            await next(ended)
        await scene.stop()
        assert [answer.status_code for answer in await asyncio.gather(*posts)] == [200] * 14
        assert scene.sample("quqyq_updates_dropped_total") == 2
        assert len(person.screen) == 12 + 1  # and a line that says so


async def test_a_body_that_is_too_long_is_not_read_to_its_end(server: TelegramServer) -> None:
    async def endless() -> Any:
        while True:
            yield b" " * 65_536

    async with HookedScene(server, hooked=False) as scene:
        assert (await scene.post(content=b" " * (MAX_BODY + 1))).status_code == 413
        with pytest.raises((httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError, AssertionError)):
            async with asyncio.timeout(10):
                assert (await scene.post(content=endless())).status_code != 413
        assert scene.sample("quqyq_webhook_refused_total", reason="size") == 2


async def test_a_body_that_does_not_come_is_not_waited_for(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webhook.BODY_SECONDS", 0.1)

    async def slow() -> Any:
        yield b"{"
        await asyncio.sleep(1)

    async with HookedScene(server, hooked=False) as scene:
        assert (await scene.post(content=slow())).status_code == 408


async def test_stopping_finishes_what_is_in_flight_and_leaves_the_rest_to_the_next_start(
    server: TelegramServer,
) -> None:
    async with HookedScene(server) as scene:
        person, other = scene.person(), scene.person("Other")
        gate = scene.gate(PROTEST)
        await person.says(PROTEST)
        await gate.is_reached()
        scene.begin_to_stop()
        await asyncio.sleep(0.05)
        await other.says(PRAY)
        await server.world.bell.until(lambda: bool(server.world.deliveries.statuses), 5)
        gate.open()
        await scene.stop()
        assert titles(person) == [TITLES[PROTEST]]
        assert titles(other) == []
        assert {status for _, status in server.world.deliveries.statuses} <= {200, 503, None}
        await scene.start()
        await scene.settles()
        assert titles(other) == [TITLES[PRAY]]
        assert titles(person) == [TITLES[PROTEST]]


async def test_an_update_that_comes_in_part_before_the_stop_is_left_to_the_next_start(server: TelegramServer) -> None:
    rest = asyncio.Event()

    async def in_parts(body: bytes) -> AsyncIterator[bytes]:
        yield body[:10]
        await rest.wait()
        yield body[10:]

    async with HookedScene(server, hooked=False) as scene:
        (update,) = await waiting(scene, scene.person(), PROTEST)
        bringing = asyncio.create_task(scene.post(content=in_parts(json.dumps(update).encode())))
        await asyncio.sleep(0.2)
        scene.begin_to_stop()
        await asyncio.sleep(0.05)
        rest.set()
        assert (await bringing).status_code == 503
        assert scene.texts_begun == []


async def test_what_cannot_be_finished_before_the_stop_comes_again(server: TelegramServer) -> None:
    async with HookedScene(server, grace=0.1) as scene:
        person = scene.person()
        gate = scene.gate(PROTEST)
        await person.says(PROTEST)
        await gate.is_reached()
        await scene.stop()
        assert server.world.updates.confirmed == []
        assert server.world.deliveries.statuses[0][1] == 503
        gate.open()
        await scene.start()
        await scene.settles()
        assert titles(person) == [TITLES[PROTEST]]


async def test_polling_after_a_webhook_loses_nothing(server: TelegramServer) -> None:
    async with HookedScene(server) as hooked:
        person = hooked.person()
    await person.says(PROTEST)
    async with Scene(server) as scene:
        await leave_webhook(scene.application)
        assert (await person.sees()).text.startswith(TITLES[PROTEST])
        (call,) = server.calls_of("deleteWebhook")
        assert not call.parameters.get("drop_pending_updates")
        await leave_webhook(scene.application)
        assert len(server.calls_of("deleteWebhook")) == 1


async def test_a_webhook_that_somebody_deleted_is_set_again(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.hooking.LOOK", 0.05)
    async with HookedScene(server) as scene:
        await server.called("setWebhook")
        await scene.application.bot.delete_webhook()
        person = scene.person()
        await person.says(PROTEST)
        assert (await person.sees()).text.startswith(TITLES[PROTEST])


async def test_telegram_that_cannot_be_asked_about_the_webhook_is_told_to_moderators(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.hooking.LOOK", 0.02)
    monkeypatch.setattr("bot.courier.PAUSES", (0.01,))
    server.faults.add("getWebhookInfo", Fault.server_error(), times=None)
    async with HookedScene(server) as scene, asyncio.timeout(20):
        assert (await scene.services.alerts.next()).message == REFUSING


async def test_a_webhook_that_telegram_does_not_take_ends_the_start(server: TelegramServer) -> None:
    server.faults.add("setWebhook", Fault.refusal(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    scene = HookedScene(server)
    with pytest.raises(WebhookError, match=r"^WEBHOOK_URL: Telegram does not take it: .*url must be"):
        async with scene:
            await asyncio.wait({scene.running}, timeout=5)


async def test_setting_the_webhook_is_tried_until_it_succeeds(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.insisting.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.courier.PAUSES", (0.01,))
    server.faults.add("setWebhook", Fault.bad_gateway(), times=4)
    server.faults.add("setWebhook", Fault.too_many_requests(1))
    person = Person(server)
    await person.says(PROTEST)
    async with HookedScene(server):
        assert (await person.sees()).text.startswith(TITLES[PROTEST])
