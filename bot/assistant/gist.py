"""What a message is about, by ids alone: enough to decide by, and to answer later without having kept a word of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from bot.assistant.reply import Reply
    from bot.language.reading import Reading
    from bot.matching import Ranking
    from bot.triage import Assessment

TOPICS_HELD = 3


@dataclass(frozen=True, slots=True)
class Gist:
    """Decision, topics (best first), live flags with their levels (highest first), whether it asks or sounds low.

    `courtesy`: it says that somebody is content, and nothing else.
    """

    decision: Decision
    topics: tuple[str, ...] = ()
    level: Level = Level.NONE
    pathway: str | None = None
    flags: tuple[tuple[str, Level], ...] = ()
    question: bool = False
    soft: bool = False
    courtesy: bool = False

    @property
    def topic(self) -> str | None:
        """The topic that answers it, if one surely does."""
        return self.topics[0] if self.decision is Decision.ANSWER and self.topics else None

    def as_answered(self, reply: Reply) -> Gist:
        """Return the gist of a message as it is answered: `reply` knows what was said before."""
        flags = self.flags if reply.level is self.level else tuple((said.id, reply.level) for said in reply.red_flags)
        topics = tuple(topic.id for topic in reply.topics[:TOPICS_HELD])
        return replace(
            self, decision=reply.decision, topics=topics, level=reply.level, pathway=reply.pathway, flags=flags
        )


def gist_of(reading: Reading, assessment: Assessment, ranking: Ranking, *, soft: bool) -> Gist:
    """Take what is needed from what was read; `soft`: whether it sounds low."""
    decision = Decision(ranking.decision)
    topics = () if decision is Decision.DECLINE else tuple(topic for topic, _ in ranking.topics[:TOPICS_HELD])
    return Gist(
        decision=decision,
        topics=topics,
        level=assessment.level,
        pathway=assessment.pathway,
        flags=tuple((live.flag, live.level) for live in assessment.live),
        question=bool(reading.questions),
        soft=soft,
    )
