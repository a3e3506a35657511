"""What to tell the person, in the order in which it is said. Knows nothing of HTML, buttons or Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from bot.assistant.conversation import ASKED, BESIDE, Conversation
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Decision(StrEnum):
    """What the article has for this message."""

    ANSWER = "answer"  # sure: the excerpt is told
    CLARIFY = "clarify"  # in the domain: the best topics are offered
    DECLINE = "decline"  # nothing in the article speaks to this


class BlockKind(StrEnum):
    """What a block of text is for; a shell decides how it looks."""

    ACTION = "action"  # what to do first
    SIGNS = "signs"  # which signs the person named
    QUESTION = "question"  # the one question that would settle what is unclear
    NOTE = "note"  # about the reply itself: declined, language, gentle words
    TITLE = "title"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    WATCH = "watch"  # what would make a sign more urgent: after the excerpt, where nothing is urgent now
    GUARD = "guard"  # what must not be done, beside a treatment
    OFFER = "offer"  # the runner-up, offered, not told
    SOURCE = "source"
    DISCLAIMER = "disclaimer"


# What a safety card is made of.
CARD = (BlockKind.ACTION, BlockKind.SIGNS, BlockKind.QUESTION, BlockKind.WATCH)


class Block(str):
    """One piece of text to show, plain, with what it is for."""

    __slots__ = ("kind",)
    kind: BlockKind

    def __new__(cls, kind: BlockKind, text: str) -> Self:
        """Return `text` marked as `kind`."""
        block = super().__new__(cls, text)
        block.kind = kind
        return block


class TopicScore(NamedTuple):
    """A topic with its calibrated score, 0 to 1."""

    id: str
    score: float


class FlagMention(NamedTuple):
    """A live red flag and one span of the person's own words that it rests on: `text[start:end]`."""

    id: str
    text: str
    start: int
    end: int


class DismissedMention(NamedTuple):
    """A red flag's words read as not live, and why (negated, past, hypothetical, animal, quoted, lookalike)."""

    id: str
    text: str
    start: int
    end: int
    why: str


class Reason(NamedTuple):
    """What some words speak for, a topic or a red flag, by which rules; `weight` is 0 for a flag, which has a level."""

    speaks_for: str
    weight: float
    rules: tuple[str, ...]


class Why(NamedTuple):
    """One line of "Why this?": the person's words, the concept they were taken for, and how they were meant."""

    text: str
    start: int
    end: int
    concept: str
    context: str
    edits: int
    reasons: tuple[Reason, ...]  # red flags first, then topics, the strongest first


@dataclass(frozen=True, slots=True)
class Offers:
    """What the person can do next; the shell makes buttons of it and leaves out what it cannot do."""

    topics: tuple[str, ...] = ()  # topic ids: the runner-up or the choices first, then related ones
    person: bool = False  # "talk to a person" belongs to the front
    country: bool = False  # the safety card speaks of a number and no country is known
    crisis_line: bool = False  # soft signals: the line stands behind a button
    called: bool = False  # "I have called"
    asked: str | None = None  # the flag that a yes to the question affirms

    @property
    def remembered(self) -> tuple[str, ...]:
        """What the next message can refer to: the topics, and the question."""
        return self.topics if self.asked is None else (*self.topics, ASKED + self.asked)


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply to one message."""

    decision: Decision
    topics: tuple[TopicScore, ...]
    level: Level
    pathway: str | None
    red_flags: tuple[FlagMention, ...]
    dismissed: tuple[DismissedMention, ...]
    blocks: tuple[Block, ...]
    offers: Offers
    why: Sequence[Why]

    @property
    def topic(self) -> str | None:
        """The topic that was told, if one was."""
        return self.topics[0].id if self.decision is Decision.ANSWER and self.topics else None

    def continued(self, conversation: Conversation, now: datetime) -> Conversation:
        """Return how `conversation` stands after this reply: with the card of an emergency it begins anew.

        Whoever answers such a card with a bare "no" must not read on about what was told before it.
        """
        if self.level is Level.EMERGENCY:
            conversation = Conversation(country=conversation.country)
        moved_on = self.topic is not None or bool(self.offers.topics)
        pathway = self.pathway or (None if moved_on else conversation.beside)
        mark = () if pathway is None else (BESIDE + pathway,)
        return conversation.said(self.topic, (*self.offers.remembered, *mark), now)

    @property
    def safety(self) -> tuple[Block, ...]:
        """The safety card alone: what is sent when everything after triage failed."""
        return tuple(block for block in self.blocks if block.kind in CARD)
