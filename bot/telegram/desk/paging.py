"""Calling people beyond the desk: the second chat that was chosen, or else the owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from bot.desk.case import Case, NoteAt
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

# A page that is later than this helps nobody; seconds.
PATIENCE = 600.0


async def page_beyond(rooms: Rooms, case: Case) -> tuple[NoteAt, ...]:
    """Call the second chat; without one, or where it cannot be told, the owners. Returns where their cards stand."""
    desk = case.note.chat if case.note else rooms.book.desk_of(case.group)
    backup = rooms.book.backup_of(case.group, desk)
    if backup is not None and (at := await _paged(rooms, case, backup)) is not None:
        return (at,)
    reached = [at for owner in rooms.owners if (at := await _paged(rooms, case, owner)) is not None]
    if not reached:
        log.error("nobody beyond the desk could be told", urgency=case.level.label)
    return tuple(reached)


async def _paged(rooms: Rooms, case: Case, chat: int) -> NoteAt | None:
    """Call one chat, or one person: by a card, or below the one that they have; None where that was not possible."""
    if (at := case.card_in(chat)) is not None:
        return None if isinstance(await rooms.cards.remind(case, at), Refusal) else at
    called = await rooms.cards.call(case, chat, PATIENCE)
    return None if isinstance(called, Refusal) else called
