"""What was learned, made ready to be summed up quickly: for each topic, for what lies elsewhere, and at the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.rows import Rows, sign_of
from bot.matching.features import uncalled
from bot.matching.gate import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.model import Learned
    from bot.matching.features import Features


class Weighed(NamedTuple):
    """What speaks for each of the topics, for other subjects (none: nothing was learned of them), and at the gate."""

    topics: list[float]
    elsewhere: list[float]
    gate: float


# What `Weighed(...)` does beside this takes longer.
_new = tuple.__new__


def of_words(learned: Learned) -> Rows:
    """Return the rows of a message's words, by what they are called in it."""
    named = [(word, name) for name in learned.topics if (word := uncalled(name)) is not None]
    gate = dict(zip(learned.topics, learned.gate, strict=True))
    rows, last = {word: learned.topics[name] for word, name in named}, {word: gate[name] for word, name in named}
    return Rows(rows, [0.0] * len(learned.bias), learned.step, last)


class Weights:
    """The learned weights of one knowledge folder."""

    def __init__(self, learned: Learned, topics: Iterable[str]) -> None:
        """Index the rows of `learned`; `topics` come first in its order, those that it does not know get no weight."""
        self.names = (*learned.order, *(topic for topic in topics if topic not in learned.order))
        self._place = {topic: place for place, topic in enumerate(self.names)}
        self._known = len(learned.order)
        self._unknown = [0.0] * (len(self.names) - self._known)
        self._scale = learned.scale
        gate = dict(zip(learned.topics, learned.gate, strict=True))
        self._signs = Rows(learned.topics, learned.bias, learned.step, gate)
        self._signals = tuple(map(self._signs.packed, FEATURES))

    def weigh(self, by_hand: Mapping[str, float], found: Features, heard: Iterable[int]) -> Weighed:
        """Return what the features `found` say for each of `names`, for other subjects and at the gate.

        Bias, hand-set evidence and learned weights together. `heard`: the sums of the rows of its words.
        """
        sums = [(1.0, self._signs.sum_of(found.fully))]
        sums += [(says, sum_) for (says, _), sum_ in zip(found.words, heard, strict=True)]
        sums += zip(found.signals, self._signals, strict=True)
        raw = self._signs.total(found.signs, sums)
        known = self._known
        topics = raw[:known] + self._unknown
        for topic, weight in by_hand.items():
            topics[self._place[topic]] += self._scale * weight
        return _new(Weighed, (topics, raw[known:-1], raw[-1]))

    def prepare(self) -> None:
        """Make all rows of signs ready now."""
        self._signs.prepare(sign_of(name) for name in self._signs.names if uncalled(name) is None)

    def of(self, name: str, topic: str) -> float:
        """Return the weight of one sign for one topic."""
        return self._signs.weight(name, self._place[topic])
