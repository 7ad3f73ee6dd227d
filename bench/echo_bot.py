"""The bare bot that ours is measured against: python-telegram-bot as its manual has it, and every text sent back."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG001 - the library's signature
    """Send a text back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Run it until a signal."""
    application = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    running = application.build()
    running.add_handler(MessageHandler(filters.TEXT, echo))
    running.run_polling()


if __name__ == "__main__":
    main()
