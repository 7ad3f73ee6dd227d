"""The tests' own Telegram: updates, requests and faults, through python-telegram-bot and bare HTTP."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CommandHandler, ContextTypes

from tests.support.telegram import Fault, Person, TelegramServer

pytest_plugins = ["tests.support.telegram.fixtures"]


async def test_unconfirmed_updates_come_again(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    await aizhan.says("one")
    await aizhan.says("two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [u.update_id for u in first] == [u.update_id for u in again]
    assert [u.effective_message and u.effective_message.text for u in again] == ["one", "two"]
    assert set(server.world.updates.deliveries.values()) == {2}


async def test_a_higher_offset_confirms(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    for text in ("one", "two", "three"):
        await aizhan.says(text)
    updates = await bot.get_updates()
    left = await bot.get_updates(offset=updates[1].update_id)
    assert [u.update_id for u in left] == [u.update_id for u in updates[1:]]
    assert [u["message"]["text"] for u in server.world.updates.confirmed[-1:]] == ["one"]


async def test_a_negative_offset_counts_from_the_end(bot: Bot, aizhan: Person) -> None:
    for text in ("one", "two", "three"):
        await aizhan.says(text)
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "three"
    assert len(await bot.get_updates()) == 1


async def test_an_offset_beyond_the_end_confirms_nothing(bot: Bot, aizhan: Person) -> None:
    await aizhan.says("one")
    assert len(await bot.get_updates(offset=2_000_000_000)) == 1


async def test_at_most_100_at_once(bot: Bot, aizhan: Person) -> None:
    for number in range(120):
        await aizhan.says(str(number))
    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=7)) == 7


async def test_a_long_poll_wakes_at_once(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await server.arrived("getUpdates")
    await aizhan.says("hello")
    async with asyncio.timeout(2):
        assert len(await poll) == 1


async def test_a_long_poll_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=timedelta(seconds=1)) == ()


async def test_the_earlier_of_two_polls_gets_409(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await server.arrived("getUpdates")
    async with Bot(server.token, base_url=f"{server.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await aizhan.says("hello")
        assert len(await second) == 1


async def test_a_poll_whose_bot_has_hung_up_is_given_up(server: TelegramServer) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"{server.url}/bot{server.token}/getUpdates?timeout=30", timeout=0.2)
    (call,) = await server.called("getUpdates")
    assert call.status is None


async def test_allowed_updates_are_kept(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await bot.get_updates()
    await aizhan.says("unheard")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    await aizhan.says("heard")
    assert len(await bot.get_updates()) == 1


async def test_a_webhook_excludes_polling(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await server.arrived("getUpdates")
    await bot.set_webhook("https://bot.example.org/hook", secret_token="secret", allowed_updates=["message"])
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await poll
    await aizhan.says("hello")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://bot.example.org/hook", 1)
    assert info.allowed_updates == ("message",)
    assert server.world.profile.webhook.secret_token == "secret"
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).url == ""


async def test_forms_json_and_queries(server: TelegramServer, aizhan: Person) -> None:
    address = f"{server.url}/bot{server.token}/sendmessage"
    message = {"chat_id": str(aizhan.id), "text": "123", "reply_markup": '{"force_reply":true}'}
    async with httpx.AsyncClient() as client:
        answers = [
            await client.post(address, json={"chat_id": aizhan.id, "text": "123"}),
            await client.post(address, data=message),
            await client.post(address, data=message, files={"other": b"\xff"}),
            await client.get(address, params=message),
        ]
        broken = await client.post(address, content=b"{", headers={"content-type": "application/json"})
    assert [answer.json()["result"]["text"] for answer in answers] == ["123"] * 4
    assert broken.json()["description"] == "Bad Request: can't parse JSON object"
    calls = server.calls_of("sendMessage")
    assert [call.parameters.get("chat_id") for call in calls] == [aizhan.id] * 4 + [None]
    assert calls[1].parameters["reply_markup"] == {"force_reply": True}
    assert [call.status for call in calls] == [200] * 4 + [400]
    assert [call.at for call in calls] == sorted(call.at for call in calls)


async def test_unknown_methods_and_tokens(server: TelegramServer, bot: Bot) -> None:
    async with httpx.AsyncClient() as client:
        unknown = await client.post(f"{server.url}/bot{server.token}/sendTelepathy")
        stranger = await client.post(f"{server.url}/bot1:x/getMe")
    assert (unknown.status_code, unknown.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    assert (stranger.status_code, stranger.json()["description"]) == (401, "Unauthorized")
    with pytest.raises(InvalidToken):
        async with Bot("1:x", base_url=f"{server.url}/bot"):
            pass
    assert (await bot.get_me()).supports_inline_queries


@pytest.fixture
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library give durations as timedelta, without a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.mark.usefixtures("timedeltas")
async def test_refusals(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    server.faults.add("sendMessage", Fault.too_many_requests(retry_after=7))
    server.faults.add("sendMessage", Fault.server_error())
    server.faults.add("sendMessage", Fault.bad_gateway())
    server.faults.add("*", Fault.refusal(401, "Unauthorized"))
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(aizhan.id, "a")
    assert flood.value.retry_after == timedelta(seconds=7)
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(aizhan.id, "a")
    with pytest.raises(NetworkError, match="502 Bad Gateway"):
        await bot.send_message(aizhan.id, "a")
    with pytest.raises(InvalidToken):
        await bot.get_me()
    assert aizhan.screen == []
    await bot.send_message(aizhan.id, "a")
    assert [call.status for call in server.calls_of("sendMessage")] == [429, 500, 502, 200]


async def test_times_and_predicates(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    server.faults.add("sendMessage", Fault.server_error(), times=None, when=lambda p: p["text"] == "bad")
    await bot.send_message(aizhan.id, "good")
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(aizhan.id, "bad")
    server.faults.clear()
    await bot.send_message(aizhan.id, "bad")
    assert [message.text for message in aizhan.screen] == ["good", "bad"]


async def test_a_reset_connection(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    server.faults.add("sendMessage", Fault.connection_reset(), times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(aizhan.id, "a")
    assert aizhan.screen == []
    assert [call.status for call in await server.called("sendMessage", 2)] == [None, None]
    await bot.send_message(aizhan.id, "a")


async def test_a_lost_answer(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    server.faults.add("sendMessage", Fault.lost_answer())
    with pytest.raises(NetworkError):
        await bot.send_message(aizhan.id, "a")
    assert [message.text for message in aizhan.screen] == ["a"]


async def test_a_slow_answer(server: TelegramServer, bot: Bot, aizhan: Person) -> None:
    server.faults.add("sendMessage", Fault.slow_answer(30))
    with pytest.raises(TimedOut):
        await bot.send_message(aizhan.id, "a", read_timeout=0.2)
    assert [message.text for message in aizhan.screen] == ["a"]


async def test_the_server_stops_at_once() -> None:
    async with asyncio.timeout(3), httpx.AsyncClient(timeout=30) as client:
        async with TelegramServer() as server:
            server.faults.add("getMe", Fault.slow_answer(30))
            address = f"{server.url}/bot{server.token}"
            slow = asyncio.create_task(client.get(f"{address}/getMe"))
            poll = asyncio.create_task(client.get(f"{address}/getUpdates?timeout=30"))
            await server.arrived("getMe")
            await server.arrived("getUpdates")
        assert (await slow).status_code == (await poll).status_code == 200


async def test_a_crash_of_the_server_is_not_overlooked() -> None:
    async def crash() -> None:
        async with TelegramServer() as server, httpx.AsyncClient() as client:
            unsound = {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [["button"]]}}
            answer = await client.post(f"{server.url}/bot{server.token}/sendMessage", json=unsound)
            assert answer.status_code == 500

    with pytest.raises(AttributeError):
        await crash()


async def test_a_whole_application(server: TelegramServer) -> None:
    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_html("<b>Сәлем!</b>")

    application = Application.builder().token(server.token).base_url(f"{server.url}/bot").build()
    application.add_handler(CommandHandler("start", start))
    person = Person(server)
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await person.says("/start")
        seen = await person.sees()
        await application.updater.stop()
        await application.stop()
    assert (seen.text, seen.styled("bold")) == ("Сәлем!", ["Сәлем!"])
    assert server.world.updates.pending == []
