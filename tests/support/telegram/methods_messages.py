"""Sending, editing and deleting messages."""

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import count
from typing import Any, Final

from .content import caption, message_text
from .errors import bad_request
from .formatted import FormattedText
from .keyboards import inline_markup, reply_markup
from .media import document, photo
from .model import Chat, Message
from .parameters import Parameters, Upload
from .state import World

CHAT_ACTIONS: Final = frozenset(
    {
        "choose_sticker",
        "find_location",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)
MIN_GROUP: Final = 2
MAX_GROUP: Final = 10
GROUPED: Final[Mapping[str, Callable[[str | Upload], dict[str, Any]]]] = {"photo": photo, "document": document}
_albums = count(1)
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    """Send a text."""
    return await _send(world, parameters, message_text(parameters), {})


async def send_media(
    make: Callable[[str | Upload], dict[str, Any]], kind: str, world: World, parameters: Parameters
) -> dict[str, Any]:
    """Send a file of this kind, uploaded or named by an id or address, with a caption."""
    content = caption(parameters)
    file = parameters.get(kind)
    if not file:
        raise bad_request(f"there is no {kind} in the request")
    return await _send(world, parameters, content, make(file))


async def send_media_group(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    """Send two to ten photos or documents together; each item names a part of the form, an id or an address."""
    items = [Parameters(item) for item in parameters.array("media") or ()]
    if not MIN_GROUP <= len(items) <= MAX_GROUP:
        raise bad_request("wrong number of messages in the album")
    if len({item.text("type") for item in items}) != 1 or items[0].text("type") not in GROUPED:
        raise bad_request("can't mix such media in an album")
    captions = [caption(item) for item in items]
    album = {"media_group_id": str(next(_albums))}
    sent = []
    for item, content in zip(items, captions, strict=True):
        file = item.text("media")
        found = parameters.get(file.removeprefix("attach://")) if file.startswith("attach://") else file
        if not found:
            raise bad_request("wrong file identifier/HTTP URL specified")
        place = Parameters({**parameters, "reply_markup": None})
        sent.append(await _send(world, place, content, {**GROUPED[item.text("type")](found), **album}))
    return sent


async def edit_message_text(world: World, parameters: Parameters) -> dict[str, Any] | bool:
    """Change the text and the inline keyboard of one of the bot's messages; no keyboard given removes it."""
    content, markup = message_text(parameters), inline_markup(parameters)
    message = world.own_message(parameters)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return await _edit(world, message, content, markup)


async def edit_message_reply_markup(world: World, parameters: Parameters) -> dict[str, Any] | bool:
    """Change only the inline keyboard of one of the bot's messages."""
    markup = inline_markup(parameters)
    message = world.own_message(parameters)
    return await _edit(world, message, message.content, markup)


async def delete_message(world: World, parameters: Parameters) -> bool:
    """Take a message out of its chat."""
    if world.chat(parameters).messages.pop(parameters.integer("message_id"), None) is None:
        raise bad_request("message to delete not found")
    await world.bell.ring()
    return True


async def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Say that the bot is typing; it is only checked."""
    if parameters.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    _thread(world.open_chat(parameters), parameters)
    return True


async def _send(
    world: World, parameters: Parameters, content: FormattedText, media: dict[str, Any]
) -> dict[str, Any]:
    markup = reply_markup(parameters)
    chat = world.open_chat(parameters)
    message = chat.add(
        world.bot,
        content,
        markup=markup,
        media=media,
        reply_to=_replied(chat, parameters),
        thread_id=_thread(chat, parameters),
    )
    await world.show(message)
    return message.to_json()


async def _edit(
    world: World, message: Message, content: FormattedText, markup: dict[str, Any] | None
) -> dict[str, Any] | bool:
    if (message.content, message.markup) == (content, markup):
        raise bad_request(NOT_MODIFIED)
    message.content, message.markup = content, markup
    message.edit_date = int(time.time())
    await world.show(message)
    return message.inline_id is not None or message.to_json()


def _replied(chat: Chat, parameters: Parameters) -> Message | None:
    """The message that is replied to, None if none is meant or the reply may be left out."""
    reply = Parameters(
        parameters.mapping("reply_parameters")
        or {
            "message_id": parameters.integer("reply_to_message_id"),
            "allow_sending_without_reply": parameters.boolean("allow_sending_without_reply"),
        }
    )
    message = chat.messages.get(reply.integer("message_id"))
    if message is None and reply.integer("message_id") and not reply.boolean("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _thread(chat: Chat, parameters: Parameters) -> int | None:
    thread_id = parameters.integer("message_thread_id") or None
    if thread_id is not None and thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return thread_id


MESSAGE_METHODS: Final[dict[str, Callable[[World, Parameters], Awaitable[Any]]]] = {
    "sendMessage": send_message,
    "sendPhoto": partial(send_media, photo, "photo"),
    "sendMediaGroup": send_media_group,
    "sendDocument": partial(send_media, document, "document"),
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
}
