"""The connections to Telegram: how many there are, who waits for them, and what goes through them."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import httpx
import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot import connections
from bot.connections import Connections


class Far:
    """The other end: holds requests until it may answer, and notes what came, and over how many connections."""

    def __init__(self) -> None:
        self.url = ""
        self.connections = 0
        self.requests: list[tuple[str, bytes]] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._came = asyncio.Condition()

    async def came(self, number: int) -> None:
        """Wait until so many requests came."""
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: len(self.requests) >= number)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's requests."""
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    (line.split()[1] for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"), b"0"
                )
                body = await reader.readexactly(int(length))
                async with self._came:
                    self.requests.append((head.decode(), body))
                    self._came.notify_all()
                await self.may_answer.wait()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n" + b'{"ok": true, "result": {}}')
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    end = Far()
    server = await asyncio.start_server(end.serve, "127.0.0.1")
    end.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/method"
    yield end
    end.may_answer.set()
    server.close()


def _parameters(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, errors="strict"))


@pytest.fixture
async def two() -> AsyncIterator[Connections]:
    made = Connections(2)
    yield made
    await made.shutdown()


async def test_calls_one_after_the_other_share_a_connection(far: Far, two: Connections) -> None:
    for _ in range(5):
        assert await two.post(far.url) == {}
    assert far.connections == 1


async def test_what_is_beyond_the_most_waits_its_turn(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    calls = [asyncio.create_task(two.post(far.url, RequestData([RequestParameter("n", n, None)]))) for n in range(6)]
    await far.came(2)
    await asyncio.sleep(0.05)
    assert len(far.requests) == 2
    far.may_answer.set()
    await asyncio.gather(*calls)
    assert [_parameters(body)["n"] for _, body in far.requests] == [str(n) for n in range(6)]
    assert far.connections == 2


async def test_who_waits_too_long_for_a_turn_hears_that_nothing_was_sent(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    calls = [asyncio.create_task(two.post(far.url)) for _ in range(2)]
    await far.came(2)
    with pytest.raises(TimedOut) as raised:
        await two.post(far.url, pool_timeout=0.05)
    assert isinstance(raised.value.__cause__, httpx.PoolTimeout)
    far.may_answer.set()
    await asyncio.gather(*calls)
    assert await two.post(far.url) == {}


async def test_a_call_that_is_broken_off_leaves_its_place_to_others(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    calls = [asyncio.create_task(two.post(far.url)) for _ in range(4)]
    await far.came(2)
    for call in calls:
        call.cancel()
    assert all(
        isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*calls, return_exceptions=True)
    )
    far.may_answer.set()
    assert [await two.post(far.url) for _ in range(3)] == [{}, {}, {}]


async def test_a_connection_whose_call_was_broken_off_is_not_used_again(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    call = asyncio.create_task(two.post(far.url))
    await far.came(1)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    far.may_answer.set()
    assert await two.post(far.url) == {}
    assert far.connections == 2


async def test_certificates_that_are_not_there_are_told_at_the_start() -> None:
    def missing() -> ssl.SSLContext:
        raise FileNotFoundError("certificates.pem")

    with pytest.raises(FileNotFoundError):
        await Connections(1, missing).initialize()


async def test_no_answer_in_time_is_a_time_out(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    with pytest.raises(TimedOut) as raised:
        await two.post(far.url, read_timeout=0.05)
    assert isinstance(raised.value.__cause__, httpx.ReadTimeout)


async def test_nobody_there_is_an_error_of_the_network(two: Connections) -> None:
    with pytest.raises(NetworkError) as raised:
        await two.post("http://127.0.0.1:1/method")
    assert isinstance(raised.value.__cause__, httpx.ConnectError)


async def test_parameters_travel_as_a_form_whatever_letters_they_have(far: Far, two: Connections) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Көмек", "callback_data": "x"}]]}
    text = "Құқық & право=100%+1\n<b>😀</b>"
    data = [
        RequestParameter("text", text, None),
        RequestParameter("reply_markup", keyboard, None),
        RequestParameter("caption", "", None),
    ]
    await two.post(far.url, RequestData(data))
    head, body = far.requests[0]
    assert "content-type: application/x-www-form-urlencoded" in head.lower()
    sent = _parameters(body)
    assert sent["text"] == text
    assert sent["caption"] == ""
    assert json.loads(sent["reply_markup"]) == keyboard


async def test_half_a_letter_is_a_question_mark(far: Far, two: Connections) -> None:
    await two.post(far.url, RequestData([RequestParameter("text", "a\ud83d", None)]))
    assert _parameters(far.requests[0][1]) == {"text": "a?"}


async def test_files_travel_as_parts_of_a_form(far: Far, two: Connections) -> None:
    file = InputFile(b"\x89PNG", "poster.png", attach=False)
    data = [RequestParameter("caption", "Плакат", None), RequestParameter("photo", None, [file])]
    await two.post(far.url, RequestData(data))
    head, body = far.requests[0]
    assert "content-type: multipart/form-data" in head.lower()
    assert "Плакат".encode() in body
    assert b"\x89PNG" in body


async def test_what_was_not_needed_for_long_is_closed(
    far: Far, two: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    far.may_answer.clear()
    calls = [asyncio.create_task(two.post(far.url)) for _ in range(2)]
    await far.came(2)
    far.may_answer.set()
    await asyncio.gather(*calls)
    monkeypatch.setattr(connections, "RESTED", 0.0)
    await two.post(far.url)
    await two.post(far.url)
    monkeypatch.undo()
    far.may_answer.clear()
    calls = [asyncio.create_task(two.post(far.url)) for _ in range(2)]
    await far.came(6)
    far.may_answer.set()
    await asyncio.gather(*calls)
    assert far.connections > 2


async def test_after_the_end_no_call_is_made_until_it_is_opened_again(far: Far, two: Connections) -> None:
    far.may_answer.clear()
    under_way = asyncio.create_task(two.post(far.url))
    await far.came(1)
    await two.shutdown()
    with pytest.raises(NetworkError):
        await under_way
    with pytest.raises(NetworkError):
        await two.post(far.url)
    assert len(far.requests) == 1
    far.may_answer.set()
    await two.initialize()
    assert await two.post(far.url) == {}


async def test_the_proxy_of_the_environment_is_used(
    far: Far, two: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", far.url.removesuffix("/method"))
    assert await two.post("http://telegram.invalid/method") == {}
    assert far.requests[0][0].startswith("POST http://telegram.invalid/method HTTP/1.1")
