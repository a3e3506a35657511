"""When a handler fails: the person still gets the safety card, or hears that something went wrong."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

import structlog
from telegram import Update

from bot.assistant.conversation import Conversation
from bot.jobs.jobs import Priority, Try, doing
from bot.telegram.answering import Answer, Place, escalate
from bot.telegram.door import asked, pressed
from bot.telegram.groups.talk import fall_back
from bot.telegram.journal import CARD
from bot.telegram.pages import laid_out
from bot.telegram.refusal import Refusal
from bot.telegram.render import Outgoing, pieces_of, plain
from bot.telegram.where import where

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.telegram.context import BotContext, Rooms

log = structlog.get_logger(__name__)


# What failed while an update is handled; set by whoever has it handled, in the same task.
failure: ContextVar[list[Exception] | None] = ContextVar("failure", default=None)


async def on_error(update: object, context: BotContext) -> None:
    """Record what failed, without a word of the message. Who is in danger gets the card now, not after more tries."""
    log.error("handler failed", **where(context.error))
    failed = failure.get()
    if failed is not None and context.error is not None:
        failed.append(context.error)
    if isinstance(update, Update):
        await _shielded(_say_card(update, context.rooms))


async def apologise(update: Update, rooms: Rooms) -> None:
    """Tell the person that something went wrong, unless they have had the card."""
    await _shielded(_apologise(update, rooms))


async def _shielded(deed: Coroutine[None, None, None]) -> None:
    # Not under the numbers that the handler's own calls have in the journal: its next try begins to count anew.
    one = doing.get()
    token = doing.set(Try(f"{one.identity}{CARD}", Priority.SAFETY) if one else None)
    try:
        await deed
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, the update is tried again
        log.error("fallback failed", **where(error))  # noqa: TRY400 - a traceback may quote the message
    finally:
        doing.reset(token)


async def _say_card(update: Update, rooms: Rooms) -> None:
    """Triage again, from the text alone; send the card and let the desk be told, if it comes to that."""
    question = asked(update)
    if question is None:
        await fall_back(update, rooms)
        return
    reply = rooms.assistant.reply(question.text)
    if not reply.safety:
        return
    card = Outgoing(laid_out(pieces_of(reply.safety)))
    said = await rooms.speaker.say(question.chat, card, question.message)
    if not isinstance(said, Refusal):
        place = Place.of(update.update_id, question)
        await escalate(rooms, place, Answer(reply, Conversation()), said.message_id, card)


async def _apologise(update: Update, rooms: Rooms) -> None:
    if (press := pressed(update)) is not None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["error.press"], alert=True)
        return
    question = asked(update)
    if question is None or update.edited_message is not None or rooms.assistant.reply(question.text).safety:
        return
    await rooms.speaker.say(question.chat, plain(rooms.words["error.answer"]), question.message)
