"""Telegram updates -> knowledge, search and cards; one file a situation. `register` is the table of contents."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from telegram.ext import CallbackQueryHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

from bot.handlers import groups, moderation, pages
from bot.handlers.buttons import button
from bot.handlers.commands import COMMANDS, MODERATOR_COMMANDS
from bot.handlers.context import App, Handler
from bot.handlers.failure import failure
from bot.handlers.guest import guest
from bot.handlers.inline import inline
from bot.handlers.media import media, unknown_command
from bot.handlers.privacy import forget, privacy, safety
from bot.handlers.question import ask, question
from bot.handlers.spoken_to import SpokenTo
from bot.handlers.start import start

COMMAND_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "start": start,
        "ask": ask,
        "topics": pages.topics,
        "language": pages.language,
        "help": pages.help_,
        "privacy": privacy,
        "safety": safety,
        "forget": forget,
        "about": pages.about,
    }
)

GROUP_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        **{command.name: partial(groups.in_private, command) for command in COMMANDS},
        "start": groups.start,
        "help": groups.start,
        "ask": groups.ask,
    }
)
"""What the commands say where others read along: one short card."""

MODERATOR_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "stats": moderation.stats,
        "unanswered": moderation.unanswered,
        "reload": moderation.reload,
        "check": moderation.check,
    }
)

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "inline_query", "guest_message")
"""The kinds of updates for which there is a handler; Telegram is asked for these and no others."""


def register(application: App) -> None:
    """Give the application its handlers. Free text is answered in private chats, and where the bot is spoken to.

    The first handler that fits takes an update. What a guest is asked comes first: its chat is not ours, and may look
    like a private one.
    """
    private, in_group = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    new = filters.UpdateType.MESSAGE
    spoken = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest))
    for name, handler in GROUP_HANDLERS.items():
        application.add_handler(CommandHandler(name, handler, new & in_group & ~filters.VIA_BOT))
    application.add_handler(CommandHandler("ask", ask, private))
    for command in COMMANDS:
        application.add_handler(CommandHandler(command.name, COMMAND_HANDLERS[command.name], new & private))
    application.add_handler(MessageHandler(in_group & new & spoken & SpokenTo(), groups.talk))
    moderators = new & moderation.IsModerator(application.bot_data.services)
    for command in MODERATOR_COMMANDS:
        application.add_handler(CommandHandler(command.name, MODERATOR_HANDLERS[command.name], moderators))
    application.add_handler(CommandHandler(list(MODERATOR_HANDLERS), moderation.refused, new & private))
    application.add_handler(CallbackQueryHandler(button))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(MessageHandler(private & new & filters.COMMAND, unknown_command))
    application.add_handler(MessageHandler(private & spoken, question))
    application.add_handler(MessageHandler(private & new & ~filters.StatusUpdate.ALL, media))
    application.add_error_handler(failure)
