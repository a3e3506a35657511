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

# Of messages far from the subject, and of other health talk, so many must be declined: what is kept pays for it. The
# folder's are look-alikes, written to be taken for the subject; of what people chat about, many more are declined.
OFF_TOPIC_DECLINED = 0.975
NEAR_DECLINED = 0.8
# An answer that is told as certain must be right so often.
SURE_RIGHT = 0.94


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of the tuning file, and what they do to the messages that the weights have not seen (shares)."""

    accept: float
    sure_score: float
    sure_margin: float
    sharpness: float
    top1: float  # of the domain: an acceptable topic first
    kept: float  # of the domain: not declined
    off_topic: float  # declined
    near: float  # declined
    sure: float  # of the domain: answered with certainty
    sure_right: float  # of all answered with certainty: right


def derive(seen: Observed, out: NDArray[np.bool_], folds: NDArray[np.intp]) -> Thresholds:
    """Return the thresholds that the held-out folds of `seen` ask for.

    `out` marks the messages far from the subject; `folds` tells in which fold each message is left out.
    """
    logits, domain = _left_out(seen, folds)
    inside, near = seen.inside, ~seen.inside & ~out
    sharpness = _sharpness(logits[inside], seen.truth[inside])
    accept = max(_quantile(domain[out], OFF_TOPIC_DECLINED), _quantile(domain[near], NEAR_DECLINED))
    scores = softmax(sharpness * logits) * domain[:, None]
    right = inside & (seen.truth[np.arange(len(out)), scores.argmax(axis=1)] > 0)
    kept = domain >= accept
    least, gap = _sure(scores, right, kept, int(inside.sum()))
    sure = _is_sure(scores, kept, least, gap)
    return Thresholds(
        accept,
        least,
        gap,
        sharpness,
        top1=float(right[inside].mean()),
        kept=float(kept[inside].mean()),
        off_topic=float(1 - kept[out].mean()),
        near=float(1 - kept[near].mean()),
        sure=float(sure[inside].mean()),
        sure_right=float(right[sure].mean()),
    )


def _left_out(seen: Observed, folds: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each message's logits and domain as weights give them that were learned without its fold."""
    logits = np.zeros_like(seen.by_hand)
    domain = np.zeros(len(folds))
    for fold in range(FOLDS):
        weights = fit(seen.rows(np.flatnonzero(folds != fold)))
        mine = np.flatnonzero(folds == fold)
        logits[mine] = weights.logits(seen.rows(mine))
        domain[mine] = weights.domain(seen.rows(mine))
    return logits, domain


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else 0.0


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
    choices = []
    for least in np.arange(0.2, 0.95, 0.025):
        for gap in np.arange(0.0, 0.6, 0.05):
            sure = _is_sure(scores, kept, least, gap)
            if sure.any() and right[sure].mean() >= SURE_RIGHT:
                choices.append((sure.sum() / inside, float(least), float(gap)))
    _, least, gap = max(choices, default=(0.0, 0.9, 0.5))
    return least, gap


def _is_sure(scores: NDArray[np.float64], kept: NDArray[np.bool_], least: float, gap: float) -> NDArray[np.bool_]:
    ordered = np.sort(scores, axis=1)
    return np.asarray(kept & (ordered[:, -1] >= least) & (ordered[:, -1] - ordered[:, -2] >= gap))
