"""Puts the application together; starts nothing."""

from functools import cache
from typing import Final

import httpx
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Application, ContextTypes, Defaults, ExtBot
from telegram.request import BaseRequest

from bot.connections import Connections
from bot.courier import Courier
from bot.handlers import register
from bot.handlers.context import App, BotData, Context, NoData, Services
from bot.reading import CarefulBot, UpdatesRequest

CONNECTIONS: Final = 64
"""So many calls to Telegram may be under way at once."""


class ForgetfulApplication(Application[ExtBot[None], Context, NoData, NoData, BotData, None]):
    """The library's application without its lists of every chat and person, made for a store that is not there."""

    __slots__ = ()

    def _mark_for_persistence_update(self, *, update: object = None, job: object = None) -> None:
        """Note nobody's number."""


def build_application(
    token: str,
    api_url: str,
    services: Services,
    *,
    request: BaseRequest | None = None,
) -> App:
    """The application with all its handlers, for the Bot API server at `api_url`.

    It has no updater: how updates come in is decided by whoever starts it. `request` replaces the way out (the local
    chat has one that stays on the machine). Calls nothing and starts nothing.
    """
    trusted = cache(httpx.create_ssl_context)  # reading the certificates takes tens of milliseconds
    bot: ExtBot[None] = CarefulBot(
        token,
        f"{api_url.rstrip('/')}/bot",
        request=request or Connections(CONNECTIONS, trusted),
        updates=None if request else UpdatesRequest(trusted),
        defaults=Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        rate_limiter=Courier(services.counters),
    )
    application = (
        Application.builder()
        .application_class(ForgetfulApplication)
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context, bot_data=BotData))
        .build()
    )
    application.bot_data.services = services
    register(application)
    return application
