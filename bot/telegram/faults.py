"""When a handler fails: the person still gets the safety card, or hears that something went wrong."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import structlog
from telegram import Update

from bot.telegram.door import Question, asked, pressed
from bot.telegram.pages import Piece, laid_out
from bot.telegram.render import Outgoing, pieces_of
from bot.telegram.sending import Refusal

if TYPE_CHECKING:
    from bot.telegram.context import BotContext, Rooms

log = structlog.get_logger(__name__)


async def on_error(update: object, context: BotContext) -> None:
    """Record what failed, without a word of the message, and reach the person by the shortest way."""
    log.error("handler failed", **where(context.error))
    if not isinstance(update, Update):
        return
    rooms = context.rooms
    try:
        reached = await _reach(update, rooms)
    except Exception as error:  # noqa: BLE001 - the last line of defence: whatever it is, the update is tried again
        log.error("fallback failed", **where(error))  # noqa: TRY400 - a traceback may quote the message
        reached = False
    if not reached:
        rooms.afterwards.failed(update.update_id)


def where(error: BaseException | None) -> dict[str, object]:
    """Say what an error was and where it was raised: no text of it, which may quote a message."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    ours = [frame for frame in frames if "/bot/" in frame.filename.replace("\\", "/")] or list(frames)
    place = f"{ours[-1].name}:{ours[-1].lineno}" if ours else None
    return {"error": type(error).__name__, "at": place}


async def _reach(update: Update, rooms: Rooms) -> bool:
    if (press := pressed(update)) is not None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["error.press"], alert=True)
        return True
    question = asked(update)
    if question is None or update.edited_message is not None:
        return question is None or await _say_card(question, rooms, even_without=False)
    return await _say_card(question, rooms, even_without=True)


async def _say_card(question: Question, rooms: Rooms, *, even_without: bool) -> bool:
    """Triage again, from the text alone, and send the card; `even_without` one, say that something went wrong."""
    card = rooms.assistant.reply(question.text).safety
    if not card and not even_without:
        return True
    pieces = [*pieces_of(card), Piece(rooms.words["error.answer"])]
    said = await rooms.speaker.say(question.chat, Outgoing(laid_out(pieces)), question.message)
    return not isinstance(said, Refusal) or said is Refusal.FORBIDDEN
