"""To one member alone: tried with a line that gives nothing away, and remembered per chat if it fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from telegram.error import TelegramError

from bot.telegram.company.speaking import NoWhisper, Whispered, change_whisper, whisper

if TYPE_CHECKING:
    from bot.storage.group_store import Group
    from bot.telegram.buttons import Keyboard
    from bot.telegram.company.speaking import Ear
    from bot.telegram.context import Rooms
    from bot.telegram.pages import Page

    Said = tuple[Page, Keyboard]

log = structlog.get_logger(__name__)


async def whispered(rooms: Rooms, to: Ear, full: Said, line: Said) -> bool:
    """Show `full` to one member alone; False if that is not possible here.

    The first time in a chat, `line` goes ahead: a server that knows no such messages shows them to everybody.
    """
    if not await can_whisper(rooms, to.spot.chat):
        return False
    group = rooms.book.of(to.spot.chat)
    proven = group.whispers is True
    first = full if proven else line
    said = await whisper(rooms.speaker, to, *first)
    if isinstance(said, NoWhisper):
        if said is NoWhisper.NOT_HERE:
            await _remember(rooms, group, possible=False)
        return False
    if said.number is None:
        await _shown_to_all(rooms, group, said, give_away=proven)
        return not proven
    if not proven:
        await _remember(rooms, group, possible=True)
    return first == full or await change_whisper(rooms.speaker, to, said.number, *full)


async def can_whisper(rooms: Rooms, chat: int) -> bool:
    """Whether one member alone can be told, as far as is known; where nothing is, Telegram is asked how we stand."""
    if not rooms.book.knows(chat):
        with suppress(TelegramError):
            member = await rooms.speaker.bot.get_chat_member(chat, rooms.me.id)
            await rooms.book.keep(replace(rooms.book.of(chat), standing=str(member.status)))
    group = rooms.book.of(chat)
    return group.standing == "administrator" and group.whispers is not False


async def _shown_to_all(rooms: Rooms, group: Group, said: Whispered, *, give_away: bool) -> None:
    await _remember(rooms, group, possible=False)
    if give_away:
        with suppress(TelegramError):
            await rooms.speaker.bot.delete_message(group.chat, said.message)


async def _remember(rooms: Rooms, group: Group, *, possible: bool) -> None:
    if not possible:
        log.warning("one member alone cannot be answered here", chat=group.chat)
    await rooms.book.keep(replace(rooms.book.of(group.chat), whispers=possible))
