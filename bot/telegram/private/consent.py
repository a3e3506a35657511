"""The person's buttons about people: ask for one, let them write, share the words, say that help was called."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity

from bot.desk.case import Case, Consent, NoteAt
from bot.desk.effects import Step
from bot.knowledge.model import Level
from bot.telegram.answering import Place, recall
from bot.telegram.buttons import Deed, Keyboard, key, without
from bot.telegram.cases.escalation import FIRST_TRY, Escalation, new_case_id
from bot.telegram.cases.shown import Shown, shown_html, shown_page
from bot.telegram.desk.alarming import raise_alarm
from bot.telegram.desk.relay import pass_to_volunteer
from bot.telegram.door import Pressed, Question, pressed
from bot.telegram.refusal import Refusal
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.telegram.context import BotContext, Rooms

LINKS = frozenset({MessageEntity.TEXT_LINK, MessageEntity.TEXT_MENTION})


async def on_person(update: Update, context: BotContext) -> None:
    """Tell the desk that somebody would like to talk. Nobody learns who, until they agree."""
    rooms, press = context.rooms, pressed(update)
    if press is None or await _escalation(rooms, press) is None:
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
        await raise_alarm(rooms, place.update, case, shown)


async def on_contact(update: Update, context: BotContext) -> None:
    """Let volunteers know who it is and write to them: "Let a volunteer write to me"."""
    rooms, press = context.rooms, pressed(update)
    if press is None or (case := await _case(rooms, press)) is None:
        return
    rooms, agreed = rooms.among(case.group), case.agreed(Consent.CONTACT)
    written = await _rewritten(rooms, agreed, press)
    if written is None or not _has_link(written[1]):
        await rooms.speaker.answer_press(press.chat, press.query)
        await rooms.cards.show(case)
        await _say_below(rooms, press, "consent.no_link" if written else "consent.not_passed_on", press.keyboard)
        return
    at = written[0]
    kept = await rooms.casework.take(case.id, lambda now: _agreed(now, Consent.CONTACT, at))
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    case = kept.case if kept else replace(agreed, note=at)
    await rooms.cards.say_below(case, "note.agreed", patience=FIRST_TRY)
    await _say_below(rooms, press, "consent.contact", _offering_words(rooms, press, case))


async def on_words(update: Update, context: BotContext) -> None:
    """Put the person's words below the card: "Share what I wrote". They come from the chat, not from us."""
    rooms, press = context.rooms, pressed(update)
    if press is None or (case := await _case(rooms, press)) is None:
        return
    rooms = rooms.among(case.group)
    if press.words is None or press.asked is None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["consent.words_gone"], alert=True)
        return
    question = Question(press.chat, press.person, press.asked, press.words)
    may = case.agreed(Consent.WORDS).consent is Consent.WORDS
    passed = may and await pass_to_volunteer(rooms, question, case)
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"] if passed else "")
    if passed:
        await rooms.casework.take(case.id, lambda now: _agreed(now, Consent.WORDS, now.note))
    line = "consent.words" if passed else "consent.not_passed_on"
    rest = without(press.keyboard, Deed.WORDS) if passed else press.keyboard
    await _say_below(rooms, press, line, rest)


def _agreed(case: Case, consent: Consent, at: NoteAt | None) -> Step:
    """Take what the person agreed to; to be written to opens the line. `at`: the card, put up anew perhaps."""
    moved = at is None or (case.note is not None and case.note.chat != at.chat)
    return Step(replace(case.agreed(consent), note=case.note if moved else at, talking=True))


async def on_called(update: Update, context: BotContext) -> None:
    """Take "I have called": a word to the person, and one to the desk if it knows of them."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    await rooms.speaker.answer_press(press.chat, press.query, rooms.words["press.done"])
    await _say_below(rooms, press, "status.called", without(press.keyboard, Deed.CALLED))
    if (case := await rooms.alarms.open_case(press.person.id)) is not None:
        await rooms.cards.say_below(case, "note.called", patience=FIRST_TRY)


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
    if case is None or case.person != press.person.id or case.note is None or not case.open:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"], alert=True)
        return None
    return case


async def _rewritten(rooms: Rooms, case: Case, press: Pressed) -> tuple[NoteAt, Message | bool] | None:
    """Bring the card up to what was agreed: in its place, or anew where somebody has deleted it."""
    if case.note is None:
        return None
    said = await rooms.cards.show(case, press.person)
    if not isinstance(said, Refusal):
        return case.note, said
    if said is Refusal.UNCHANGED:
        return case.note, True
    anew = await rooms.cards.again(case, press.person)
    return None if isinstance(anew, Refusal) else (anew, True)


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
