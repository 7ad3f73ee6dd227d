"""Starts the bot on Telegram, with everything that it works with."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import InvalidToken, TelegramError

from bot.application import build_application
from bot.check import check
from bot.exposing import metrics_page
from bot.handlers.alerting import deliver_alerts
from bot.handlers.commands import COMMANDS, DESCRIPTION, MODERATOR_COMMANDS, SHORT_DESCRIPTION, Command
from bot.handlers.context import App, Moderation, Services
from bot.handlers.failure import where
from bot.handlers.speech import LANGUAGE_HINTS
from bot.health import Health
from bot.hooking import answer_by_webhook, leave_webhook, make_webhook
from bot.insisting import insist
from bot.knowledge import Problem
from bot.library import open_library, today
from bot.listening import Listening
from bot.listing import UsernameError
from bot.locale import Voice, load_voices
from bot.metrics import Metrics
from bot.polling import GRACE, Polling
from bot.search import Learning
from bot.serving import Serving, serving
from bot.settings import ListenError, Settings, TokenError, WebhookError
from bot.store import Store, open_store
from bot.understanding import Understanding
from bot.watching import reload, watch
from bot.webhook import Webhook

_LOG: Final = structlog.stdlib.get_logger(__name__)

NOT_ACCEPTED: Final = "BOT_TOKEN: Telegram does not accept this token; get one from @BotFather"

LAST_WRITING: Final = 3.0
"""Seconds that the store gets to end what it is doing when the bot stops, and again for what was counted last."""

NO_USERNAME: Final = "quqyq_bot"
"""What the bot is called where neither a setting nor Telegram says its name."""


@asynccontextmanager
async def open_services(settings: Settings, *, counting: bool = False) -> AsyncIterator[tuple[Services, Store]]:
    """Everything that the handlers work with, and the store behind it, which is closed at the end.

    `counting`: what people ask is counted, and they can send questions to the moderators.
    Raises `KnowledgeError`, `LocaleError` or `StoreError`.
    """
    voices = load_voices()
    library = open_library(settings.knowledge_dir, voices, Learning(settings.cache_dir))
    key = settings.storage_key.get_secret_value().encode() if settings.storage_key else None
    metrics = Metrics()
    store = await open_store(settings.database_url, key, metrics.store_failed, counting=counting)
    services = Services(
        library=library,
        voices=voices,
        languages=store.languages,
        username=settings.bot_username or NO_USERNAME,
        source_url=settings.source_url,
        metrics=metrics,
        listening=Listening(store.records, today, metrics.store_failed) if store.records is not None else None,
    )
    try:
        async with _listening(services):
            yield services, store
    finally:
        services.thinking.close()
        await services.posters.close()
        await store.close()


async def run_telegram(settings: Settings, token: str) -> None:
    """Answer on Telegram until SIGINT or SIGTERM.

    Raises `TokenError` or `WebhookError` if Telegram does not take the token or the webhook, `ListenError` if an
    address cannot be listened on.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own reading of `retry_after` warns without it
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_services(settings, counting=True) as (services, store):
        services.moderation = moderation(settings, services)
        application = build_application(token, settings.bot_api_url, services)
        webhook = make_webhook(settings, application, store) if settings.webhook_url else None
        try:
            async with (
                keeping_up(settings, services),
                _served(settings, services, store, webhook, stop),
                _meanwhile(deliver_alerts(application)),
            ):
                await _serve(application, settings, webhook, stop)
        except InvalidToken as error:
            raise TokenError(NOT_ACCEPTED) from error
        except (ListenError, WebhookError):
            raise
        except Exception as error:  # a traceback may quote a person
            _LOG.critical("the bot stops at an error", error=type(error).__name__, at=where(error))
            raise SystemExit(1) from None


async def ask_username(settings: Settings) -> str:
    """The bot's name, as Telegram knows it.

    Raises `TokenError`, or `UsernameError` if there is no token to ask with or Telegram cannot be reached.
    """
    if settings.bot_token is None:
        raise UsernameError("BOT_USERNAME: links need the bot's name; set it, or BOT_TOKEN to ask Telegram for it")
    bot = Bot(settings.bot_token.get_secret_value(), base_url=f"{settings.bot_api_url.rstrip('/')}/bot")
    try:
        async with bot:
            return bot.username
    except InvalidToken as error:
        raise TokenError(NOT_ACCEPTED) from error
    except TelegramError as error:
        raise UsernameError(f"BOT_USERNAME: not set, and {settings.bot_api_url} cannot be asked for it") from error


def moderation(settings: Settings, services: Services) -> Moderation:
    """The moderators of the settings, and what their commands do."""
    folder, learning = settings.knowledge_dir, Learning(settings.cache_dir)

    async def check_folder() -> Sequence[Problem]:
        return await asyncio.to_thread(check, folder, today())

    return Moderation(frozenset(settings.moderator_ids), partial(reload, folder, services, learning), check_folder)


@asynccontextmanager
async def _listening(services: Services) -> AsyncIterator[None]:
    """Have what is counted written meanwhile; at the end nothing is broken off that is being written."""
    if services.listening is None:
        yield
        return
    running = asyncio.create_task(services.listening.run())
    try:
        yield
    finally:
        services.listening.stop()
        _, late = await asyncio.wait({running}, timeout=LAST_WRITING)
        for task in late:
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WRITING):
                await services.listening.flush()


@asynccontextmanager
async def keeping_up(settings: Settings, services: Services) -> AsyncIterator[Understanding]:
    """Meanwhile pick up changes of the base, and learn what its phrasings mean."""
    learning = Learning(settings.cache_dir)
    understanding = Understanding(services, learning)
    async with _meanwhile(watch(settings.knowledge_dir, services, learning), understanding.run()):
        yield understanding


@asynccontextmanager
async def _meanwhile(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have these done beside, until the end."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _served(
    settings: Settings, services: Services, store: Store, webhook: Webhook | None, stop: asyncio.Event
) -> AsyncIterator[None]:
    """Serve what the settings ask for: the webhook, health and metrics.

    By polling, health is served only if `LISTEN` is set: two bots on one machine must not fight for a port that
    neither asked for.
    """
    async with AsyncExitStack() as stack:
        if settings.metrics_listen is not None:
            page = metrics_page(services.metrics, lambda: services.library)
            await stack.enter_async_context(serving(page, settings.metrics_listen, "METRICS_LISTEN"))
        if webhook is not None or "listen" in settings.model_fields_set:
            health = Health(store.reached, lambda: webhook is None or webhook.open)
            routes = health.routes
            if webhook is not None and settings.webhook_url is not None:
                routes.append(webhook.route(settings.webhook_url))
            app = Starlette(routes=routes)
            served = await stack.enter_async_context(serving(app, settings.listen, "LISTEN", grace=GRACE))
            closing = asyncio.create_task(_close_at(stop, health, served))
            stack.callback(closing.cancel)
        yield


async def _close_at(stop: asyncio.Event, health: Health, served: Serving) -> None:
    await stop.wait()
    health.stopping = True
    served.stop_accepting()


async def _serve(application: App, settings: Settings, webhook: Webhook | None, stop: asyncio.Event) -> None:
    try:
        if await insist(application.initialize, stop):
            await _answer(application, settings, webhook, stop)
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # where the start did not succeed, the application leaves its bot open


async def _answer(application: App, settings: Settings, webhook: Webhook | None, stop: asyncio.Event) -> None:
    services = application.bot_data.services
    services.username = application.bot.username
    _LOG.info("answering on Telegram", bot=f"@{services.username}", questions=len(services.library.base.questions))
    introducing = asyncio.create_task(introduce(application))
    try:
        if webhook is not None and settings.webhook_url is not None:
            await answer_by_webhook(application, webhook, settings.webhook_url, stop)
        elif await insist(partial(leave_webhook, application), stop, services.alerts.refused):
            await Polling(application).run(stop)
    finally:
        introducing.cancel()
        await asyncio.gather(introducing, return_exceptions=True)
        _LOG.info("stopped")


async def introduce(application: App) -> None:
    """Tell Telegram the commands and descriptions in every language; a refusal is logged and harmless."""
    bot, voices = application.bot, application.bot_data.services.voices
    languages: dict[str | None, Voice] = {None: voices["en"]}
    languages |= {code: voices[language] for code, language in LANGUAGE_HINTS.items()}
    for code, voice in languages.items():
        calls = {
            "commands": partial(bot.set_my_commands, _menu(COMMANDS, voice), language_code=code),
            "commands in groups": partial(
                bot.set_my_commands,
                _menu((command for command in COMMANDS if command.in_groups), voice),
                scope=BotCommandScopeAllGroupChats(),
                language_code=code,
            ),
            "description": partial(bot.set_my_description, voice.say(DESCRIPTION), language_code=code),
            "short description": partial(
                bot.set_my_short_description, voice.say(SHORT_DESCRIPTION), language_code=code
            ),
        }
        for what, call in calls.items():
            try:
                await call()
            except TelegramError as error:
                _LOG.warning("not set", what=what, language=code or "default", error=type(error).__name__)
    await _introduce_to_moderators(application, languages)


async def _introduce_to_moderators(application: App, languages: Mapping[str | None, Voice]) -> None:
    """Put the moderators' own commands into their menus, which nobody else sees."""
    moderation = application.bot_data.services.moderation
    for id_ in moderation.ids if moderation else ():
        for code, voice in languages.items():
            menu = _menu((*COMMANDS, *MODERATOR_COMMANDS), voice)
            try:
                await application.bot.set_my_commands(menu, scope=BotCommandScopeChat(id_), language_code=code)
            except TelegramError as error:
                # often one who has never written to the bot
                _LOG.warning("not set", what="a moderator's commands", error=type(error).__name__)
                break


def _menu(commands: Iterable[Command], voice: Voice) -> list[BotCommand]:
    return [BotCommand(command.name, voice.say(command.description)) for command in commands]
