"""Lists to choose from in the settings: chats that the same administrator rules, and time zones by what time it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.desk.zones import clocks, zones, zones_at
from bot.telegram.buttons import Deed, Key, key
from bot.telegram.groups.settings.wishes import Wish, is_number
from bot.telegram.render import Outgoing, plain
from bot.telegram.turning import in_rows, leaf

if TYPE_CHECKING:
    from bot.telegram.context import Rooms

RULING = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
GROUPS_SHOWN = 20
CHATS = {"desk": "settings.which_desk", "backup": "settings.which_backup"}
ZONE = "zone"
ZONES_ON_A_PAGE = 8
CLOCKS_IN_A_ROW = 3
PLACES = re.compile(r"(?P<ahead>-?\d{1,4})_(?P<page>\d{1,3})")  # the zones with one time, a page of them


async def rules(rooms: Rooms, chat: int, person: int) -> bool:
    """Whether somebody is an administrator of a chat, asked of Telegram at this moment."""
    try:
        member = await rooms.speaker.bot.get_chat_member(chat, person)
    except TelegramError:
        return False
    return member.status in RULING


async def groups_of(rooms: Rooms, person: int, *, but: int | None = None) -> list[int]:
    """Return the chats that somebody rules and the bot is in."""
    known = (group.chat for group in rooms.book.known()[:GROUPS_SHOWN] if group.chat != but)
    return [chat for chat in known if await rules(rooms, chat, person)]


async def title_and_kind(rooms: Rooms, chat: int) -> tuple[str, bool]:
    """Return a chat's title, asked of Telegram as titles are not kept, and whether it is a forum."""
    try:
        found = await rooms.speaker.bot.get_chat(chat)
    except TelegramError:
        return str(chat), False
    return found.title or str(chat), bool(found.is_forum)


def in_button(zone: str) -> str:
    """Write the name of a zone as a button can carry it."""
    return zone.replace("/", "--")


def zone_in(value: str) -> str | None:
    """Read the name of a zone; None for what is none."""
    name = value.replace("--", "/")
    return name if name in zones() else None


def sensible(wish: Wish) -> bool:
    """Whether a list has what a button asks for; "" asks for the list itself."""
    if wish.what in CHATS:
        return not wish.value or is_number(wish.value)
    return not wish.value or PLACES.fullmatch(wish.value) is not None or zone_in(wish.value) is not None


async def to_choose_from(rooms: Rooms, wish: Wish, person: int) -> Outgoing | None:
    """Return the list that a button asks for; None where it names what was chosen."""
    if wish.what in CHATS:
        return None if wish.value else await _chats(rooms, wish, person)
    if places := PLACES.fullmatch(wish.value):
        return _zones(rooms, wish, int(places["ahead"]), int(places["page"]))
    return None if wish.value else _clocks(rooms, wish)


async def _chats(rooms: Rooms, wish: Wish, person: int) -> Outgoing:
    """Offer the chats that the same administrator rules, and the deployer's own."""
    named = [(rooms.words["settings.usual"], "0")]
    named += [
        ((await title_and_kind(rooms, chat))[0], str(chat)) for chat in await groups_of(rooms, person, but=wish.chat)
    ]
    rows = [(_key(wish, label, value),) for label, value in named]
    return plain(rooms.words[CHATS[wish.what]], keyboard=(*rows, _back(rooms, wish)))


def _clocks(rooms: Rooms, wish: Wish) -> Outgoing:
    """Offer what time it is now, anywhere on earth: the name of a zone need not be known to find it."""
    keys = [_key(wish, time, f"{ahead}_0") for ahead, time in clocks(rooms.now())]
    return plain(rooms.words["settings.which_time"], keyboard=(*in_rows(keys, CLOCKS_IN_A_ROW), _back(rooms, wish)))


def _zones(rooms: Rooms, wish: Wish, ahead: int, page: int) -> Outgoing:
    """Offer the places where it is that time: they may differ in when they change their clocks."""
    here = leaf(zones_at(ahead, rooms.now()), page, ZONES_ON_A_PAGE)
    rows = [(_key(wish, zone.replace("_", " "), in_button(zone)),) for zone in here.shown]
    before = Wish(wish.chat, wish.thread, ZONE, f"{ahead}_").pack()
    turning = here.turning(rooms.words, Deed.SETTING, before)
    return plain(
        rooms.words["settings.which_zone"], keyboard=tuple(row for row in (*rows, turning, _back(rooms, wish)) if row)
    )


def _key(wish: Wish, label: str, value: str) -> Key:
    return key(label, Deed.SETTING, Wish(wish.chat, wish.thread, wish.what, value).pack())


def _back(rooms: Rooms, wish: Wish) -> tuple[Key, ...]:
    return (key(rooms.words["button.back"], Deed.SETTING, Wish(wish.chat, wish.thread, "open").pack()),)
