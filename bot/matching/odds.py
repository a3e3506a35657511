"""Sums and shares on the scale of log odds."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_SHARE = 1e-4
# Well inside what a power of e can be.
_FAR = 300.0
# What is so far below the first on the scale of log odds adds nothing to a sum.
NOTHING = -20.0


def log_sum(weights: Sequence[float]) -> float:
    """Return the log of the sum of what has the log odds `weights`."""
    top = max(weights)
    if -_FAR < top < _FAR:  # as in nearly every message
        return log(sum(map(exp, weights)))
    least = top + NOTHING
    return top + log(sum(map(exp, [weight - top for weight in weights if weight > least])))


def share_of(odds: float) -> float:
    """Return the share (0 to 1) that has the log odds `odds`."""
    return 1 / (1 + exp(-_between(odds, -30.0, 30.0)))


def log_odds(share: float) -> float:
    """Return the log odds of `share` (0 to 1), cut off where they would tell nothing more."""
    share = _between(share, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return log(share / (1 - share))


def _between(value: float, least: float, most: float) -> float:
    if value < least:
        return least
    return most if value > most else value  # noqa: FURB136 - `min` and `max` take four times as long
