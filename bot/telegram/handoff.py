"""The way from a group to the private chat: a link that only its asker can use, once, and not for long."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.jobs.jobs import Job
from bot.storage.group_store import GroupStore, Handoff, Purpose

if TYPE_CHECKING:
    from bot.assistant.gist import Gist
    from bot.jobs.jobs import Arguments
    from bot.storage.store import Store
    from bot.telegram.context import Rooms

PREFIX = "h-"
CLOSE = "door.close"
TOKEN_BYTES = 16  # 128 random bits
GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Behind:
    """What is to wait behind a link: for whom (None: for nobody in particular), from which group and topic."""

    chat: int
    person: int | None
    gist: Gist | None = None
    purpose: Purpose = Purpose.ANSWER
    thread: int | None = None


async def way_in(rooms: Rooms, behind: Behind) -> str:
    """Return the address of the private chat; for a person, one behind which their answer waits.

    Where the database fails, the address leads to a greeting: better than no way at all.
    """
    plain = f"https://t.me/{rooms.speaker.bot.username}?start="
    if behind.person is None:
        return f"{plain}group"
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expiry = rooms.now() + GOOD_FOR
    handoff = Handoff(behind.person, behind.chat, behind.purpose, expiry, behind.gist, behind.thread)
    kept = await rooms.memory.tell(partial(_keep, rooms, digest(token), handoff))
    return f"{plain}{PREFIX}{token}" if kept else f"{plain}group"


async def _keep(rooms: Rooms, token: str, handoff: Handoff, store: Store) -> None:
    """Keep what waits behind a link, and see that it is erased when its time is over."""
    await GroupStore(store.connection).put(token, handoff)
    job = Job(CLOSE, {"token": token, "person": handoff.person}, key=f"{CLOSE}:{token}", due=handoff.expires_at)
    await rooms.jobs.defer(store.connection, job)


async def close_door(rooms: Rooms, arguments: Arguments) -> None:
    """Erase what waits behind a link that nobody has used in time: a job."""
    token = str(arguments["token"])
    await rooms.memory.ask(lambda store: GroupStore(store.connection).use_up(token), otherwise=False)
    await rooms.memory.wipe()


async def redeemed(rooms: Rooms, parameter: str, person: int) -> Handoff | None:
    """Return what waits behind a link for this person, and use it up; somebody else's try leaves it alone."""
    token, now = digest(parameter.removeprefix(PREFIX)), rooms.now()

    async def redeem(store: Store) -> Handoff | None:
        kept = GroupStore(store.connection)
        handoff = await kept.look(token)
        mine = handoff is not None and handoff.person == person and handoff.expires_at > now
        return handoff if mine and await kept.use_up(token) else None

    return await rooms.memory.ask(redeem, None)


def digest(token: str) -> str:
    """Return what is kept of a token: it opens nothing."""
    return sha256(token.encode()).hexdigest()
