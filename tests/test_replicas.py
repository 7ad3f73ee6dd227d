"""Several replicas over one PostgreSQL: nothing is lost, and what is brought to two of them is answered once."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from bot.store import Store, open_store
from tests.support.balancer import Balancer, free_ports
from tests.support.hooked import HookedScene
from tests.support.process import ENOUGH, BotProcess
from tests.support.telegram import Fault, Person, TelegramServer
from tests.support.wire import Wire

pytest_plugins = ["tests.support.scene_fixtures", "tests.support.postgres"]

PROTEST = "can i protest without permission"
PRAY = "is it legal to pray at home with friends"
TITLES = {PROTEST: "Can I protest without permission?", PRAY: "May we pray together at home?"}
KEY = b"a secret"


def titles(person: Person) -> list[str]:
    return [message.text.partition("\n")[0] for message in person.screen]


async def stores(address: str, count: int) -> list[Store]:
    return [await open_store(address, KEY) for _ in range(count)]


async def test_an_update_brought_to_two_replicas_is_answered_once(server: TelegramServer, postgres: str) -> None:
    first, second = await stores(postgres, 2)
    async with (
        HookedScene(server, claims=first.claims, hooked=False) as one,
        HookedScene(server, claims=second.claims, hooked=False) as other,
    ):
        person = one.person()
        gate = one.gate(PROTEST)
        await person.says(PROTEST)
        (update,) = server.world.updates.pending
        working = asyncio.create_task(one.post(update))
        await gate.is_reached()
        refused = await other.post(update)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        gate.open()
        assert (await working).status_code == 200
        assert (await other.post(update)).status_code == 200
        assert titles(person) == [TITLES[PROTEST]]
        assert other.texts_begun == []
        assert other.sample("quqyq_updates_repeated_total") == 1
    await first.close()
    await second.close()


async def test_brought_to_both_at_the_same_moment_they_are_answered_once(
    server: TelegramServer, postgres: str
) -> None:
    first, second = await stores(postgres, 2)
    async with (
        HookedScene(server, claims=first.claims, hooked=False) as one,
        HookedScene(server, claims=second.claims, hooked=False) as other,
    ):
        people = [one.person(f"Person {number}") for number in range(30)]
        for person in people:
            await person.says(PROTEST)
        updates = list(server.world.updates.pending)
        answers = await asyncio.gather(*(scene.post(update) for update in updates for scene in (one, other)))
        assert {answer.status_code for answer in answers} <= {200, 503}
        for person in people:
            assert titles(person) == [TITLES[PROTEST]]
    await first.close()
    await second.close()


async def test_what_one_replica_could_not_finish_another_begins_at_once(
    server: TelegramServer, postgres: str
) -> None:
    first, second = await stores(postgres, 2)
    one = HookedScene(server, claims=first.claims, hooked=False, grace=0.1)
    async with one, HookedScene(server, claims=second.claims, hooked=False) as other:
        person = one.person()
        gate = one.gate(PROTEST)
        await person.says(PROTEST)
        (update,) = server.world.updates.pending
        working = asyncio.create_task(one.post(update))
        await gate.is_reached()
        await one.stop()
        assert (await working).status_code == 503
        assert (await other.post(update)).status_code == 200
        assert titles(person) == [TITLES[PROTEST]]
    await first.close()
    await second.close()


async def test_when_the_database_goes_everybody_is_still_answered(
    server: TelegramServer, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store,) = await stores(postgres, 1)
    assert store.engine is not None
    async with HookedScene(server, claims=store.claims) as scene:
        person = scene.person()
        await person.says(PROTEST)
        await person.sees()
        await scene.settles()
        await store.engine.dispose()

        def refuse(*_: object, **__: object) -> None:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr("asyncpg.connect", refuse)
            assert await store.reached() is False
            await person.says(PRAY)
            assert (await person.sees()).text.startswith(TITLES[PRAY])
            await scene.settles()
    await store.close()


def settings_of(server: TelegramServer, postgres: str, url: str, port: int) -> dict[str, str]:
    return {
        "BOT_TOKEN": server.token,
        "BOT_API_URL": server.url,
        "DATABASE_URL": postgres,
        "STORAGE_KEY": KEY.decode(),
        "WEBHOOK_URL": f"{url}/telegram/hook",
        "WEBHOOK_SECRET": "one-for-all",
        "LISTEN": f"127.0.0.1:{port}",
    }


async def ready(port: int) -> None:
    """Wait until a replica says that it is ready."""
    async with asyncio.timeout(ENOUGH), httpx.AsyncClient() as client:
        while True:
            try:
                answer = await client.get(f"http://127.0.0.1:{port}/readyz")
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 200:
                assert answer.json()["database"] == "reached"
                return
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("how", ["cut", "still"])
async def test_while_the_database_is_gone_a_replica_is_not_ready_and_answers_all_the_same(
    server: TelegramServer, postgres: str, tmp_path: Path, how: str
) -> None:
    address = make_url(postgres)
    assert address.host in {"127.0.0.1", "localhost"}
    (port,) = free_ports(1)
    person = Person(server, language_code="en")
    async with Wire(address.port or 5432) as wire:
        by_wire = address.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
        settings = settings_of(server, by_wire, f"http://127.0.0.1:{port}", port)
        async with BotProcess("run", folder=tmp_path, settings=settings) as replica:
            await ready(port)
            await person.says(PROTEST)
            await person.sees(timeout=ENOUGH)
            if how == "cut":
                await wire.cut()
            else:
                wire.hold()
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                answer = await client.get("/readyz")
                assert (answer.status_code, answer.json()["database"]) == (503, "not reached")
                assert (await client.get("/healthz")).status_code == 200
            await person.says(PRAY)
            assert (await person.sees(timeout=ENOUGH)).text.startswith(TITLES[PRAY])
            await wire.mend()
            await ready(port)
            replica.signal(signal.SIGTERM)
            assert await replica.ends(seconds=15) == 0
    assert "updates cannot be shared among replicas" in replica.errors
    assert "Traceback" not in replica.errors


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
async def test_of_three_replicas_one_ends_under_load_and_nothing_is_lost(
    server: TelegramServer,
    postgres: str,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    end: signal.Signals,
) -> None:
    ports = free_ports(3)
    people = [Person(server, f"Person {number}") for number in range(100)]
    async with Balancer(ports) as balancer, AsyncExitStack() as stack:
        replicas = [
            await stack.enter_async_context(
                BotProcess("run", folder=tmp_path, settings=settings_of(server, postgres, balancer.url, port))
            )
            for port in ports  # all at once, so that they also bring the empty database up to date at once
        ]
        await asyncio.gather(*map(ready, ports))
        # every third call is slow, so that at any moment something is in flight in each replica
        server.faults.add(
            "sendMessage", Fault.slow_answer(0.3), times=None, when=lambda call: not call["chat_id"] % 3
        )
        for text in (PROTEST, PRAY):
            for person in people:
                await person.says(text)
        await server.called("sendMessage", 60, timeout=30)
        replicas[1].signal(end)
        assert await replicas[1].ends() == (-end if end is signal.SIGKILL else 0)
        assert await server.world.bell.until(lambda: not server.world.updates.pending, 60)
        for replica in (replicas[0], replicas[2]):
            replica.signal(signal.SIGTERM)
            assert await replica.ends(seconds=15) == 0
    assert set(balancer.served) == set(ports)
    assert balancer.passed_over[ports[1]] > 0
    for person in people:
        assert set(titles(person)) == {TITLES[PROTEST], TITLES[PRAY]}
        assert len(person.screen) <= 3
    twice = sum(len(person.screen) - 2 for person in people)
    assert twice <= (100 if end is signal.SIGKILL else 0)  # only what was in flight in the killed one
    record_property("figure", f"one of three replicas gets {end.name}: 200 asked, 0 lost, {twice} answered twice")
    for replica in (replicas[0], replicas[2]):
        for secret in (server.token, "one-for-all", KEY.decode(), PROTEST, "Traceback"):
            assert secret not in replica.errors
