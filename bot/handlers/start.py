"""/start: the greeting, or what a link leads to: an entry, or one of the bot's own pages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from telegram import Update

from bot.answers import linked_card
from bot.cards import ASK
from bot.handlers import pages, speech
from bot.handlers.context import Context, Handler
from bot.handlers.feedback import with_feedback_if_opened
from bot.handlers.privacy import privacy, safety
from bot.handlers.screen import reply
from bot.handlers.texts import Texts
from bot.knowledge import Ref

PAGES: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "topics": pages.topics,
        "language": pages.language,
        "privacy": privacy,
        "safety": safety,
        "forget": privacy,  # a link deletes nothing: the page says how to
        "about": pages.about,
    }
)
"""What a link opens that names a command: in groups such commands lead here."""


async def start(update: Update, context: Context) -> None:
    """Greet in the person's language, or in all three; with a link's payload, show what it names."""
    message = update.effective_message
    if message is None:
        return
    if context.args and (page := PAGES.get(context.args[0])):
        await page(update, context)
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
