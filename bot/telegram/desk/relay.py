"""Between a person and the volunteer who has their case: words pass through, neither sees the other's account.

Nothing that passes is kept, only the numbers of the messages: so that an edit can follow, and an answer find its case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import MessageId, ReplyParameters

from bot.desk import steps
from bot.desk.case import Stage
from bot.storage.desk_store import DeskStore, Relayed
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.company.speaking import Spot, say_openly
from bot.telegram.limits import TEXT_UNITS, units
from bot.telegram.pages import LINE, Page, Piece, within
from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from bot.desk.case import Case
    from bot.telegram.context import Rooms
    from bot.telegram.desk.door import DeskWords
    from bot.telegram.door import Question


async def open_case(rooms: Rooms, person: int) -> Case | None:
    """Return the case of a person that has not ended."""
    return await rooms.memory.ask(lambda store: DeskStore(store.connection).open_case(person), None)


async def pass_to_person(rooms: Rooms, written: DeskWords, case: Case) -> None:
    """Pass on what the volunteer wrote; what comes of it is said honestly."""
    if (hindered := _hindered(written, case)) is not None:
        if written.album is None or rooms.albums.is_new(written.album):
            await _below(rooms, written, hindered)
        return
    sent = await _sent_to_person(rooms, written, case)
    if isinstance(sent, Refusal):
        await _below(rooms, written, "relay.blocked" if sent is Refusal.FORBIDDEN else "relay.failed")
        return
    await _keep(rooms, Relayed(written.chat, written.message, case.person, sent, case.id, case.person))


def _hindered(written: DeskWords, case: Case) -> str | None:
    """Name the line that says why nothing is passed on; None where nothing hinders."""
    if not case.reachable:
        return "relay.nobody_known"
    if written.other:
        return "relay.only_text"
    return "relay.no_pictures" if written.picture and not case.pictures else None


async def _sent_to_person(rooms: Rooms, written: DeskWords, case: Case) -> int | Refusal:
    if written.picture:
        return await _copy(rooms, written.chat, written.message, Spot(case.person))
    theirs = rooms.among(case.group)
    page = page_of(theirs, "relay.volunteer", written.text)
    said = await rooms.speaker.say_page(case.person, page, _ways_back(theirs, case))
    return said if isinstance(said, Refusal) else said.message_id


async def pass_to_volunteer(rooms: Rooms, question: Question, case: Case) -> bool:
    """Pass on what the person wrote; False if it did not arrive."""
    if case.note is None:
        return False
    said = await rooms.cards.below(case, page_of(rooms.among(case.note.chat), "relay.person", question.text))
    if isinstance(said, Refusal):
        return False
    await _keep(rooms, Relayed(question.chat, question.message, case.note.chat, said.message_id, case.id, case.person))
    return True


async def pass_picture(rooms: Rooms, chat: int, message: int, case: Case) -> bool:
    """Pass on a photo or voice of the person; False if it did not arrive."""
    if case.note is None:
        return False
    sent = await _copy(rooms, chat, message, Spot(case.note.chat, case.note.thread, case.note.message))
    if isinstance(sent, Refusal):
        return False
    await _keep(rooms, Relayed(chat, message, case.note.chat, sent, case.id, case.person))
    return True


async def goes_to_volunteer(rooms: Rooms, case: Case, answers: int | None) -> bool:
    """Whether what the person writes is meant for the volunteer: they opened the line, or answer the volunteer."""
    if case.stage is not Stage.CLAIMED:
        return False
    if case.talking or answers is None:
        return case.talking
    pair = await rooms.memory.ask(lambda store: DeskStore(store.connection).original(case.person, answers), None)
    if pair is None or pair.case_id != case.id:
        return False
    await rooms.casework.take(case.id, steps.talk)
    return True


def page_of(rooms: Rooms, label: str, text: str) -> Page:
    """Lay out what is passed on, below a word on who speaks; what is too long for Telegram is cut, and shown so."""
    head = Piece(rooms.words[label], "b")
    room = TEXT_UNITS - units(head.text) - 4
    fitting = text if units(text) <= room else within(text, room - 1) + "…"
    return Page((head, Piece(fitting, gap=LINE)))


def _ways_back(rooms: Rooms, case: Case) -> Keyboard:
    talk = () if case.talking else ((key(rooms.words["button.talk"], Deed.TALK, case.id),),)
    return (*talk, (key(rooms.words["button.stop"], Deed.STOP, case.id),))


async def _copy(rooms: Rooms, chat: int, message: int, to: Spot) -> int | Refusal:
    answering = ReplyParameters(to.message, allow_sending_without_reply=True) if to.message else None
    copied: MessageId | Refusal = await rooms.speaker.sender.deliver(
        to.chat,
        "copyMessage",
        lambda: rooms.speaker.bot.copy_message(
            to.chat,
            chat,
            message,
            message_thread_id=to.thread,
            reply_parameters=answering,
        ),
    )
    return copied if isinstance(copied, Refusal) else copied.message_id


async def _below(rooms: Rooms, written: DeskWords, line: str) -> None:
    await say_openly(rooms.speaker, written.spot, Page((Piece(rooms.words[line]),)))


async def _keep(rooms: Rooms, pair: Relayed) -> None:
    now = rooms.now()
    await rooms.memory.tell(lambda store: DeskStore(store.connection).keep_relayed(pair, now))
