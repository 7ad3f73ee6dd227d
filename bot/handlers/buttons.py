"""Presses of buttons: nearly every one turns the message it stands under into another card."""

from contextlib import suppress

from telegram import CallbackQuery, Chat, Update
from telegram.error import TelegramError

from bot.answers import linked_card
from bot.cards import (
    Action,
    Card,
    ChooseLanguage,
    HandOver,
    MakePoster,
    Rate,
    Review,
    Share,
    ShowBrief,
    ShowEntry,
    ShowTopics,
    brief_card,
    share_card,
)
from bot.cards.actions import decode
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.feedback import rate, with_feedback_if_opened
from bot.handlers.groups import card_of_button
from bot.handlers.moderation import is_moderator, review
from bot.handlers.poster import send_poster
from bot.handlers.screen import show
from bot.handlers.sending import hand_over
from bot.handlers.texts import Texts


async def button(update: Update, context: Context) -> None:
    """Do what a button says; an old or unknown one shows the topics of today."""
    query = update.callback_query
    if query is None:
        return
    services, action = context.services, decode(query.data or "")
    if query.inline_message_id is not None:
        await _in_others_chat(query, action, services)
        return
    in_group = update.effective_chat is not None and update.effective_chat.type != Chat.PRIVATE
    if isinstance(action, Rate) and not in_group:  # answers the press itself, with a word of thanks
        await rate(update, context, action)
        return
    with suppress(TelegramError):  # it only stops the button's clock, and comes too late after a pause of ours
        await query.answer()
    match action:
        case MakePoster() if ref := services.library.base.resolve(action.ref):
            await send_poster(query, services, ref, action.language, action.form, warned=action.warned)
        case _ if in_group:
            await show(query, card_of_button(action, services, await speech.spoken(update, services)))
        case HandOver():
            await hand_over(update, context, action)
        case Review() if is_moderator(update, services):
            await review(update, context, action)
        case _:
            await _turn(update, query, action, services)


async def _turn(update: Update, query: CallbackQuery, action: Action | None, services: Services) -> None:
    """Turn the message into the card that an action asks for."""
    chat = update.effective_chat
    if isinstance(action, ChooseLanguage) and chat is not None:
        await services.languages.choose(chat.id, action.language)
    card = _card(action, services) or Texts(services).gone(await speech.spoken(update, services))
    if isinstance(action, ShowEntry):
        await show(query, with_feedback_if_opened(card, services, chat), action.page)
    else:
        await show(query, card)


def _card(action: Action | None, services: Services) -> Card | None:
    """The card that an action asks for; None if it leads nowhere any more."""
    match action:
        case ShowEntry(named, language):
            return linked_card(services.library, named, language)
        case ShowBrief(named, language):
            ref = services.library.base.resolve(named)
            return brief_card(services.library.cards, ref, language, services.links) if ref else None
        case Share(named, language, warned):
            ref = services.library.base.resolve(named)
            return share_card(services.library.cards, ref, language, services.links, warned=warned) if ref else None
        case ShowTopics(language):
            return Texts(services).topics(language)
        case ChooseLanguage(language):
            return Texts(services).greeting(language)
        case _:
            return None


async def _in_others_chat(query: CallbackQuery, action: Action | None, services: Services) -> None:
    """A press below a message that was sent inline or as a guest, into a chat that is not ours.

    There a short card can only become another short card; whatever else a button asks for opens the bot.
    """
    card = _card(action, services) if isinstance(action, ShowBrief) else None
    with suppress(TelegramError):
        await query.answer(url=None if card else services.links.to_ask)
    if card is not None:
        await show(query, card)
