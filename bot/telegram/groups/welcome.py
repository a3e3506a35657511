"""Coming into a group, being promoted, thrown out, moved: said once, remembered, and told to whom it concerns."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.desk import steps
from bot.desk.case import Case, NoteAt
from bot.storage.desk_store import DeskStore
from bot.storage.group_store import Group, Purpose
from bot.telegram.buttons import Key, Keyboard
from bot.telegram.company.book import HERE
from bot.telegram.company.door import GROUPS
from bot.telegram.company.speaking import Spot, say_openly
from bot.telegram.handoff import Behind, way_in
from bot.telegram.pages import Piece, laid_out
from bot.telegram.refusal import Refusal
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import ChatMember, Update

    from bot.telegram.context import BotContext, Rooms

log = structlog.get_logger(__name__)

OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def on_standing(update: Update, context: BotContext) -> None:
    """Take that the bot was added, promoted, muted or removed in a group."""
    change = update.my_chat_member
    if change is None or change.chat.type not in GROUPS:
        return
    rooms = context.rooms.among(change.chat.id)
    old, new = change.old_chat_member, change.new_chat_member
    # A group that becomes a supergroup takes us along, and says so as if we were new.
    known = rooms.book.knows(change.chat.id) and rooms.book.of(change.chat.id).standing in HERE
    comes = old.status in OUT and new.status not in OUT and not known
    await _remember(rooms, change.chat.id, new)
    if comes and _may_write(new) and not rooms.book.is_desk(change.chat.id):
        await _welcome(rooms, change.chat.id, change.from_user.id, new)


async def on_moved(update: Update, context: BotContext) -> None:
    """Follow a group that has become a supergroup to its new number."""
    message, rooms = update.effective_message, context.rooms
    if message is None or message.migrate_to_chat_id is None:
        return
    old, new = message.chat.id, message.migrate_to_chat_id
    log.info("a group has a new number", chat=new)
    await rooms.book.move(old, new)
    for case in await rooms.memory.ask(lambda store: DeskStore(store.connection).open_cases(), ()):
        if case.card_in(old) is not None:
            await _card_anew(rooms, case, old, new)


async def _card_anew(rooms: Rooms, case: Case, old: int, new: int) -> None:
    """Put up the card of an open case in the desk's new chat; a chat that was called is called anew in its turn."""
    at = None
    if case.note is not None and case.note.chat == old:
        anew = await rooms.cards.again(replace(case, note=NoteAt(new, 0)))
        at = None if isinstance(anew, Refusal) else anew
    await rooms.casework.take(case.id, partial(steps.moved, old=old, at=at))


async def _remember(rooms: Rooms, chat: int, member: ChatMember) -> None:
    known, status = rooms.book.of(chat), str(member.status)
    left = rooms.now() if member.status in OUT else None
    # A new standing may allow what the old one did not.
    whispers = None if status != known.standing else known.whispers
    await rooms.book.keep(replace(known, standing=status, whispers=whispers, left_at=left))


def _may_write(member: ChatMember) -> bool:
    return member.status != ChatMemberStatus.RESTRICTED or bool(getattr(member, "can_send_messages", False))


async def _welcome(rooms: Rooms, chat: int, adder: int, member: ChatMember) -> None:
    """Say briefly what the bot does, what it sees and how to set it up; what it lacks is for its administrators."""
    words, sees_all = rooms.words, await sees_everything(rooms, str(member.status))
    sees = words["welcome.sees_all" if sees_all else "welcome.sees_some"]
    page = laid_out([Piece(words["welcome.does"]), Piece(sees), Piece(words["welcome.set_up"])])[0]
    await say_openly(rooms.speaker, Spot(chat), page, await settings_door(rooms, chat, adder))
    if missing := await lacking(rooms, rooms.book.of(chat)):
        for person in {adder, *await administrators(rooms, chat)}:
            if await rooms.memory.ask(lambda store, one=person: store.knows(one), otherwise=False):  # type: ignore[misc]
                await rooms.speaker.say(person, plain(rooms.words["welcome.lacks"], *missing))


async def administrators(rooms: Rooms, chat: int) -> list[int]:
    """Return the people who rule a chat, asked of Telegram at this moment."""
    try:
        return [
            member.user.id for member in await rooms.speaker.bot.get_chat_administrators(chat) if not member.user.is_bot
        ]
    except TelegramError:
        return []


async def settings_door(rooms: Rooms, chat: int, person: int, thread: int | None = None) -> Keyboard:
    """Make the button that opens the settings of a group in somebody's private chat."""
    address = await way_in(rooms, Behind(chat, person, purpose=Purpose.SETTINGS, thread=thread))
    return ((Key(rooms.words["group.settings"], url=address),),)


async def sees_everything(rooms: Rooms, standing: str) -> bool:
    """Whether Telegram shows the bot every message of a group: to administrators, and with privacy mode off."""
    return standing == ChatMemberStatus.ADMINISTRATOR or bool(rooms.speaker.bot.bot.can_read_all_group_messages)


async def lacking(rooms: Rooms, group: Group) -> list[str]:
    """Say what the bot cannot do in a group, or at a desk, as things are, for its administrators."""
    found = await (_lacking_at_desk if rooms.book.is_desk(group.chat) else _lacking_in_group)(rooms, group)
    return [rooms.words[key] for key in found]


async def _lacking_at_desk(rooms: Rooms, group: Group) -> list[str]:
    missing = [] if await sees_everything(rooms, group.standing) else ["lacks.sight_of_desk"]
    with suppress(TelegramError):
        is_forum = (await rooms.speaker.bot.get_chat(group.chat)).is_forum
        member = await rooms.speaker.bot.get_chat_member(group.chat, rooms.me.id)
        if is_forum and not getattr(member, "can_manage_topics", False):
            missing.append("lacks.topics")
    if group.standing == ChatMemberStatus.RESTRICTED:
        missing.append("lacks.voice")
    return missing


async def _lacking_in_group(rooms: Rooms, group: Group) -> list[str]:
    missing = [] if group.standing == ChatMemberStatus.ADMINISTRATOR else ["lacks.whisper"]
    if not await sees_everything(rooms, group.standing):
        missing.append("lacks.sight")
    if group.standing == ChatMemberStatus.RESTRICTED:
        missing.append("lacks.voice")
    if rooms.book.desk_of(group.chat) is None:
        missing.append("lacks.desk")
    return missing
