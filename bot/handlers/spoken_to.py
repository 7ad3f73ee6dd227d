"""Is the bot spoken to, where others talk to each other? And what is it asked?"""

import re

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter


class SpokenTo(MessageFilter):
    """Lets through what asks the bot something; what people say to each other is no handler's business."""

    def filter(self, message: Message) -> bool:
        """See `MessageFilter.filter`. The bot must be initialised, so that it knows its name."""
        bot = message.get_bot()
        return asked_of(message, bot.username, bot.id) is not None


def asked_of(message: Message, username: str, bot_id: int) -> str | None:
    """What a message in a chat of several asks the bot: its text without the bot's name, perhaps empty.

    None if the bot is not spoken to, that is, if the message neither mentions it nor replies to it, or if it comes
    from another bot or was sent through one: bots that answer each other would never end.
    """
    if message.via_bot is not None or is_from_bot(message):
        return None
    name = f"@{username}".lower()
    mentions = {
        **message.parse_entities([MessageEntity.MENTION]),
        **message.parse_caption_entities([MessageEntity.MENTION]),
    }
    called = any(mention.lower() == name for mention in mentions.values())
    if not called and not _replies_to(message, bot_id):
        return None
    return without_name(message.text or message.caption or "", username)


def without_name(text: str, username: str) -> str:
    """The text without the bot's @name, wherever it stands."""
    return " ".join(re.sub(rf"@{re.escape(username)}\b[,:]?", " ", text, flags=re.IGNORECASE).split())


def is_from_bot(message: Message) -> bool:
    """Whether another bot speaks; who writes in the name of a group or a channel only looks like one."""
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


def _replies_to(message: Message, bot_id: int) -> bool:
    """Whether a message replies to the bot; every message in a topic looks like a reply to the topic's beginning."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.forum_topic_created is not None:
        return False
    return replied.from_user.id == bot_id
