"""Brings alerts to the moderators. What cannot be sent now is tried again for a while."""

import asyncio
from typing import Final

import structlog
from telegram.error import TelegramError

from bot.cards import Block, Card, plain
from bot.handlers import speech
from bot.handlers.context import App, Services
from bot.handlers.screen import screen
from bot.knowledge import Language, is_language
from bot.listening import Alert

_LOG: Final = structlog.stdlib.get_logger(__name__)

TRIES: Final = 30
PAUSE: Final = 60.0
"""Seconds between two tries: what is told may be that Telegram refuses."""


async def deliver_alerts(application: App) -> None:
    """Send every alert to every moderator; runs until it is cancelled."""
    services = application.bot_data.services
    while True:
        alert = await services.alerts.next()
        left = set(services.moderation.ids if services.moderation else ())
        for number in range(TRIES):
            if number:
                await asyncio.sleep(PAUSE)
            left = {id_ for id_ in left if not await _told(application, id_, alert)}
            if not left:
                break


async def _told(application: App, id_: int, alert: Alert) -> bool:
    services = application.bot_data.services
    voice = services.voices[await _language(services, id_)]
    shown = screen(Card(voice.language, (Block((plain(voice.say(alert.message, **alert.values)),)),)))
    try:
        await application.bot.send_message(id_, shown.text)
    except (TelegramError, RuntimeError) as error:  # the latter as long as the bot has not reached Telegram at all
        _LOG.warning("a moderator could not be told", error=type(error).__name__)
        return False
    return True


async def _language(services: Services, id_: int) -> Language:
    chosen = await services.languages.get(id_)
    return chosen if is_language(chosen) else speech.FALLBACK
