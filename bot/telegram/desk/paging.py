"""Calling people beyond the desk: the second chat that was chosen, or else the owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.telegram.cases.card import address_of, card, card_buttons
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
    desk = case.note.chat if case.note else rooms.book.desk_of(case.group)
    backup = rooms.book.backup_of(case.group, desk)
    if backup is not None and await _paged(rooms, case, backup):
        return True
    reached = [await _paged(rooms, case, owner) for owner in rooms.owners]
    if not any(reached):
        log.error("nobody beyond the desk could be told", urgency=case.level.label)
    return any(reached)


async def _paged(rooms: Rooms, case: Case, chat: int) -> bool:
    """Show the case to a chat, which can claim it there, or to a person, with the way to its card."""
    words = rooms.words
    pieces = [Piece(words["desk.page"], "b"), *card(case, rooms.knowledge, rooms.cards.time_at(chat)).pieces]
    if chat > 0 and (address := address_of(case)) is not None:
        pieces.append(Piece(words["desk.page_where"], link=address))
    keyboard = card_buttons(case, words) if chat < 0 and case.note is not None else ()
    said = await rooms.speaker.say_page(chat, Page(tuple(pieces)), keyboard, patience=PATIENCE)
    return not isinstance(said, Refusal)
