"""What is kept of an answer in a group, by numbers and ids: so that it is not given twice, and can be gone on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.assistant.manners import Call, Move
from bot.jobs.keys import take_key
from bot.storage.group_store import GroupStore
from bot.storage.rows import Answered
from bot.telegram.counting import counted

if TYPE_CHECKING:
    from bot.storage.store import Store
    from bot.telegram.answering import Answer
    from bot.telegram.context import Rooms
    from bot.telegram.groups.asked import Asked

SAME_QUESTION = timedelta(minutes=1)


async def told_lately(rooms: Rooms, asked: Asked) -> bool:
    """Whether the group has just been told about this, in answer to somebody else."""
    said, topic, lately = asked.spoken, asked.gist.topic, rooms.now() - SAME_QUESTION
    return await rooms.memory.ask(
        lambda store: GroupStore(store.connection).answered_since(said.chat, lately, topic, said.message),
        otherwise=True,
    )


async def must_rest(rooms: Rooms, asked: Asked, what: Move) -> bool:
    """Whether an answer that nobody called for must wait, because some process has just given one."""
    if asked.spoken.called or what is Move.ALARM:
        return False
    await rooms.book.look(asked.spoken.chat)
    return rooms.book.resting(asked.spoken.chat, rooms.now())


async def rest(rooms: Rooms, asked: Asked) -> None:
    """Begin the time of rest after an answer that nobody called for."""
    if asked.spoken.said.call is Call.NONE:
        await rooms.book.keep(replace(rooms.book.of(asked.spoken.chat), spoke_at=rooms.now()))


async def keep(rooms: Rooms, asked: Asked, sent: int) -> None:
    """Keep what was acted on, by numbers: for edits, for an answer's buttons, against answering twice. And count it."""
    said, gist, now = asked.spoken, asked.gist, rooms.now()
    flags = tuple(flag for flag, _ in gist.flags)
    answered = Answered(said.chat, asked.person, said.message, sent, gist.topic, gist.level, gist.pathway, flags)
    count = counted(rooms, "group", said.text, gist)

    async def kept(store: Store) -> None:
        if said.message:
            await store.keep_answer(answered, now)
        # After a crash the job goes on, and comes here again.
        if said.text and await take_key(store.connection, f"counted:{asked.update}", now):
            rooms.metrics.answered("group", gist)
            await count(store)

    await rooms.memory.tell(kept)


async def remember(rooms: Rooms, asked: Asked, what: Answer) -> None:
    """Remember what somebody was told in this group, by ids: they may go on with it."""
    if asked.spoken.person is None or not asked.spoken.text:
        return
    said, now, reply = asked.spoken, rooms.now(), what.reply
    later = reply.continued(asked.conversation, now)
    await rooms.memory.tell(lambda store: store.remember(said.chat, asked.person, later, now))
