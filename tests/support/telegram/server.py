"""The server: one bot's Bot API on a free local port."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .connections import Connection, Connections
from .errors import ApiError
from .faults import Fault, Faults
from .methods import call_method, canonical
from .model import User
from .parameters import Parameters, read_parameters
from .serving import BackgroundServer
from .state import World

TOKEN: Final = "123456789:AAtests-only-no-such-bot-0123456789ab"

T = TypeVar("T")


@dataclass
class Call:
    """A call that the bot made.

    `at` is the monotonic time of its arrival. `status` is the HTTP status answered; once the call is
    `finished`, None says that nothing was: the connection was cut, or the bot hung up.
    """

    method: str
    parameters: Parameters
    at: float
    status: int | None = None
    finished: bool = False


class TelegramServer:
    """Telegram as a bot sees it, between `async with` and its end.

    `url` is what a bot's `base_url` begins with (`f"{url}/bot"`), `calls` what the bot has called, in order,
    `faults` what is to go wrong, `world` all that the server knows. The state outlives a bot that is stopped
    and started again.
    """

    def __init__(
        self,
        token: str = TOKEN,
        bot_id: int = 123456789,
        bot_username: str = "tests_bot",
        bot_name: str = "Tests",
    ) -> None:
        self.token = token
        self.world = World(User(bot_id, bot_name, username=bot_username, is_bot=True))
        self.calls: list[Call] = []
        self.faults = Faults()
        self._crashes: list[Exception] = []
        self._connections = Connections()
        self._stopped = asyncio.Event()
        route = Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])
        self._server = BackgroundServer(Starlette(routes=[route]), self._connections)
        self.url = self._server.url

    async def __aenter__(self) -> Self:
        self._server.start()
        self.world.deliveries.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        await self.world.deliveries.stop()
        await self.world.updates.close()
        await self._server.stop()
        if self._crashes and error is None:
            raise self._crashes[0]

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    async def arrived(self, method: str, times: int = 1, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until the bot has called a method so many times in all, whether or not that has ended."""
        if not await self.world.bell.until(lambda: len(self.calls_of(method)) >= times, timeout):
            raise TimeoutError(f"{method} was not called {times} times within {timeout} s")

    async def called(self, method: str, times: int = 1, timeout: float = 5) -> list[Call]:  # noqa: ASYNC109
        """Wait until the bot has called a method so many times in all and each has ended; those calls."""

        def finished() -> list[Call]:
            return [call for call in self.calls_of(method) if call.finished]

        if not await self.world.bell.until(lambda: len(finished()) >= times, timeout):
            raise TimeoutError(f"{method} was called {len(finished())} times within {timeout} s, not {times}")
        return finished()

    async def _answer(self, request: Request) -> Response:
        """Answer a request, unless the connection is cut first by either side."""
        connection = self._connections.of(request)
        call = Call(canonical(request.path_params["method"]), Parameters(), time.monotonic())
        self.calls.append(call)
        await self.world.bell.ring()
        try:
            response = await _unless_closed(connection, self._handled(request, call, connection))
        finally:
            call.finished = True
            await self.world.bell.ring()
        return response or Response()

    async def _handled(self, request: Request, call: Call, connection: Connection) -> Response | None:
        """Do what a call asks for, with the fault that is planned for it; None if its answer is lost."""
        response: Response | None
        try:
            call.parameters = await read_parameters(request)
            fault = self.faults.take(call.method, call.parameters) or Fault()
            response = await self._outcome(request.path_params["token"], call, fault)
        except ApiError as error:
            fault, response = Fault(), JSONResponse(error.body(), error.code)
        if fault.delay:
            await _wait(self._stopped, fault.delay)
        if response is None or fault.cut:
            await connection.reset()
            return None
        call.status = response.status_code
        return response

    async def _outcome(self, token: str, call: Call, fault: Fault) -> Response | None:
        if fault.skipped:
            return None
        if fault.status is not None:
            return Response(fault.body, fault.status, media_type=fault.content_type)
        try:
            if token != self.token:
                raise ApiError(401, "Unauthorized")
            result = await call_method(self.world, call.method, call.parameters)
        except ApiError as error:
            return JSONResponse(error.body(), error.code)
        except Exception as error:
            self._crashes.append(error)
            return JSONResponse(ApiError(500, f"Internal Server Error: {error!r}").body(), 500)
        return JSONResponse({"ok": True, "result": result})


async def _unless_closed(connection: Connection, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of the work; None if the connection was closed before, and the work is given up then."""
    working = asyncio.create_task(work)
    closed = asyncio.create_task(connection.closed.wait())
    try:
        await asyncio.wait({working, closed}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        closed.cancel()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Let so many seconds pass, fewer if the event comes."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
