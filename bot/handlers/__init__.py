"""Telegram updates -> knowledge, search and cards; one file a situation. `register` is the table of contents."""

from collections.abc import Callable, Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.handlers import pages
from bot.handlers.buttons import button
from bot.handlers.commands import COMMANDS
from bot.handlers.context import App, Context
from bot.handlers.failure import failure
from bot.handlers.media import media, unknown_command
from bot.handlers.question import question
from bot.handlers.start import start

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

COMMAND_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "start": start,
        "topics": pages.topics,
        "language": pages.language,
        "help": pages.help_,
        "privacy": pages.privacy,
        "about": pages.about,
    }
)

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query")
"""The kinds of updates for which there is a handler; Telegram is asked for these and no others."""


def register(application: App) -> None:
    """Give the application its handlers. Free text is answered in private chats only."""
    private = filters.ChatType.PRIVATE
    new = filters.UpdateType.MESSAGE
    for command in COMMANDS:
        application.add_handler(CommandHandler(command.name, COMMAND_HANDLERS[command.name], new))
    application.add_handler(CallbackQueryHandler(button))
    application.add_handler(MessageHandler(private & new & filters.COMMAND, unknown_command))
    application.add_handler(MessageHandler(private & (filters.TEXT | filters.CAPTION) & ~filters.COMMAND, question))
    application.add_handler(MessageHandler(private & new & ~filters.StatusUpdate.ALL, media))
    application.add_error_handler(failure)
