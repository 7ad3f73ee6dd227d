"""Card -> message: the last step of every way through the bot."""

from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from telegram import (
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.cards import Button, Card, CopyText, OpenLink, PickChat, Row, ShowEntry, html_pages
from bot.cards.actions import encode

_UNCHANGED: Final = "message is not modified"

TOO_LATE: Final = "query is too old"
"""What Telegram says of an answer for which nobody waits any more."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What one message shows: text in Telegram's HTML, and buttons."""

    text: str
    markup: InlineKeyboardMarkup | None


def screen(card: Card, page: int = 0) -> Screen:
    """One page of a card; a page beyond the last one shows the last."""
    texts = html_pages(card)
    count = max(len(texts), len(card.lists), 1)
    page = min(max(page, 0), count - 1)
    rows: list[Row] = []
    if card.lists:
        rows += card.lists[min(page, len(card.lists) - 1)]
    if count > 1 and card.ref is not None:
        rows.append(_turning(ShowEntry(card.ref, card.language), page, count))
    rows += card.rows
    return Screen(texts[min(page, len(texts) - 1)], _keyboard(rows))


async def reply(message: Message, card: Card, *, quoting: bool = False) -> Message:
    """Answer a message with a card, as a message of its own; `quoting` ties it to the one that it answers."""
    shown = screen(card)
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True) if quoting else None
    return await message.reply_html(shown.text, reply_markup=shown.markup, reply_parameters=quoted)


async def show(query: CallbackQuery, card: Card, page: int = 0) -> None:
    """Show a card in the message whose button was pressed; as a new message if that one cannot be edited any more."""
    shown = screen(card, page)
    try:
        await query.edit_message_text(shown.text, reply_markup=shown.markup)
    except BadRequest as error:
        if _UNCHANGED in error.message.lower() or query.message is None:  # sent inline: it is gone, and all with it
            return
        stood = query.message if isinstance(query.message, Message) else None
        await query.get_bot().send_message(
            query.message.chat.id, shown.text, reply_markup=shown.markup, message_thread_id=thread_of(stood)
        )


def thread_of(message: Message | None) -> int | None:
    """The topic of a forum in which a message stands; a mere thread of replies is none, and cannot be written to."""
    return message.message_thread_id if message is not None and message.is_topic_message else None


async def amend(message: Message, answer_id: int, card: Card) -> bool:
    """Put a card in the place of an earlier answer; False if that answer cannot be edited any more."""
    shown = screen(card)
    try:
        await message.get_bot().edit_message_text(
            shown.text, chat_id=message.chat.id, message_id=answer_id, reply_markup=shown.markup
        )
    except BadRequest as error:
        return _UNCHANGED in error.message.lower()
    return True


def _turning(action: ShowEntry, page: int, count: int) -> Row:
    """Buttons that turn the pages round and round, and tell where one is."""
    return (
        Button("‹", replace(action, page=(page - 1) % count)),
        Button(f"{page + 1}/{count}", replace(action, page=page)),
        Button("›", replace(action, page=(page + 1) % count)),
    )


def _keyboard(rows: list[Row]) -> InlineKeyboardMarkup | None:
    if not any(chain(rows)):
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    match button.action:
        case OpenLink(url):
            return InlineKeyboardButton(button.label, url=url)
        case CopyText(text):
            return InlineKeyboardButton(button.label, copy_text=CopyTextButton(text))
        case PickChat(query):
            anywhere = SwitchInlineQueryChosenChat(
                query, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
            )
            return InlineKeyboardButton(button.label, switch_inline_query_chosen_chat=anywhere)
        case action:
            return InlineKeyboardButton(button.label, callback_data=encode(action))
