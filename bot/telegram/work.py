"""Who does which job: the list that every worker works by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.jobs.jobs import doing
from bot.telegram.desk import jobs as desk
from bot.telegram.groups.settings.trials import JOB as TRIAL
from bot.telegram.groups.settings.trials import trial_over
from bot.telegram.handoff import CLOSE, close_door
from bot.telegram.memory import Waiting
from bot.telegram.performing import HANDLE, TELL_OWNERS
from bot.telegram.render import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.jobs.jobs import Arguments, Performer
    from bot.telegram.context import Rooms
    from bot.telegram.performing import Performing


def performers(rooms: Rooms, performing: Performing) -> Mapping[str, Performer]:
    """Return all performers by the names of their jobs."""
    others = {TELL_OWNERS: tell_owners, TRIAL: trial_over, CLOSE: close_door}
    ours: dict[str, Performer] = {name: partial(do, rooms) for name, do in others.items()}
    everybody = {HANDLE: performing.handle} | ours | dict(desk.performers(rooms))
    return {name: partial(_and_disembark, do) for name, do in everybody.items()}


async def _and_disembark(do: Performer, arguments: Arguments) -> None:
    """Do a job; over, it keeps no place from others."""
    try:
        await do(arguments)
    finally:
        Waiting(doing.get()).disembark()


async def tell_owners(rooms: Rooms, _: Arguments) -> None:
    """Tell the owners that something was set aside."""
    count = await rooms.memory.ask(lambda store: store.delivery.quarantined(), 1)
    for owner in rooms.owners:
        await rooms.speaker.say(owner, plain(rooms.words.get("owner.set_aside", count=count)))
