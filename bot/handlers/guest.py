"""Guest mode: somebody mentions the bot in a chat in which it is no member, and it may say one thing there."""

from typing import Final

from telegram import InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.error import BadRequest

from bot.cards import Card
from bot.handlers.context import Context
from bot.handlers.groups import short_card
from bot.handlers.screen import TOO_LATE, screen
from bot.handlers.spoken_to import is_from_bot, without_name

_ID: Final = "answer"
"""A result wants an id and a title, which nobody sees here."""


async def guest(update: Update, context: Context) -> None:
    """Answer with one short card. Nothing of the chat or the message is kept."""
    message = update.guest_message
    if message is None or message.guest_query_id is None or is_from_bot(message):
        return
    asked = without_name(message.text or message.caption or "", context.bot.username)
    await answer_as_guest(message, await short_card(update, context.services, asked))


async def answer_as_guest(message: Message, card: Card) -> None:
    """Say the one thing that a guest may say to a message; nothing if it is too late for that."""
    if message.guest_query_id is None:
        return
    shown = screen(card)
    answer = InlineQueryResultArticle(_ID, "Quqyq", InputTextMessageContent(shown.text), reply_markup=shown.markup)
    try:
        await message.get_bot().answer_guest_query(message.guest_query_id, answer)
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():
            raise
