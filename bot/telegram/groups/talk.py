"""Groups: silent by default, private by default, and danger always acted on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.assistant.conversation import Conversation
from bot.assistant.manners import Call, Move
from bot.storage.group_store import GroupStore
from bot.storage.rows import Answered
from bot.telegram.answering import Answer, escalate_from, safety_only, written
from bot.telegram.buttons import Key
from bot.telegram.company.speaking import say_openly
from bot.telegram.counting import count
from bot.telegram.groups import trial
from bot.telegram.groups.asked import again, is_new, recalled, weighed
from bot.telegram.groups.settings.offer import offer_settings
from bot.telegram.groups.ways import (
    answer_to,
    door_for,
    keyboard,
    neutral_line,
    said_to_them_alone,
    say_line,
    written_to,
)
from bot.telegram.handoff import Behind, way_in
from bot.telegram.refusal import Refusal
from bot.telegram.whispers import can_whisper

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.context import BotContext, Rooms
    from bot.telegram.groups.asked import Asked

SAME_QUESTION = timedelta(minutes=1)


async def on_group(update: Update, context: BotContext) -> None:
    """Deal with one message in a group."""
    rooms = context.rooms
    if (found := weighed(update, rooms)) is None or found[1] is Move.SILENT:
        return
    asked, what = found
    rooms = rooms.among(asked.spoken.chat)
    if asked.spoken.command == "settings" and what is not Move.ALARM:
        await offer_settings(rooms, asked.spoken)
        return
    if trial.running(asked.group):
        await trial.count(rooms, asked.update, asked.spoken, asked.gist, what)
    if trial.running(asked.group) and what is not Move.ALARM:
        await _rest(rooms, asked)
    elif await is_new(rooms, asked) and not await _rests(rooms, asked, what):
        asked = await recalled(rooms, asked)
        await DEALT[again(rooms, asked) if asked.spoken.called else what](rooms, asked)


async def in_public(rooms: Rooms, asked: Asked) -> None:
    """Answer for all to see, as the administrators chose; the same question within a minute only once."""
    said, topic, now = asked.spoken, asked.gist.topic, rooms.now()
    lately = now - SAME_QUESTION
    lately_told = await rooms.memory.ask(
        lambda store: GroupStore(store.connection).answered_since(said.chat, lately, topic, said.message),
        otherwise=True,
    )
    if lately_told:
        if asked.spoken.called:
            await in_private(rooms, asked)
        return
    what = answer_to(rooms, asked)
    page = (await written(rooms, asked.place, what)).pages[0]
    sent = await say_openly(rooms.speaker, asked.spot, page, keyboard(rooms, what.reply, await door_for(rooms, asked)))
    if isinstance(sent, Refusal):
        return
    await _rest(rooms, asked)
    await _keep(rooms, asked, sent.message_id)
    await _remember(rooms, asked, what)


async def in_private(rooms: Rooms, asked: Asked) -> None:
    """Answer the asker alone: by a message that only they see, or a door to their private chat.

    Where not even the door can be shown, whoever has a private chat is answered there.
    """
    what, door = answer_to(rooms, asked), await door_for(rooms, asked)
    if not await said_to_them_alone(rooms, asked, what, door) and not await say_line(rooms, asked, door):
        await written_to(rooms, asked, what)
    await _rest(rooms, asked)
    await _keep(rooms, asked, 0)
    await _remember(rooms, asked, what)


async def alarm(rooms: Rooms, asked: Asked) -> None:
    """Act on a danger: the person is told as privately as is possible, and the desk is told.

    The desk waits for no group that is slow to take our words: its alarm is put down first.
    """
    what = answer_to(rooms, asked)
    what = replace(what, reply=safety_only(what.reply))
    await _keep(rooms, asked, 0)
    door = await door_for(rooms, asked)
    if await can_whisper(rooms, asked.spoken.chat) and asked.spoken.person is not None:
        await escalate_from(rooms, asked.update, what, asked.person, asked.spot)
        if await said_to_them_alone(rooms, asked, what, door):
            return
    if await written_to(rooms, asked, what):
        return
    await escalate_from(rooms, asked.update, what, asked.person, asked.spot)
    if not trial.running(asked.group):
        await say_line(rooms, asked, door)


async def fall_back(update: Update, rooms: Rooms) -> None:
    """Act on a danger in a group by the shortest way, when its handler failed: tell the desk, show a door."""
    found = weighed(update, rooms)
    if found is None or found[1] is not Move.ALARM:
        return
    asked, rooms = found[0], rooms.among(found[0].spoken.chat)
    what = Answer(safety_only(rooms.assistant.reply(asked.spoken.text)), Conversation())
    await escalate_from(rooms, update.update_id, what, asked.person, asked.spot)
    if not trial.running(asked.group):
        address = await way_in(rooms, Behind(asked.spoken.chat, None))
        door = ((Key(rooms.words["group.door"], url=address),),)
        await say_openly(rooms.speaker, asked.spot, neutral_line(rooms), door)


DEALT = {Move.ALARM: alarm, Move.PRIVATE: in_private, Move.PUBLIC: in_public}


async def _rests(rooms: Rooms, asked: Asked, what: Move) -> bool:
    """Whether an answer that nobody called for must wait, because some process has just given one."""
    if asked.spoken.called or what is Move.ALARM:
        return False
    await rooms.book.look(asked.spoken.chat)
    return rooms.book.resting(asked.spoken.chat, rooms.now())


async def _rest(rooms: Rooms, asked: Asked) -> None:
    if asked.spoken.said.call is Call.NONE:
        await rooms.book.keep(replace(rooms.book.of(asked.spoken.chat), spoke_at=rooms.now()))


async def _keep(rooms: Rooms, asked: Asked, sent: int) -> None:
    """Keep what was acted on, by numbers: for edits, for an answer's buttons, against answering twice. And count it."""
    said, gist, now = asked.spoken, asked.gist, rooms.now()
    if said.text:
        await count(rooms, "group", said.text, gist)
    if not said.message:
        return
    flags = tuple(flag for flag, _ in gist.flags)
    kept = Answered(said.chat, asked.person, said.message, sent, gist.topic, gist.level, gist.pathway, flags)
    await rooms.memory.tell(lambda store: store.keep_answer(kept, now))


async def _remember(rooms: Rooms, asked: Asked, what: Answer) -> None:
    """Remember what somebody was told in this group, by ids: they may go on with it."""
    if asked.spoken.person is None or not asked.spoken.text:
        return
    said, now, reply = asked.spoken, rooms.now(), what.reply
    later = asked.conversation.said(reply.topic, reply.offers.remembered, now)
    await rooms.memory.tell(lambda store: store.remember(said.chat, asked.person, later, now))
