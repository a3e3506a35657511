"""Telling a person where their case stands: in private, or where they asked, to them alone. No more than is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.compose import numbers
from bot.desk.case import Consent
from bot.desk.steps import Line
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.company.speaking import Ear, Spot
from bot.telegram.handoff import Behind, way_in
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.render import Outgoing
from bot.telegram.whispers import whispered

if TYPE_CHECKING:
    from bot.desk.case import Case
    from bot.telegram.context import Rooms

# With these comes the first button of consent.
ASKING = frozenset({Line.TOLD_ALARM, Line.TOLD_ASKED})


async def tell(rooms: Rooms, case: Case, line: Line) -> bool:
    """Say a line to the person of a case; False if there was no way to."""
    rooms = rooms.among(case.group)
    text = rooms.words.get(f"status.{line}", **numbers(rooms.knowledge, case.country))
    return await reach(rooms, case, Page((Piece(text),)), _buttons(rooms, case, line))


async def reach(rooms: Rooms, case: Case, page: Page, keyboard: Keyboard = ()) -> bool:
    """Write to the person in private; who never opened the private chat is whispered to where they asked."""
    if not case.reachable:
        return False
    said = await rooms.speaker.say(case.person, Outgoing((page,), keyboard))
    if not isinstance(said, Refusal):
        return True
    if case.group is None:
        return False
    words = rooms.among(case.group).words
    door = Key(words["group.door"], url=await way_in(rooms, Behind(case.group, case.person)))
    line = Page((Piece(words["group.line"]),))
    return await whispered(rooms, Ear(Spot(case.group), case.person), (page, ((door,),)), (line, ((door,),)))


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
