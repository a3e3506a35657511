"""What follows a step on a case, as jobs: each is put down with the step, and done once, whatever crashes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.desk import steps
from bot.desk.case import Case, Stage
from bot.desk.effects import Deed, Line, Step
from bot.desk.reminders import overdue
from bot.jobs.jobs import NotNow
from bot.storage.desk_store import DeskStore
from bot.telegram.cases.casework import JOB
from bot.telegram.cases.names import first_name
from bot.telegram.desk.alarming import ALARM, alarm
from bot.telegram.desk.paging import page_beyond
from bot.telegram.desk.reaching import tell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.desk.reminders import Round
    from bot.jobs.jobs import Arguments, Performer
    from bot.telegram.context import Rooms

log = structlog.get_logger(__name__)

MISSING = object()  # what the database says when it says nothing
# A volunteer and a person between whom something passed within this time need no question.
STILL_TALKING = timedelta(hours=1)


def performers(rooms: Rooms) -> Mapping[str, Performer]:
    """Return who does which job of the desk."""
    ours: dict[str, Performer] = {f"{JOB}{deed}": partial(_perform, rooms, do) for deed, do in DONE.items()}
    return ours | {ALARM: partial(alarm, rooms)}


async def _perform(rooms: Rooms, do: Callable[[Rooms, Case, Arguments], Awaitable[None]], arguments: Arguments) -> None:
    case_id = str(arguments["case"])
    case = await rooms.memory.ask(lambda store: DeskStore(store.connection).case(case_id), MISSING)
    if case is MISSING:
        # Nobody is forgotten because a database was out of order when it was time to remember.
        raise NotNow
    if isinstance(case, Case):  # else forgotten, or past its time
        await do(rooms, case, arguments)


async def _taken(rooms: Rooms, case: Case, step: Callable[[Case], Step]) -> None:
    if await rooms.casework.take(case.id, step) is None:
        raise NotNow


async def _show(rooms: Rooms, case: Case, _: Arguments) -> None:
    await rooms.cards.show(case)


async def _tell(rooms: Rooms, case: Case, arguments: Arguments) -> None:
    line = Line(str(arguments["line"]))
    told = await tell(rooms, case, line)
    if not told and line is Line.SEEN:
        # The volunteer must know that nobody reads what they write.
        await rooms.cards.say_below(case, "relay.unreachable" if case.reachable else "relay.nobody_known")


async def _nudge(rooms: Rooms, case: Case, _: Arguments) -> None:
    if case.note is not None and case.stage is Stage.OPEN:
        await rooms.cards.remind(case, case.note)


async def _page(rooms: Rooms, case: Case, _: Arguments) -> None:
    """Call people beyond the desk; where their cards stand is kept, so that these too are brought up to date."""
    if case.stage is Stage.OPEN:
        for at in await page_beyond(rooms, case):
            await _taken(rooms, case, partial(steps.called, at=at))


async def _shut(rooms: Rooms, case: Case, _: Arguments) -> None:
    await rooms.cards.shut(case)


async def _ask(rooms: Rooms, case: Case, arguments: Arguments) -> None:
    """Ask a volunteer about a case that they claimed a while ago, unless they are talking with the person."""
    if case.stage is not Stage.CLAIMED or case.turn != arguments["turn"] or case.note is None:
        return
    lately = rooms.now() - STILL_TALKING
    if await rooms.memory.ask(lambda store: DeskStore(store.connection).talked_since(case.id, lately), otherwise=False):
        return
    nobody_in_particular = rooms.among(case.note.chat).words["card.somebody"]
    name = await first_name(rooms.speaker.bot, case.note.chat, case.volunteer) or nobody_in_particular
    await rooms.cards.say_below(case, "desk.still_yours", name=name)


async def _look(rooms: Rooms, case: Case, _: Arguments) -> None:
    patience = rooms.casework.patience(case)
    for _case, turn in overdue([case], rooms.now(), patience):
        await _taken(rooms, case, partial(_reminded, rooms, turn))


def _reminded(rooms: Rooms, turn: Round, case: Case) -> Step:
    # Somebody may have been faster between the look and the step.
    now, patience = rooms.now(), rooms.casework.patience(case)
    still = any(due is turn for _, due in overdue([case], now, patience))
    return steps.remind(case, turn, now, patience) if still else Step(case)


async def _expire(rooms: Rooms, case: Case, _: Arguments) -> None:
    await _taken(rooms, case, lambda case: steps.expire(case, rooms.now()))


DONE = {
    Deed.SHOW: _show,
    Deed.TELL: _tell,
    Deed.NUDGE: _nudge,
    Deed.PAGE: _page,
    Deed.SHUT: _shut,
    Deed.LOOK: _look,
    Deed.ASK: _ask,
    Deed.EXPIRE: _expire,
}
