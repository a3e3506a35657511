"""Beginning and ending the trial of a group, and asking its administrators when the week is over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.jobs.jobs import Job
from bot.storage.group_store import GroupStore
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.company.speaking import Spot, say_openly
from bot.telegram.groups import trial
from bot.telegram.groups.settings.wishes import Wish
from bot.telegram.groups.welcome import administrators
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.render import plain

if TYPE_CHECKING:
    from bot.jobs.jobs import Arguments
    from bot.storage.store import Store
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

JOB = "trial.over"


async def begin_trial(rooms: Rooms, chat: int) -> None:
    """Say nothing in a group for a week, and count."""
    until = rooms.now() + trial.LASTS
    await rooms.book.keep(replace(rooms.book.of(chat), trial_until=until))

    async def begun(store: Store) -> None:
        await GroupStore(store.connection).forget_trial(chat)
        job = Job(JOB, {"chat": chat}, lane=str(chat), key=f"{JOB}:{chat}:{until:%Y%m%d%H%M}", due=until)
        await rooms.jobs.defer(store.connection, job)

    await rooms.memory.tell(begun)
    log.info("trial begun", chat=chat)


async def end_trial(rooms: Rooms, chat: int) -> None:
    """Let the bot speak in a group as it was set up, and forget what was counted."""
    await rooms.book.keep(replace(rooms.book.of(chat), trial_until=None))
    await rooms.memory.tell(lambda store: GroupStore(store.connection).forget_trial(chat))
    log.info("trial ended", chat=chat)


async def trial_over(rooms: Rooms, arguments: Arguments) -> None:
    """Show the administrators what would have been done, and ask; a job. Those whom nobody can write to ask for it."""
    chat = int(str(arguments["chat"]))
    rooms = rooms.among(chat)
    group = rooms.book.of(chat)
    if group.trial_until is None or group.trial_until > rooms.now():
        return
    counted = await rooms.memory.ask(lambda store: GroupStore(store.connection).counted("", chat), ())
    text = trial.report(counted, rooms.knowledge)
    reached = [await _ask(rooms, chat, person, text) for person in await administrators(rooms, chat)]
    if not any(reached):
        line = Page((Piece(rooms.words["trial.ask_in_group"]),))
        await say_openly(rooms.speaker, Spot(chat), line)


def _question(rooms: Rooms, chat: int) -> Keyboard:
    ways = ("trial_off", "off"), ("trial_again", "on")
    return tuple(
        (key(rooms.words[f"settings.{label}"], Deed.SETTING, Wish(chat, 0, "trial", value).pack()),)
        for label, value in ways
    )


async def _ask(rooms: Rooms, chat: int, person: int, text: str) -> bool:
    if not await rooms.memory.ask(lambda store: store.knows(person), otherwise=False):
        return False
    said = await rooms.speaker.say(person, plain(rooms.words["trial.over"], text, keyboard=_question(rooms, chat)))
    return not isinstance(said, Refusal)
