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

    The peer is rapidfuzz's WRatio over one short text for each topic. `clock` returns seconds.
    """
    topics = [topic_text(topic) for topic in assistant.knowledge.topics.values()]

    def peer(text: str) -> object:
        return process.extractOne(text, topics, scorer=fuzz.WRatio, processor=utils.default_process)

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
    """Return what a general matcher would be given for a topic: title, summary, and its first paragraph."""
    first = next((part for part in topic.excerpt if isinstance(part, str)), "")
    return f"{topic.title}. {topic.summary} {first}"


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
