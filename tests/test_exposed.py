"""What is served beside the webhook: health, readiness and metrics, by webhook and by polling."""

import asyncio
import hashlib
import re
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from bot.exposing import fingerprint, metrics_page
from bot.health import Health
from bot.metrics import Metrics
from tests.support.balancer import free_ports
from tests.support.base import SMALL_BASE, Folder, small_library
from tests.support.process import BotProcess, names_in
from tests.support.scene import Scene
from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

ENOUGH = 30
PROTEST = "can i protest without permission"
NAME, ID = "Маркерхан", 5_551_937_461


def on(server: TelegramServer, **more: str) -> dict[str, str]:
    return {"BOT_TOKEN": server.token, "BOT_API_URL": server.url, **more}


async def got(url: str, seconds: float = ENOUGH) -> httpx.Response:
    """The answer, once somebody listens there."""
    async with asyncio.timeout(seconds), httpx.AsyncClient() as client:
        while True:
            try:
                return await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)


def values(page: str) -> dict[str, float]:
    """Every sample by its name with its labels."""
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


async def client_of(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")


@pytest.mark.parametrize(
    ("database", "working", "stopping", "status", "said"),
    [
        (None, True, False, 200, "none"),
        (True, True, False, 200, "reached"),
        (False, True, False, 503, "not reached"),
        (True, False, False, 503, "reached"),
        (True, True, True, 503, "reached"),
    ],
)
async def test_readiness(database: bool | None, working: bool, stopping: bool, status: int, said: str) -> None:
    async def reached() -> bool | None:
        return database

    health = Health(reached, lambda: working)
    health.stopping = stopping
    async with await client_of(Starlette(routes=health.routes)) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["database"]) == (status, said)
        assert answer.json()["ready"] is (status == 200)
        assert (await client.get("/healthz")).status_code == 200


async def test_a_database_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health.PATIENCE", 0.05)

    async def hangs() -> bool:
        await asyncio.sleep(60)
        return True

    async with await client_of(Starlette(routes=Health(hangs, lambda: True).routes)) as client:
        assert (await client.get("/readyz")).status_code == 503


async def test_metrics_tell_what_happened_and_name_nobody(server: TelegramServer) -> None:
    async with Scene(server) as scene:
        page = metrics_page(scene.services.metrics, lambda: scene.services.library)
        server.faults.add("sendMessage", Fault.too_many_requests(1))
        person = Person(server, NAME, username="marker_username", language_code="kk", person_id=ID)
        for text in (PROTEST, "marker-text-b1946ac9 qwxz", "можно ли молиться дома с друзьями"):
            await person.says(text)
            await person.sees()
        await person.says("/language")
        await person.sees()
        await person.presses("Қазақша")
        await person.sees()
        await scene.settles()
        async with await client_of(page) as client:
            answer = await client.get("/metrics")
            assert (await client.get("/healthz")).status_code == 404
    seen = values(answer.text)
    assert answer.headers["content-type"].startswith("text/plain")
    assert seen["quqyq_questions_total decision=answer language=en"] == 1
    assert seen["quqyq_questions_total decision=answer language=ru"] == 1
    assert sum(value for name, value in seen.items() if "decision=refuse" in name) == 1
    assert seen["quqyq_update_seconds_count kind=message"] == 4
    assert seen["quqyq_update_seconds_count kind=callback_query"] == 1
    assert seen["quqyq_search_seconds_count"] == 3
    assert seen["quqyq_telegram_errors_total kind=RetryAfter"] == 1
    assert seen["quqyq_telegram_held_up_total"] == 1
    assert (seen["quqyq_updates_total"], seen["quqyq_updates_in_flight"]) == (5, 0)
    assert seen["quqyq_base_questions"] == len(small_library().base.questions)
    assert seen["quqyq_oldest_check_days"] > 0
    for word in (NAME, str(ID), "marker", server.token, "protest"):
        assert word.casefold() not in answer.text.casefold()


async def test_the_fingerprint_is_that_of_the_export_and_changes_with_the_base(
    folder: Folder, tmp_path: Path
) -> None:
    async with BotProcess("export", folder=tmp_path, settings={"KNOWLEDGE_DIR": str(SMALL_BASE)}) as process:
        assert await process.ends(seconds=ENOUGH) == 0
    library = small_library()
    assert fingerprint(library.base) == hashlib.sha256(process.output.encode()).hexdigest()[:12]
    libraries = [library]
    page = metrics_page(Metrics(), lambda: libraries[-1])
    async with await client_of(page) as client:
        before = values((await client.get("/metrics")).text)
        folder.replace("topics/assembly/questions/protest-without-permission.yaml", "Can I protest", "May I protest")
        libraries.append(folder.library())
        after = values((await client.get("/metrics")).text)
    (one,) = [name for name in before if name.startswith("quqyq_base_info")]
    (other,) = [name for name in after if name.startswith("quqyq_base_info")]
    assert re.fullmatch("quqyq_base_info fingerprint=[0-9a-f]{12}", one)
    assert one != other


async def test_by_webhook_the_process_serves_all_and_ends_within_its_time(
    server: TelegramServer, tmp_path: Path
) -> None:
    port, metrics = free_ports(2)
    person = Person(server, NAME, person_id=ID)
    settings = on(
        server,
        WEBHOOK_URL=f"http://127.0.0.1:{port}/hook",
        LISTEN=f"127.0.0.1:{port}",
        METRICS_LISTEN=f"127.0.0.1:{metrics}",
        LOG_LEVEL="DEBUG",
    )
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        await person.says(PROTEST)
        assert (await person.sees(timeout=ENOUGH)).text.startswith("Can I protest without permission?")
        assert (await got(f"http://127.0.0.1:{port}/healthz")).text == "ok\n"
        ready = await got(f"http://127.0.0.1:{port}/readyz")
        assert (ready.status_code, ready.json()) == (200, {"ready": True, "working": True, "database": "reached"})
        assert (await got(f"http://127.0.0.1:{port}/metrics")).status_code == 404
        assert (await got(f"http://127.0.0.1:{metrics}/readyz")).status_code == 404
        page = values((await got(f"http://127.0.0.1:{metrics}/metrics")).text)
        assert page["quqyq_questions_total decision=answer language=en"] == 1
        assert page["process_resident_memory_bytes"] > 0
        server.faults.add("sendMessage", Fault.slow_answer(1))
        await person.says(PROTEST)
        await server.arrived("sendMessage", 2)
        process.signal(signal.SIGTERM)
        assert await process.ends(seconds=10) == 0
    assert server.world.deliveries.statuses[-1][1] == 200  # what was in flight was finished, and said so
    assert len(server.calls_of("setWebhook")) == 1
    assert server.world.profile.webhook.secret_token not in process.errors
    assert "WEBHOOK_SECRET is made for this start only" in process.errors
    for secret in (server.token, "Traceback", PROTEST, NAME, str(ID)):
        assert secret not in process.errors
    assert names_in(tmp_path / "data") == ["quqyq.db"]
    file = tmp_path / "data" / "quqyq.db"
    with closing(sqlite3.connect(file)) as connection:
        for table in ("chat_language", "seen_update"):  # without a storage key nothing about a chat is written
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []
    for form in (PROTEST.encode(), NAME.encode(), str(ID).encode(), ID.to_bytes(8)):
        assert form not in file.read_bytes()


async def test_by_polling_the_process_serves_what_is_asked_for(server: TelegramServer, tmp_path: Path) -> None:
    port, metrics = free_ports(2)
    settings = on(server, LISTEN=f"127.0.0.1:{port}", METRICS_LISTEN=f"127.0.0.1:{metrics}", STORAGE_KEY="a secret")
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        ready = await got(f"http://127.0.0.1:{port}/readyz")
        assert (ready.status_code, ready.json()["database"]) == (200, "reached")
        assert "quqyq_base_info" in (await got(f"http://127.0.0.1:{metrics}/metrics")).text
        await server.arrived("getUpdates", timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0


@pytest.mark.parametrize("name", ["LISTEN", "METRICS_LISTEN"])
async def test_an_address_that_is_taken_is_one_clear_line(server: TelegramServer, tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with BotProcess("run", folder=tmp_path, settings=on(server, **{name: address})) as process:
            assert await process.ends(seconds=ENOUGH) == 2
    (line,) = process.errors.splitlines()
    assert line == f"quqyq: {name}: cannot listen on {address}: Address already in use"


async def test_a_webhook_that_telegram_refuses_is_one_clear_line(server: TelegramServer, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    server.faults.add("setWebhook", Fault.refusal(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    settings = on(server, WEBHOOK_URL=f"http://127.0.0.1:{port}/hook", LISTEN=f"127.0.0.1:{port}")
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        assert await process.ends(seconds=ENOUGH) == 2
    assert process.errors.splitlines()[-1].startswith("quqyq: WEBHOOK_URL: Telegram does not take it: ")
    assert "Traceback" not in process.errors


async def test_a_start_by_polling_after_one_by_webhook_loses_nothing(server: TelegramServer, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    person = Person(server)
    hooked = on(server, WEBHOOK_URL=f"http://127.0.0.1:{port}/hook", LISTEN=f"127.0.0.1:{port}")
    async with BotProcess("run", folder=tmp_path, settings=hooked) as process:
        await server.called("setWebhook", timeout=ENOUGH)
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    await person.says(PROTEST)
    async with BotProcess("run", folder=tmp_path, settings=on(server)) as process:
        assert (await person.sees(timeout=ENOUGH)).text.startswith("Can I protest without permission?")
        process.signal(signal.SIGTERM)
        assert await process.ends() == 0
    assert not server.world.profile.webhook.url
