"""Buttons in groups: only the asker's own answer answers them; everything else is a word at the top of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.answering import Answer, Place, recall, written
from bot.telegram.buttons import Deed, key
from bot.telegram.company.presses import pressed_in_group
from bot.telegram.company.speaking import Ear, Spot, change_whisper

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.company.presses import GroupPress
    from bot.telegram.context import BotContext, Rooms


async def on_group_press(update: Update, context: BotContext) -> None:
    """Show the asker another topic in place of the answer."""
    if (pressed := pressed_in_group(update)) is None:
        return
    rooms = context.rooms.among(pressed.chat)
    topic = pressed.press.value if pressed.press and pressed.press.deed is Deed.TOPIC else ""
    if topic not in rooms.knowledge.topics:
        await rooms.speaker.answer_press(pressed.chat, pressed.query, rooms.words["group.open_private"], alert=True)
    elif not await _is_theirs(rooms, pressed):
        await rooms.speaker.answer_press(pressed.chat, pressed.query, rooms.words["group.not_yours"])
    else:
        await rooms.speaker.answer_press(pressed.chat, pressed.query)
        await _show(rooms, update.update_id, pressed, topic)


async def _is_theirs(rooms: Rooms, pressed: GroupPress) -> bool:
    if pressed.whisper is not None:
        return True
    answered = await rooms.memory.ask(lambda store: store.answer(pressed.chat, pressed.message), None)
    return pressed.person == (answered.person if answered else pressed.asker)


async def _show(rooms: Rooms, update: int, pressed: GroupPress, topic: str) -> None:
    place = Place(update, pressed.chat, pressed.person, None)
    conversation = await recall(rooms, place)
    reply = rooms.assistant.tell(topic, conversation)
    page = (await written(rooms, place, Answer(reply, conversation))).pages[0]
    doors = tuple(row for row in pressed.keyboard if any(button.url for button in row))
    offered = tuple((key(rooms.knowledge.topics[id_].title, Deed.TOPIC, id_),) for id_ in reply.offers.topics)
    keyboard = (*offered, *doors)
    now = rooms.now()
    later = reply.continued(conversation, now)
    await rooms.memory.tell(lambda store: store.remember(pressed.chat, pressed.person, later, now))
    if pressed.whisper is not None:
        to = Ear(Spot(pressed.chat), pressed.person)
        await change_whisper(rooms.speaker, to, pressed.whisper, page, keyboard)
    else:
        await rooms.speaker.change(pressed.chat, pressed.message, page.html, keyboard)
