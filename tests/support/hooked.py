"""Scenes by webhook: the real application behind the real server, to which the tests' Telegram brings updates."""

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.hooking import answer_by_webhook
from bot.limits import Rules
from bot.serving import serving
from bot.settings import Address
from bot.store import Claims
from bot.webhook import HOLD, SECRET_HEADER, Webhook
from tests.support.scene import SECONDS, UNLIMITED, Scene
from tests.support.telegram import TelegramServer

SECRET = "the-secret-of-these-tests"


class HookedScene(Scene):
    """As `Scene`; `url` is the webhook, `hold` as in `Webhook`. With `hooked=False` it is not set at Telegram."""

    webhook: Webhook
    url: str

    def __init__(
        self,
        server: TelegramServer,
        *,
        claims: Claims | None = None,
        hold: float = HOLD,
        grace: float = SECONDS,
        hooked: bool = True,
        rules: Rules = UNLIMITED,
    ) -> None:
        super().__init__(server, rules=rules)
        self._claims, self._hold, self._hooked = claims, hold, hooked
        self._grace = grace
        self._listening = asyncio.Event()

    async def start(self) -> None:
        """Start the bot; it listens when this returns."""
        self._listening.clear()
        await super().start()
        listening = asyncio.create_task(self._listening.wait())
        await asyncio.wait({listening, self.running}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()

    async def _receive(self, stop: asyncio.Event) -> None:
        self.webhook = Webhook(self.application, SECRET, self._claims, hold=self._hold, grace=self._grace)
        app = Starlette(routes=[self.webhook.route("https://bot.example.org/hook")])
        async with serving(app, Address("127.0.0.1", 0), "LISTEN", grace=self._grace) as served:
            self.url = f"http://127.0.0.1:{served.port}/hook"
            self._listening.set()
            if self._hooked:
                await answer_by_webhook(self.application, self.webhook, self.url, stop)
            else:
                await self.webhook.run(stop)

    async def post(self, update: Any = None, *, secret: str | None = SECRET, content: Any = None) -> httpx.Response:
        """Bring an update to the webhook, or any `content`, as whoever may do that."""
        headers = [] if secret is None else [(SECRET_HEADER.encode(), secret.encode())]
        more = {"json": update} if content is None else {"content": content}
        async with httpx.AsyncClient(timeout=30) as client:
            return await client.post(self.url, headers=headers, **more)

    def sample(self, name: str, **labels: str) -> float:
        """What a metric says now; 0 if it has not counted yet."""
        return self.services.metrics.registry.get_sample_value(name, labels) or 0
