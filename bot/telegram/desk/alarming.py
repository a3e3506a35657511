"""The alarm as a job: put down with what it needs, done by any worker, until the desk and the person know."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.desk.case import Case
from bot.jobs.jobs import Job, NotNow, Priority
from bot.knowledge.model import Level
from bot.telegram.buttons import Key, unpack
from bot.telegram.cases.shown import Shown
from bot.telegram.journal import done_under
from bot.telegram.where import where

if TYPE_CHECKING:
    from bot.jobs.jobs import Arguments
    from bot.storage.store import Store
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

ALARM = "alarm"
MISSING = object()
# Alarms that are given without a job, because the database failed; held until they end.
AT_ONCE: set[asyncio.Task[None]] = set()


async def raise_alarm(rooms: Rooms, update: int, case: Case, shown: Shown | None) -> None:
    """Put an alarm down; where that fails, give it at once, beside what else is done. One for each update."""
    parcel = f"{ALARM}:{update}"
    content, now = packed(case, shown), rooms.now()
    urgency = Priority.SAFETY if case.level >= Level.EMERGENCY else Priority.USUAL
    # In a lane of its own: it holds up no chat, and two of one person do not meet.
    job = Job(ALARM, {"parcel": parcel, "person": case.person}, f"{ALARM}:{case.person}", parcel, priority=urgency)

    async def put_down(store: Store) -> None:
        if await rooms.jobs.defer(store.connection, job):
            await store.delivery.keep_parcel(parcel, case.person, content, now)

    if not await rooms.memory.tell(put_down):
        task = asyncio.create_task(_at_once(rooms, case, shown))
        AT_ONCE.add(task)
        task.add_done_callback(AT_ONCE.discard)


async def _at_once(rooms: Rooms, case: Case, shown: Shown | None) -> None:
    try:
        await rooms.alarms.alarm(case, shown)
    except Exception as error:  # noqa: BLE001 - nobody waits for this task: it must say itself what went wrong
        log.error("alarm failed", **where(error))  # noqa: TRY400 - a traceback may quote words


async def alarm(rooms: Rooms, arguments: Arguments) -> None:
    """Give an alarm: the job."""
    parcel = str(arguments["parcel"])
    content = await rooms.memory.ask(lambda store: store.delivery.parcel(parcel), MISSING)
    if content is MISSING:
        raise NotNow
    if not isinstance(content, dict):
        return  # given before, or its person asked to be forgotten
    await rooms.alarms.alarm(*unpacked(content))
    if not await rooms.memory.tell(partial(_given, parcel)):
        raise NotNow


async def _given(parcel: str, store: Store) -> None:
    await store.delivery.drop_parcel(parcel)
    await store.delivery.drop_calls(done_under())


def packed(case: Case, shown: Shown | None) -> dict[str, Any]:
    """Write down what an alarm needs."""
    fields = ("id", "person", "chat", "pathway", "country", "asked_for", "group", "asked", "topic")
    kept = {name: getattr(case, name) for name in fields}
    kept |= {"level": int(case.level), "flags": list(case.flags), "opened_at": case.opened_at.isoformat()}
    if shown is None:
        return {"case": kept, "shown": None}
    keys = [[[key.label, key.press and key.press.pack(), key.url] for key in row] for row in shown.keyboard]
    place = {"chat": shown.chat, "message": shown.message, "before": shown.before, "after": shown.after}
    return {"case": kept, "shown": place | {"keyboard": keys}}


def unpacked(content: dict[str, Any]) -> tuple[Case, Shown | None]:
    """Read what `packed` wrote."""
    kept, place = content["case"], content["shown"]
    read = {"level": Level(kept["level"]), "flags": tuple(kept["flags"])}
    case = Case(**kept | read | {"opened_at": datetime.fromisoformat(kept["opened_at"])})
    if place is None:
        return case, None
    rows = (tuple(Key(label, press and unpack(press), url) for label, press, url in row) for row in place["keyboard"])
    return case, Shown(**place | {"keyboard": tuple(rows)})
