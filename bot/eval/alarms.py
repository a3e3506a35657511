"""Learn how soon somebody should be seen, and by which red flag, from the examples that say so.

A logistic regression over signs and words, with an L2 penalty, for each level and each red flag, fitted by L-BFGS.
Examples that say nothing of alarms count for no more than the rules make of them. How certain a level must be, and how
likely a flag to be named, comes from held-out folds. Needs numpy and scipy (the `dev` extra).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from bot.eval.learn import FOLDS, short, step_for
from bot.knowledge.model import Alarms, Level
from bot.knowledge.rows import ZERO, named, written
from bot.language.context.kinds import MOODS
from bot.triage import Triage
from bot.triage.learned import LEVELS, loudness
from bot.triage.signs import SIGNS, signs, strength
from bot.triage.turns import of_now, turns_of_phrase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.assistant.assistant import Assistant
    from bot.eval.examples import Example
    from bot.knowledge.knowledge import Knowledge
    from bot.language.reading import Reading

# A sign or word seen less often is chance; pairs are many, so they must be seen more often.
_SEEN, _PAIR_SEEN = 2, 4
_PENALTY = 2.0
# Of a word, weights of fewer steps than this change nothing that anybody would notice.
_LEAST_STEPS = 4
# Of messages below a level, so many may be raised to it: a false alarm teaches people to ignore alarms. Everyday
# messages come first; of those that were written to look like danger, more may be taken for it.
FALSE_ALARMS = {Level.SEE_DOCTOR: 0.04, Level.URGENT: 0.013, Level.EMERGENCY: 0.004}
FALSE_ALARMS_OF_TRAPS = {Level.SEE_DOCTOR: 0.13, Level.URGENT: 0.06, Level.EMERGENCY: 0.04}
# Of the flags that are named in unseen messages beyond what the rules name, so many must be right; of those that raise
# the level by themselves, so many. What is less likely than this is never named; of few, nothing is known.
_NAMED_RIGHT, _SURE_RIGHT = 0.45, 0.6
_LEAST_LIKELY = -2.0
_FEW = 4
# Log odds that nothing reaches.
_NEVER = 99.0
_SEED = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """Messages as numbers: signs and words (rows: messages), which outputs are right, which are known (1; else 0)."""

    signs: csr_matrix
    words: csr_matrix  # the signs too
    right: NDArray[np.float64]
    counts: NDArray[np.float64]
    traps: NDArray[np.bool_]  # which messages were written to tell danger apart
    ruled: NDArray[np.bool_]  # which flags the rules name

    def before(self, output: int) -> csr_matrix:
        """Return what is learned from for an output: for a level no words, which tell what is wrong, not how badly."""
        return self.signs if output < len(LEVELS) else self.words


def learn_alarms(assistant: Assistant, examples: Sequence[Example], made_on: dt.date) -> Alarms:
    """Return the alarms learned from `examples`; the same examples give the same numbers."""
    flags = tuple(flag.id for flag in assistant.knowledge.flags.values() if not flag.unnamed)
    seen, names = _observed(assistant, examples, flags)
    weights = _fit(seen)
    odds = _left_out(seen, weights)
    step = step_for(weights[:-1])
    told = sum(example.level is not None for example in examples)
    return Alarms(
        made_on=made_on,
        made_from=f"{told} examples with a level, {len(examples) - told} without",
        inputs=fingerprint(assistant.knowledge, examples),
        flags=flags,
        bias=tuple(short(value) for value in weights[-1]),
        limits=_limits(seen, odds),
        named=_from(seen, odds, _NAMED_RIGHT),
        sure=_from(seen, odds, _SURE_RIGHT),
        step=step,
        weights=dict(_rows(names, weights, step)),
    )


def fingerprint(knowledge: Knowledge, examples: Sequence[Example]) -> str:
    """Return what changes when the alarms should be learned anew: examples, red flags and concepts, not each word."""
    told = [[one.text, one.level, sorted(one.flags)] for one in examples]
    concepts = [[one.id, one.kind] for one in knowledge.concepts.values() if one.kind not in MOODS]
    return hashlib.sha256(json.dumps([told, list(knowledge.flags), concepts]).encode()).hexdigest()[:16]


def _observed(assistant: Assistant, examples: Sequence[Example], flags: Sequence[str]) -> tuple[Labelled, list[str]]:
    read = [assistant.read(example.text)[0] for example in examples]
    found = [_strengths(reading) for reading in read]
    counts = Counter(name for one in found for name in one)
    names = sorted(name for name, count in counts.items() if count >= (_PAIR_SEEN if " " in name else _SEEN))
    column = {name: at for at, name in enumerate(names)}
    cells = [
        (row, column[name], share) for row, one in enumerate(found) for name, share in one.items() if name in column
    ]
    rows, columns, shares = zip(*cells, strict=True) if cells else ((), (), ())
    words = csr_matrix((shares, (rows, columns)), shape=(len(found), len(names)))
    said = words @ diags([float(name.startswith(SIGNS)) for name in names])
    # By the rules alone: alarms that were learned before must not decide what is learned now.
    rules = Triage(assistant.knowledge.flags)
    by_rules = [{live.flag: live.level for live in rules.assess(reading).live} for reading in read]
    rights = [_right(example, ruled, flags) for example, ruled in zip(examples, by_rules, strict=True)]
    right, known = (np.array(part) for part in zip(*rights, strict=True))
    ruled = np.array([[flag in one for flag in flags] for one in by_rules])
    traps = np.array([example.posed for example in examples])
    return Labelled(csr_matrix(said), words, right, known, traps, ruled), names


def _strengths(reading: Reading) -> dict[str, float]:
    """Return how much each sign and each turn of phrase of a message says."""
    found, turns = list(map(named, signs(reading))), turns_of_phrase(of_now(reading))
    return {**dict.fromkeys(turns, loudness(len(turns))), **dict.fromkeys(found, strength(len(found)))}


def _right(example: Example, ruled: dict[str, Level], flags: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return which outputs are right, and which are known at all: without a label, what the rules raise is not."""
    if example.level is not None:
        level = example.level
        right = [float(level >= least) for least in LEVELS] + [float(flag in example.flags) for flag in flags]
        return right, [1.0] * len(right)
    level = max(ruled.values(), default=Level.NONE)
    known = [float(level < least) for least in LEVELS] + [float(flag not in ruled) for flag in flags]
    return [0.0] * len(known), known


def _fit(seen: Labelled) -> NDArray[np.float64]:
    """Return weights (signs and words, then the bias, by outputs)."""
    outputs = enumerate(zip(seen.right.T, seen.counts.T, strict=True))
    columns = [fit_one(seen.before(output), right, counts) for output, (right, counts) in outputs]
    return np.array(columns).T


def fit_one(
    matrix: csr_matrix,
    right: NDArray[np.float64],
    counts: NDArray[np.float64],
    penalty: float = _PENALTY,
    start: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return the weights of the columns of `matrix`, then the bias; `counts`: how much each row counts.

    `start`: weights that are near, from which the way is shorter.
    """

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = flat[:-1], flat[-1]
        sums = matrix @ weights + bias
        off = counts * (_certain(sums) - right)
        value = (counts * (np.logaddexp(0, sums) - right * sums)).sum() + penalty * (weights**2).sum() / 2
        return value, np.append(matrix.T @ off + penalty * weights, off.sum())

    begin = np.zeros(matrix.shape[1] + 1) if start is None else start
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)


def _certain(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(sums, -30, 30))))


def _left_out(seen: Labelled, near: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log odds of each output for each message, as weights give them that were learned without its fold."""
    folds = np.random.default_rng(_SEED).permutation(seen.words.shape[0]) % FOLDS
    odds = np.zeros_like(seen.right)
    for output in range(near.shape[1]):
        before, right, counts = seen.before(output), seen.right[:, output], seen.counts[:, output]
        for fold in range(FOLDS):
            rest, mine = folds != fold, folds == fold
            weights = fit_one(before[rest], right[rest], counts[rest], start=near[:, output])
            odds[mine, output] = before[mine] @ weights[:-1] + weights[-1]
    return odds


def _limits(seen: Labelled, odds: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return how certain each level must be, so that of unseen messages below it so few are raised to it."""
    limits = []
    for output, level in enumerate(LEVELS):
        below = (seen.right[:, output] == 0) & (seen.counts[:, output] > 0)
        certain = _certain(odds[:, output])
        everyday = _quantile(certain[below & ~seen.traps], 1 - FALSE_ALARMS[level])
        limits.append(max(everyday, _quantile(certain[below & seen.traps], 1 - FALSE_ALARMS_OF_TRAPS[level])))
    return limits[0], limits[1], limits[2]


def _from(seen: Labelled, odds: NDArray[np.float64], share: float) -> tuple[float, ...]:
    """Return for each flag from which log odds on, of unseen messages that the rules do not name it in, so many are."""
    return tuple(_least(seen, odds, flag, share) for flag in range(seen.ruled.shape[1]))


def _least(seen: Labelled, odds: NDArray[np.float64], flag: int, share: float) -> float:
    output = len(LEVELS) + flag
    beyond = (seen.counts[:, output] > 0) & ~seen.ruled[:, flag]
    order = np.argsort(-odds[beyond, output], kind="stable")
    falling, right = odds[beyond, output][order], seen.right[beyond, output][order]
    enough = np.flatnonzero(np.cumsum(right) >= share * np.arange(1, len(right) + 1))
    least = falling[enough[-1]] if len(enough) and enough[-1] >= _FEW else _NEVER
    return short(max(least, _LEAST_LIKELY))


def _quantile(values: NDArray[np.float64], share: float) -> float:
    return short(np.quantile(values, share)) if len(values) else 0.0


def _rows(names: Sequence[str], weights: NDArray[np.float64], step: float) -> Iterator[tuple[str, str]]:
    """Yield the rows in which enough is left once it is written."""
    for name, weight in zip(names, weights[:-1], strict=True):
        row = written(weight, step)
        least = 1 if name.startswith(SIGNS) else _LEAST_STEPS
        if any(abs(ord(sign) - ord(ZERO)) >= least for sign in row):
            yield name, row
