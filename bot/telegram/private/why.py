"""What an answer went by ("Why this?"), what it took as denied or past, and one tap to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.told import told
from bot.telegram.answering import Answer, Place, answer, flags_of, recall
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.door import Pressed, pressed
from bot.telegram.pages import LINE, Piece, laid_out
from bot.telegram.render import Outgoing, plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.reply import Reply
    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.context import BotContext

LINES_SHOWN = 12
CORRECTIONS_SHOWN = 4


async def on_why(update: Update, context: BotContext) -> None:
    """Read the person's words again, from the message that was answered, and say what they were taken for."""
    if (press := pressed(update)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    await rooms.speaker.answer_press(press.chat, press.query)
    if press.words is None:
        await rooms.speaker.say(press.chat, plain(rooms.words["why.gone"]))
        return
    reply = rooms.assistant.reply(press.words, await recall(rooms, place))
    await rooms.speaker.say(press.chat, explained(reply, rooms.knowledge), press.asked)


async def on_affirm(update: Update, context: BotContext) -> None:
    """Take "I do have this" at its word: the safety card, and the desk where it is an emergency."""
    if (press := await _correction(update, context)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    conversation = await recall(rooms, place)
    reply = rooms.assistant.affirm(press.value, conversation)
    await answer(rooms, place, Answer(reply, conversation, confirmed=(press.value,)))


async def on_deny(update: Update, context: BotContext) -> None:
    """Take "not me" at its word. What was set off stays set off: the desk has been told, and a person decides."""
    if (press := await _correction(update, context)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    conversation = await recall(rooms, place)
    await answer(rooms, place, Answer(rooms.assistant.deny(press.value, conversation), conversation))


async def _correction(update: Update, context: BotContext) -> Pressed | None:
    press, rooms = pressed(update), context.rooms
    if press is None:
        return None
    known = press.value in rooms.knowledge.flags
    await rooms.speaker.answer_press(press.chat, press.query, "" if known else rooms.words["button.old"])
    return press if known else None


def explained(reply: Reply, knowledge: Knowledge) -> Outgoing:
    """Lay out what a reply went by; a flag can be taken back or taken on with one tap."""
    lines = told(reply, knowledge)[:LINES_SHOWN] or (knowledge.words["why.nothing"],)
    pieces = (Piece(knowledge.words["why.title"], "b"), *(Piece(line, gap=LINE) for line in lines))
    return Outgoing(laid_out(pieces), _corrections(reply, knowledge))


def _corrections(reply: Reply, knowledge: Knowledge) -> Keyboard:
    words = knowledge.words
    live = flags_of(reply)
    dismissed = tuple(flag for flag in dict.fromkeys(mention.id for mention in reply.dismissed) if flag not in live)
    rows = [(key(_label(words["button.affirm"], flag, knowledge), Deed.AFFIRM, flag),) for flag in dismissed]
    rows += [(key(_label(words["button.deny"], flag, knowledge), Deed.DENY, flag),) for flag in live]
    return tuple(rows[:CORRECTIONS_SHOWN])


def _label(pattern: str, flag: str, knowledge: Knowledge) -> str:
    return pattern.format(sign=knowledge.flags[flag].title)
