"""Updates brought to a webhook as Telegram brings them: the secret, what fails, a queue for each chat."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from .connections import Connections
from .people import Person
from .server import TelegramServer
from .serving import BackgroundServer
from .webhooks import SECRET_HEADER

pytest_plugins = ["tests.support.telegram.fixtures"]


class Hook:
    """Somebody's webhook: what came, and what is answered, which a test may change."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str | None]] = []
        self.answer: Callable[[str], Response] = lambda _: Response()
        self.opened = asyncio.Event()
        self.opened.set()
        route = Route("/hook", self._take, methods=["POST"])
        self.server = BackgroundServer(Starlette(routes=[route]), Connections())
        self.url = f"{self.server.url}/hook"

    async def _take(self, request: Request) -> Response:
        update: dict[str, Any] = await request.json()
        text = update["message"]["text"]
        self.came.append((text, request.headers.get(SECRET_HEADER)))
        await self.opened.wait()
        return self.answer(text)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    hook.server.start()
    yield hook
    hook.opened.set()
    await hook.server.stop()


async def settled(server: TelegramServer) -> None:
    assert await server.world.bell.until(lambda: not server.world.updates.pending, 5)


async def test_updates_come_once_with_the_secret_in_order(
    server: TelegramServer, bot: Bot, aizhan: Person, hook: Hook
) -> None:
    await aizhan.says("one")
    await bot.set_webhook(hook.url, secret_token="s")
    await aizhan.says("two")
    await settled(server)
    assert hook.came == [("one", "s"), ("two", "s")]
    await bot.delete_webhook()
    await aizhan.says("three")
    assert len(await bot.get_updates()) == 1


async def test_what_fails_comes_again_and_only_its_own_chat_waits(
    server: TelegramServer, bot: Bot, aizhan: Person, hook: Hook
) -> None:
    other = Person(server, "Other")
    hook.answer = lambda text: Response(status_code=500 if text == "one" else 200)
    await bot.set_webhook(hook.url)
    await aizhan.says("one")
    await aizhan.says("two")
    await other.says("three")
    await server.world.bell.until(lambda: len(server.world.deliveries.statuses) > 3, 5)
    assert "two" not in [text for text, _ in hook.came]
    assert [text for text, _ in hook.came].count("three") == 1
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (2, "Wrong response from the webhook: 500")
    hook.answer = lambda _: Response()
    await settled(server)
    assert [text for text, _ in hook.came][-2:] == ["one", "two"]


async def test_retry_after_is_waited_for(server: TelegramServer, bot: Bot, aizhan: Person, hook: Hook) -> None:
    answers = iter([Response(status_code=503, headers={"retry-after": "1"})])
    hook.answer = lambda _: next(answers, Response())
    await bot.set_webhook(hook.url)
    began = asyncio.get_running_loop().time()
    await aizhan.says("one")
    await settled(server)
    assert asyncio.get_running_loop().time() - began >= 1
    assert [status for _, status in server.world.deliveries.statuses] == [503, 200]


async def test_no_more_at_once_than_was_asked_for(server: TelegramServer, bot: Bot, hook: Hook) -> None:
    hook.opened.clear()
    await bot.set_webhook(hook.url, max_connections=3)
    for number in range(10):
        await Person(server, f"Person {number}").says("hello")
    await server.world.bell.until(lambda: len(hook.came) >= 3, 2)
    hook.opened.set()
    await settled(server)
    assert server.world.deliveries.most_under_way == 3
    assert len(hook.came) == 10


async def test_who_waits_for_room_is_not_overtaken(server: TelegramServer, bot: Bot, hook: Hook) -> None:
    await bot.set_webhook(hook.url, max_connections=2)
    people = [Person(server, f"Person {number}") for number in range(30)]
    for number, person in enumerate(people):
        await person.says(str(number))
        await asyncio.sleep(0)
    await settled(server)
    came = [int(text) for text, _ in hook.came]
    assert all(abs(place - number) < 2 for place, number in enumerate(came)), came


async def test_one_that_hangs_up_or_is_not_there_gets_it_again(
    server: TelegramServer, bot: Bot, aizhan: Person, hook: Hook
) -> None:
    server.world.deliveries.patience = 0.1
    hook.opened.clear()
    await bot.set_webhook(hook.url)
    await aizhan.says("one")
    await server.world.bell.until(lambda: bool(server.world.deliveries.statuses), 5)
    hook.opened.set()
    await settled(server)
    assert [status for _, status in server.world.deliveries.statuses][:1] == [None]
    assert server.world.deliveries.statuses[-1][1] == 200
