"""Methods that set, take away and describe the webhook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.standin.refusal import bad_request

if TYPE_CHECKING:
    from tests.standin.params import Params
    from tests.standin.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")  # Bot API, setWebhook
CONNECTIONS = 40  # Bot API, setWebhook, max_connections unless told otherwise


def set_webhook(world: World, params: Params) -> bool:
    """Answer setWebhook; plain http is allowed, as by a Bot API server of one's own."""
    url, secret = params.text("url"), params.text("secret_token")
    if url and not re.match(r"https?://[^/]+", url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    remember_allowed(world, params)
    if params.flag("drop_pending_updates"):
        world.feed.waiting.clear()
    world.webhook.secret, world.webhook.last_error = secret, None
    world.webhook.connections = params.number("max_connections") or CONNECTIONS
    world.feed.webhook_url = url
    world.changed.ring()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """Answer deleteWebhook."""
    if params.flag("drop_pending_updates"):
        world.feed.waiting.clear()
    world.feed.webhook_url = ""
    world.changed.ring()
    return True


def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    """Answer getWebhookInfo."""
    info: dict[str, Any] = {
        "url": world.feed.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.feed.waiting),
    }
    if world.feed.webhook_url:
        info["max_connections"] = world.webhook.connections
    if world.feed.allowed is not None:
        info["allowed_updates"] = sorted(world.feed.allowed)
    if world.webhook.last_error:
        info |= {"last_error_date": world.now(), "last_error_message": world.webhook.last_error}
    return info


def remember_allowed(world: World, params: Params) -> None:
    """Keep `allowed_updates`, if the call names them: an empty list means what Telegram sends unasked."""
    if isinstance(params.values.get("allowed_updates"), list):
        world.feed.allowed = frozenset(params.array("allowed_updates", "String")) or None
