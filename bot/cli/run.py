"""`run` and `worker`: the Telegram bot, from the settings to the exit code."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cli import logs
from bot.cli.opening import opened
from bot.cli.reloading import serve_on
from bot.cli.signals import asked_by_signals
from bot.errors import BotError
from bot.storage.database import StorageError
from bot.telegram.deployment import Deployment
from bot.telegram.port.posting import Address
from bot.telegram.port.web import listening_socket
from bot.telegram.port.webhook import secret_of
from bot.telegram.service import Ending, serve

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from bot import Assistant
    from bot.knowledge.words import InterfaceWords
    from bot.settings import Settings


def run(settings: Settings, knowledge_folder: Path | None, *, takes_in: bool = True) -> int:
    """Run the bot until SIGTERM or Ctrl-C; returns 0. Raises BotError with one line on what to do about a fault.

    `takes_in`: no for a worker, which does the work and leaves it to others to ask Telegram for more.
    """
    # Whoever was waiting when a process died waits for this: what was kept is ready in a sixth of the time.
    assistant = opened(knowledge_folder)
    deployment = _deployment(settings, assistant, takes_in=takes_in)
    assistant.prepare()
    secrets = [deployment.token, *([deployment.webhook.secret] if deployment.webhook else [])]
    logs.set_up(settings.log_level, settings.log_format, secrets)
    try:
        ending = asyncio.run(_until_told(deployment, assistant, knowledge_folder))
    except StorageError as error:
        raise BotError(assistant.knowledge.words[f"fault.database_{error.trouble}"]) from None
    if ending is not Ending.STOPPED:
        raise BotError(assistant.knowledge.words[f"fault.{ending}"])
    return 0


def _deployment(settings: Settings, assistant: Assistant, *, takes_in: bool) -> Deployment:
    words, token = assistant.knowledge.words, settings.token
    if token is None:
        raise BotError(words["fault.no_token"])
    if not takes_in and settings.database.startswith("sqlite"):
        raise BotError(words["fault.worker_alone"])
    return Deployment(
        token=token,
        api_url=settings.telegram_api_url,
        database=settings.database,
        desk=settings.escalation_chat_id,
        retention=timedelta(days=settings.retention_days),
        owners=settings.owner_ids,
        takes_in=takes_in,
        webhook=_webhook(settings, token) if takes_in else None,
        # The port is `run`'s: a worker beside it on the same machine leaves it alone.
        listener=_listener(settings.served_port, words) if takes_in else None,
    )


def _webhook(settings: Settings, token: str) -> Address | None:
    if settings.webhook_url is None:
        return None
    chosen = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    return Address(settings.webhook_url, secret_of(token, chosen))


def _listener(port: int | None, words: InterfaceWords) -> socket.socket | None:
    try:
        return listening_socket(port) if port is not None else None
    except OSError:
        raise BotError(words.get("fault.port", port=port)) from None


async def _until_told(deployment: Deployment, assistant: Assistant, folder: Path | None) -> Ending:
    with suppress(asyncio.CancelledError):
        return await serve_on(lambda *turn: serve(deployment, *turn), assistant, folder, asked_by_signals())
    return Ending.STOPPED
