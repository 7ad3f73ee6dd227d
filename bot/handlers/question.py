"""Free text: the way from a question to its card. handler -> search -> decision -> card -> message."""

from telegram import Message, Update

from bot.answers import answer_card
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.feedback import with_feedback
from bot.handlers.misses import card_after_misses
from bot.handlers.notes import noted
from bot.handlers.screen import amend, reply
from bot.handlers.sending import with_offer
from bot.handlers.texts import Texts
from bot.knowledge import Language
from bot.search import Decision


async def question(update: Update, context: Context) -> None:
    """Answer a question, new or edited; an edited one has its answer edited."""
    message = update.effective_message
    text = (message.text or message.caption) if message else None
    if message is not None and text:
        await _answer(update, context, message, text)


async def ask(update: Update, context: Context) -> None:
    """/ask: what stands behind it is the question; alone it shows how to ask."""
    message = update.effective_message
    if message is None or message.text is None:
        return
    _, *asked = message.text.split(maxsplit=1)
    if asked:
        await _answer(update, context, message, asked[0])
    else:
        await reply(message, Texts(context.services).help(await speech.spoken(update, context.services)))


async def _answer(update: Update, context: Context, message: Message, text: str) -> None:
    services, library = context.services, context.services.library
    known = await speech.known(update, services)
    with services.metrics.timing_search():
        decision = await services.thinking.decide(library, text, known)
    if not decision.language_guessed:
        services.memory.written[message.chat.id] = decision.language
    if update.edited_message is None:
        services.count_question(decision)
    language = await _language(update, services, decision)
    if update.edited_message is None:
        shown = card_after_misses(services, message.chat.id, decision, language)
    else:  # it mends its own answer, and is no further miss
        shown = answer_card(library, decision, language)
    answered = with_feedback(shown, services, message.chat)
    offered = with_offer(answered, decision, services, message.chat)
    card = noted(offered, message, services.now(), services.voices[language])
    key = (message.chat.id, message.message_id)
    earlier = services.memory.answers.get(key) if update.edited_message else None
    if earlier is not None and await amend(message, earlier, card):
        return
    # a refusal replies to its question, which can be sent to the moderators from there without our keeping it
    answer = await reply(message, card, quoting=offered != answered)
    services.memory.answers[key] = answer.message_id


async def _language(update: Update, services: Services, decision: Decision) -> Language:
    """What the person chose, else the language of the question; what is known of the person if that is a guess."""
    if decision.language_guessed:
        return await speech.known(update, services) or decision.language
    return await speech.chosen(update, services) or decision.language
