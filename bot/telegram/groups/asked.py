"""What was asked in a group, and what is to be done about it: decided from memory alone, so that chatter ends here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.assistant.conversation import Conversation
from bot.assistant.manners import Move, Speak, move
from bot.knowledge.model import Level
from bot.telegram.answering import Place, recall
from bot.telegram.company.door import Spoken, spoken
from bot.telegram.company.speaking import Spot
from bot.telegram.groups import trial
from bot.telegram.journal import begun_before

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.gist import Gist
    from bot.storage.group_store import Group
    from bot.telegram.context import Rooms

# Neutral ones: a group sees their names in its menu.
COMMANDS = frozenset({"ask", "private", "settings"})
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

    @property
    def place(self) -> Place:
        """Whose conversation it belongs to."""
        return Place(self.update, self.spoken.chat, self.person, self.spoken.message)


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


async def recalled(rooms: Rooms, asked: Asked) -> Asked:
    """Return a message with what was said before; who calls the bot may go on with that ("and for kids?")."""
    conversation = await recall(rooms, asked.place)
    chat, answers = asked.spoken.chat, asked.spoken.answers
    # One that they alone saw has no number of its own: what they were told is remembered as theirs.
    below = await rooms.memory.ask(lambda store: store.answer(chat, answers), None) if answers else None
    if below is not None and below.topic is not None:
        conversation = replace(conversation, topic=below.topic)
    gist = rooms.assistant.gist(asked.spoken.text, conversation) if asked.spoken.called else asked.gist
    return replace(asked, conversation=conversation, gist=gist)


def again(rooms: Rooms, asked: Asked) -> Move:
    """Decide again about a message, now that it is known what was said before; it was not silence then."""
    chosen = decided(asked.spoken, asked.gist, asked.group, resting=rooms.book.resting(asked.spoken.chat, rooms.now()))
    return Move.PRIVATE if chosen is Move.SILENT else chosen


async def is_new(rooms: Rooms, asked: Asked) -> bool:
    """Whether neither this message was acted on yet nor an edit of it: else only a danger that it adds counts."""
    said = asked.spoken
    if not said.message or begun_before():
        return True
    earlier = await rooms.memory.ask(lambda store: store.answers_to(said.chat, said.message), ())
    acted_on = {flag for answered in earlier for flag in answered.flags}
    danger = {flag for flag, level in asked.gist.flags if level >= Level.EMERGENCY}
    return not earlier or not danger <= acted_on
