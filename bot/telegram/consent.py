"""The person's buttons about people: ask for one, let them write, share the words, say that help was called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity

from bot.desk.case import Case, Consent, NoteAt, note
from bot.knowledge.model import Level
from bot.telegram.answering import Place, recall
from bot.telegram.buttons import Deed, Keyboard, key, without
from bot.telegram.desk_line import note_at
from bot.telegram.door import Pressed, pressed
from bot.telegram.escalation import FIRST_TRY, Escalation, Shown, new_case_id, shown_html, shown_page
from bot.telegram.notes import note_page
from bot.telegram.pages import Page, Piece
from bot.telegram.render import plain
from bot.telegram.sending import Refusal

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.context import BotContext, Rooms

LINKS = frozenset({MessageEntity.TEXT_LINK, MessageEntity.TEXT_MENTION})


async def on_person(update: Update, context: BotContext) -> None:
    """Tell the desk that somebody would like to talk. Nobody learns who, until they agree."""
    rooms, press = context.rooms, pressed(update)
    if press is None or (escalation := await _escalation(rooms, press)) is None:
        return
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.telling"])
    place = Place.of(update.update_id, press)
    conversation = await recall(rooms, place)
    answered = await rooms.memory.ask(lambda store: store.answer(press.chat, press.message), None)
    case = Case(
        new_case_id(),
        place.person,
        place.chat,
        answered.level if answered else Level.NONE,
        answered.pathway if answered else None,
        answered.flags if answered else (),
        conversation.country,
        rooms.now(),
        asked_for=True,
    )
    if (shown := await _shown(rooms, press)) is not None:
        rooms.afterwards.put(place.update, partial(escalation.alarm, case, shown))


async def on_contact(update: Update, context: BotContext) -> None:
    """Put a link to the chat into the note: "Let a volunteer write to me"."""
    rooms, press = context.rooms, pressed(update)
    if press is None or (escalation := await _escalation(rooms, press)) is None:
        return
    if (case := await _case(rooms, press)) is None:
        return
    agreed = case.agreed(Consent.CONTACT)
    written = await _rewritten(escalation, agreed, press)
    if written is None or not _has_link(written[1]):
        await rooms.speaker.answer_press(press.chat, press.query)
        await _take_back(escalation, case, written)
        await _say_below(rooms, press, "consent.no_link" if written else "consent.not_passed_on", press.keyboard)
        return
    kept = replace(agreed, note=written[0])
    await rooms.memory.tell(lambda store: store.keep_case(kept))
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    await escalation.desk.post(Page((Piece(rooms.words["note.agreed"]),)), FIRST_TRY, below=kept.note)
    await _say_below(rooms, press, "consent.contact", _offering_words(rooms, press, kept))


async def on_words(update: Update, context: BotContext) -> None:
    """Put the person's words into the note: "Share what I wrote". They come from the chat, not from us."""
    rooms, press = context.rooms, pressed(update)
    if press is None or (escalation := await _escalation(rooms, press)) is None:
        return
    if (case := await _case(rooms, press)) is None:
        return
    if press.words is None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["consent.words_gone"], alert=True)
        return
    agreed = case.agreed(Consent.WORDS)
    written = await _rewritten(escalation, agreed, press)
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"] if written else "")
    if written is not None:
        kept = replace(agreed, note=written[0])
        await rooms.memory.tell(lambda store: store.keep_case(kept))
    line = "consent.words" if written else "consent.not_passed_on"
    rest = without(press.keyboard, Deed.WORDS) if written else press.keyboard
    await _say_below(rooms, press, line, rest)


async def on_called(update: Update, context: BotContext) -> None:
    """Take "I have called": a word to the person, and one to the desk if it knows of them."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    await _say_below(rooms, press, "status.called", without(press.keyboard, Deed.CALLED))
    case = await rooms.escalation.open_case(press.person.id) if rooms.escalation else None
    if rooms.escalation and case:
        await rooms.escalation.desk.post(Page((Piece(rooms.words["note.called"]),)), FIRST_TRY, below=case.note)


async def _shown(rooms: Rooms, press: Pressed) -> Shown | None:
    """Return the message that will carry the honest word: the one pressed, or a new one where we cannot read it."""
    if press.html:
        return shown_html(press.chat, press.message, press.html, press.keyboard)
    outgoing = plain(rooms.words["press.telling"])
    said = await rooms.speaker.say(press.chat, outgoing)
    return None if isinstance(said, Refusal) else shown_page(press.chat, said.message_id, outgoing.pages[0], ())


async def _escalation(rooms: Rooms, press: Pressed) -> Escalation | None:
    """Return the way to the desk; where there is none any more, an old button says so."""
    if rooms.escalation is None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["status.nobody"], alert=True)
    return rooms.escalation


async def _case(rooms: Rooms, press: Pressed) -> Case | None:
    """Return the case that a button names, if it is this person's own."""
    case = await rooms.memory.ask(lambda store: store.case(press.value), None)
    if case is None or case.person != press.person.id or case.note is None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"], alert=True)
        return None
    return case


async def _rewritten(escalation: Escalation, case: Case, press: Pressed) -> tuple[NoteAt, Message | bool] | None:
    """Bring the note up to what was agreed: in its place, or anew where somebody has deleted it."""
    page = note_page(note(case, press.person, press.words), escalation.knowledge)
    at = case.note
    said = await escalation.desk.rewrite(at, page) if at else Refusal.REJECTED
    if at and (not isinstance(said, Refusal) or said is Refusal.UNCHANGED):
        return at, said if not isinstance(said, Refusal) else True
    anew = await escalation.desk.post(page, FIRST_TRY)
    return None if isinstance(anew, Refusal) else (note_at(anew), anew)


async def _take_back(escalation: Escalation, case: Case, written: tuple[NoteAt, Message | bool] | None) -> None:
    """Put the note back as it was: a link that Telegram dropped would look like one that works."""
    if written is not None:
        await escalation.desk.rewrite(written[0], note_page(note(case), escalation.knowledge))


def _has_link(written: Message | bool) -> bool:  # noqa: FBT001 - Telegram answers True where it shows no message
    # Telegram drops a link to somebody whose privacy settings forbid it, and says nothing.
    return not isinstance(written, Message) or any(entity.type in LINKS for entity in written.entities)


def _offering_words(rooms: Rooms, press: Pressed, case: Case) -> Keyboard:
    rest = without(press.keyboard, Deed.CONTACT, Deed.WORDS)
    if press.words is None:
        return rest
    return ((key(rooms.words["button.share_words"], Deed.WORDS, case.id),), *rest)


async def _say_below(rooms: Rooms, press: Pressed, line: str, keyboard: Keyboard) -> None:
    text = rooms.words[line]
    if press.html:
        html = f"{press.html}\n\n{escape(text, quote=False)}"
        done = await rooms.speaker.change(press.chat, press.message, html, keyboard)
        if not isinstance(done, Refusal):
            return
    await rooms.speaker.say(press.chat, plain(text, keyboard=keyboard), press.asked)
