"""getMe, getUpdates and the webhook."""

from typing import Any, Final

from .errors import ApiError
from .parameters import Parameters
from .profile import Webhook
from .state import World


async def get_me(world: World, parameters: Parameters) -> dict[str, Any]:
    """The bot as a user, with what it may do."""
    return {
        **world.bot.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, parameters: Parameters) -> list[dict[str, Any]]:
    """The updates from `offset` on; refused while a webhook is set."""
    if world.profile.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(parameters.array("allowed_updates"))
    return await world.updates.get(
        parameters.integer("offset"), parameters.integer("limit", 100), parameters.integer("timeout")
    )


async def set_webhook(world: World, parameters: Parameters) -> bool:
    """Keep the webhook; a poll that waits is refused."""
    world.profile.webhook = Webhook(
        url=parameters.text("url"),
        secret_token=parameters.text("secret_token"),
        max_connections=parameters.integer("max_connections", 40),
        ip_address=parameters.text("ip_address"),
        has_custom_certificate="certificate" in parameters,
    )
    world.updates.allow(parameters.array("allowed_updates"))
    if parameters.boolean("drop_pending_updates"):
        world.updates.drop()
    if world.profile.webhook.url:
        await world.updates.end_poll("terminated by setWebhook request")
    await world.bell.ring()
    return True


async def delete_webhook(world: World, parameters: Parameters) -> bool:
    """Forget the webhook, and what is pending if that is asked for."""
    world.profile.webhook = Webhook()
    if parameters.boolean("drop_pending_updates"):
        world.updates.drop()
    return True


async def get_webhook_info(world: World, parameters: Parameters) -> dict[str, Any]:
    """What is known of the webhook, without its secret."""
    webhook = world.profile.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_custom_certificate,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_date:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error_message}
    if webhook.ip_address:
        info["ip_address"] = webhook.ip_address
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


UPDATE_METHODS: Final = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
