"""Fit the topics' weights with features left out at random.

A multinomial logistic regression on top of the hand-set evidence. In each step half of what a message shows is hidden,
so that no topic rests on one word alone: this regularises as an L2 penalty does that knows how often each feature is
seen and how sure the model is (Wager, Wang and Liang, "Dropout Training as Adaptive Regularization", 2013). Fitted by
Adam (Kingma and Ba, 2015) in several runs, whose weights are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_HIDDEN = 0.5
_ROUNDS = 16
_BATCH = 128
_RATE = 0.005
# Adam's own constants.
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
# How strongly weights are drawn towards nothing in each step, beside the rate.
_DECAY = 0.01
# The hand-set evidence counts for so much before anything is learned.
_SCALE = 0.5
# How much of the loss asks only that some accepted topic leads, whichever; the rest asks for them in their shares.
_ANY_ACCEPTED = 0.9
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Lessons:
    """Messages to learn from, a row each: features, hand-set evidence, right places, how much it counts."""

    features: csr_matrix
    by_hand: NDArray[np.float32]
    truth: NDArray[np.float32]
    counts: NDArray[np.float32]


# Weights (features by places), their bias, the scale of the hand-set evidence (one number).
_Parts = list["NDArray[np.float32]"]


def fit_topics(lessons: Lessons, runs: int) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return weights (features by places), bias and the scale of the hand-set evidence; the same each time.

    They are the mean of so many `runs`: the more, the less they hang on what each happened to hide.
    """
    found = [_run(lessons, np.random.default_rng(run)) for run in range(runs)]
    weights, bias, scale = (np.array([run[part] for run in found], np.float64).mean(axis=0) for part in range(3))
    return np.asarray(weights), np.asarray(bias), float(np.asarray(scale)[0])


def _run(lessons: Lessons, chance: np.random.Generator) -> _Parts:
    width, places = lessons.features.shape[1], lessons.truth.shape[1]
    shapes = ((width, places), (places,), (1,))
    parts: _Parts = [np.zeros(shape, np.float32) for shape in shapes]
    parts[2] += _SCALE
    first: _Parts = [np.zeros(shape, np.float32) for shape in shapes]
    second: _Parts = [np.zeros(shape, np.float32) for shape in shapes]
    for step, (rate, chosen) in enumerate(_steps(len(lessons.counts), chance), start=1):
        for place, slope in enumerate(_slopes(parts, lessons, chosen, chance)):
            first[place] = _FIRST * first[place] + (1 - _FIRST) * slope
            second[place] = _SECOND * second[place] + (1 - _SECOND) * slope**2
            by = (first[place] / (1 - _FIRST**step)) / (np.sqrt(second[place] / (1 - _SECOND**step)) + _TINY)
            parts[place] = parts[place] - np.float32(rate) * (by + np.float32(_DECAY) * parts[place])
    return parts


def _steps(messages: int, chance: np.random.Generator) -> Iterator[tuple[float, NDArray[np.intp]]]:
    """Yield how far to go, less in each round, and by which messages."""
    for done in range(_ROUNDS):
        order = chance.permutation(messages)
        for start in range(0, messages, _BATCH):
            yield _RATE * (1 - done / _ROUNDS), order[start : start + _BATCH]


def _slopes(
    parts: _Parts, lessons: Lessons, chosen: NDArray[np.intp], chance: np.random.Generator
) -> tuple[NDArray[np.float32], ...]:
    """Return the slope of the loss over the `chosen` messages, by weights, bias and scale."""
    shown = lessons.features[chosen]
    shown.data = shown.data * _seen(chance, shown.data.shape)
    by_hand = lessons.by_hand[chosen] * _seen(chance, (len(chosen), 1))
    weights, bias, scale = parts
    shares = _shares(shown @ weights + bias + scale * by_hand)
    off = (shares - _wanted(shares, lessons.truth[chosen])) * (lessons.counts[chosen][:, None] / len(chosen))
    return shown.T @ off, off.sum(axis=0), np.array([(off * by_hand).sum()], np.float32)


def _seen(chance: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return what to multiply with: nothing for what is hidden, and the more for the rest."""
    return ((chance.random(shape) >= _HIDDEN) / (1 - _HIDDEN)).astype(np.float32)


def _shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    parts = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True), np.float32)


def _wanted(shares: NDArray[np.float32], truth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the shares to aim for: mostly those that the accepted places have among themselves already."""
    accepted = shares * (truth > 0)
    among = accepted / (accepted.sum(axis=1, keepdims=True) + _LEAST)
    return np.asarray((1 - _ANY_ACCEPTED) * truth + _ANY_ACCEPTED * among, np.float32)
