"""Groups: the bot speaks only when it is spoken to, once, below the message in which it was asked."""

from telegram import Message, ReplyParameters, Update

from bot.cards import Action, Card, Share, ShowBrief, ShowEntry, brief_card
from bot.handlers import speech
from bot.handlers.commands import Command
from bot.handlers.context import Context, Services
from bot.handlers.notes import noted
from bot.handlers.screen import screen
from bot.handlers.spoken_to import asked_of
from bot.knowledge import Language, Ref
from bot.search import Decision
from bot.short_answers import how_to_ask, in_private_card, short_answer


async def talk(update: Update, context: Context) -> None:
    """Answer a message that mentions the bot or replies to it; be silent at all others."""
    message = update.message
    asked = asked_of(message, context.bot.username, context.bot.id) if message else None
    if message is not None and asked is not None:
        await _answer(message, await short_card(update, context.services, asked))


async def ask(update: Update, context: Context) -> None:
    """/ask in a group: what stands behind it is the question."""
    if update.message is not None:
        await _answer(update.message, await short_card(update, context.services, " ".join(context.args or ())))


async def start(update: Update, context: Context) -> None:
    """/start and /help in a group: how to ask here; with a link's payload, the short card of its entry."""
    message = update.message
    if message is None:
        return
    services, library = context.services, context.services.library
    named = Ref.from_payload(context.args[0]) if context.args else None
    ref = library.base.resolve(named) if named else None
    language = await speech.spoken(update, services)
    card = brief_card(library.cards, ref, language, services.links) if ref else None
    await _answer(message, card or how_to_ask(library, language, services.links))


async def in_private(command: Command, update: Update, context: Context) -> None:
    """Any other command in a group: what it is for, and the way to it in private."""
    if update.message is not None:
        services = context.services
        voice = services.voices[await speech.spoken(update, services)]
        card = in_private_card(command.name, voice.say(command.description), voice, services.links)
        await _answer(update.message, card)


def card_of_button(action: Action | None, services: Services, language: Language) -> Card:
    """What a button below a message in a group turns it into: a short card, as everything here.

    `language` is for a button that names no entry: those are from earlier versions.
    """
    library = services.library
    if isinstance(action, ShowBrief | ShowEntry | Share) and (ref := library.base.resolve(action.ref)):
        return brief_card(library.cards, ref, action.language, services.links)
    return how_to_ask(library, language, services.links)


async def short_card(update: Update, services: Services, asked: str) -> Card:
    """The short card for what somebody asks where others read along, in the language of the question."""
    library = services.library
    if not asked:
        return how_to_ask(library, await speech.spoken(update, services), services.links)
    known = await speech.known(update, services)
    with services.metrics.timing_search():
        decision = await services.thinking.decide(library, asked, known)
    services.count_question(decision)
    language = _language(decision, known)
    card = short_answer(library, decision, language, services.links)
    message = update.effective_message
    return noted(card, message, services.now(), services.voices[language]) if message else card


def _language(decision: Decision, known: Language | None) -> Language:
    return known or decision.language if decision.language_guessed else decision.language


async def _answer(message: Message, card: Card) -> None:
    shown = screen(card)
    below = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await message.reply_html(shown.text, reply_markup=shown.markup, reply_parameters=below)
