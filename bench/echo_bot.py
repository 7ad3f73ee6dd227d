"""The bare bot that ours is measured against: python-telegram-bot as its manual has it, and every text sent back.

It polls, or is brought updates to `WEBHOOK_URL` as in the library's example `customwebhookbot/starlettebot.py`. Only
what any bot needs that must not keep people waiting for each other is set: updates side by side, and connections.
"""

import asyncio
import hmac
import os
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

SIDE_BY_SIDE: Final = 256
CONNECTIONS: Final = 64

Echo = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG001 - the library's signature
    """Send a text back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def build() -> Echo:
    """The application with its one handler."""
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    builder = builder.concurrent_updates(SIDE_BY_SIDE).connection_pool_size(CONNECTIONS).pool_timeout(30)
    application: Echo = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return application


async def by_webhook(application: Echo, url: str, secret: str) -> None:
    """Answer what is brought to `url`, until a signal."""

    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), secret):
            return Response(status_code=403)
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    parts = urlsplit(url)
    app = Starlette(routes=[Route(parts.path, receive, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(app, host=parts.hostname or "", port=parts.port or 0, http="h11", log_config=None)
    )
    async with application:
        await application.start()
        serving = asyncio.create_task(server.serve())
        await application.bot.set_webhook(url, secret_token=secret)
        await serving
        await application.stop()


def main() -> None:
    """Run it until a signal."""
    application = build()
    if url := os.environ.get("WEBHOOK_URL"):
        asyncio.run(by_webhook(application, url, os.environ["WEBHOOK_SECRET"]))
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
