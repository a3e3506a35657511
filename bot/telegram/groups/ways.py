"""Ways to answer somebody in a group: to them alone, in their private chat, or by one line with a door to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.answering import Answer, Place, answer, written
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.company.speaking import Ear, Spot, say_openly
from bot.telegram.handoff import Behind, way_in
from bot.telegram.pages import Page, Piece
from bot.telegram.refusal import Refusal
from bot.telegram.whispers import whispered

if TYPE_CHECKING:
    from bot.assistant.reply import Reply
    from bot.telegram.context import Rooms
    from bot.telegram.groups.asked import Asked

TOPICS_SHOWN = 3


def answer_to(rooms: Rooms, asked: Asked) -> Answer:
    """Return what is to be said, after what was said before."""
    return Answer(rooms.assistant.reply(asked.spoken.text, asked.conversation), asked.conversation)


async def said_to_them_alone(rooms: Rooms, asked: Asked, what: Answer, door: Keyboard) -> bool:
    """Show an answer in the group to the asker alone; False where that is not possible."""
    person = asked.spoken.person
    if person is None:
        return False
    has_words = bool(asked.spoken.text) and asked.spoken.command != "private"
    to = Ear(Spot(asked.spoken.chat, asked.spoken.thread), person.id)
    line = neutral_line(rooms)
    if not has_words:
        return await whispered(rooms, to, (line, door), (line, door))
    page = (await written(rooms, asked.place, what)).pages[0]
    full = (page, keyboard(rooms, what.reply, door))
    return await whispered(rooms, to, full, (line, door))


async def written_to(rooms: Rooms, asked: Asked, what: Answer) -> bool:
    """Answer in the private chat of somebody who has one; False for anybody else."""
    person = asked.spoken.person
    if person is None or not await rooms.memory.ask(lambda store: store.knows(person.id), otherwise=False):
        return False
    return await answer(rooms, Place(asked.update, person.id, person.id, None, asked.spot), what)


async def say_line(rooms: Rooms, asked: Asked, door: Keyboard) -> bool:
    """Say one line that gives nothing away, with the door; False where we may not write."""
    said = await say_openly(rooms.speaker, asked.spot, neutral_line(rooms), door)
    return not isinstance(said, Refusal)


def neutral_line(rooms: Rooms) -> Page:
    """Return the line that gives nothing away."""
    return Page((Piece(rooms.words["group.line"]),))


async def door_for(rooms: Rooms, asked: Asked) -> Keyboard:
    """Make the button that opens the asker's private chat with their answer."""
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
