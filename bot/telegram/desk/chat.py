"""The desk's chat: volunteers write in a case, give it back, ask for the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk import steps
from bot.storage.desk_store import DeskStore
from bot.telegram.cases.card import address_of, case_line
from bot.telegram.company.speaking import say_openly
from bot.telegram.desk.door import DeskWords, desk_words
from bot.telegram.desk.edits import edit_to_person
from bot.telegram.desk.presses import said_of
from bot.telegram.desk.relay import pass_to_person
from bot.telegram.pages import LINE, Piece, laid_out

if TYPE_CHECKING:
    from telegram import Update

    from bot.desk.case import Case
    from bot.telegram.context import BotContext, Rooms


async def on_desk_message(update: Update, context: BotContext) -> None:
    """Pass on what the volunteer of a case writes in it; everything else in the desk's chat is their own talk."""
    rooms = context.rooms
    if (written := desk_words(update, rooms.me)) is None or not rooms.book.is_desk(written.chat):
        return
    rooms = rooms.among(written.chat)
    if written.command == "cases":
        await _list(rooms, written)
        return
    if written.edited:
        await edit_to_person(rooms, written)
        return
    case = await _case_of(rooms, written)
    if case is None:
        if written.to_us:
            await _hint(rooms, written, "relay.which_case")
        return
    if written.command == "stop":
        await _stopped(rooms, written, case)
    elif written.command is None:
        await _passed(rooms, written, case)


async def _case_of(rooms: Rooms, written: DeskWords) -> Case | None:
    """Return the case that a message belongs to: by what it answers, or by its topic if it answers nothing."""
    chat, answers, thread = written.chat, written.answers, written.thread
    if answers is not None:
        return await rooms.memory.ask(lambda store: DeskStore(store.connection).case_at(chat, answers), None)
    if thread is None:
        return None
    return await rooms.memory.ask(lambda store: DeskStore(store.connection).case_in(chat, thread), None)


async def _passed(rooms: Rooms, written: DeskWords, case: Case) -> None:
    if not case.open:
        await _hint(rooms, written, "relay.over")
    elif case.volunteer is None:
        await _hint(rooms, written, "relay.claim_first")
    elif case.volunteer == written.person:
        await pass_to_person(rooms, written, case)
    elif written.answers is not None:
        await _hint(rooms, written, "relay.not_yours")


async def _stopped(rooms: Rooms, written: DeskWords, case: Case) -> None:
    """Give the case back: /stop by its volunteer."""
    taken = await rooms.casework.take(
        case.id, lambda now: steps.hand_back(now, written.person, rooms.now(), rooms.casework.patience(now))
    )
    if taken is not None and not taken.effects:
        page = laid_out([Piece(await said_of(rooms, taken))])[0]
        await say_openly(rooms.speaker, written.spot, page)


async def _hint(rooms: Rooms, written: DeskWords, line: str) -> None:
    await say_openly(rooms.speaker, written.spot, laid_out([Piece(rooms.words[line])])[0])


async def _list(rooms: Rooms, written: DeskWords) -> None:
    """List the open cases of which a card stands in this chat, the oldest first: /cases."""
    every = await rooms.memory.ask(lambda store: DeskStore(store.connection).open_cases(), ())
    here = [(case, at) for case in every if (at := case.card_in(written.chat)) is not None]
    head = Piece(rooms.words["cases.title" if here else "cases.none"], "b")
    now, knowledge = rooms.now(), rooms.knowledge
    lines = [Piece(case_line(case, knowledge, now), gap=LINE, link=address_of(at)) for case, at in here]
    for page in laid_out([head, *lines]):
        await say_openly(rooms.speaker, written.spot, page)
