"""Two questions that a supervisor and a load balancer ask: are you alive, and are you ready for work?"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.settings import HEALTH_PATHS

ALIVE, READY = HEALTH_PATHS

PATIENCE: Final = 2.0
"""Seconds in which the database must answer."""


class Health:
    """`/healthz`: the loop runs. `/readyz`: work can be taken, the database answers, and we are not stopping.

    The base is loaded before anything is served. `database` tells whether the database answers, None if there is
    none; `working` whether updates are taken.
    """

    def __init__(self, database: Callable[[], Awaitable[bool | None]], working: Callable[[], bool]) -> None:
        self.stopping = False
        self._database = database
        self._working = working

    @property
    def routes(self) -> list[Route]:
        """What is served."""
        return [Route(ALIVE, self._alive), Route(READY, self._ready)]

    async def _alive(self, _request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def _ready(self, _request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                database = await self._database()
        except TimeoutError:
            database = False
        working = self._working() and not self.stopping
        ready = working and database is not False
        said = {None: "none", True: "reached", False: "not reached"}[database]
        return JSONResponse({"ready": ready, "working": working, "database": said}, 200 if ready else 503)
