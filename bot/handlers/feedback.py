"""Under an answer: did it help? The press is counted, and nobody's name with it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot.answers import topics_button
from bot.cards import Block, Button, Card, Rate, contacts_block, plain
from bot.cards.actions import decode
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.screen import screen, show
from bot.handlers.texts import Texts
from bot.knowledge import Language, Question, Ref
from bot.library import Library

SUGGESTED = 3


def with_feedback(card: Card, services: Services, chat: Chat | None) -> Card:
    """The card with "helped / did not help" below it, if it is an answer to which this chat has not said it yet."""
    if services.listening is None or card.ref is None or chat is None or chat.type != Chat.PRIVATE:
        return card
    if (chat.id, card.ref.payload) in services.memory.rated:
        return card
    voice = services.voices[card.language]
    row = (
        Button(voice.say("👍 Helped"), Rate(card.ref, card.language, helped=True)),
        Button(voice.say("👎 Did not help"), Rate(card.ref, card.language, helped=False)),
    )
    return replace(card, rows=(*card.rows, row))


def with_feedback_if_opened(card: Card, services: Services, chat: Chat | None) -> Card:
    """As `with_feedback` for an entry that somebody opened: a topic is a table of contents then, and no answer."""
    return card if card.ref is None or card.ref.kind == "topic" else with_feedback(card, services, chat)


async def rate(update: Update, context: Context, action: Rate) -> None:
    """Count a verdict once; after "did not help" show what else there is, and where to turn.

    The message is the ballot: its two buttons vanish with the press, and a press that comes again finds them gone.
    """
    query, services = update.callback_query, context.services
    if query is None:
        return
    ref = services.library.base.resolve(action.ref)
    if services.listening is None or ref is None or query.message is None:
        await show(query, Texts(services).gone(await speech.spoken(update, services)))
        return
    chat = query.message.chat
    if is_open(query) and services.memory.rated.add(chat.id, ref.payload):
        services.listening.rated(ref, action.language, helped=action.helped)
    with suppress(TelegramError):  # the press may be too old to be answered
        await query.answer(services.voices[action.language].say("Thank you."))
    await _take_ballot_away(query)
    if not action.helped:
        library, language = services.library, action.language
        near = await services.thinking.near(library, library.cards.title(ref, language), language)
        shown = screen(not_helped(library, ref, [each.ref for each in near], language))
        await context.bot.send_message(chat.id, shown.text, reply_markup=shown.markup)


def is_open(query: CallbackQuery) -> bool:
    """Whether the message, as it stands now, still has the button that was pressed."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return False
    return any(button.callback_data == query.data for row in message.reply_markup.inline_keyboard for button in row)


def not_helped(library: Library, ref: Ref, near: Sequence[Ref], language: Language) -> Card:
    """The first of the entries `near` to one that did not help, those of its topic before others; where to turn."""
    voice, entry = library.cards.voices[language], library.base.entries[ref]
    topic = Ref("topic", library.base.topic_of(ref).id)
    others = [each for each in near if each not in {ref, topic} and each.kind != "update"]
    others.sort(key=lambda each: library.base.topic_of(each).id != topic.id)
    own = entry.contacts if isinstance(entry, Question) else ()
    contacts = dict.fromkeys((*own, *library.base.report.contacts))
    blocks = [Block((plain(voice.say("I am sorry that it did not help. Perhaps one of these will:")),))]
    if contacts:
        blocks.append(contacts_block([library.base.contacts[id_] for id_ in contacts], voice))
    suggested = [*others[:SUGGESTED], *([topic] if ref != topic else [])]
    rows = tuple((library.cards.entry_button(each, language),) for each in suggested)
    return Card(language, tuple(blocks), rows=(*rows, (topics_button(voice),)))


async def _take_ballot_away(query: CallbackQuery) -> None:
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = [
        row
        for row in message.reply_markup.inline_keyboard
        if not any(isinstance(decode(str(button.callback_data)), Rate) for button in row)
    ]
    with suppress(TelegramError):  # gone or too old to be edited: it will not be pressed again either
        await query.edit_message_reply_markup(InlineKeyboardMarkup(rows) if rows else None)
