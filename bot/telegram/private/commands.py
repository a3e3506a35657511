"""The commands that only say something: /start, /help, and those that we do not know."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk import steps
from bot.desk.effects import Line
from bot.storage.group_store import Purpose
from bot.telegram.answering import Answer, Place, answer, recall
from bot.telegram.buttons import Deed, key
from bot.telegram.company.speaking import Spot
from bot.telegram.desk.reaching import tell
from bot.telegram.door import asked
from bot.telegram.groups.settings.menu import open_settings
from bot.telegram.handoff import PREFIX, redeemed
from bot.telegram.private.browse import kinds
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.gist import Gist
    from bot.desk.case import Case
    from bot.knowledge.knowledge import Knowledge
    from bot.storage.store import Store
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
    if parameter.startswith(PREFIX):
        await _through_the_door(rooms, place, parameter)
        return
    topic = linked_topic(parameter, rooms.knowledge) if parameter else None
    if topic is None:
        await _greet(rooms, place)
        return
    conversation = await recall(rooms, place)
    await answer(rooms, place, Answer(rooms.assistant.tell(topic, conversation), conversation))


async def _through_the_door(rooms: Rooms, place: Place, parameter: str) -> None:
    """Answer what was asked in a group; whoever else tries that link, or tries it late, is greeted."""
    handoff = await redeemed(rooms, parameter, place.person)
    if handoff is None:
        await _greet(rooms, place)
    elif handoff.purpose is Purpose.SETTINGS:
        now = rooms.now()
        await rooms.memory.tell(lambda store: store.met(place.person, now))
        await open_settings(rooms, handoff.chat, place.person, handoff.thread)
    elif handoff.gist is None:
        await _greet(rooms.among(handoff.chat), place)
    else:
        await _retell(rooms.among(handoff.chat), replace(place, origin=Spot(handoff.chat)), handoff.gist)


async def _retell(rooms: Rooms, place: Place, gist: Gist) -> None:
    """Answer from what was kept of a question. Of a danger the desk knows already; the answer then says so."""
    conversation, news = await recall(rooms, place), await _news_for(rooms, place.person)
    flags = tuple(flag for flag, _ in gist.flags)
    await answer(rooms, place, Answer(rooms.assistant.retell(gist, conversation), conversation, flags))
    if news is not None and not (flags and news[1] is Line.TOLD_BEFORE):
        await tell(rooms, *news)


async def _news_for(rooms: Rooms, person: int) -> tuple[Case, Line] | None:
    """Return where the case of somebody who comes in stands: they may have had no chat in which to be told.

    Of one that has ended only whoever was never here before has heard nothing.
    """

    async def latest(store: Store) -> Case | None:
        cases, known = await store.cases_of(person), await store.knows(person)
        return next((case for case in cases[:1] if case.open or not known), None)

    nothing: Case | None = None
    case = await rooms.memory.ask(latest, nothing)
    return (case, steps.where_it_stands(case)) if case is not None else None


async def _greet(rooms: Rooms, place: Place) -> None:
    words, news = rooms.words, await _news_for(rooms, place.person)
    paragraphs = (
        words["start.greeting"],
        words["start.how"],
        words["start.notice"],
        rooms.knowledge.article.disclaimer,
    )
    await rooms.speaker.say(place.chat, plain(*paragraphs, keyboard=kinds(rooms.knowledge).keyboard))
    now = rooms.now()
    await rooms.memory.tell(lambda store: store.met(place.person, now))
    if news is not None:
        await tell(rooms, *news)


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
