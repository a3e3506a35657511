"""Whether scores mean what they say: of the topics said with 0.9, nine in ten should be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.eval.answered import Answered

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """First topics with scores from `low` to `high`: how many, their mean score, and the share that was right."""

    low: float
    high: float
    messages: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold messages, lowest first, and the mean distance between score and share (0 is perfect)."""

    bins: tuple[Bin, ...]
    error: float | None


def reliability(answered: Sequence[Answered]) -> Reliability:
    """Return how the first topic's score compares with its being right, over all messages that were not declined.

    A first topic is right when the message is in the domain and the topic is acceptable. The error is the expected
    calibration error: the distance of each bin, weighed by its messages.
    """
    pairs = [(one.answer.topics[0][1], _right(one)) for one in answered if one.answer.topics]
    by_bin: dict[int, list[tuple[float, bool]]] = {}
    for score, right in pairs:
        by_bin.setdefault(min(int(score * _BINS), _BINS - 1), []).append((score, right))
    bins = tuple(_bin(place, by_bin[place]) for place in sorted(by_bin))
    if not bins:
        return Reliability((), None)
    error = sum(one.messages * abs(one.score - one.right) for one in bins) / len(pairs)
    return Reliability(bins, round(error, 4))


def _right(one: Answered) -> bool:
    return one.message.domain == "in" and one.first_right


def _bin(place: int, pairs: Sequence[tuple[float, bool]]) -> Bin:
    score = sum(score for score, _ in pairs) / len(pairs)
    right = sum(right for _, right in pairs) / len(pairs)
    return Bin(place / _BINS, (place + 1) / _BINS, len(pairs), round(score, 4), round(right, 4))
