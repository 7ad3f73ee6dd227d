"""Starts the bot: on Telegram if there is a token, else as a chat in the terminal."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats
from telegram.error import InvalidToken, TelegramError

from bot.application import build_application
from bot.chat import Chat, terminal
from bot.handlers.commands import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.handlers.context import App, Services
from bot.handlers.failure import where
from bot.handlers.speech import LANGUAGE_HINTS
from bot.library import open_library
from bot.listing import UsernameError
from bot.locale import Voice, load_voices
from bot.polling import FIRST_PAUSE, MAX_PAUSE, Polling
from bot.search import Learning
from bot.settings import Settings, TokenError
from bot.store import open_languages
from bot.understanding import Understanding
from bot.watching import watch

_LOG: Final = structlog.stdlib.get_logger(__name__)

NOT_ACCEPTED: Final = "BOT_TOKEN: Telegram does not accept this token; get one from @BotFather"

BAR: Final = 30
"""How long the bar of progress is, in characters."""

NO_USERNAME: Final = "quqyq_bot"
"""What the bot is called where neither a setting nor Telegram says its name."""


async def open_services(settings: Settings) -> Services:
    """Everything that the handlers work with. Raises `KnowledgeError`, `LocaleError` or `StoreError`."""
    voices = load_voices()
    library = open_library(settings.knowledge_dir, voices, Learning(settings.cache_dir))
    key = settings.storage_key.get_secret_value().encode() if settings.storage_key else None
    return Services(
        library=library,
        voices=voices,
        languages=await open_languages(settings.database_url, key),
        username=settings.bot_username or NO_USERNAME,
        source_url=settings.source_url,
    )


async def run_chat(settings: Settings, language_code: str | None) -> None:
    """Chat in the terminal until the person leaves."""
    services = await open_services(settings)
    try:
        async with _keeping_up(settings, services) as understanding:
            await Chat(
                services, terminal(), language_code=language_code, status=partial(_status, understanding)
            ).run()
    finally:
        services.thinking.close()
        await services.posters.close()
        await services.languages.close()


async def run_telegram(settings: Settings, token: str) -> None:
    """Answer on Telegram until SIGINT or SIGTERM. Raises `TokenError` if Telegram does not take the token."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own reading of `retry_after` warns without it
    services = await open_services(settings)
    application = build_application(token, settings.bot_api_url, services)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with _keeping_up(settings, services):
            await _serve(application, stop)
    except InvalidToken as error:
        raise TokenError(NOT_ACCEPTED) from error
    except Exception as error:  # a traceback may quote a person
        _LOG.critical("the bot stops at an error", error=type(error).__name__, at=where(error))
        raise SystemExit(1) from None
    finally:
        services.thinking.close()
        await services.posters.close()
        await services.languages.close()


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


@asynccontextmanager
async def _keeping_up(settings: Settings, services: Services) -> AsyncIterator[Understanding]:
    """Meanwhile pick up changes of the base, and learn what its phrasings mean."""
    learning = Learning(settings.cache_dir)
    understanding = Understanding(services, learning)
    tasks = [
        asyncio.create_task(watch(settings.knowledge_dir, services, learning)),
        asyncio.create_task(understanding.run()),
    ]
    try:
        yield understanding
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _status(understanding: Understanding) -> str:
    """A line about what is being learnt; empty if nothing is."""
    if understanding.progress is None:
        return ""
    done, total = understanding.progress
    filled = BAR * done // max(total, 1)
    return f"learning what phrasings mean  {'█' * filled}{'░' * (BAR - filled)}  {done}/{total}"


async def _serve(application: App, stop: asyncio.Event) -> None:
    try:
        if await _initialize(application, stop):
            await _answer(application, stop)
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # where the start did not succeed, the application leaves its bot open


async def _answer(application: App, stop: asyncio.Event) -> None:
    services = application.bot_data.services
    services.username = application.bot.username
    _LOG.info("answering on Telegram", bot=f"@{services.username}", questions=len(services.library.base.questions))
    introducing = asyncio.create_task(introduce(application))
    try:
        await Polling(application).run(stop)
    finally:
        introducing.cancel()
        await asyncio.gather(introducing, return_exceptions=True)
        _LOG.info("stopped")


async def _initialize(application: App, stop: asyncio.Event) -> bool:
    """Reach Telegram, for as long as it takes; False if the bot was told to stop meanwhile."""
    stopping = asyncio.create_task(stop.wait())
    pause = FIRST_PAUSE
    try:
        while not stopping.done():
            starting = asyncio.create_task(application.initialize())
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not starting.done():
                starting.cancel()
                await asyncio.gather(starting, return_exceptions=True)
                break
            try:
                starting.result()
            except InvalidToken:
                raise
            except TelegramError as error:
                _LOG.warning("Telegram cannot be reached", error=type(error).__name__, seconds=pause)
                await asyncio.wait({stopping}, timeout=pause)
                pause = min(pause * 1.5, MAX_PAUSE)
            else:
                return True
        return False
    finally:
        stopping.cancel()


async def introduce(application: App) -> None:
    """Tell Telegram the commands and descriptions in every language; a refusal is logged and harmless."""
    bot, voices = application.bot, application.bot_data.services.voices
    languages: dict[str | None, Voice] = {None: voices["en"]}
    languages |= {code: voices[language] for code, language in LANGUAGE_HINTS.items()}
    for code, voice in languages.items():
        menu = {command: BotCommand(command.name, voice.say(command.description)) for command in COMMANDS}
        in_groups = [entry for command, entry in menu.items() if command.in_groups]
        calls = {
            "commands": partial(bot.set_my_commands, tuple(menu.values()), language_code=code),
            "commands in groups": partial(
                bot.set_my_commands, in_groups, scope=BotCommandScopeAllGroupChats(), language_code=code
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
