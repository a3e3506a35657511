"""How long one reply takes, and how that compares with one fuzzy pass over the topics in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.assistant.assistant import Assistant
    from bot.knowledge.model import Topic

    Clock = Callable[[], float]

_WARM = 50
# A matcher that is to offer something beside its first topic must score all of them.
_BEST = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for one message on this machine, and ratios to the peer's median, which travel better."""

    messages: int
    median_ms: float
    high_ms: float  # 99 % of messages are faster
    worst_ms: float
    peer_median_ms: float

    @property
    def median_ratio(self) -> float:
        """The median against the peer's median."""
        return round(self.median_ms / self.peer_median_ms, 3)

    @property
    def high_ratio(self) -> float:
        """The 99 % point against the peer's median."""
        return round(self.high_ms / self.peer_median_ms, 3)


def speed(assistant: Assistant, texts: Sequence[str], clock: Clock) -> Speed:
    """Return the speed of one reply to each of `texts` (at least one), each timed once, as it would arrive.

    The peer is one pass of rapidfuzz's WRatio over the topics' texts, for the best three. `clock` returns seconds.
    """
    topics = [utils.default_process(topic_text(topic)) for topic in assistant.knowledge.topics.values()]

    def peer(text: str) -> object:
        return process.extract(utils.default_process(text), topics, scorer=fuzz.WRatio, limit=_BEST)

    peers = times(peer, texts, clock)
    ours = sorted(times(assistant.reply, texts, clock))
    return Speed(
        messages=len(ours),
        median_ms=round(median(ours), 4),
        high_ms=round(ours[min(int(len(ours) * 0.99), len(ours) - 1)], 4),
        worst_ms=round(ours[-1], 4),
        peer_median_ms=round(median(peers), 4),
    )


def topic_text(topic: Topic) -> str:
    """Return what a general matcher would be given for a topic: title, summary and excerpt."""
    lines = [line for part in topic.excerpt for line in ([part] if isinstance(part, str) else part.bullets)]
    return " ".join([topic.title, topic.summary, *lines])


def times(answer: Callable[[str], object], texts: Sequence[str], clock: Clock) -> list[float]:
    """Return how many milliseconds `answer` took for each of `texts`, after warming up on the first few."""
    for text in texts[:_WARM]:
        answer(text)
    taken = []
    for text in texts:
        start = clock()
        answer(text)
        taken.append(1000 * (clock() - start))
    return taken
