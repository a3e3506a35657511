"""What goes on with the topic that is talked about, and with what: itself, its treatment, its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.matching.gate import Signal
from bot.matching.odds import log_sum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.model import FollowUps, Topic

# Certainty by a message's own words, as log odds, says no more beyond this.
_SURELY = 8.0
# So many words that say something are enough to tell that a message has a subject of its own.
_FULL = 4
# A message of more words than this is hardly said by the way.
_SHORT = 8
# So many log odds below a whole, a share tells nothing more.
_LEAST_FIT = 6.0
_SIGNALS = (Signal.OUT, Signal.NEAR, Signal.IDIOM, Signal.UNKNOWN)
_WORD, PAIR, _CONCEPT, _KIND = "w:", "b:", "c:", "k:"
FITS = "fits"


class Known(NamedTuple):
    """What is known of words: the stems of the small change of a sentence, and the kind of each concept."""

    small: AbstractSet[str]
    kinds: Mapping[str, str]


class Going(NamedTuple):
    """How a message goes on, as log odds: that it does, and what that speaks for the topic and for its kin by kind."""

    on: float
    itself: float
    kin: Mapping[str, float]


def cues(
    found: Mapping[str, float], seen: Mapping[Signal, float], inside: float, words: int, known: Known
) -> dict[str, float]:
    """Return what tells whether a message goes on with what was said, each with its strength.

    `found` and `seen`: its features and signals, `inside`: the log odds that it is about the subject by its own words.
    "and for them?" is made of nothing but the small change of a sentence, "is it" and "i like" of two such words.
    """
    stems = [name for name in found if name.startswith(_WORD)]
    little = [name for name in stems if name.removeprefix(_WORD) in known.small]
    pairs = [name for name in found if name.startswith(PAIR) and {*name.removeprefix(PAIR).split()} <= known.small]
    kinds = [_KIND + known.kinds[name.removeprefix(_CONCEPT)] for name in found if name.startswith(_CONCEPT)]
    return {
        "bias": 1.0,
        "inside": max(-_SURELY, min(_SURELY, inside)) / _SURELY,
        "named": float(bool(seen[Signal.ANCHOR] or seen[Signal.PAIR])),
        "content": min(len(stems) - len(little), _FULL) / _FULL,
        "bare": float(len(stems) == len(little)),
        "long": max(0, words - _SHORT) / _SHORT,
        **{signal.value: float(seen[signal]) for signal in _SIGNALS},
        **dict.fromkeys((*little, *pairs, *kinds), 1.0),
    }


class Following:
    """The topics that each topic leads to, and the weights of what leads there."""

    def __init__(self, topics: Mapping[str, Topic], names: Sequence[str], tuning: FollowUps) -> None:
        """Index `topics`; `names` has the topics in the order of their weights."""
        self._topics = topics
        self._place = {name: place for place, name in enumerate(names)}
        self._general = [topic.id for topic in topics.values() if topic.general]
        self._tuning = tuning

    def fits(self, alone: Sequence[float], last: str) -> float:
        """Return how much of what a message says by its own words it says of `last` and its kin, as a share's log.

        `alone`: the topics' log odds. The log is counted in parts of the least that tells anything, from -1 to 0.
        """
        mine = [alone[self._place[topic]] for topic in {last, *self.kin(last).values()}]
        return max(-_LEAST_FIT, log_sum(mine) - log_sum(alone)) / _LEAST_FIT

    def going(self, seen: Mapping[str, float]) -> Going:
        """Return how a message with the cues `seen` goes on."""
        weights = self._tuning.weights
        rows = [(weights[name], value) for name, value in seen.items() if name in weights]
        kinds = self._tuning.kinds
        on, itself, *kin = (sum([row[at] * value for row, value in rows]) for at in range(2 + len(kinds)))
        return Going(on, itself, dict(zip(kinds, kin, strict=True)))

    def weights(self, alone: Sequence[float], last: str, going: Going) -> list[float]:
        """Return the topics' log odds for a message that follows `last`, of those that it has `alone`.

        What is asked in general is asked of the topic: "what helps" after piles asks how piles are treated.
        """
        place, kin = self._place, self.kin(last)
        weights = [self._tuning.scale * weight for weight in self.asked_of(alone, last)]
        weights[place[last]] += going.itself
        for own in {*kin.values()} - {last}:
            weights[place[own]] += going.kin.get(self._topics[own].kind, 0.0)
        return weights

    def asked_of(self, alone: Sequence[float], last: str) -> list[float]:
        """Return the weights `alone` with what speaks for a general topic given to the one that belongs to `last`."""
        place, weights = self._place, list(alone)
        for general, own in self.kin(last).items():
            weights[place[own]] = max(weights[place[own]], weights[place[general]])
        return weights

    def kin(self, last: str) -> dict[str, str]:
        """Return for each general topic which one of its kind belongs to `last`; itself if there is none."""
        topics = self._topics
        return {
            general: next(
                (
                    one
                    for one in (last, *topics[last].related)
                    if topics[one].kind == topics[general].kind and not topics[one].general
                ),
                general,
            )
            for general in self._general
        }
