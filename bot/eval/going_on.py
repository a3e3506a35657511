"""Two logistic regressions over the same cues: whether a message goes on with what was said, and with which topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Nothing is so unlikely that its log is no number.
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Whether:
    """Messages, a row each: their cues, whether they go on (1 or 0), how much each counts; and the cues' penalties."""

    cues: NDArray[np.float64]
    right: NDArray[np.float64]
    counts: NDArray[np.float64]
    penalty: NDArray[np.float64]

    def fit(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the weights of the cues that fit `rows` best under the penalty (L2)."""
        cues, right, counts = self.cues[rows], self.right[rows], self.counts[rows]

        def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            sums = cues @ weights
            off = counts * (1 / (1 + np.exp(-sums)) - right)
            value = (counts * (np.logaddexp(0, sums) - right * sums)).sum() + (self.penalty * weights**2).sum() / 2
            return value, cues.T @ off + self.penalty * weights

        return np.asarray(minimize(loss, np.zeros(cues.shape[1]), jac=True, method="L-BFGS-B").x)

    def sure(self, weights: NDArray[np.float64], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how certain it is that each of `rows` goes on (0 to 1)."""
        return np.asarray(1 / (1 + np.exp(-self.cues[rows] @ weights)))


@dataclass(frozen=True, slots=True)
class Whither:
    """Messages that go on, a row each: where they lead.

    `cues`, `counts` and `penalty` as above; `alone`: the topics' log odds by a message's own words; `speaks`: of each
    relation (the last topic itself, its kin of a kind) for which topic it speaks; `right`: the acceptable topics.
    """

    cues: NDArray[np.float64]
    alone: NDArray[np.float64]
    speaks: NDArray[np.float64]
    right: NDArray[np.float64]
    counts: NDArray[np.float64]
    penalty: NDArray[np.float64]

    def shares(self, weights: NDArray[np.float64], scale: float, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the share of each topic: `weights` of the cues by relation, `scale` of what is said alone."""
        spoken = np.einsum("ir,irn->in", self.cues[rows] @ weights, self.speaks[rows])
        sums = scale * self.alone[rows] + spoken
        parts = np.exp(sums - sums.max(axis=1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))

    def fit(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.float64], float]:
        """Return the weights (cues by relations) and the scale that fit best those of `rows` that lead anywhere."""
        rows = rows[self.right[rows].any(axis=1)]
        shape = (self.cues.shape[1], self.speaks.shape[1])
        right, counts, penalty = self.right[rows], self.counts[rows][:, None], self.penalty[:, None]

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights = flat[:-1].reshape(shape)
            shares = self.shares(weights, flat[-1], rows)
            found = (shares * right).sum(axis=1, keepdims=True) + _LEAST
            off = counts * (shares - shares * right / found)
            slope = self.cues[rows].T @ np.einsum("in,irn->ir", off, self.speaks[rows]) + penalty * weights
            value = (penalty * weights**2).sum() / 2 - (counts * np.log(found)).sum()
            return value, np.append(slope.ravel(), (off * self.alone[rows]).sum())

        start = np.append(np.zeros(shape[0] * shape[1]), 1.0)
        flat = minimize(loss, start, jac=True, method="L-BFGS-B").x
        return flat[:-1].reshape(shape), float(flat[-1])
