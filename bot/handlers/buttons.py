"""Presses of buttons: nearly every one turns the message it stands under into another card."""

from contextlib import suppress

from telegram import Update
from telegram.error import TelegramError

from bot.answers import linked_card
from bot.cards import ChooseLanguage, MakePoster, ShowEntry, ShowTopics
from bot.cards.actions import decode
from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.poster import send_poster
from bot.handlers.screen import show
from bot.handlers.texts import Texts


async def button(update: Update, context: Context) -> None:
    """Do what a button says; an old or unknown one shows the topics of today."""
    query = update.callback_query
    if query is None:
        return
    with suppress(TelegramError):  # it only stops the button's clock, and comes too late after a pause of ours
        await query.answer()
    services = context.services
    texts = Texts(services)
    match decode(query.data or ""):
        case ShowEntry(named, language, page) if card := linked_card(services.library, named, language):
            await show(query, card, page)
        case ShowTopics(language):
            await show(query, texts.topics(language))
        case ChooseLanguage(language):
            if update.effective_chat is not None:
                await services.languages.choose(update.effective_chat.id, language)
            await show(query, texts.greeting(language))
        case MakePoster(named, language, form) if ref := services.library.base.resolve(named):
            await send_poster(query, services, ref, language, form)
        case _:
            await show(query, texts.gone(await speech.spoken(update, services)))
