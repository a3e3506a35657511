"""Calling people beyond the desk: the second chat that was chosen, or else the owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.telegram.cases.card import card
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from bot.desk.case import Case
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

# A page that is later than this helps nobody; seconds.
PATIENCE = 600.0


async def page_beyond(rooms: Rooms, case: Case) -> bool:
    """Call the second chat; without one, or where it cannot be told, the owners. Whether anybody was reached."""
    backup = _backup(rooms, case)
    if backup is not None and await _paged(rooms, case, backup):
        return True
    reached = [await _paged(rooms, case, owner) for owner in rooms.owners]
    if not any(reached):
        log.error("nobody beyond the desk could be told", urgency=case.level.label)
    return any(reached)


def _backup(rooms: Rooms, case: Case) -> int | None:
    """Return the second chat: as chosen for the group it comes from, else for the desk."""
    asked_in = rooms.book.of(case.group).choices.backup if case.group is not None else None
    desk = case.note.chat if case.note else rooms.book.desk_of(case.group)
    return asked_in or (rooms.book.of(desk).choices.backup if desk is not None else None)


async def _paged(rooms: Rooms, case: Case, chat: int) -> bool:
    pieces = (Piece(rooms.words["desk.page"], "b"), *card(case, rooms.knowledge, rooms.cards.time_at(chat)).pieces)
    said = await rooms.speaker.say_page(chat, Page(pieces), patience=PATIENCE)
    return not isinstance(said, Refusal)
