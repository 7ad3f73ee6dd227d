"""What a chat is told that asks faster than it is answered."""

from typing import Final

import structlog
from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.cards import Block, Card, plain
from bot.handlers import speech
from bot.handlers.context import App
from bot.handlers.screen import screen, thread_of
from bot.locale import N_

_LOG: Final = structlog.stdlib.get_logger(__name__)

TOO_MUCH: Final = N_(
    "That was a lot at once. Please wait a little: I will answer your last ten messages one by one. If an earlier one"
    " gets no answer, please send it again."
)
NOT_SO_FAST: Final = N_("Not so fast, please: press again in a few seconds.")


async def too_much(application: App, update: Update) -> None:
    """Tell a chat, once, that what it sends now is answered later, and only the last of it. Raises nothing.

    A guest has one word for each question, and none for this.
    """
    if update.effective_chat is None or update.guest_message is not None:
        return
    services = application.bot_data.services
    try:
        language = await speech.spoken(update, services)
        shown = screen(Card(language, (Block((plain(services.voices[language].say(TOO_MUCH)),)),)))
        await application.bot.send_message(
            update.effective_chat.id, shown.text, message_thread_id=thread_of(update.effective_message)
        )
    except Forbidden:
        return
    except Exception as error:
        _LOG.warning("a chat could not be told to slow down", error=type(error).__name__)


async def not_so_fast(application: App, update: Update) -> None:
    """Answer a press that is not carried out, so that the button's clock stops. Raises nothing."""
    if update.callback_query is None:
        return
    services = application.bot_data.services
    try:
        language = await speech.spoken(update, services)
        await update.callback_query.answer(services.voices[language].say(NOT_SO_FAST))
    except TelegramError:  # it comes too late after a pause of ours
        return
    except Exception as error:
        _LOG.warning("a press could not be answered", error=type(error).__name__)
