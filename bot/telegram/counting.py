"""Counts of what is asked and answered: nobody's in particular, no words. What the article lacks, by concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.storage.group_store import GroupStore

if TYPE_CHECKING:
    from bot.assistant.gist import Gist
    from bot.assistant.reply import Reply
    from bot.storage.store import Store
    from bot.telegram.context import Rooms
    from bot.telegram.memory import Deed


def counted(rooms: Rooms, where: str, text: str, reply: Reply | Gist) -> Deed:
    """Return what counts one message that was answered: where, how surely, how urgent, about what, what was missing.

    It is done in the transaction that keeps the answer: a message is counted once, whatever becomes of the process.
    """
    day = rooms.now().date().isoformat()
    lacking = rooms.assistant.lacking(text) if reply.decision is Decision.DECLINE else ()

    things = [("where", where), ("decision", str(reply.decision)), ("level", reply.pathway or reply.level.label)]
    things += [("topic", reply.topic)] if reply.topic is not None else []
    # In one order everywhere: two transactions that count the same then wait for each other at most once.
    things += [("lacking", concept) for concept in sorted(lacking)]

    async def count(store: Store) -> None:
        await GroupStore(store.connection).count_all(day, things)

    return count
