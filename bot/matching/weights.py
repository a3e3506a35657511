"""What was learned, made ready to be summed up quickly: for each topic, for what lies elsewhere, and at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.model import Learned
    from bot.matching.features import Features


class Weighed(NamedTuple):
    """What speaks for each of the topics, for other subjects (none: nothing was learned of them), and at the gate."""

    topics: list[float]
    elsewhere: list[float]
    gate: float


class Weights:
    """The learned weights of one knowledge folder."""

    def __init__(self, learned: Learned, topics: Iterable[str]) -> None:
        """Index the rows of `learned`; `topics` come first in its order, those that it does not know get no weight."""
        self.names = (*learned.order, *(topic for topic in topics if topic not in learned.order))
        self._place = {topic: place for place, topic in enumerate(self.names)}
        self._known = len(learned.order)
        self._unknown = [0.0] * (len(self.names) - self._known)
        self._scale = learned.scale
        self._rows = Rows(
            learned.topics, learned.bias, learned.step, dict(zip(learned.topics, learned.gate, strict=True))
        )

    def weigh(self, by_hand: Mapping[str, float], found: Features) -> Weighed:
        """Return what the features `found` say for each of `names`, for other subjects and at the gate.

        Bias, hand-set evidence and learned weights together.
        """
        raw = self._rows.total(found.signs, found.words)
        known = self._known
        topics = raw[:known] + self._unknown
        for topic, weight in by_hand.items():
            topics[self._place[topic]] += self._scale * weight
        return Weighed(topics, raw[known:-1], raw[-1])

    def prepare(self) -> None:
        """Make all rows ready now."""
        self._rows.prepare()

    def of(self, name: str, topic: str) -> float:
        """Return the weight of one feature for one topic."""
        return self._rows.weight(name, self._place[topic])
