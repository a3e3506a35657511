"""Steps on cases: one wins, and with it, in the same transaction, everything that must follow is put down as jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.desk.effects import Deed, Step
from bot.jobs.jobs import Job, Priority
from bot.knowledge.model import Level
from bot.storage.desk_store import DeskStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.desk.case import Case
    from bot.desk.effects import Effect
    from bot.desk.reminders import Patience
    from bot.jobs.jobs import Jobs
    from bot.storage.store import Store
    from bot.telegram.company.book import GroupBook
    from bot.telegram.memory import Memory

log = structlog.get_logger(__name__)

# How often a step is taken anew because somebody was faster. Twenty volunteers on one card need two tries at most.
TRIES = 5
JOB = "desk."
AT_ONCE = frozenset({Deed.TELL, Deed.NUDGE, Deed.PAGE})


@dataclass(frozen=True, slots=True)
class Casework:
    """Takes steps on cases."""

    memory: Memory
    jobs: Jobs
    book: GroupBook
    now: Callable[[], datetime]

    def patience(self, case: Case) -> Patience:
        """How long a case may wait: as chosen for the group it comes from, else for its desk."""
        chat = case.group if case.group is not None else (case.note.chat if case.note else self.book.desk)
        return self.book.of(chat or 0).choices.patience

    async def open(self, case: Case, step: Step) -> bool:
        """Keep a new case with what must follow."""

        async def opened(store: Store) -> None:
            await store.keep_case(case)
            await self._put_down(store.connection, case, step.effects)

        return await self.memory.tell(opened)

    async def take(self, case_id: str, step: Callable[[Case], Step]) -> Step | None:
        """Take a step on a case as it now stands; None if there is no such case, or the database fails."""
        for _ in range(TRIES):
            taken, settled = await self.memory.ask(lambda store: self._once(store, case_id, step), (None, True))
            if settled:
                return taken
        return None

    async def _once(self, store: Store, case_id: str, step: Callable[[Case], Step]) -> tuple[Step | None, bool]:
        desk = DeskStore(store.connection)
        if (case := await desk.case(case_id)) is None:
            return None, True
        taken = step(case)
        if taken.case == case:
            return taken, True
        if (kept := await desk.swap(case, taken.case)) is None:
            return None, False
        await self._put_down(store.connection, kept, taken.effects)
        log.info("case", case=kept.id[:6], stage=kept.stage.value, outcome=kept.outcome and kept.outcome.value)
        return replace(taken, case=kept), True

    async def _put_down(self, connection: AsyncConnection, case: Case, effects: Iterable[Effect]) -> None:
        for number, effect in enumerate(effects):
            await self.jobs.defer(connection, _job(case, effect, number))


def _job(case: Case, effect: Effect, number: int) -> Job:
    # What is said to the person goes in the turn of their chat; what is done on the card, in the card's own.
    lane = str(case.chat) if effect.deed is Deed.TELL else f"case:{case.id}"
    urgent = case.level is Level.EMERGENCY or effect.deed in AT_ONCE
    return Job(
        name=f"{JOB}{effect.deed}",
        arguments={
            "case": case.id,
            "person": case.person,
            "line": effect.line and effect.line.value,
            "turn": case.turn,
        },
        lane=lane,
        key=f"{effect.deed}:{case.id}:{case.version}:{number}",
        due=effect.due,
        priority=Priority.SAFETY if urgent else Priority.USUAL,
    )
