"""What follows a step on a case, as jobs: each is put down with the step, and done once, whatever crashes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.desk import steps
from bot.desk.case import Case, Stage
from bot.desk.reminders import overdue
from bot.desk.steps import Deed, Line
from bot.jobs.jobs import NotNow
from bot.storage.desk_store import DeskStore
from bot.telegram.cases.card import span
from bot.telegram.cases.casework import JOB
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


async def _taken(rooms: Rooms, case: Case, step: Callable[[Case], steps.Step]) -> None:
    if await rooms.casework.take(case.id, step) is None:
        raise NotNow


async def _show(rooms: Rooms, case: Case, _: Arguments) -> None:
    await rooms.cards.show(case)


async def _tell(rooms: Rooms, case: Case, arguments: Arguments) -> None:
    line = Line(str(arguments["line"]))
    told = await tell(rooms, case, line)
    if not told and case.reachable and line is Line.SEEN:
        # The volunteer must know that nobody reads what they write.
        await rooms.cards.say_below(case, "relay.unreachable")


async def _nudge(rooms: Rooms, case: Case, _: Arguments) -> None:
    waited = span(rooms.now() - case.waits_since, rooms.words)
    await rooms.cards.say_below(case, "desk.reminder", span=waited)


async def _page(rooms: Rooms, case: Case, _: Arguments) -> None:
    await page_beyond(rooms, case)


async def _shut(rooms: Rooms, case: Case, _: Arguments) -> None:
    await rooms.cards.shut(case)


async def _ask(rooms: Rooms, case: Case, arguments: Arguments) -> None:
    """Ask a volunteer about a case with which nothing has happened since they claimed it."""
    if case.stage is not Stage.CLAIMED or case.version != arguments["version"] or case.note is None:
        return
    name = await rooms.cards.first_name(case.note.chat, case.volunteer) or rooms.words["card.somebody"]
    await rooms.cards.say_below(case, "desk.still_yours", name=name)


async def _look(rooms: Rooms, case: Case, _: Arguments) -> None:
    patience = rooms.casework.patience(case)
    for _case, turn in overdue([case], rooms.now(), patience):
        await _taken(rooms, case, partial(_reminded, rooms, turn))


def _reminded(rooms: Rooms, turn: Round, case: Case) -> steps.Step:
    # Somebody may have been faster between the look and the step.
    patience = rooms.casework.patience(case)
    still = any(due is turn for _, due in overdue([case], rooms.now(), patience))
    return steps.remind(case, turn, patience) if still else steps.Step(case)


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
