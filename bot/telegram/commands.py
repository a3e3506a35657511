"""The commands that only say something: /start, /help, and those that we do not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.telegram.answering import Answer, Place, answer, recall
from bot.telegram.browse import kinds
from bot.telegram.buttons import Deed, key
from bot.telegram.door import asked
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.context import BotContext, Rooms

TOPIC_LINK = "t-"


def start_parameter(topic_id: str) -> str:
    """Return what a deep link carries to open a topic: t.me/<bot>?start=<this>."""
    return TOPIC_LINK + topic_id.replace(".", "-")


def linked_topic(parameter: str, knowledge: Knowledge) -> str | None:
    """Return the topic that a deep link names, however its dot was written; None if it names none."""
    wanted = _folded(parameter.removeprefix(TOPIC_LINK))
    return next((topic for topic in knowledge.topics if _folded(topic) == wanted), None)


def _folded(name: str) -> str:
    return re.sub(r"[.-]", "_", name.lower())


async def on_start(update: Update, context: BotContext) -> None:
    """Greet, or open the topic of a deep link: /start."""
    if (question := asked(update)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, question)
    parameter = question.text.partition(" ")[2].strip()
    topic = linked_topic(parameter, rooms.knowledge) if parameter else None
    if topic is None:
        await _greet(rooms, place)
        return
    conversation = await recall(rooms, place)
    await answer(rooms, place, Answer(rooms.assistant.tell(topic, conversation), conversation))


async def _greet(rooms: Rooms, place: Place) -> None:
    words = rooms.words
    paragraphs = (
        words["start.greeting"],
        words["start.how"],
        words["start.notice"],
        rooms.knowledge.article.disclaimer,
    )
    await rooms.speaker.say(place.chat, plain(*paragraphs, keyboard=kinds(rooms.knowledge).keyboard))
    now = rooms.now()
    await rooms.memory.tell(lambda store: store.met(place.person, now))


async def on_help(update: Update, context: BotContext) -> None:
    """Say what can be asked, and how: /help."""
    await _say_help(update, context, "help.text")


async def on_unknown(update: Update, context: BotContext) -> None:
    """Say that a command is not known, and which are."""
    await _say_help(update, context, "help.unknown")


async def _say_help(update: Update, context: BotContext, text: str) -> None:
    if update.effective_chat is None:
        return
    rooms = context.rooms
    row = [key(rooms.words["button.topics"], Deed.BROWSE)]
    row += [key(rooms.words["button.person"], Deed.PERSON)] if rooms.escalation else []
    paragraphs = rooms.words[text].split("\n\n")
    await rooms.speaker.say(update.effective_chat.id, plain(*paragraphs, keyboard=(tuple(row),)))
