"""Several people in one terminal, with a group's manners: who says what goes in, who hears what comes out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import Conversation, Level
from bot.assistant.manners import Call, Manners, Move, Said, Speak, Where, move
from bot.assistant.reply import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot import Assistant, Reply
    from bot.assistant.gist import Gist

LINE = re.compile(r"\s*(?P<who>[^:/@\s][^:]{0,31}?)\s*:\s*(?P<words>.*\S)\s*")
SAME_QUESTION = timedelta(minutes=1)
# How somebody calls the bot here; ">" answers its last message.
CALLS = {"/ask": Call.COMMAND, "/private": Call.COMMAND, "@bot": Call.MENTION, ">": Call.REPLY}


@dataclass(frozen=True, slots=True)
class Company:
    """How things stand in the group: what its administrators chose, what is remembered of each person."""

    manners: Manners = field(default_factory=Manners)
    people: Mapping[str, Conversation] = field(default_factory=dict)
    unasked_at: datetime | None = None
    answered: Mapping[str, datetime] = field(default_factory=dict)  # topics told for all to hear

    def resting(self, now: datetime) -> bool:
        """Whether the time between two answers that nobody called for is not over."""
        cooldown = timedelta(minutes=self.manners.cooldown)
        return self.unasked_at is not None and now - self.unasked_at < cooldown

    def told_lately(self, topic: str, now: datetime) -> bool:
        """Whether all have just heard about a topic."""
        told = self.answered.get(topic)
        return told is not None and now - told < SAME_QUESTION


@dataclass(frozen=True, slots=True)
class Met:
    """How a line is met: what is done about it, what it is about, what is said, and how it called the bot."""

    what: Move
    gist: Gist
    reply: Reply
    call: Call


@dataclass(frozen=True, slots=True)
class Heard:
    """What the bot says: to whom alone ("" to everybody, None: an aside for whoever looks on)."""

    to: str | None
    blocks: tuple[Block, ...]
    level: Level = Level.NONE


class GroupDialogue:
    """The steps of a group's talk with one assistant. Holds no state: each step returns the new one."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._words = assistant.knowledge.words

    def start(self) -> tuple[Heard, ...]:
        """Return the greeting."""
        return (self._aside("terminal.group.greeting"),)

    def hear(self, company: Company, line: str, now: datetime) -> tuple[Company, tuple[Heard, ...]]:
        """Return how things stand after a line, and what the bot says to it."""
        if line.strip().startswith("/"):
            return self._chosen(company, line.split())
        said = LINE.fullmatch(line)
        if said is None:
            return company, (self._aside("terminal.group.help"),)
        return self._answered(company, said["who"], said["words"], now)

    def _chosen(self, company: Company, typed: list[str]) -> tuple[Company, tuple[Heard, ...]]:
        """Take a choice of the administrators: /speak asked, /where public."""
        match typed:
            case ["/speak", value] if value in set(Speak):
                manners = replace(company.manners, speak=Speak(value))
            case ["/where", value] if value in set(Where):
                manners = replace(company.manners, where=Where(value))
            case _:
                return company, (self._aside("terminal.group.help"),)
        chosen = (f"settings.speak_{manners.speak}", f"settings.where_{manners.where}")
        return replace(company, manners=manners), tuple(self._aside(key) for key in chosen)

    def _answered(self, company: Company, who: str, words: str, now: datetime) -> tuple[Company, tuple[Heard, ...]]:
        called, _, rest = words.partition(" ")
        call = CALLS.get(called.lower(), Call.NONE)
        text = rest.strip() if call is not Call.NONE else words
        conversation = company.people.get(who, Conversation()).alive(now)
        gist = self._assistant.gist(text, conversation if call is not Call.NONE else Conversation())
        # A command that is not ours is for somebody else.
        to_other = words.startswith("/") and call is Call.NONE
        what = move(gist, Said(call, to_other=to_other, resting=company.resting(now)), company.manners)
        if what is Move.SILENT:
            return company, (self._aside("terminal.group.silence"),)
        if call is not Call.NONE and not text:
            return company, (self._private_chat(who),)
        if called.lower() == "/private" and what is Move.PUBLIC:
            what = Move.PRIVATE
        reply = self._assistant.reply(text, conversation)
        people = dict(company.people) | {who: conversation.said(reply.topic, reply.offers.remembered, now)}
        rests = call is Call.NONE and what is not Move.ALARM
        after = replace(company, people=people, unasked_at=now if rests else company.unasked_at)
        return self._told(after, who, Met(what, gist, reply, call), now)

    def _told(self, company: Company, who: str, met: Met, now: datetime) -> tuple[Company, tuple[Heard, ...]]:
        alone = Heard(who, met.reply.blocks, met.reply.level)
        if met.what is Move.ALARM:
            signs = "; ".join(self._assistant.knowledge.flags[flag].title for flag, _ in met.gist.flags)
            card = Heard(who, met.reply.safety, met.reply.level)
            return company, (card, self._aside("terminal.group.desk", signs=signs))
        if met.what is Move.PRIVATE or met.gist.topic is None:
            return company, (alone,)
        if company.told_lately(met.gist.topic, now):
            return company, (self._aside("terminal.group.silence") if met.call is Call.NONE else alone,)
        return replace(company, answered={**company.answered, met.gist.topic: now}), (replace(alone, to=""),)

    def _private_chat(self, who: str) -> Heard:
        greeting = (self._words["start.greeting"], self._words["start.how"])
        return Heard(who, tuple(Block(BlockKind.NOTE, line) for line in greeting))

    def _aside(self, key: str, **values: object) -> Heard:
        paragraphs = self._words.get(key, **values).strip().split("\n\n")
        return Heard(None, tuple(Block(BlockKind.NOTE, paragraph) for paragraph in paragraphs))
