"""/settings in a group: the way to them goes to the administrator alone; the group sees nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.company.speaking import Ear, Spot, say_openly
from bot.telegram.groups.settings.lists import rules
from bot.telegram.groups.settings.menu import open_settings
from bot.telegram.groups.welcome import settings_door
from bot.telegram.pages import Page, Piece
from bot.telegram.whispers import whispered

if TYPE_CHECKING:
    from bot.telegram.company.door import Spoken
    from bot.telegram.context import Rooms


async def offer_settings(rooms: Rooms, said: Spoken) -> None:
    """Lead an administrator to the settings; to others there is nothing to say in front of the group."""
    words = rooms.words
    spot = Spot(said.chat, said.thread, said.message)
    if said.person is None:
        # Telegram does not say which administrator this is.
        await say_openly(rooms.speaker, spot, Page((Piece(words["group.administrator"]),)))
        return
    person = said.person.id
    if not await rules(rooms, said.chat, person):
        only = (Page((Piece(words["group.administrator"]),)), ())
        await whispered(rooms, Ear(Spot(said.chat, said.thread), person), only, only)
        return
    line = (Page((Piece(words["group.line"]),)), await settings_door(rooms, said.chat, person, said.thread))
    if await whispered(rooms, Ear(Spot(said.chat, said.thread), person), line, line):
        return
    if await rooms.memory.ask(lambda store: store.knows(person), otherwise=False):
        await open_settings(rooms, said.chat, person, said.thread)
    else:
        await say_openly(rooms.speaker, spot, *line)
