"""What was learned, made ready to be summed up quickly: for each feature the places of the topics and their weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.model import Learned


class Weights:
    """The learned weights of one knowledge folder."""

    def __init__(self, learned: Learned, topics: Iterable[str]) -> None:
        """Index the rows of `learned`; `topics` come first in its order, those that it does not know get no weight."""
        self.names = (*learned.order, *(topic for topic in topics if topic not in learned.order))
        self._place = {topic: place for place, topic in enumerate(self.names)}
        self._bias = [*learned.bias, *(0.0 for _ in self.names[len(learned.order) :])]
        self._scale = learned.scale
        self._gate = learned.gate
        self._rows = {
            name: tuple(zip(map(int, row[::2]), row[1::2], strict=True)) for name, row in learned.topics.items()
        }

    def topics(self, by_hand: Mapping[str, float], found: Mapping[str, float]) -> list[float]:
        """Return a weight for each of `names`: bias, hand-set evidence and learned weights together."""
        raw = self._bias.copy()
        for topic, weight in by_hand.items():
            raw[self._place[topic]] += self._scale * weight
        rows = self._rows
        for name, value in found.items():
            if name in rows:
                for place, weight in rows[name]:
                    raw[place] += weight * value
        return raw

    def at_gate(self, found: Mapping[str, float]) -> float:
        """Return what the features say together about whether the subject is met."""
        gate = self._gate
        return sum(gate[name] * value for name, value in found.items() if name in gate)

    def of(self, name: str, topic: str) -> float:
        """Return the weight of one feature for one topic."""
        return dict(self._rows.get(name, ())).get(self._place[topic], 0.0)
