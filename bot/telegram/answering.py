"""Send an answer and do what belongs to it: remember what it was about, tell the desk where somebody is in danger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.assistant.conversation import Conversation
from bot.assistant.reply import BlockKind
from bot.desk.case import Case
from bot.knowledge.model import Level
from bot.storage.rows import Answered
from bot.storage.standing import Standing, standing
from bot.telegram.cases.escalation import new_case_id
from bot.telegram.cases.shown import shown_page
from bot.telegram.desk.alarming import raise_alarm
from bot.telegram.door import Pressed
from bot.telegram.refusal import Refusal
from bot.telegram.render import Outgoing, render

if TYPE_CHECKING:
    from bot.assistant.reply import Reply
    from bot.storage.store import Store
    from bot.telegram.company.speaking import Spot
    from bot.telegram.context import Rooms
    from bot.telegram.door import Question
    from bot.telegram.memory import Deed


@dataclass(frozen=True, slots=True)
class Place:
    """To whom an answer goes, in which chat, below which message of theirs; `update` is the update that asked.

    `origin`: where they wrote it, if not in this chat.
    """

    update: int
    chat: int
    person: int
    asked: int | None
    origin: Spot | None = None

    @classmethod
    def of(cls, update: int, said: Question | Pressed) -> Place:
        """Take the place from what was said or pressed: an answer to a press belongs to the same message of theirs."""
        message = said.asked if isinstance(said, Pressed) else said.message
        return cls(update, said.chat, said.person.id, message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be said, and the conversation that it belongs to.

    `confirmed`: a flag that a button confirmed, which the reply itself does not name. `notes` go to the end. `known`:
    whether the person has been here before; None: that is yet to be asked. `counted`: done when it is remembered.
    """

    reply: Reply
    conversation: Conversation
    confirmed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    known: bool | None = None
    counted: Deed | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """The red flags that it is about."""
        return self.confirmed or flags_of(self.reply)


def flags_of(reply: Reply) -> tuple[str, ...]:
    """Name the live flags of a reply, each once, in order."""
    return tuple(dict.fromkeys(mention.id for mention in reply.red_flags))


async def recall(rooms: Rooms, place: Place) -> Conversation:
    """Return what is remembered of the conversation; nothing, where the database fails."""
    now = rooms.now()
    return await rooms.memory.ask(lambda store: store.conversation(place.chat, place.person, now), Conversation())


async def recall_all(rooms: Rooms, place: Place) -> Standing:
    """Return how things stand with the person and this message of theirs."""
    now, asked = rooms.now(), place.asked or 0
    return await rooms.memory.ask(lambda store: standing(store, place.chat, place.person, asked, now), Standing())


async def answer(rooms: Rooms, place: Place, what: Answer) -> bool:
    """Send an answer; if it arrived, remember it, and let the desk be told. Returns whether it arrived."""
    outgoing = await written(rooms, place, what)
    said = await rooms.speaker.say(place.chat, outgoing, place.asked)
    if isinstance(said, Refusal):
        return False
    await remember(rooms, place, what, said.message_id)
    await escalate(rooms, place, what, said.message_id, outgoing)
    return True


async def written(rooms: Rooms, place: Place, what: Answer) -> Outgoing:
    """Lay out an answer for this person: the notice of the first use is part of the first one."""
    known = what.known
    if known is None:
        known = await rooms.memory.ask(lambda store: store.knows(place.person), otherwise=True)
    desk = rooms.escalation is not None
    return render(what.reply, rooms.knowledge, desk=desk, first_time=not known, notes=what.notes)


async def remember(rooms: Rooms, place: Place, what: Answer, sent: int) -> None:
    """Keep what message `sent` of ours was about, and where the conversation now stands."""
    now, reply = rooms.now(), what.reply
    asked = place.asked or 0
    answered = Answered(place.chat, place.person, asked, sent, reply.topic, reply.level, reply.pathway, what.flags)
    later = reply.continued(what.conversation, now)

    async def kept(store: Store) -> None:
        await store.keep_answer(answered, now)
        await store.remember(place.chat, place.person, later, now)
        if what.counted is not None:
            await what.counted(store)

    await rooms.memory.later(kept)


async def escalate(rooms: Rooms, place: Place, what: Answer, sent: int, outgoing: Outgoing) -> None:
    """Let the desk be told of an emergency or crisis, without holding up this chat."""
    desk = rooms.book.desk_of(place.origin.chat if place.origin else None)
    if desk is None or what.reply.level < Level.EMERGENCY:
        return
    shown = shown_page(place.chat, sent, outgoing.pages[-1], outgoing.keyboard)
    case = _case(rooms, what, place.person, place.origin)
    await raise_alarm(rooms, place.update, case, shown)


async def escalate_from(rooms: Rooms, update: int, what: Answer, person: int, spot: Spot) -> None:
    """Let the desk be told of somebody in a group who has no message in private that could carry what came of it."""
    if rooms.book.desk_of(spot.chat) is not None:
        await raise_alarm(rooms, update, _case(rooms, what, person, spot), None)


def _case(rooms: Rooms, what: Answer, person: int, origin: Spot | None) -> Case:
    reply, country = what.reply, what.conversation.country
    return Case(
        id=new_case_id(),
        person=person,
        chat=person,
        level=reply.level,
        pathway=reply.pathway,
        flags=what.flags,
        country=country,
        opened_at=rooms.now(),
        group=origin.chat if origin else None,
        asked=(origin.message or None) if origin else None,
        topic=origin.thread if origin else None,
    )


def safety_only(reply: Reply) -> Reply:
    """Return the reply without its excerpt: the safety card and the disclaimer."""
    closing = tuple(block for block in reply.blocks if block.kind is BlockKind.DISCLAIMER)
    return replace(reply, blocks=(*reply.safety, *closing), topics=(), offers=replace(reply.offers, topics=()))
