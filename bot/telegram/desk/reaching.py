"""Telling a person where their case stands: in private, or where they asked, to them alone. No more than is true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.assistant.compose import numbers
from bot.desk.case import Consent
from bot.desk.effects import Line
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.company.speaking import Ear, Spot, say_openly
from bot.telegram.handoff import Behind, way_in
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.render import Outgoing
from bot.telegram.whispers import whispered

if TYPE_CHECKING:
    from bot.desk.case import Case
    from bot.telegram.context import Rooms

# With these comes the first button of consent.
ASKING = frozenset({Line.TOLD_ALARM, Line.TOLD_ASKED, Line.TOLD_BEFORE})
# For these somebody without a private chat is called in front of all, by the neutral line below what they wrote:
# somebody is there for them, or nobody is, and there is something to do.
CALLING = frozenset({Line.SEEN, Line.NOBODY})


async def tell(rooms: Rooms, case: Case, line: Line) -> bool:
    """Say a line to the person of a case; False if they could not be told, and were at most shown a door."""
    if not case.reachable:
        return False
    rooms = rooms.among(case.group)
    text = rooms.words.get(f"status.{line}", **numbers(rooms.knowledge, case.country))
    page = Page((Piece(text),))
    said = await rooms.speaker.say(case.person, Outgoing((page,), _buttons(rooms, case, line)))
    if not isinstance(said, Refusal):
        return True
    return case.group is not None and await _told_in_group(rooms, case, Spot(case.group, case.topic), page, line)


async def _told_in_group(rooms: Rooms, case: Case, spot: Spot, page: Page, line: Line) -> bool:
    """Whisper to somebody without a private chat, where they asked; where that fails, the door is shown once more."""
    address = await way_in(rooms, Behind(spot.chat, case.person))
    neutral = (Page((Piece(rooms.words["group.line"]),)), ((Key(rooms.words["group.door"], url=address),),))
    if await whispered(rooms, Ear(spot, case.person), (page, neutral[1]), neutral):
        return True
    if line in CALLING and case.asked is not None and await _may_be_called(rooms, case, spot.chat):
        await say_openly(rooms.speaker, replace(spot, message=case.asked), *neutral)
    return False


async def _may_be_called(rooms: Rooms, case: Case, group: int) -> bool:
    """Whether a door may be shown in front of all: not in a group on trial, nor to somebody who has blocked us."""
    blocked = await rooms.memory.ask(lambda store: store.knows(case.person), otherwise=True)
    return not blocked and rooms.book.of(group).trial_until is None


def _buttons(rooms: Rooms, case: Case, line: Line) -> Keyboard:
    words = rooms.words
    stop = (key(words["button.stop"], Deed.STOP, case.id),)
    if line is Line.SEEN:
        return ((key(words["button.talk"], Deed.TALK, case.id),), stop)
    if line in ASKING and case.consent is Consent.NONE:
        return ((key(words["button.contact"], Deed.CONTACT, case.id),), stop)
    if line is Line.NOBODY:
        label = "button.country" if case.country is None else "button.other_country"
        return ((key(words[label], Deed.COUNTRIES),),)
    return (stop,) if case.open else ()
