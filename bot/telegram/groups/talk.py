"""Groups: silent by default, private by default, and danger always acted on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.assistant.conversation import Conversation
from bot.assistant.manners import Call, Move, Speak, move
from bot.knowledge.model import Level
from bot.storage.group_store import GroupStore
from bot.storage.rows import Answered
from bot.telegram.answering import Answer, Place, answer, escalate_from, recall, safety_only, written
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.company.door import Spoken, spoken
from bot.telegram.company.speaking import Ear, Spot, say_openly
from bot.telegram.counting import count
from bot.telegram.groups import trial
from bot.telegram.groups.settings.offer import offer_settings
from bot.telegram.handoff import Behind, way_in
from bot.telegram.journal import begun_before
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.whispers import can_whisper, whispered

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.gist import Gist
    from bot.assistant.reply import Reply
    from bot.storage.group_store import Group
    from bot.telegram.context import BotContext, Rooms

# Neutral ones: a group sees their names in its menu.
COMMANDS = frozenset({"ask", "private", "settings"})
SAME_QUESTION = timedelta(minutes=1)
TOPICS_SHOWN = 3
NOTHING_SAID = Conversation()


@dataclass(frozen=True, slots=True)
class Asked:
    """A message in a group that is dealt with: its update, what was said, what it is about, where, and after what."""

    update: int
    spoken: Spoken
    gist: Gist
    group: Group
    conversation: Conversation = NOTHING_SAID

    @property
    def spot(self) -> Spot:
        """Where an answer for all to see belongs."""
        return Spot(self.spoken.chat, self.spoken.thread, self.spoken.message)

    @property
    def person(self) -> int:
        """Whose it is; the chat's number for somebody who writes in a chat's name."""
        return self.spoken.person.id if self.spoken.person else self.spoken.chat


def decided(said: Spoken, gist: Gist, group: Group, *, resting: bool) -> Move:
    """Decide about a message in a group: pure. An edit is answered only if it calls the bot, or names a danger."""
    manners = group.choices.manners
    if said.edited:
        manners = replace(manners, speak=Speak.ADDRESSED)
    if said.command is not None and not said.text:
        return Move.PRIVATE
    chosen = move(gist, replace(said.said, resting=resting), manners)
    return Move.PRIVATE if said.command == "private" and chosen is Move.PUBLIC else chosen


def weighed(update: Update, rooms: Rooms) -> tuple[Asked, Move] | None:
    """Take what was said in a group and decide about it, from memory alone: most of it ends here."""
    said = spoken(update, rooms.me, COMMANDS)
    if said is None or rooms.book.is_desk(said.chat):
        return None
    gist, group = rooms.assistant.gist(said.text), rooms.book.of(said.chat)
    asked = Asked(update.update_id, said, gist, group)
    if trial.running(group):
        # On trial it would also have answered what nobody called it for: that is what is to be seen.
        group = replace(group, choices=replace(group.choices, manners=trial.as_if(group.choices.manners)))
    return asked, decided(said, gist, group, resting=rooms.book.resting(said.chat, rooms.now()))


async def on_group(update: Update, context: BotContext) -> None:
    """Deal with one message in a group."""
    rooms = context.rooms
    if (found := weighed(update, rooms)) is None or found[1] is Move.SILENT:
        return
    asked, what = found
    rooms = rooms.among(asked.spoken.chat)
    if asked.spoken.command == "settings":
        await offer_settings(rooms, asked.spoken)
    elif trial.running(asked.group) and what is not Move.ALARM:
        await trial.count(rooms, rooms.book.of(asked.spoken.chat), asked.update, asked.spoken, asked.gist)
    elif await _new(rooms, asked):
        asked = await _recalled(rooms, asked)
        await DEALT[_again(rooms, asked) if asked.spoken.called else what](rooms, asked)


async def _recalled(rooms: Rooms, asked: Asked) -> Asked:
    """Return a message with what was said before; who calls the bot may go on with that ("and for kids?")."""
    conversation = await recall(rooms, _place(asked))
    chat, answers = asked.spoken.chat, asked.spoken.answers
    below = await rooms.memory.ask(lambda store: store.answer(chat, answers), None) if answers is not None else None
    if below is not None and below.topic is not None:
        conversation = replace(conversation, topic=below.topic)
    gist = rooms.assistant.gist(asked.spoken.text, conversation) if asked.spoken.called else asked.gist
    return replace(asked, conversation=conversation, gist=gist)


def _again(rooms: Rooms, asked: Asked) -> Move:
    """Decide again about a message, now that it is known what was said before; it was not silence then."""
    chosen = decided(asked.spoken, asked.gist, asked.group, resting=rooms.book.resting(asked.spoken.chat, rooms.now()))
    return Move.PRIVATE if chosen is Move.SILENT else chosen


async def _new(rooms: Rooms, asked: Asked) -> bool:
    """Whether neither this message was acted on yet nor an edit of it: else only a danger that it adds counts."""
    said = asked.spoken
    if not said.message or begun_before():
        return True
    earlier = await rooms.memory.ask(lambda store: store.answers_to(said.chat, said.message), ())
    acted_on = {flag for answered in earlier for flag in answered.flags}
    danger = {flag for flag, level in asked.gist.flags if level >= Level.EMERGENCY}
    return not earlier or not danger <= acted_on


async def in_public(rooms: Rooms, asked: Asked) -> None:
    """Answer for all to see, as the administrators chose; the same question within a minute only once."""
    said, topic, now = asked.spoken, asked.gist.topic, rooms.now()
    lately = now - SAME_QUESTION
    again = await rooms.memory.ask(
        lambda store: GroupStore(store.connection).answered_since(said.chat, lately, topic, said.message),
        otherwise=True,
    )
    if again:
        if asked.spoken.called:
            await in_private(rooms, asked)
        return
    what = _answer(rooms, asked)
    page = (await written(rooms, _place(asked), what)).pages[0]
    sent = await say_openly(rooms.speaker, asked.spot, page, keyboard(rooms, what.reply, await _door(rooms, asked)))
    if isinstance(sent, Refusal):
        return
    _rest(rooms, asked)
    await _keep(rooms, asked, sent.message_id)
    await _remember(rooms, asked, what)


async def in_private(rooms: Rooms, asked: Asked) -> None:
    """Answer the asker alone: by a message that only they see, or a door to their private chat.

    Where not even the door can be shown, whoever has a private chat is answered there.
    """
    what, door = _answer(rooms, asked), await _door(rooms, asked)
    if not await _said_to_them_alone(rooms, asked, what, door) and not await _say_line(rooms, asked, door):
        await _written_to(rooms, asked, what)
    _rest(rooms, asked)
    await _keep(rooms, asked, 0)
    await _remember(rooms, asked, what)


async def alarm(rooms: Rooms, asked: Asked) -> None:
    """Act on a danger: the person is told as privately as is possible, and the desk is told.

    The desk waits for no group that is slow to take our words: its alarm is put down first.
    """
    what = _answer(rooms, asked)
    what = replace(what, reply=safety_only(what.reply))
    await _keep(rooms, asked, 0)
    door = await _door(rooms, asked)
    if await can_whisper(rooms, asked.spoken.chat) and asked.spoken.person is not None:
        await escalate_from(rooms, asked.update, what, asked.person, asked.spoken.chat)
        if await _said_to_them_alone(rooms, asked, what, door):
            return
    if await _written_to(rooms, asked, what):
        return
    await escalate_from(rooms, asked.update, what, asked.person, asked.spoken.chat)
    if not trial.running(asked.group):
        await _say_line(rooms, asked, door)


async def fall_back(update: Update, rooms: Rooms) -> None:
    """Act on a danger in a group by the shortest way, when its handler failed: tell the desk, show a door."""
    found = weighed(update, rooms)
    if found is None or found[1] is not Move.ALARM:
        return
    asked, rooms = found[0], rooms.among(found[0].spoken.chat)
    what = Answer(safety_only(rooms.assistant.reply(asked.spoken.text)), Conversation())
    await escalate_from(rooms, update.update_id, what, asked.person, asked.spoken.chat)
    if not trial.running(asked.group):
        address = await way_in(rooms, Behind(asked.spoken.chat, None))
        door = ((Key(rooms.words["group.door"], url=address),),)
        await say_openly(rooms.speaker, asked.spot, _line(rooms), door)


DEALT = {Move.ALARM: alarm, Move.PRIVATE: in_private, Move.PUBLIC: in_public}


def _answer(rooms: Rooms, asked: Asked) -> Answer:
    return Answer(rooms.assistant.reply(asked.spoken.text, asked.conversation), asked.conversation)


async def _said_to_them_alone(rooms: Rooms, asked: Asked, what: Answer, door: Keyboard) -> bool:
    person = asked.spoken.person
    if person is None:
        return False
    has_words = bool(asked.spoken.text) and asked.spoken.command != "private"
    to = Ear(Spot(asked.spoken.chat, asked.spoken.thread), person.id)
    line = _line(rooms)
    if not has_words:
        return await whispered(rooms, to, (line, door), (line, door))
    page = (await written(rooms, _place(asked), what)).pages[0]
    full = (page, keyboard(rooms, what.reply, door))
    return await whispered(rooms, to, full, (line, door))


async def _written_to(rooms: Rooms, asked: Asked, what: Answer) -> bool:
    """Answer in the private chat of somebody who has one; False for anybody else."""
    person = asked.spoken.person
    if person is None or not await rooms.memory.ask(lambda store: store.knows(person.id), otherwise=False):
        return False
    return await answer(rooms, Place(asked.update, person.id, person.id, None, asked.spoken.chat), what)


async def _say_line(rooms: Rooms, asked: Asked, door: Keyboard) -> bool:
    """Say one line that gives nothing away, with the door; False where we may not write."""
    said = await say_openly(rooms.speaker, asked.spot, _line(rooms), door)
    return not isinstance(said, Refusal)


def _line(rooms: Rooms) -> Page:
    return Page((Piece(rooms.words["group.line"]),))


async def _door(rooms: Rooms, asked: Asked) -> Keyboard:
    person = asked.spoken.person
    gist = asked.gist if asked.spoken.text else None
    behind = Behind(asked.spoken.chat, person.id if person else None, gist)
    address = await way_in(rooms, behind)
    return ((Key(rooms.words["group.door"], url=address),),)


def keyboard(rooms: Rooms, reply: Reply, door: Keyboard) -> Keyboard:
    """Offer the nearest topics and the door to the private chat, where everything else can be done."""
    topics = rooms.knowledge.topics
    rows = tuple((key(topics[topic].title, Deed.TOPIC, topic),) for topic in reply.offers.topics[:TOPICS_SHOWN])
    return (*rows, *door)


def _place(asked: Asked) -> Place:
    return Place(asked.update, asked.spoken.chat, asked.person, asked.spoken.message)


def _rest(rooms: Rooms, asked: Asked) -> None:
    if asked.spoken.said.call is Call.NONE:
        rooms.book.spoke(asked.spoken.chat, rooms.now())


async def _keep(rooms: Rooms, asked: Asked, sent: int) -> None:
    """Keep what was acted on, by numbers: for edits, for an answer's buttons, against answering twice. And count it."""
    said, gist, now = asked.spoken, asked.gist, rooms.now()
    if said.text:
        await count(rooms, "group", said.text, gist)
    if not said.message:
        return
    flags = tuple(flag for flag, _ in gist.flags)
    kept = Answered(said.chat, asked.person, said.message, sent, gist.topic, gist.level, gist.pathway, flags)
    await rooms.memory.tell(lambda store: store.keep_answer(kept, now))


async def _remember(rooms: Rooms, asked: Asked, what: Answer) -> None:
    """Remember what somebody was told in this group, by ids: they may go on with it."""
    if asked.spoken.person is None or not asked.spoken.text:
        return
    said, now, reply = asked.spoken, rooms.now(), what.reply
    later = asked.conversation.said(reply.topic, reply.offers.remembered, now)
    await rooms.memory.tell(lambda store: store.remember(said.chat, asked.person, later, now))
