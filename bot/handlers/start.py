"""/start: the greeting, or the entry to which a permanent link leads."""

from telegram import Update

from bot.answers import linked_card
from bot.cards import ASK
from bot.handlers import speech
from bot.handlers.context import Context
from bot.handlers.feedback import with_feedback_if_opened
from bot.handlers.screen import reply
from bot.handlers.texts import Texts
from bot.knowledge import Ref


async def start(update: Update, context: Context) -> None:
    """Greet in the person's language, or in all three; with a link's payload, show its entry or say it is gone."""
    message = update.effective_message
    if message is None:
        return
    services = context.services
    language = await speech.known(update, services)
    library = services.library
    named = Ref.from_payload(context.args[0]) if context.args else None
    card = linked_card(library, named, language or speech.FALLBACK) if named else None
    if card is not None:
        await reply(message, with_feedback_if_opened(card, services, message.chat))
    elif context.args and context.args[0] != ASK:
        await reply(message, Texts(services).greeting(language or speech.FALLBACK, link_is_gone=True))
    elif language is None:
        await reply(message, Texts(services).greeting_in_all())
    else:
        await reply(message, Texts(services).greeting(language))
