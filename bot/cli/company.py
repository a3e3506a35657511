"""A group played in one terminal: who is there, what was chosen, what each was told, and how a line is meant. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import Conversation, Level
from bot.assistant.manners import Call, Manners

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.assistant.reply import Block

SAID = re.compile(r"\s*(?P<who>[^:/@\s][^:]{0,31}?)\s*:\s*(?P<words>.*\S)\s*")
SAME_QUESTION = timedelta(minutes=1)
EVERYBODY = ""
COMMANDS = ("/ask", "/private")
NAME = "@bot"
ANSWERING = ">"


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says: how it calls the bot, and the words without that. `command`: ours, if it is one."""

    who: str
    call: Call
    text: str
    command: str | None = None
    to_other: bool = False

    @property
    def button(self) -> int | None:
        """The number of the button that is pressed, if it is nothing but a number."""
        return int(self.text) if self.text.isascii() and self.text.isdigit() and self.call is Call.NONE else None


def read_line(typed: str) -> Line | None:
    """Read "anna: /ask why"; None for what nobody says."""
    if (said := SAID.fullmatch(typed)) is None:
        return None
    who, words = said["who"], said["words"]
    first, _, rest = words.partition(" ")
    if first.lower() in COMMANDS:
        return Line(who, Call.COMMAND, rest.strip(), command=first.lower())
    if words.startswith("/"):
        # Somebody else's command, or a slip.
        return Line(who, Call.NONE, words, to_other=True)
    if words.startswith(ANSWERING):
        return Line(who, Call.REPLY, words.removeprefix(ANSWERING).strip())
    bare = [word for word in words.split() if word.lower() != NAME]
    named = len(bare) < len(words.split())
    return Line(who, Call.MENTION, " ".join(bare)) if named else Line(who, Call.NONE, words)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the bot says: to whom alone (EVERYBODY; None: an aside for whoever looks on), and the buttons below it."""

    to: str | None
    blocks: tuple[Block, ...]
    level: Level = Level.NONE
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's last answer: who can see it, and the topics that its buttons offer."""

    to: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """How things stand in the group: what its administrators chose, what is remembered of each person.

    `answered`: topics told for all to hear, and when. `aloud`: the topic of the bot's last public answer, for those who
    were told nothing alone since then.
    """

    manners: Manners = field(default_factory=Manners)
    people: Mapping[str, Conversation] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    unasked_at: datetime | None = None
    answered: Mapping[str, datetime] = field(default_factory=dict)
    aloud: str | None = None
    since: frozenset[str] = frozenset()

    def before(self, line: Line, now: datetime) -> Conversation:
        """Return what a line goes on with: who answers the bot's last message goes on with what that was about."""
        conversation = self.people.get(line.who, Conversation()).alive(now)
        if line.call is Call.REPLY and self.aloud is not None and line.who not in self.since:
            return replace(conversation, topic=self.aloud)
        return conversation

    def resting(self, now: datetime) -> bool:
        """Whether the time between two answers that nobody called for is not over."""
        cooldown = timedelta(minutes=self.manners.cooldown)
        return self.unasked_at is not None and now - self.unasked_at < cooldown

    def told_lately(self, topic: str, now: datetime) -> bool:
        """Whether all have just heard about a topic."""
        told = self.answered.get(topic)
        return told is not None and now - told < SAME_QUESTION

    def after(self, who: str, told: Told, conversation: Conversation) -> Company:
        """Return how things stand once somebody was told something."""
        people, answers = {**self.people, who: conversation}, {**self.told, who: told}
        if told.to == EVERYBODY:
            return replace(self, people=people, told=answers, aloud=conversation.topic, since=frozenset())
        return replace(self, people=people, told=answers, since=self.since | {who})
