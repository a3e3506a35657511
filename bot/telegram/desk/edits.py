"""Edits of what was passed on, carried over to its copy: as long as the case that both belong to lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.desk_store import DeskStore, Relayed
from bot.telegram.desk.relay import open_case, page_of

if TYPE_CHECKING:
    from bot.telegram.context import Rooms
    from bot.telegram.desk.door import DeskWords
    from bot.telegram.door import Question
    from bot.telegram.pages import Page


async def edit_to_person(rooms: Rooms, written: DeskWords) -> None:
    """Let an edit of the volunteer follow what was passed on, as long as the case is theirs."""
    pair = await _passed_before(rooms, written.chat, written.message)
    case = await open_case(rooms, pair.person) if pair is not None else None
    if pair is None or case is None or case.id != pair.case_id or case.volunteer != written.person:
        return
    page = page_of(rooms.among(case.group), "relay.volunteer", written.text)
    await _edit(rooms, pair, page, media=written.picture)


async def edit_to_volunteer(rooms: Rooms, question: Question) -> bool:
    """Let an edit of the person follow what was passed on, until the case ends; False if nothing was passed on."""
    pair = await _passed_before(rooms, question.chat, question.message)
    if pair is None:
        return False
    case = await open_case(rooms, question.person.id)
    if case is not None and case.id == pair.case_id:
        page = page_of(rooms.among(pair.to_chat), "relay.person", question.text)
        await _edit(rooms, pair, page, media=question.picture)
    return True


async def _passed_before(rooms: Rooms, chat: int, message: int) -> Relayed | None:
    return await rooms.memory.ask(lambda store: DeskStore(store.connection).relayed(chat, message), None)


async def _edit(rooms: Rooms, pair: Relayed, page: Page, *, media: bool) -> None:
    """Change the copy of a message; below a picture, what is written there."""
    if not media:
        await rooms.speaker.change(pair.to_chat, pair.to_message, page.html)
        return
    await rooms.speaker.sender.deliver(
        pair.to_chat,
        "editMessageCaption",
        lambda: rooms.speaker.bot.edit_message_caption(pair.to_chat, pair.to_message, caption=page.pieces[-1].text),
    )
