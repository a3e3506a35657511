"""What is said in the same words to many people, put together once: safety cards, excerpts, what closes a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.assistant.compose import closing_blocks, safety_blocks, topic_blocks
from bot.assistant.reply import BlockKind
from bot.triage import level_of

if TYPE_CHECKING:
    from bot.assistant.reply import Block
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Level

Blocks: TypeAlias = "tuple[Block, ...]"
# Far more than flags and countries meet in a day, and some megabytes at most.
_CARDS = 2000


class Card(NamedTuple):
    """A safety card: what is said first, and what to watch for, which is said behind the excerpt."""

    first: Blocks
    watch: Blocks


class Said:
    """The blocks of one knowledge folder in the words of one language."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Start with nothing said."""
        self._knowledge = knowledge
        self._cards: dict[tuple[tuple[tuple[str, Level], ...], str | None, bool], Card] = {}
        self._excerpts: dict[tuple[str, bool], Blocks] = {}
        self._closings: dict[str | None, Blocks] = {}

    def prepare(self) -> None:
        """Say now what most replies are made of: each excerpt, and the cards of each red flag alone."""
        self.closing(None)
        for topic in self._knowledge.topics:
            self.closing(topic)
            for short in (False, True):
                self.excerpt(topic, short=short)
        for flag in self._knowledge.flags.values():
            for level in {level_of(name) for name in (flag.level, *flag.say)}:
                for unclear in (False, True):
                    self.card(((flag.id, level),), None, unclear=unclear)

    def card(self, flags: tuple[tuple[str, Level], ...], country: str | None, *, unclear: bool) -> Card:
        """Return the safety card for live `flags` (id and level, the highest first); nothing without any."""
        asked = (flags, country, unclear)
        known = self._cards.get(asked)
        if known is None:
            if len(self._cards) >= _CARDS:
                self._cards.clear()
            blocks = tuple(safety_blocks(self._knowledge, flags, country, unclear=unclear))
            watch = tuple(block for block in blocks if block.kind is BlockKind.WATCH)
            known = self._cards[asked] = Card(blocks[: len(blocks) - len(watch)], watch)
        return known

    def excerpt(self, topic_id: str, *, short: bool) -> Blocks:
        """Return a topic's title, excerpt and guard; `short`: its first paragraph. KeyError for an unknown id."""
        known = self._excerpts.get((topic_id, short))
        if known is None:
            topic = self._knowledge.topics[topic_id]
            known = self._excerpts[topic_id, short] = tuple(topic_blocks(topic, short=short))
        return known

    def closing(self, topic_id: str | None) -> Blocks:
        """Return the source of a topic, if one is told, and the disclaimer. KeyError for an unknown id."""
        known = self._closings.get(topic_id)
        if known is None:
            topic = None if topic_id is None else self._knowledge.topics[topic_id]
            known = self._closings[topic_id] = tuple(closing_blocks(self._knowledge, topic))
        return known
