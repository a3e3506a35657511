"""Learn the ranker's weights, the gate's weights and the thresholds from the knowledge folder's own examples.

A multinomial logistic regression on top of the hand-set evidence, for the topics and for what lies near or far from
the subject (see dropout.py), and a logistic regression for the gate with an L2 penalty, fitted by L-BFGS; the
thresholds and the sharpness come from held-out folds. Deterministic: the same folder gives the same numbers. Needs
numpy and scipy (the `dev` extra).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.eval.dropout import Lessons, fit_topics
from bot.knowledge.rows import STEPS
from bot.matching.gate import Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.assistant.assistant import Assistant
    from bot.eval.examples import Example
    from bot.knowledge.knowledge import Knowledge

# A feature seen less often than this is a name or a slip. Pairs of words are many, so they must be seen more often.
_SEEN = 3
_PAIR_SEEN = 5
# At the gate words count less than concepts, and when, who and how much hardly at all: they go with any subject.
_ANY_SUBJECT = frozenset({"time", "person", "amount", "quality"})
_HARDLY = 1000.0
# There the signals have weights of their own.
_GATE_PENALTY = {"c": 1.0, "n": 1.0, "p": 1.0, "w": 2.0, "b": 2.0, "s": _HARDLY}
FOLDS = 5
# Thresholds are derived from so many runs; the weights that are kept, from more.
RUNS, RUNS_TO_KEEP = 2, 8
# An answer to chatter annoys a whole group, one to other health talk hardly anybody; silence in the domain leaves a
# person alone. So a message counts at the gate by where it belongs.
_COUNTS = {"in": 1.0, "near": 0.35, "out": 3.0}
DIGITS = 3
# Of a hundred thousand weights so many are written as they are.
_NOT_CUT = 0.9999
# Of further topics that a careful reader accepts, each counts so much beside the first.
_FURTHER = 0.25
# Behind the topics stand two more places: for what is near the subject, and for what is far from it.
ELSEWHERE = ("near", "out")


@dataclass(frozen=True, slots=True)
class Observed:
    """Examples as numbers: features (rows: messages), hand-set weights by topic, the gate's signals."""

    features: csr_matrix
    by_hand: NDArray[np.float64]
    signals: NDArray[np.float64]
    truth: NDArray[np.float64]  # share of each topic, then whether it belongs to each of `ELSEWHERE`
    inside: NDArray[np.bool_]
    counts: NDArray[np.float64]  # how much each message counts
    words: NDArray[np.float64]
    penalty: NDArray[np.float64]  # of each feature at the gate

    def rows(self, chosen: NDArray[np.intp]) -> Observed:
        """Return the chosen messages."""
        return Observed(
            self.features[chosen],
            self.by_hand[chosen],
            self.signals[chosen],
            self.truth[chosen],
            self.inside[chosen],
            self.counts[chosen],
            self.words[chosen],
            self.penalty,
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: topics (features by topics), their bias, the scale of the hand-set evidence; and the gate."""

    topics: NDArray[np.float64]
    bias: NDArray[np.float64]
    scale: float
    gate: NDArray[np.float64]
    signals: NDArray[np.float64]
    gate_bias: float

    def logits(self, seen: Observed) -> NDArray[np.float64]:
        """Return the topics' logits of each message."""
        return self._all(seen)[:, : -len(ELSEWHERE)]

    def domain(self, seen: Observed) -> NDArray[np.float64]:
        """Return for each message the certainty that it belongs to the subject, as the ranker averages it."""
        at_gate = seen.features @ self.gate + seen.signals @ self.signals + self.gate_bias
        logits = self._all(seen)
        inside, elsewhere = np.split(logits, [logits.shape[1] - len(ELSEWHERE)], axis=1)
        beside = np.logaddexp.reduce(inside, axis=1) - np.logaddexp.reduce(elsewhere, axis=1)
        return np.asarray(1 / (1 + np.exp(-(at_gate + beside) / 2)))

    def _all(self, seen: Observed) -> NDArray[np.float64]:
        return np.asarray(seen.features @ self.topics + self.bias + self.scale * seen.by_hand)


def observe(
    assistant: Assistant, examples: Sequence[Example], names: Sequence[str] | None = None
) -> tuple[Observed, list[str]]:
    """Return the examples as numbers, and the features' names; `names` fixes them, else those seen often enough."""
    topics = list(assistant.knowledge.topics)
    seen = [assistant.observed(example.text) for example in examples]
    chosen = list(names) if names is not None else _often([one.features for one in seen])
    column = {name: at for at, name in enumerate(chosen)}
    cells = [
        (row, column[name], value)
        for row, one in enumerate(seen)
        for name, value in one.features.items()
        if name in column
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    truth = np.array([_share(example, topics) for example in examples])
    nothing = [0.0] * len(ELSEWHERE)
    return (
        Observed(
            csr_matrix((values, (rows, columns)), shape=(len(seen), len(chosen))),
            np.array([[*(one.by_hand.get(topic, 0.0) for topic in topics), *nothing] for one in seen]),
            np.array([[one.signals[signal] for signal in LEARNED_SIGNALS] for one in seen]),
            truth,
            np.array([example.domain == "in" for example in examples]),
            np.array([_COUNTS[example.domain] for example in examples]),
            np.array([float(one.words) for one in seen]),
            np.array([_penalty(name, assistant.knowledge) for name in chosen]),
        ),
        chosen,
    )


def _penalty(name: str, knowledge: Knowledge) -> float:
    kind, _, rest = name.partition(":")
    concept = knowledge.concepts.get(rest) if kind in {"c", "n"} else None
    return _HARDLY if concept is not None and concept.kind in _ANY_SUBJECT else _GATE_PENALTY[kind]


LEARNED_SIGNALS = tuple(Signal)


def _often(found: Sequence[dict[str, float]]) -> list[str]:
    counts = Counter(name for features in found for name in features)
    return sorted(
        name for name, count in counts.items() if count >= (_PAIR_SEEN if name.startswith(("b:", "p:")) else _SEEN)
    )


def _share(example: Example, topics: Sequence[str]) -> list[float]:
    """Return how much each topic is the right one, the first most, and whether the message belongs elsewhere."""
    weights = {topic: 1.0 if place == 0 else _FURTHER for place, topic in enumerate(example.topics)}
    whole = sum(weights.values()) or 1.0
    return [
        *(weights.get(topic, 0.0) / whole for topic in topics),
        *(float(example.domain == place) for place in ELSEWHERE),
    ]


def fit(seen: Observed, runs: int = RUNS) -> Weights:
    """Return the weights that fit `seen` best under the penalties; those of the topics, averaged over so many runs."""
    topics, bias, scale = fit_topics(_lessons(seen), runs)
    gate, signals, gate_bias = _fit_gate(seen)
    return Weights(topics, bias, scale, gate, signals, gate_bias)


def _lessons(seen: Observed) -> Lessons:
    return Lessons(
        seen.features.astype(np.float32),
        seen.by_hand.astype(np.float32),
        seen.truth.astype(np.float32),
        seen.counts.astype(np.float32),
    )


def _fit_gate(seen: Observed) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    width, signals = seen.features.shape[1], seen.signals.shape[1]
    right = seen.inside.astype(float)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        gate, by_signal, bias = flat[:width], flat[width:-1], flat[-1]
        sums = seen.features @ gate + seen.signals @ by_signal + bias
        sure = 1 / (1 + np.exp(-sums))
        value = (
            (seen.counts * (np.logaddexp(0, sums) - right * sums)).sum()
            + (seen.penalty * gate**2).sum() / 2
            + 0.05 * (by_signal**2).sum()
        )
        off = seen.counts * (sure - right)
        return value, np.concatenate(
            [seen.features.T @ off + seen.penalty * gate, seen.signals.T @ off + 0.1 * by_signal, [off.sum()]]
        )

    found = minimize(loss, np.zeros(width + signals + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return found[:width], found[width:-1], float(found[-1])


def step_for(weights: NDArray[np.float64]) -> float:
    """Return what one step is worth when weights are written in so few; the few that are larger are cut off."""
    largest = float(np.quantile(np.abs(weights), _NOT_CUT)) if weights.size else 0.0
    return max(round(largest / STEPS, DIGITS + 1), 10.0 ** -(DIGITS + 1))


def short(value: float) -> float:
    """Return `value` in the digits that are kept."""
    return round(float(value), DIGITS)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each row's shares: positive, 1 in all."""
    parts = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))
