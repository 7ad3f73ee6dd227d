"""Telegram is told where to bring updates, once we listen there; and told to stop when we ask for them ourselves."""

import asyncio
import secrets
from functools import partial
from typing import Final

import structlog
from telegram.error import BadRequest, TelegramError

from bot.handlers import ALLOWED_UPDATES
from bot.handlers.context import App
from bot.insisting import insist
from bot.settings import Settings, WebhookError
from bot.store import Store
from bot.webhook import Webhook

_LOG: Final = structlog.stdlib.get_logger(__name__)

MAX_CONNECTIONS: Final = 100
"""So many updates does Telegram bring at once, to all replicas together. It loads twice as many and looks at no other
while these wait, so that this is as high as it may be."""

LOOK: Final = 60.0
"""Seconds after which Telegram is asked again how the webhook is doing."""


def make_webhook(settings: Settings, application: App, store: Store) -> Webhook:
    """The webhook that the settings ask for; what they lack for several replicas is said in the log."""
    if settings.webhook_secret is not None:
        secret, hint = settings.webhook_secret.get_secret_value(), "do all replicas have the same WEBHOOK_SECRET?"
    else:
        secret, hint = secrets.token_urlsafe(32), "is there another replica? then give all the same WEBHOOK_SECRET"
        _LOG.warning("WEBHOOK_SECRET is made for this start only; several replicas must be given the same one")
    application.bot_data.services.updates_on_disk = store.claims is not None
    if store.claims is None:
        _LOG.warning("one replica only: several need the same STORAGE_KEY and a PostgreSQL in DATABASE_URL")
    return Webhook(application, secret, store.claims, hint=hint)


async def answer_by_webhook(application: App, webhook: Webhook, url: str, stop: asyncio.Event) -> None:
    """Have updates brought to `url`, which is served by now, until `stop` is set. The webhook stays set after that:
    Telegram keeps what comes meanwhile for the next start, or brings it to the other replicas.

    Raises `WebhookError` if Telegram does not take it.
    """
    running = asyncio.create_task(webhook.run(stop))
    keeping = asyncio.create_task(_keep(application, webhook, url, stop))
    try:
        await asyncio.wait({running, keeping}, return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            await keeping
    except BadRequest as error:
        raise WebhookError(f"WEBHOOK_URL: Telegram does not take it: {error.message}") from error
    finally:
        stop.set()
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await running


async def leave_webhook(application: App) -> None:
    """Delete the webhook, if there is one, so that updates can be asked for; those that wait are kept."""
    if (await application.bot.get_webhook_info()).url:
        _LOG.info("the webhook of an earlier start is deleted")
        await application.bot.delete_webhook(drop_pending_updates=False)


async def _keep(application: App, webhook: Webhook, url: str, stop: asyncio.Event) -> None:
    """Set the webhook, and again if it is gone: whoever polls with our token for a moment deletes it."""
    hook = partial(
        application.bot.set_webhook,
        url,
        secret_token=webhook.secret,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=MAX_CONNECTIONS,
        drop_pending_updates=False,
    )
    alerts = application.bot_data.services.alerts
    if not await insist(hook, stop, alerts.refused):
        return
    _LOG.info("Telegram brings updates")
    while not stop.is_set():
        await asyncio.sleep(LOOK)
        try:
            info = await application.bot.get_webhook_info()
            application.bot_data.services.metrics.pending(info.pending_update_count)
            if not info.url:
                _LOG.warning("the webhook was deleted by somebody else, and is set again")
                await hook()
        except TelegramError as error:
            alerts.refused()
            _LOG.warning("cannot look after the webhook", error=type(error).__name__)
