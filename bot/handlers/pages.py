"""The commands that show one of the bot's own pages."""

from telegram import Update

from bot.cards import Card
from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.screen import reply
from bot.handlers.texts import Texts


async def help_(update: Update, context: Context) -> None:
    """/help: how to ask."""
    await _show(update, Texts(context.services).help(await speech.spoken(update, context.services)))


async def topics(update: Update, context: Context) -> None:
    """/topics: all topics as buttons."""
    await _show(update, Texts(context.services).topics(await speech.spoken(update, context.services)))


async def language(update: Update, context: Context) -> None:
    """/language: the choice of a language."""
    await _show(update, Texts(context.services).language_menu())


async def about(update: Update, context: Context) -> None:
    """/about: who makes this, and from what."""
    await _show(update, Texts(context.services).about(await speech.spoken(update, context.services)))


async def _show(update: Update, card: Card) -> None:
    if update.effective_message is not None:
        await reply(update.effective_message, card)
