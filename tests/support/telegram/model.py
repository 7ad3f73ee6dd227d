"""Users, chats and messages as the server keeps them, and as the Bot API writes them."""

import time
from dataclasses import dataclass, field
from typing import Any

from .formatted import FormattedText
from .shown import ShownMessage


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def to_json(self) -> dict[str, Any]:
        """The Bot API's object."""
        named = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        known = {name: value for name, value in named.items() if value is not None}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **known}


@dataclass(eq=False)
class Message:
    """A message in a chat; `media` holds the Bot API's fields of a photo, a voice message and so on.

    `service` holds the fields of what happened in the chat rather than being said. A message that was sent inline or
    by a guest has an `inline_id`, by which alone the bot can edit it.
    """

    id: int
    chat: "Chat" = field(repr=False)
    sender: User
    content: FormattedText
    markup: dict[str, Any] | None = None
    media: dict[str, Any] = field(default_factory=dict)
    reply_to: "Message | None" = None
    thread_id: int | None = None
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    service: dict[str, Any] = field(default_factory=dict)
    via_bot: User | None = None
    inline_id: str | None = None

    @property
    def inline_markup(self) -> dict[str, Any] | None:
        """The inline keyboard below the message; other keyboards are no part of it."""
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    def to_json(self, with_reply: bool = True) -> dict[str, Any]:
        """The Bot API's object."""
        text, entities = ("caption", "caption_entities") if self.media else ("text", "entities")
        fields: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
            "edit_date": self.edit_date,
            "message_thread_id": self.thread_id,
            "is_topic_message": True if self.thread_id else None,
            "reply_to_message": self.reply_to.to_json(False) if self.reply_to and with_reply else None,
            "via_bot": self.via_bot.to_json() if self.via_bot else None,
            **self.service,
            **self.media,
            text: self.content.text or None,
            entities: list(self.content.entities) or None,
            "reply_markup": self.inline_markup,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def shown(self) -> ShownMessage:
        """The message as a person sees it at this moment."""
        return ShownMessage.from_json(self.to_json(), self.content.dropped_entities)


@dataclass(eq=False)
class Chat:
    """A chat with its messages by id, its topics by thread, and what the bot has shown in it, in order."""

    id: int
    type: str
    title: str | None = None
    first_name: str | None = None
    username: str | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    shown: list[ShownMessage] = field(default_factory=list)
    last_message_id: int = 0

    def to_json(self) -> dict[str, Any]:
        """The Bot API's object."""
        named = {"title": self.title, "first_name": self.first_name, "username": self.username}
        known = {name: value for name, value in named.items() if value is not None}
        return {"id": self.id, "type": self.type, **known, **({"is_forum": True} if self.is_forum else {})}

    def next_message_id(self) -> int:
        """A message id that was never used in this chat, above all that were."""
        self.last_message_id += 1
        return self.last_message_id

    def add(
        self,
        sender: User,
        content: FormattedText,
        *,
        markup: dict[str, Any] | None = None,
        media: dict[str, Any] | None = None,
        reply_to: Message | None = None,
        thread_id: int | None = None,
        service: dict[str, Any] | None = None,
    ) -> Message:
        """Put a new message into the chat; what replies to nothing in a topic replies to the topic's beginning."""
        number = self.next_message_id()
        if thread_id is not None:
            reply_to = reply_to or self.messages.get(thread_id)
        message = Message(number, self, sender, content, markup, media or {}, reply_to, thread_id)
        message.service = service or {}
        self.messages[message.id] = message
        return message
