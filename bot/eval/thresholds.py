"""The sharpness of the scores and the thresholds on them, from messages that the weights have not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar

from bot.eval.learn import FOLDS, fit, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.eval.learn import Observed

# Of messages outside the subject and far from it, so many must be declined; the rest is one curve with what is kept.
OFF_TOPIC_DECLINED = 0.985
# An answer that is told as certain must be right so often.
SURE_RIGHT = 0.95


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of the tuning file: see `bot.knowledge.model.Tuning`."""

    accept: float
    sure_score: float
    sure_margin: float
    sharpness: float
    top1: float  # of the unseen messages of the domain, ranked right: for the record
    kept: float
    declined: float


def derive(seen: Observed, out: NDArray[np.bool_], folds: NDArray[np.intp]) -> Thresholds:
    """Return the thresholds that the held-out folds of `seen` ask for.

    `out` marks the messages far from the subject; `folds` tells in which fold each message is left out.
    """
    logits = np.zeros_like(seen.by_hand)
    domain = np.zeros(len(out))
    for fold in range(FOLDS):
        weights = fit(seen.rows(np.flatnonzero(folds != fold)))
        left_out = np.flatnonzero(folds == fold)
        logits[left_out] = weights.logits(seen.rows(left_out))
        domain[left_out] = weights.domain(seen.rows(left_out))
    inside = seen.inside
    sharpness = _sharpness(logits[inside], seen.truth[inside])
    accept = float(np.quantile(domain[out], OFF_TOPIC_DECLINED))
    scores = softmax(sharpness * logits) * domain[:, None]
    right = inside & (seen.truth[np.arange(len(out)), scores.argmax(axis=1)] > 0)
    sure_score, sure_margin = _sure(scores, right, domain >= accept, int(inside.sum()))
    return Thresholds(
        accept,
        sure_score,
        sure_margin,
        sharpness,
        top1=float(right[inside].mean()),
        kept=float((domain[inside] >= accept).mean()),
        declined=float((domain[~inside] < accept).mean()),
    )


def _sharpness(logits: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """Return the factor on the logits under which the truth is most likely (temperature scaling, Guo et al. 2017)."""
    found = minimize_scalar(
        lambda factor: -(truth * np.log(softmax(factor * logits) + 1e-12)).sum(), bounds=(0.2, 3), method="bounded"
    )
    return float(found.x)


def _sure(
    scores: NDArray[np.float64], right: NDArray[np.bool_], kept: NDArray[np.bool_], inside: int
) -> tuple[float, float]:
    """Return the lowest thresholds on score and margin at which answers are right often enough."""
    ordered = np.sort(scores, axis=1)
    best, margin = ordered[:, -1], ordered[:, -1] - ordered[:, -2]
    choices = []
    for least in np.arange(0.2, 0.95, 0.05):
        for gap in np.arange(0.0, 0.6, 0.05):
            sure = kept & (best >= least) & (margin >= gap)
            if sure.any() and right[sure].mean() >= SURE_RIGHT:
                choices.append((sure.sum() / inside, float(least), float(gap)))
    _, least, gap = max(choices, default=(0.0, 0.9, 0.5))
    return least, gap
