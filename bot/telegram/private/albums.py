"""Pictures that were sent together and wait for the person's word: all of them pass, or none. Kept by numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.storage.store import Store
    from bot.telegram.context import Rooms
    from bot.telegram.door import Pressed, Question

PARCEL_CHARACTERS = 48


async def waits_first(rooms: Rooms, question: Question) -> bool:
    """Note that a picture waits; whether it is the first of those that were sent together."""
    if question.album is None:
        return True
    parcel, message, now = _parcel(question.chat, question.album), question.message, rooms.now()

    async def noted(store: Store) -> int:
        waiting = await _waiting(store, parcel)
        content = {"messages": list(dict.fromkeys((*waiting, message)))}
        await store.delivery.keep_parcel(parcel, question.person.id, content, now)
        return waiting[0] if waiting else message

    return await rooms.memory.ask(noted, message) == message


async def sent_with(rooms: Rooms, press: Pressed) -> tuple[int, ...]:
    """Return the numbers of the pictures that a button lets pass: the one that it answers, and what came with it."""
    if press.asked is None:
        return ()
    asked = (press.asked,)
    if press.album is None:
        return asked
    parcel = _parcel(press.chat, press.album)
    return await rooms.memory.ask(lambda store: _waiting(store, parcel), asked) or asked


async def waits_no_more(rooms: Rooms, press: Pressed) -> None:
    """Forget which pictures waited for a button."""
    if press.album is not None:
        parcel = _parcel(press.chat, press.album)
        await rooms.memory.tell(lambda store: store.delivery.drop_parcel(parcel))


async def _waiting(store: Store, parcel: str) -> tuple[int, ...]:
    kept = await store.delivery.parcel(parcel)
    return tuple(kept["messages"]) if kept else ()


def _parcel(chat: int, album: str) -> str:
    return f"album:{chat}:{album}"[:PARCEL_CHARACTERS]
