"""The sharpness of the scores and the thresholds on them, from messages that the weights have not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from bot.eval.learn import ELSEWHERE, FOLDS, fit, short, softmax
from bot.knowledge.model import Certainty
from bot.matching.amid import certainty_amid
from bot.matching.odds import log_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.eval.learn import Observed

# Of messages far from the subject, and of other health talk, so many must be declined: what is kept pays for it. Of the
# folder's three in four are look-alikes, written to be taken for the subject, and one is small talk.
OFF_TOPIC_DECLINED = 0.985
NEAR_DECLINED = 0.895
# Of those of each that are declined as a whole, so many must be whatever one part of them says by itself.
OFF_TOPIC_WHOLE = 0.998
NEAR_WHOLE = 0.988
# Of both, so many may not be answered with certainty, whatever topic they are taken for.
OFF_TOPIC_UNANSWERED = 0.998
NEAR_UNANSWERED = 0.975
# An answer that is told as certain must be right so often. Strangers write less like the folder's examples than these
# like each other: of what they are told as certain, some points less are right.
SURE_RIGHT = 0.936


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of the tuning file, and what they do to the messages that the weights have not seen (shares)."""

    accept: float
    accept_part: float
    sure_domain: float
    sure_score: float
    sharpness: float
    certainty: Certainty
    top1: float  # of the domain: an acceptable topic first
    kept: float  # of the domain: not declined
    off_topic: float  # declined
    near: float  # declined
    sure: float  # of the domain: answered with certainty
    sure_right: float  # of all answered with certainty: right


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of messages that name the subject by themselves, as numbers, and the row of the message of each."""

    seen: Observed
    of: NDArray[np.intp]


class LeftOut(NamedTuple):
    """How messages are read by weights that were learned without their fold.

    Each one's logits of the topics and its domain, and how certain that is by its surest part as well (0: no part).
    """

    logits: NDArray[np.float64]
    domain: NDArray[np.float64]
    amid: NDArray[np.float64]


def derive(seen: Observed, out: NDArray[np.bool_], left: LeftOut) -> Thresholds:
    """Return the thresholds that `seen` asks for, read as `left` says; `out` marks what is far from the subject."""
    logits, domain, amid = left
    inside, near = seen.inside, ~seen.inside & ~out
    truth = seen.truth[:, : logits.shape[1]]
    sharpness = _sharpness(logits[inside], truth[inside])
    accept = max(_quantile(domain[out], OFF_TOPIC_DECLINED), _quantile(domain[near], NEAR_DECLINED))
    declined = domain < accept
    accept_part = max(_quantile(amid[out & declined], OFF_TOPIC_WHOLE), _quantile(amid[near & declined], NEAR_WHOLE))
    shares = softmax(sharpness * logits)
    right = inside & (truth[np.arange(len(out)), shares.argmax(axis=1)] > 0)
    sure_domain = max(accept, _quantile(domain[out], OFF_TOPIC_UNANSWERED), _quantile(domain[near], NEAR_UNANSWERED))
    kept = domain >= accept
    marks = np.column_stack([_log_odds(shares.max(axis=1)), _log_odds(domain), np.log(np.maximum(seen.words, 1))])
    certainty = _fit_certainty(marks[kept], right[kept])
    scores = 1 / (1 + np.exp(-certainty[0] - marks @ certainty[1:]))
    inner = domain >= sure_domain
    least = _sure(scores, right, inner)
    sure = inner & (scores >= least)
    return Thresholds(
        accept,
        accept_part,
        sure_domain,
        least,
        sharpness,
        Certainty(**dict(zip(("bias", "share", "domain", "words"), map(short, certainty), strict=True))),
        top1=float(right[inside].mean()),
        kept=float(kept[inside].mean()),
        off_topic=float(1 - kept[out].mean()),
        near=float(1 - kept[near].mean()),
        sure=float(sure[inside].mean()),
        sure_right=float(right[sure].mean()),
    )


def left_out(seen: Observed, folds: NDArray[np.intp], parts: Parts) -> LeftOut:
    """Return how the messages are read when they are left out; `folds` tells with which others each of them is."""
    logits = np.zeros((len(folds), seen.by_hand.shape[1] - len(ELSEWHERE)))
    domain, amid = np.zeros(len(folds)), np.zeros(len(folds))
    for fold in range(FOLDS):
        weights = fit(seen.rows(np.flatnonzero(folds != fold)))
        mine = np.flatnonzero(folds == fold)
        logits[mine] = weights.logits(seen.rows(mine))
        domain[mine] = weights.domain(seen.rows(mine))
        of_mine = np.flatnonzero(folds[parts.of] == fold)
        if of_mine.size:
            sure = weights.domain(parts.seen.rows(of_mine))
            np.maximum.at(amid, parts.of[of_mine], list(map(certainty_amid, sure, domain[parts.of[of_mine]])))
    return LeftOut(logits, domain, amid)


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return float(np.quantile(values, share)) if len(values) else 0.0


def _sharpness(logits: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """Return the factor on the logits under which the truth is most likely (temperature scaling, Guo et al. 2017)."""
    found = minimize_scalar(
        lambda factor: -(truth * np.log(softmax(factor * logits) + 1e-12)).sum(), bounds=(0.2, 3), method="bounded"
    )
    return float(found.x)


def _fit_certainty(marks: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return bias and weights of the logistic sum over `marks` that tells best which first topics are right."""
    with_bias = np.column_stack([np.ones(len(marks)), marks])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = with_bias @ weights
        off = 1 / (1 + np.exp(-sums)) - right
        value = (np.logaddexp(0, sums) - right * sums).sum() + 0.5 * (weights**2).sum()
        return value, with_bias.T @ off + weights

    return np.asarray(minimize(loss, np.zeros(with_bias.shape[1]), jac=True, method="L-BFGS-B").x)


def _log_odds(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([log_odds(share) for share in shares])


def _sure(scores: NDArray[np.float64], right: NDArray[np.bool_], kept: NDArray[np.bool_]) -> float:
    """Return the lowest threshold on the score at which answers are right often enough."""
    for least in np.arange(0.4, 0.98, 0.01):
        sure = kept & (scores >= least)
        if sure.any() and right[sure].mean() >= SURE_RIGHT:
            return float(least)
    return 0.98
