"""Learn whether a sign that the rules met is there now, from the examples that say which red flags are live.

A logistic regression with an L2 penalty over what stands around the sign, fitted by L-BFGS. How sure it must be to take
a sign back comes from held-out folds. Needs numpy and scipy (the `dev` extra).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.eval.alarms import fingerprint
from bot.eval.learn import DIGITS, FOLDS
from bot.eval.mentions import mentions_of, reasons_of
from bot.knowledge.model import Level, Liveness
from bot.triage.around import BUILD
from bot.triage.liveness import LOOKED_AT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.assistant.assistant import Assistant
    from bot.eval.examples import Example
    from bot.eval.mentions import Mention

# A feature seen less often is chance.
_SEEN = 4
_PENALTY = 8.0
# Of signs that are there, so many of each level may be taken back: a person would be left alone.
LOST = {Level.SEE_DOCTOR: 0.01, Level.URGENT: 0.001}
# What was not written to tell danger apart was labelled for its topics first.
_BESIDE = 0.25
SMALLEST = 0.02
# Neighbours were written by one hand and resemble each other, so that they are left out together.
_RUN = 60
_SEED = 3
# No sign is as unlikely: where nothing was learned, none is taken back.
_NEVER = -1000.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Places as numbers, a row each: features, the mention it is of, whether that is live, how much it counts."""

    features: csr_matrix
    owner: NDArray[np.intp]
    right: NDArray[np.float64]
    counts: NDArray[np.float64]

    def rows(self, chosen: NDArray[np.bool_]) -> Seen:
        """Return the chosen places."""
        return Seen(self.features[chosen], self.owner[chosen], self.right[chosen], self.counts[chosen])

    def odds(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log odds of each place."""
        return np.asarray(self.features @ weights[:-1] + weights[-1])


def learn_liveness(assistant: Assistant, examples: Sequence[Example], made_on: dt.date) -> Liveness:
    """Return what `examples` teach of signs that are not live; the same examples give the same numbers."""
    mentions = list(mentions_of(assistant, examples))
    counts = Counter(name for mention in mentions for name in frozenset().union(*mention.places))
    names = sorted(name for name, count in counts.items() if count >= _SEEN)
    seen = _seen(mentions, names)
    weights = _fit(seen)
    # The build of a clause tells how it is meant; its other words tell what it is about.
    against = [name for name, weight in zip(names, weights, strict=False) if weight < 0 and name.startswith(BUILD)]
    return Liveness(
        made_on=made_on,
        made_from=f"{len(mentions)} signs met in {len(examples)} examples",
        inputs=fingerprint(assistant.knowledge, examples),
        bias=_short(weights[-1]),
        limits=_limits(seen, mentions),
        weights={name: _short(weight) for name, weight in zip(names, weights, strict=False) if abs(weight) >= SMALLEST},
        reasons=reasons_of(assistant, examples, against),
    )


def _seen(mentions: Sequence[Mention], names: Sequence[str]) -> Seen:
    column = {name: at for at, name in enumerate(names)}
    placed = [(at, one, place) for at, one in enumerate(mentions) for place in one.places]
    cells = [(row, column[name]) for row, (*_, place) in enumerate(placed) for name in sorted(place) if name in column]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return Seen(
        csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(placed), len(names))),
        np.array([at for at, *_ in placed], dtype=np.intp),
        np.array([float(one.live) for _, one, _ in placed]),
        np.array([(1.0 if one.posed else _BESIDE) / len(one.places) for _, one, _ in placed]),
    )


def _fit(seen: Seen) -> NDArray[np.float64]:
    """Return a weight for each feature, then the bias."""

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, odds = flat[:-1], seen.odds(flat)
        off = seen.counts * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - seen.right)
        value = (seen.counts * (np.logaddexp(0, odds) - seen.right * odds)).sum() + _PENALTY * (weights**2).sum() / 2
        return value, np.append(seen.features.T @ off + _PENALTY * weights, off.sum())

    start = np.zeros(seen.features.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def _limits(seen: Seen, mentions: Sequence[Mention]) -> tuple[float, float]:
    """Return below which log odds a sign is taken back, by level, so that of unseen live ones so few are lost."""
    runs = np.array([max(one.at, 0) // _RUN for one in mentions])
    folds = np.random.default_rng(_SEED).permutation(runs.max(initial=0) + 1)[runs] % FOLDS
    odds = np.zeros(len(mentions))
    for fold in range(FOLDS):
        best = np.full(len(mentions), -np.inf)
        weights = _fit(seen.rows(folds[seen.owner] != fold))
        np.maximum.at(best, seen.owner, seen.odds(weights))
        odds[folds == fold] = best[folds == fold]
    limits = []
    for level in LOOKED_AT:
        # Not of the rules' own proofs, which are plainer than what people write.
        live = [odd for odd, one in zip(odds, mentions, strict=True) if one.live and one.at >= 0 and one.level is level]
        limits.append(min(0.0, _short(np.quantile(live, LOST[level]))) if live else _NEVER)
    return limits[0], limits[1]


def _short(value: float) -> float:
    return round(float(value), DIGITS)
