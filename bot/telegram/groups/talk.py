"""Groups: silent by default, private by default, and danger always acted on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.assistant.conversation import Conversation
from bot.assistant.manners import Move
from bot.telegram.answering import Answer, escalate_from, safety_only, written
from bot.telegram.buttons import Key
from bot.telegram.company.speaking import say_openly
from bot.telegram.groups import trial
from bot.telegram.groups.asked import again, is_new, recalled, weighed
from bot.telegram.groups.keeping import keep, must_rest, remember, rest, told_lately
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

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.context import BotContext, Rooms
    from bot.telegram.groups.asked import Asked


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
        await rest(rooms, asked)
    elif await is_new(rooms, asked) and not await must_rest(rooms, asked, what):
        asked = await recalled(rooms, asked)
        await DEALT[again(rooms, asked) if asked.spoken.called else what](rooms, asked)


async def in_public(rooms: Rooms, asked: Asked) -> None:
    """Answer for all to see, as the administrators chose; the same question within a minute only once."""
    if await told_lately(rooms, asked):
        if asked.spoken.called:
            await in_private(rooms, asked)
        return
    what = answer_to(rooms, asked)
    page = (await written(rooms, asked.place, what)).pages[0]
    sent = await say_openly(rooms.speaker, asked.spot, page, keyboard(rooms, what.reply, await door_for(rooms, asked)))
    if isinstance(sent, Refusal):
        return
    await rest(rooms, asked)
    await keep(rooms, asked, sent.message_id)
    await remember(rooms, asked, what)


async def in_private(rooms: Rooms, asked: Asked) -> None:
    """Answer the asker alone: by a message that only they see, or a door to their private chat.

    Where not even the door can be shown, whoever has a private chat is answered there.
    """
    what, door = answer_to(rooms, asked), await door_for(rooms, asked)
    if not await said_to_them_alone(rooms, asked, what, door) and not await say_line(rooms, asked, door):
        await written_to(rooms, asked, what)
    await rest(rooms, asked)
    await keep(rooms, asked, 0)
    await remember(rooms, asked, what)


async def alarm(rooms: Rooms, asked: Asked) -> None:
    """Act on a danger: the person is told as privately as is possible, and the desk is told.

    Who has a private chat is told there, where it stays, and where they are too, if nobody else sees it. The desk waits
    for no group that is slow to take our words: its alarm is put down first.
    """
    what = answer_to(rooms, asked)
    what = replace(what, reply=safety_only(what.reply))
    await keep(rooms, asked, 0)
    in_private_chat = await written_to(rooms, asked, what)
    if not in_private_chat:
        await escalate_from(rooms, asked.update, what, asked.person, asked.spot)
    door = await door_for(rooms, asked)
    told = await said_to_them_alone(rooms, asked, what, door) or in_private_chat
    if not told and not trial.running(asked.group):
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
