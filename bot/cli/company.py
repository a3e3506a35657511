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
        cooldown = timedelta(minutes=company.manners.cooldown)
        resting = company.unasked_at is not None and now - company.unasked_at < cooldown
        # A command that is not ours is for somebody else.
        said = Said(call, to_other=words.startswith("/") and call is Call.NONE, resting=resting)
        what = move(gist, said, company.manners)
        if called.lower() == "/private" or (call is not Call.NONE and not text):
            what = Move.ALARM if what is Move.ALARM else Move.PRIVATE
        if what is Move.SILENT:
            return company, (self._aside("terminal.group.silence"),)
        reply = self._assistant.reply(text, conversation)
        people = dict(company.people) | {who: conversation.said(reply.topic, reply.offers.remembered, now)}
        after = replace(company, people=people, unasked_at=now if call is Call.NONE else company.unasked_at)
        return self._told(after, who, (what, gist, reply, call), now)

    def _told(
        self, company: Company, who: str, found: tuple[Move, Gist, Reply, Call], now: datetime
    ) -> tuple[Company, tuple[Heard, ...]]:
        what, gist, reply, call = found
        if what is Move.ALARM:
            signs = "; ".join(self._assistant.knowledge.flags[flag].title for flag, _ in gist.flags)
            return company, (
                Heard(who, reply.safety, reply.level),
                self._aside("terminal.group.desk", signs=signs),
            )
        if what is Move.PRIVATE or gist.topic is None:
            return company, (Heard(who, reply.blocks, reply.level),)
        told = company.answered.get(gist.topic)
        if told is not None and now - told < SAME_QUESTION:
            again = (
                self._aside("terminal.group.silence") if call is Call.NONE else Heard(who, reply.blocks, reply.level)
            )
            return company, (again,)
        return replace(company, answered={**company.answered, gist.topic: now}), (Heard("", reply.blocks, reply.level),)

    def _aside(self, key: str, **values: object) -> Heard:
        paragraphs = self._words.get(key, **values).strip().split("\n\n")
        return Heard(None, tuple(Block(BlockKind.NOTE, paragraph) for paragraph in paragraphs))
