"""The private chat: what somebody writes, edits or sends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.knowledge.model import Level
from bot.storage.tables import ANSWERS_KEPT
from bot.telegram.ahead import looked_at
from bot.telegram.answering import (
    Answer,
    Place,
    answer,
    escalate,
    flags_of,
    recall_all,
    remember,
    safety_only,
    written,
)
from bot.telegram.buttons import Deed, key
from bot.telegram.counting import counted
from bot.telegram.desk.edits import edit_to_volunteer
from bot.telegram.desk.relay import goes_to_volunteer, open_case
from bot.telegram.door import asked
from bot.telegram.private.line import Passing, offer_picture, passed_on
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.reply import Reply
    from bot.storage.rows import Answered
    from bot.telegram.context import BotContext, Rooms

# What is added to our own answer where a volunteer has a case, and has not read this.
NOT_READ = {Passing.NOT_MEANT: "relay.not_read", Passing.FAILED: "relay.not_passed_on"}


async def on_message(update: Update, context: BotContext) -> None:
    """Answer one private message, or the words below a picture."""
    if (question := asked(update)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, question)
    before = await recall_all(rooms, place)
    reply = rooms.assistant.reply(question.text, before.conversation, looked_at(question.text))
    what = Answer(reply, before.conversation, known=before.known)
    if before.earlier and _adds_danger(reply, before.earlier):
        # An edit came first, and took the danger out: what was sent before it is acted on all the same.
        await answer(rooms, place, replace(what, reply=safety_only(reply)))
        return
    if before.earlier:
        # Answered already, and then the process ended: what is missing is the desk.
        await _resume(rooms, place, what, before.earlier[-1])
        return
    passing = await passed_on(rooms, question, before.case, answered_by(update))
    if passing is Passing.PASSED:
        await _beside_the_volunteer(rooms, place, what)
        return
    notes = [rooms.words["media.not_seen"]] if question.with_media else []
    notes += [rooms.words[NOT_READ[passing]]] if passing in NOT_READ else []
    what = replace(what, notes=tuple(notes), counted=counted(rooms, "private", question.text, reply))
    if await answer(rooms, place, what):
        rooms.metrics.answered("private", reply)


async def _beside_the_volunteer(rooms: Rooms, place: Place, what: Answer) -> None:
    """Let the volunteer answer, but for an emergency: that is answered at once, whoever else reads it."""
    if what.reply.level >= Level.EMERGENCY:
        await answer(rooms, place, replace(what, reply=safety_only(what.reply)))


def answered_by(update: Update) -> int | None:
    """Return the number of the message that a private message answers."""
    message = update.effective_message
    answered = message.reply_to_message if message else None
    return answered.message_id if answered else None


async def on_other(update: Update, context: BotContext) -> None:
    """Pass a picture or voice on to the volunteer; of what cannot pass say so, once for an album."""
    if (question := asked(update)) is None:
        return
    rooms = context.rooms
    case = await open_case(rooms, question.person.id)
    meant = case is not None and await goes_to_volunteer(rooms, case, answered_by(update))
    if case is not None and meant and question.picture:
        await offer_picture(rooms, question, case)
    elif question.album is None or rooms.albums.is_new(question.album):
        topics = key(rooms.words["button.topics"], Deed.BROWSE)
        unread = plain(rooms.words["relay.only_these"]) if meant else None
        needed = unread or plain(rooms.words["media.text_needed"], keyboard=((topics,),))
        await rooms.speaker.say(question.chat, needed, question.message)


async def on_edit(update: Update, context: BotContext) -> None:
    """Act on what an edit adds. What was answered is not answered again."""
    if (question := asked(update)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, question)
    before = await recall_all(rooms, place)
    conversation, earlier = before.conversation, before.earlier
    reply = rooms.assistant.reply(question.text, conversation, looked_at(question.text))
    if await edit_to_volunteer(rooms, question) and not earlier:
        await _beside_the_volunteer(rooms, place, Answer(reply, conversation))
        return
    if earlier is None or _adds_danger(reply, earlier):
        if reply.level > Level.NONE:
            await answer(rooms, place, Answer(safety_only(reply), conversation))
    elif earlier:
        await _rewrite(rooms, place, Answer(reply, conversation), earlier[-1])
    elif _recent(rooms, update):
        # Never answered: Telegram gave us the edit only, or gives it first.
        await answer(rooms, place, Answer(reply, conversation))


def _adds_danger(reply: Reply, earlier: tuple[Answered, ...]) -> bool:
    acted_on = {flag for answered in earlier for flag in answered.flags}
    highest = max((answered.level for answered in earlier), default=None)
    return highest is not None and (not acted_on.issuperset(flags_of(reply)) or reply.level > highest)


async def _rewrite(rooms: Rooms, place: Place, what: Answer, answered: Answered) -> None:
    """Put the answer to the new words in place of the old one, but never take a safety card away."""
    same = what.reply.topic == answered.topic and what.reply.decision is not Decision.CLARIFY
    if answered.flags or same:
        return
    outgoing = await written(rooms, place, what)
    if len(outgoing.pages) > 1:
        return
    await rooms.speaker.change(place.chat, answered.answer, outgoing.pages[0].html, outgoing.keyboard)
    await remember(rooms, place, what, answered.answer)


async def _resume(rooms: Rooms, place: Place, what: Answer, answered: Answered) -> None:
    await escalate(rooms, place, what, answered.answer, await written(rooms, place, what))


def _recent(rooms: Rooms, update: Update) -> bool:
    message = update.effective_message
    return message is not None and rooms.now() - message.date < ANSWERS_KEPT
