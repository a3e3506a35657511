"""Who does which job: the list that every worker works by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.telegram import desk_jobs
from bot.telegram.performing import HANDLE, TELL_OWNERS
from bot.telegram.render import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.jobs.jobs import Arguments, Performer
    from bot.telegram.context import Rooms
    from bot.telegram.performing import Performing


def performers(rooms: Rooms, performing: Performing) -> Mapping[str, Performer]:
    """Return all performers by the names of their jobs."""
    ours: dict[str, Performer] = {HANDLE: performing.handle, TELL_OWNERS: partial(tell_owners, rooms)}
    return ours | dict(desk_jobs.performers(rooms))


async def tell_owners(rooms: Rooms, _: Arguments) -> None:
    """Tell the owners that something was set aside."""
    count = await rooms.memory.ask(lambda store: store.delivery.quarantined(), 1)
    for owner in rooms.owners:
        await rooms.speaker.say(owner, plain(rooms.words.get("owner.set_aside", count=count)))
