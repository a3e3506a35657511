"""What was learned, made ready to be summed up quickly: a weight for each topic and one for the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.rows import STEP, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.model import Learned


class Weights:
    """The learned weights of one knowledge folder."""

    def __init__(self, learned: Learned, topics: Iterable[str]) -> None:
        """Index the rows of `learned`; `topics` come first in its order, those that it does not know get no weight."""
        self.names = (*learned.order, *(topic for topic in topics if topic not in learned.order))
        self._place = {topic: place for place, topic in enumerate(self.names)}
        self._bias = [*learned.bias, *(0.0 for _ in self.names[len(learned.order) :]), 0.0]
        self._scale = learned.scale
        self._rows = Rows(learned.topics, len(self.names), learned.gate)

    def weigh(self, by_hand: Mapping[str, float], found: Mapping[str, float]) -> tuple[list[float], float]:
        """Return a weight for each of `names`, and what the features `found` say at the gate.

        Bias, hand-set evidence and learned weights together. Features have few strengths, so those that are equally
        strong are summed up first.
        """
        alike: dict[float, list[str]] = {}
        for name, value in found.items():
            alike.setdefault(value, []).append(name)
        raw = self._bias
        for value, names in alike.items():
            step = value * STEP
            raw = [weight + step * more for weight, more in zip(raw, self._rows.total(names), strict=True)]
        *topics, gate = raw
        for topic, weight in by_hand.items():
            topics[self._place[topic]] += self._scale * weight
        return topics, gate

    def of(self, name: str, topic: str) -> float:
        """Return the weight of one feature for one topic."""
        return self._rows.weight(name, self._place[topic])
