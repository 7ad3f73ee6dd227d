"""Messages that are not text: voice, photos, stickers, files, places, contacts."""

from telegram import Update

from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.screen import reply
from bot.handlers.texts import Texts


async def media(update: Update, context: Context) -> None:
    """Say that only text can be read."""
    if update.effective_message is not None:
        language = await speech.spoken(update, context.services)
        await reply(update.effective_message, Texts(context.services).not_text(language))


async def unknown_command(update: Update, context: Context) -> None:
    """A command that there is not: show how to ask."""
    if update.effective_message is not None:
        language = await speech.spoken(update, context.services)
        await reply(update.effective_message, Texts(context.services).help(language))
