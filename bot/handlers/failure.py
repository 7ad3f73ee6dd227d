"""What happens when a handler fails: the person is told to try again, and the log names the place and nobody."""

import traceback
from pathlib import Path
from typing import Final

import structlog
from telegram import Chat, ReplyParameters, Update
from telegram.constants import ChatType
from telegram.error import Forbidden, TelegramError

from bot.cards import Card
from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.guest import answer_as_guest
from bot.handlers.screen import screen, thread_of
from bot.handlers.texts import Texts
from bot.knowledge import Language

_LOG: Final = structlog.stdlib.get_logger(__name__)


async def failure(update: object, context: Context) -> None:
    """Log the kind and the place of an error, never its message (it may quote a person), and tell the person."""
    error = context.error
    if error is None or isinstance(error, Forbidden):  # somebody has blocked the bot: no error
        return
    counters = context.services.counters
    counters.failed += 1
    _LOG.error("handler failed", error=type(error).__name__, at=where(error))
    if isinstance(error, TelegramError):
        context.services.alerts.refused()
    if not isinstance(update, Update) or update.effective_chat is None:
        return  # who types inline asks anew with the next letter
    card = Texts(context.services).failed(await _language(update, context))
    try:
        if update.guest_message is not None:
            await answer_as_guest(update.guest_message, card)
        else:
            await _tell(update, update.effective_chat, card, context)
    except TelegramError as second:
        counters.untold += 1
        _LOG.error("the person could not be told", error=type(second).__name__)


async def _tell(update: Update, chat: Chat, card: Card, context: Context) -> None:
    """Write the line into the chat; where others read along, below what was asked, if that still stands there."""
    shown, asked = screen(card), update.message
    below = None
    if asked is not None and chat.type != ChatType.PRIVATE:
        below = ReplyParameters(asked.message_id, allow_sending_without_reply=True)
    await context.bot.send_message(
        chat.id,
        shown.text,
        reply_markup=shown.markup,
        reply_parameters=below,
        message_thread_id=thread_of(update.effective_message),
    )


async def _language(update: Update, context: Context) -> Language:
    """The person's language; only Telegram's hint if what failed is the way to know it."""
    try:
        return await speech.spoken(update, context.services)
    except Exception as second:
        _LOG.error("the person's language is not known", error=type(second).__name__)
        return speech.hinted(update) or speech.FALLBACK


def where(error: BaseException) -> str:
    """The places in our own code through which an error came, innermost last, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/bot/" in Path(frame.filename).as_posix()]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in own or frames[-1:])
