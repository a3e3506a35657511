"""The person's end of the line to a volunteer: open it, let pictures pass, end it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from bot.desk import steps
from bot.desk.case import Stage
from bot.telegram.buttons import Deed, key, without
from bot.telegram.desk.relay import goes_to_volunteer, open_case, pass_picture, pass_to_volunteer
from bot.telegram.door import Pressed, pressed
from bot.telegram.private.albums import sent_with, waits_first, waits_no_more
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.desk.case import Case
    from bot.telegram.context import BotContext, Rooms
    from bot.telegram.door import Question


class Passing(Enum):
    """What became of a message that might be for a volunteer."""

    NOBODY_THERE = "nobody has a case of theirs"
    NOT_MEANT = "the line is not open"
    PASSED = "passed on"
    FAILED = "did not arrive"


async def on_talk(update: Update, context: BotContext) -> None:
    """Let what the person writes go to the volunteer from now on; a message that waits below the button goes first."""
    if (found := await _theirs(update, context.rooms)) is None:
        return
    rooms, press, case = found
    taken = await rooms.casework.take(case.id, steps.talk)
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"] if taken else "")
    line = "relay.open" if case.stage is Stage.CLAIMED else "relay.open_later"
    await rooms.speaker.change_buttons(press.chat, press.message, without(press.keyboard, Deed.TALK))
    await rooms.speaker.say(press.chat, plain(rooms.words[line]))


async def on_pictures(update: Update, context: BotContext) -> None:
    """Let photos and voice pass too, beginning with the one that the button answers, and what was sent with it."""
    if (found := await _theirs(update, context.rooms)) is None:
        return
    rooms, press, case = found
    await rooms.casework.take(case.id, lambda now: steps.talk(now, pictures=True))
    waiting = await sent_with(rooms, press) if case.stage is Stage.CLAIMED else ()
    passed = [await pass_picture(rooms, press.chat, message, case) for message in waiting]
    await waits_no_more(rooms, press)
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    line = "relay.pictures_pass" if passed and all(passed) else "relay.pictures_from_now"
    await rooms.speaker.change(press.chat, press.message, plain(rooms.words[line]).pages[0].html)


async def on_stop_press(update: Update, context: BotContext) -> None:
    """End the case by its button."""
    if (found := await _theirs(update, context.rooms)) is None:
        return
    rooms, press, case = found
    await rooms.casework.take(case.id, lambda now: steps.stop(now, rooms.now()))
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    await rooms.speaker.change_buttons(press.chat, press.message, without(press.keyboard, Deed.STOP, Deed.TALK))


async def on_stop(update: Update, context: BotContext) -> None:
    """End whatever case there is: /stop."""
    if (user := update.effective_user) is None:
        return
    rooms = context.rooms
    case = await open_case(rooms, user.id)
    taken = await rooms.casework.take(case.id, lambda now: steps.stop(now, rooms.now())) if case else None
    if taken is None or not taken.effects:
        await rooms.speaker.say(user.id, plain(rooms.words["stop.nothing"]))


async def on_block(update: Update, context: BotContext) -> None:
    """Tell the desk honestly that a person has blocked the bot while their case is open."""
    change = update.my_chat_member
    if change is None or change.new_chat_member.status != "kicked":
        return
    rooms = context.rooms
    if (case := await open_case(rooms, change.from_user.id)) is not None:
        await rooms.cards.say_below(case, "relay.blocked")


async def passed_on(rooms: Rooms, question: Question, case: Case | None, answers: int | None) -> Passing:
    """Pass a message on to the volunteer, if it is meant for them; `case` is the person's."""
    if case is None or case.stage is not Stage.CLAIMED:
        return Passing.NOBODY_THERE
    if not await goes_to_volunteer(rooms, case, answers):
        return Passing.NOT_MEANT
    if question.picture:
        await offer_picture(rooms, question, case)
        return Passing.PASSED
    if not await pass_to_volunteer(rooms, question, case):
        return Passing.FAILED
    if question.with_media:
        await rooms.speaker.say(question.chat, plain(rooms.words["relay.words_alone"]), question.message)
    return Passing.PASSED


async def offer_picture(rooms: Rooms, question: Question, case: Case) -> None:
    """Pass a picture on if the person has agreed to that, else ask them: once for what was sent together."""
    if case.pictures:
        if not await pass_picture(rooms, question.chat, question.message, case):
            await rooms.speaker.say(question.chat, plain(rooms.words["relay.not_passed_on"]), question.message)
    elif await waits_first(rooms, question):
        agree = ((key(rooms.words["button.pictures"], Deed.PICTURES, case.id),),)
        await rooms.speaker.say(
            question.chat, plain(rooms.words["relay.ask_pictures"], keyboard=agree), question.message
        )


async def _theirs(update: Update, rooms: Rooms) -> tuple[Rooms, Pressed, Case] | None:
    """Return a press with the open case that it names, if that is the presser's own, and the rooms in its language."""
    if (press := pressed(update)) is None:
        return None
    case = await open_case(rooms, press.person.id)
    if case is None or case.id != press.value:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["relay.over_for_you"], alert=True)
        return None
    return rooms.among(case.group), press, case
