"""A refused question on its way to the moderators: offered, shown as it would be sent, struck, sent or left.

Nothing is remembered on the way. The question stands in the message that the refusal replies to, and what would be
sent stands in italics in the message with the preview: what the person has seen there is what is sent, letter for
letter.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from telegram import Chat, Message, MessageEntity, Update

from bot.answers import answer_card, topics_button
from bot.cards import Block, Button, Card, HandOver, Row, bold, italic, plain
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.feedback import is_open
from bot.handlers.screen import show
from bot.handlers.texts import Texts
from bot.knowledge import Language
from bot.listening import STRUCK, Listening, clean, says_something, strike
from bot.locale import N_, Voice
from bot.search import Decision, Refuse

WORDS_IN_A_ROW: Final = 3
WORDS_ON_A_PAGE: Final = 24
LONGEST_LABEL: Final = 24

MOST_A_DAY: Final = 5
"""So many questions a day are taken from one chat."""

OFFER: Final = N_("Send this question to the moderators, without your name?")
WHAT_IS_SENT: Final = N_(
    "Long numbers, e-mail addresses, links and @names are taken out. If a name, a place or anything else that points"
    " to you is left, strike it. The moderators get this text, its language and the day, and cannot answer you here."
)
SENT: Final = N_(
    "Sent, without your name. Thank you. If the moderators find an answer, I will know it in a few days."
)
TEXT_LOST: Final = N_("I do not have the text of your question any more. Please ask it again.")
NOTHING_LEFT: Final = N_("Nothing is left of the question that could be sent.")
TOO_MANY: Final = N_("Too many questions are waiting for the moderators. Yours was not sent; please try another day.")
NOT_KEPT: Final = N_("This cannot be sent just now. Please press “Send” again in a few minutes.")


def with_offer(card: Card, decision: Decision, services: Services, chat: Chat) -> Card:
    """The card of a refusal with the offer below it, if this is a question that moderators can do something about."""
    if services.listening is None or chat.type != Chat.PRIVATE or not _is_for_moderators(decision, services):
        return card
    offer = Button(services.voices[card.language].say(OFFER), HandOver("preview", card.language))
    return replace(card, rows=(*card.rows, (offer,)))


def _is_for_moderators(decision: Decision, services: Services) -> bool:
    """Not small talk, nor what has no word; and not where somebody may be in despair."""
    if not isinstance(decision, Refuse) or decision.reason in {"smalltalk", "unclear"}:
        return False
    return decision.aside is None or not services.library.base.asides[decision.aside].urgent


async def hand_over(update: Update, context: Context, action: HandOver) -> None:
    """Take one step on the way."""
    query, services, language = update.callback_query, context.services, action.language
    if query is None:
        return
    listening, message = services.listening, query.message
    if listening is None or not isinstance(message, Message):
        await show(query, Texts(services).gone(await speech.spoken(update, services)))
        return
    question, voice = _question(message), services.voices[language]
    match action.step:
        case "preview" | "again":
            text = clean(question or "")
            page = 0 if action.step == "again" else None
        case "leave":
            await show(query, await _left(services, question, message.chat, language))
            return
        case "send":
            if is_open(query):
                await show(query, await _send(services, listening, message, _previewed(message), language))
            return
        case "words" | "strike":
            text, page = _previewed(message), action.page
            if action.step == "strike" and is_open(query):
                text = strike(text, action.word)
    if action.step in {"preview", "again"} and question is None:
        await show(query, _line(TEXT_LOST, voice))
    elif not says_something(text):
        await show(query, _line(NOTHING_LEFT, voice))
    else:
        await show(query, preview(text, voice, page))


def preview(text: str, voice: Voice, page: int | None = None, note: str | None = None) -> Card:
    """What would be sent, and the choice; with a `page` of its words to strike. The text alone is in italics."""
    language = voice.language
    blocks = (
        *((Block((plain(note),)),) if note else ()),
        Block((bold(voice.say("This is what the moderators would get:")),)),
        Block((italic(text),)),
        Block((plain(voice.say(WHAT_IS_SENT)),)),
    )
    send = (Button(voice.say("Send"), HandOver("send", language)),)
    leave = (Button(voice.say("Do not send"), HandOver("leave", language)),)
    if page is None:
        words = (Button(voice.say("Strike words"), HandOver("words", language)),)
        return Card(language, blocks, rows=(send, words, leave))
    again = (Button(voice.say("Begin again"), HandOver("again", language)),)
    return Card(language, blocks, rows=(*_words(text.split(), language, page), send, again, leave))


def _words(words: Sequence[str], language: Language, page: int) -> tuple[Row, ...]:
    """One page of the words as buttons that strike them, and buttons that turn the pages."""
    count = max(-(-len(words) // WORDS_ON_A_PAGE), 1)
    page = min(page, count - 1)
    start = page * WORDS_ON_A_PAGE
    buttons = [
        Button(f"✕ {word[:LONGEST_LABEL]}", HandOver("strike", language, page, number))
        for number, word in enumerate(words[start : start + WORDS_ON_A_PAGE], start)
        if word != STRUCK
    ]
    rows = tuple(tuple(buttons[at : at + WORDS_IN_A_ROW]) for at in range(0, len(buttons), WORDS_IN_A_ROW))
    if count == 1:
        return rows
    turning = (
        Button("‹", HandOver("words", language, (page - 1) % count)),
        Button(f"{page + 1}/{count}", HandOver("words", language, page)),
        Button("›", HandOver("words", language, (page + 1) % count)),
    )
    return (*rows, turning)


async def _send(services: Services, listening: Listening, message: Message, text: str, language: Language) -> Card:
    voice = services.voices[language]
    if not says_something(text):
        return _line(NOTHING_LEFT, voice)
    chat_id, sent, day = message.chat.id, services.memory.sent, listening.day
    if sent.get((chat_id, hash(text))) is not None:  # pressed twice before the buttons were gone
        return _line(SENT, voice)
    if sent.count(lambda key, on: key[0] == chat_id and on == day) >= MOST_A_DAY:
        return _line(TOO_MANY, voice)
    decision = await services.thinking.decide(services.library, text, language)
    kept = await listening.keep(text, language if decision.language_guessed else decision.language)
    match kept:
        case "kept":
            sent[chat_id, hash(text)] = day
            return _line(SENT, voice)
        case "full":
            return _line(TOO_MANY, voice)
        case "failed":
            return preview(text, voice, note=voice.say(NOT_KEPT))


async def _left(services: Services, question: str | None, chat: Chat, language: Language) -> Card:
    """The refusal again, as it was before."""
    if question is None:
        return Texts(services).topics(language)
    library = services.library
    decision = await services.thinking.decide(library, question, language)
    return with_offer(answer_card(library, decision, language), decision, services, chat)


def _question(message: Message) -> str | None:
    """The text to which a message of the bot replies; None if its author has deleted it."""
    asked = message.reply_to_message
    return (asked.text or asked.caption) if asked else None


def _previewed(message: Message) -> str:
    """The text in italics: Telegram may have cut it into several entities."""
    places = [(each.offset, each.length) for each in message.entities if each.type == MessageEntity.ITALIC]
    if not places:
        return ""
    begin, end = min(offset for offset, _ in places), max(offset + length for offset, length in places)
    units = (message.text or "").encode("utf-16-le")
    return units[2 * begin : 2 * end].decode("utf-16-le")


def _line(text: str, voice: Voice) -> Card:
    return Card(voice.language, (Block((plain(voice.say(text)),)),), rows=((topics_button(voice),),))
