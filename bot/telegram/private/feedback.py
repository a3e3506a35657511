"""The small buttons below an answer: this helped, did not help, something else, and buttons that we no longer know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.keys import take_key
from bot.telegram.buttons import Deed, key, without
from bot.telegram.door import pressed
from bot.telegram.private.browse import kinds
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.storage.store import Store
    from bot.telegram.context import BotContext


async def on_helped(update: Update, context: BotContext) -> None:
    """Count it for the topic, and take the question away."""
    await _count(update, context, helped=True)


async def on_not_helped(update: Update, context: BotContext) -> None:
    """Count it for the topic, and offer what else there is."""
    await _count(update, context, helped=False)


async def _count(update: Update, context: BotContext, *, helped: bool) -> None:
    if (press := pressed(update)) is None:
        return
    rooms, now = context.rooms, context.rooms.now()

    async def counted(store: Store) -> None:
        # Once, also if the process ends before the update is over.
        if await take_key(store.connection, f"helped:{update.update_id}", now):
            await store.count_feedback(press.value, now.date().isoformat(), helped=helped)

    if press.value in rooms.knowledge.topics:
        await rooms.memory.tell(counted)
    words = rooms.words["feedback.helped" if helped else "feedback.not_helped"]
    await rooms.speaker.answer_press(press.chat, press.query, words)
    keyboard = without(press.keyboard, Deed.HELPED, Deed.NOT_HELPED)
    if not helped:
        keyboard = (*keyboard, (key(rooms.words["button.topics"], Deed.BROWSE),))
    await rooms.speaker.change_buttons(press.chat, press.message, keyboard)


async def on_else(update: Update, context: BotContext) -> None:
    """Ask for other words, and show what there is."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    await rooms.speaker.answer_press(press.chat, press.query)
    await rooms.speaker.say(press.chat, plain(rooms.words["else.prompt"], keyboard=kinds(rooms.knowledge).keyboard))


async def on_old_button(update: Update, context: BotContext) -> None:
    """Answer a button of an older version, or one made up: never with silence."""
    if (press := pressed(update)) is not None:
        rooms = context.rooms
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"], alert=True)
