"""Free text: the way from a question to its card. handler -> search -> decision -> card -> message."""

from telegram import Update

from bot.answers import answer_card
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.screen import amend, reply
from bot.knowledge import Language
from bot.search import Decision, Refuse


async def question(update: Update, context: Context) -> None:
    """Answer a question, new or edited; an edited one has its answer edited."""
    message = update.effective_message
    if message is None or not message.text:
        return
    services = context.services
    decision = services.library.search.decide(message.text, await speech.known(update, services))
    if not isinstance(decision, Refuse):
        services.memory.written[message.chat.id] = decision.language
    card = answer_card(services.library, decision, await _language(update, services, decision))
    key = (message.chat.id, message.message_id)
    earlier = services.memory.answers.get(key) if update.edited_message else None
    if earlier is not None and await amend(message, earlier, card):
        return
    answer = await reply(message, card)
    services.memory.answers[key] = answer.message_id


async def _language(update: Update, services: Services, decision: Decision) -> Language:
    """What the person chose, else the language of the question; a text that was not understood tells least."""
    if isinstance(decision, Refuse) and decision.reason == "unclear":
        return await speech.known(update, services) or decision.language
    return await speech.chosen(update, services) or decision.language
