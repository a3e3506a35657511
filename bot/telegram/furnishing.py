"""The rooms behind the counter, made once at start and handed to every handler and job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.engines import engine_for
from bot.telegram.cases.cards import DeskCards
from bot.telegram.cases.casework import Casework
from bot.telegram.cases.escalation import Escalation
from bot.telegram.cases.topics import Topics
from bot.telegram.company.book import GroupBook
from bot.telegram.context import Rooms
from bot.telegram.desk.paging import page_beyond
from bot.telegram.desk.reaching import tell
from bot.telegram.flight import Flight
from bot.telegram.journal import Journal
from bot.telegram.memory import Memory
from bot.telegram.pace import MemoryPace
from bot.telegram.recent import Recent
from bot.telegram.sending import Sender
from bot.telegram.shared_pace import SharedPace
from bot.telegram.speaker import Speaker

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.assistant.assistant import Assistant
    from bot.desk.case import Case, NoteAt
    from bot.desk.effects import Line
    from bot.storage.database import Database
    from bot.telegram.deployment import Deployment
    from bot.telegram.metrics import Metrics


async def rooms_of(
    deployment: Deployment, assistant: Assistant, bot: ExtBot[None], database: Database, metrics: Metrics
) -> Rooms:
    """Return the rooms of one process. Raises StorageError if the database has no room for the queue."""
    knowledge, now = assistant.knowledge, deployment.now
    memory, jobs = Memory(database, knowledge.words), await engine_for(database.engine, now)
    pace = deployment.pace or (SharedPace(database) if database.shared else MemoryPace())
    # Into a file of its own a process writes at once what it has sent; a database that others use may take its time.
    flight = Flight() if database.shared else None
    speaker = Speaker(bot, Sender(pace, Journal(memory, bot, now), flight))

    async def reach(case: Case, line: Line) -> bool:
        return await tell(rooms, case, line)

    async def beyond(case: Case) -> tuple[NoteAt, ...]:
        return await page_beyond(rooms, case)

    book = GroupBook(memory, deployment.desk)
    cards = DeskCards(speaker, knowledge, book, Topics(speaker), memory, now)
    casework = Casework(memory, jobs, book, now)
    rooms = Rooms(
        assistant=assistant,
        memory=memory,
        speaker=speaker,
        jobs=jobs,
        book=book,
        cards=cards,
        casework=casework,
        alarms=Escalation(speaker, memory, knowledge, cards, casework, book, reach, beyond),
        owners=deployment.owners,
        albums=Recent(),
        metrics=metrics,
        retention=deployment.retention,
        now=now,
    )
    return rooms
