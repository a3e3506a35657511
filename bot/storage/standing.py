"""How things stand with somebody who writes: all that is asked before a message is answered, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select

from bot.assistant.conversation import Conversation
from bot.storage.desk_store import DeskStore
from bot.storage.prepared import OFTEN
from bot.storage.tables import conversations, people

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.case import Case
    from bot.storage.rows import Answered
    from bot.storage.store import Store

# A conversation is kept together with its person, and so there is none of somebody who is not known.
WRITER = (
    select(people.c.country, conversations.c.topic, conversations.c.offered, conversations.c.said_at)
    .join(
        conversations,
        and_(conversations.c.person == people.c.person, conversations.c.chat == bindparam("in_chat")),
        isouter=True,
    )
    .where(people.c.person == bindparam("of"))
    .execution_options(**OFTEN)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is remembered of a person and of one message of theirs.

    `known`: they have been here before. `earlier`: the answers to this message; None where the database does not say.
    `case`: theirs that has not ended.
    """

    conversation: Conversation = Conversation()
    known: bool = True
    earlier: tuple[Answered, ...] | None = None
    case: Case | None = None


async def standing(store: Store, chat: int, person: int, message: int, now: datetime) -> Standing:
    """Return how things stand, inside the caller's transaction."""
    row = (await store.connection.execute(WRITER, {"in_chat": chat, "of": person})).first()
    conversation = Conversation()
    if row is not None:
        conversation = Conversation(country=row.country)
        if row.said_at is not None:
            conversation = Conversation(row.topic, tuple(row.offered), row.country, row.said_at).alive(now)
    earlier = await store.answers_to(chat, message)
    return Standing(conversation, row is not None, earlier, await DeskStore(store.connection).open_case(person))
