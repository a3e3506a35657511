"""`doctor`: is everything ready to go live? One line for each thing looked at: ok, warning or fault, and what to do."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from telegram import Bot
from telegram.error import TelegramError

from bot import Assistant
from bot.cli.checkup import chats, telegram
from bot.cli.checkup.content import content
from bot.cli.checkup.database import database
from bot.cli.checkup.finding import Finding, Verdict, fault
from bot.knowledge.faults import KnowledgeError
from bot.settings import Settings, SettingsError
from bot.storage.inspection import inspect

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from bot.knowledge.words import InterfaceWords
    from bot.storage.group_store import Group


NOTE = " " * 11  # below the words of the line


def doctor(folder: Path | None) -> int:
    """Print what was found; 1 if there is a fault to mend, or else 0."""
    settings, found = _settings()
    known, words = _knowledge(folder or (settings.knowledge_dir if settings else None))
    found += known
    if settings is not None:
        found += asyncio.run(_outside(settings, words))
    for finding in found:
        print(_line(finding, words), *(f"{NOTE}{note}" for note in finding.notes), sep="\n")
    return int(any(finding.verdict is Verdict.FAULT for finding in found))


def _settings() -> tuple[Settings | None, list[Finding]]:
    try:
        return Settings.read(), []
    except SettingsError as error:
        return None, [fault("settings", line=line) for line in str(error).splitlines()]


def _knowledge(folder: Path | None) -> tuple[list[Finding], InterfaceWords]:
    """Look at the knowledge; if it cannot be used, the words are those that came with the program."""
    try:
        knowledge = Assistant.load(folder).knowledge
    except KnowledgeError as error:
        return [fault("knowledge_faults", count=len(error.faults))], Assistant.load(None).knowledge.words
    return list(content(knowledge, _now().date())), knowledge.words


async def _outside(settings: Settings, words: InterfaceWords) -> list[Finding]:
    try:
        seen = await inspect(settings.database)
    except SettingsError as error:
        return [fault("settings", line=str(error)), *await _telegram(settings, (), words)]
    return [*database(seen), *await _telegram(settings, seen.groups, words)]


async def _telegram(settings: Settings, groups: tuple[Group, ...], words: InterfaceWords) -> list[Finding]:
    try:
        token = settings.token
    except SettingsError as error:
        return [fault("settings", line=str(error))]
    if token is None:
        return [fault("token_none")]
    bot = Bot(token, base_url=f"{settings.telegram_api_url}/bot")
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.shutdown)
        hello, user = await telegram.reached(bot)
        if user is None:
            return [hello]
        looks = (
            telegram.clock(settings.telegram_api_url, _now),
            telegram.groups_seen(user),
            telegram.menu(bot),
            telegram.way_in(bot, settings.webhook_url, _now()),
            chats.desk_of(bot, settings.escalation_chat_id, groups, words),
            chats.groups(bot, groups, settings.escalation_chat_id, words),
            chats.owners(bot, settings.owner_ids),
        )
        return [hello, *[finding for look in looks for finding in await _seen(look)]]


async def _seen(look: Coroutine[Any, Any, list[Finding]]) -> list[Finding]:
    """Return what a look found; one that fails costs only itself."""
    try:
        return await look
    except TelegramError as error:
        return [fault("telegram_unreachable", error=type(error).__name__)]
    except Exception as error:  # noqa: BLE001 - an answer that the library cannot read, from a Bot API of another age
        return [fault("not_understood", error=type(error).__name__)]


def _line(finding: Finding, words: InterfaceWords) -> str:
    labels = [words[f"doctor.verdict.{verdict}"] for verdict in Verdict]
    label = words[f"doctor.verdict.{finding.verdict}"].ljust(max(map(len, labels)))
    values = {name: _said(value, words) for name, value in finding.values.items()}
    return f"{label}  {words.get(f'doctor.{finding.key}', **values)}"


def _said(value: object, words: InterfaceWords) -> object:
    """Return what a value says: one that names words stands for them."""
    return words.texts.get(value, value) if isinstance(value, str) else value


def _now() -> datetime:
    return datetime.now(UTC)
