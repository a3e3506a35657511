"""Learn how people in a crisis sound, from the examples that say who is in one.

For each red flag of a crisis a logistic regression over word stems, and over each two that follow one another, with an
L2 penalty, fitted by L-BFGS. Examples that say nothing of levels count for no more than the rules make of them. From
where a flag is raised, and from where somebody is asked, comes from held-out folds. Needs numpy and scipy (the `dev`
extra).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from bot.eval.alarms import fingerprint, fit_one
from bot.eval.learn import FOLDS, short, step_for
from bot.knowledge.model import Crises
from bot.knowledge.rows import ZERO, written
from bot.triage import Triage
from bot.triage.turns import share, turns_of_phrase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.assistant.assistant import Assistant
    from bot.eval.examples import Example

# A word seen less often is chance; two together are many, so they must be seen more often.
_SEEN, _PAIR_SEEN = 2, 3
# A weight of fewer steps than this changes nothing, whoever is heard.
_LEAST_STEPS = 2
# Of unseen messages that are raised, so many must be a crisis; of those where somebody is asked, so many. In real talk
# a crisis is rarer than among the examples: of strangers' small talk one sentence in fifty is still asked about.
SURE, LIKELY = 0.97, 0.6
# So many of unseen crises sound at least like what is possible.
POSSIBLE = 0.8
_PENALTY = 1 / 30


def learn_crises(assistant: Assistant, examples: Sequence[Example], made_on: dt.date) -> Crises:
    """Return how crises sound in `examples`; the same examples give the same numbers."""
    flags = tuple(flag.id for flag in assistant.knowledge.flags.values() if flag.pathway)
    words, names, right, known = _observed(assistant, examples, flags)
    weights = np.array([fit_one(words, right[:, at], known[:, at], _PENALTY) for at in range(len(flags))]).T
    folds = _folds(examples)
    limits = [_limits(words, right[:, at], known[:, at], folds) for at in range(len(flags))]
    step = step_for(weights[:-1])
    told = sum(bool(example.flags & set(flags)) for example in examples)
    return Crises(
        made_on=made_on,
        made_from=f"{told} examples of a crisis, {len(examples) - told} of none",
        inputs=fingerprint(assistant.knowledge, examples),
        flags=flags,
        bias=tuple(short(value) for value in weights[-1]),
        sure=tuple(sure for sure, _, _ in limits),
        likely=tuple(likely for _, likely, _ in limits),
        possible=tuple(possible for _, _, possible in limits),
        step=step,
        weights=dict(_rows(names, weights, step)),
    )


def _observed(
    assistant: Assistant, examples: Sequence[Example], flags: Sequence[str]
) -> tuple[csr_matrix, list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Return what is heard (rows: messages), the names, which flags are right, and which are known (1) or not (0)."""
    read = [assistant.read(example.text)[0] for example in examples]
    heard = [turns_of_phrase(reading.stems) for reading in read]
    counts = Counter(name for one in heard for name in one)
    names = sorted(name for name, count in counts.items() if count >= (_PAIR_SEEN if " " in name else _SEEN))
    column = {name: at for at, name in enumerate(names)}
    cells = [(row, column[name], share(len(one))) for row, one in enumerate(heard) for name in one if name in column]
    rows, columns, shares = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_matrix((shares, (rows, columns)), shape=(len(heard), len(names)))
    rules = Triage(assistant.knowledge.flags)
    ruled = [{live.flag for live in rules.assess(reading).live} for reading in read]
    right = np.array([[float(flag in example.flags) for flag in flags] for example in examples])
    known = np.array(
        [
            [float(example.level is not None or flag not in raised) for flag in flags]
            for example, raised in zip(examples, ruled, strict=True)
        ]
    )
    return matrix, names, right, known


def _folds(examples: Sequence[Example]) -> NDArray[np.intp]:
    """Return the fold that each example is held out in: by its own words, so that one more moves no other."""
    return np.array([crc32(example.text.encode()) % FOLDS for example in examples])


def _limits(
    words: csr_matrix, right: NDArray[np.float64], known: NDArray[np.float64], folds: NDArray[np.intp]
) -> tuple[float, float, float]:
    """Return the log odds from where so many of those above are right, for each of `SURE` and `LIKELY`.

    Then those from where `POSSIBLE` of all that are right stand above.
    """
    odds = np.zeros(len(right))
    for fold in range(FOLDS):
        rest, mine = folds != fold, folds == fold
        weights = fit_one(words[rest], right[rest], known[rest], _PENALTY)
        odds[mine] = words[mine] @ weights[:-1] + weights[-1]
    order = np.argsort(-odds, kind="stable")
    order = order[known[order] > 0]
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    sure, likely = (_from(odds[order], precision >= least) for least in (SURE, LIKELY))
    crises = odds[right > 0]
    possible = short(np.quantile(crises, 1 - POSSIBLE)) if len(crises) else likely
    return sure, min(sure, likely), min(sure, likely, possible)


def _from(odds: NDArray[np.float64], enough: NDArray[np.bool_]) -> float:
    """Return the lowest of the falling `odds` up to which enough are right; above all of them, if never."""
    places = np.flatnonzero(enough)
    return short(odds[places[-1]] if len(places) else odds[0] + 1 if len(odds) else 0.0)


def _rows(names: Sequence[str], weights: NDArray[np.float64], step: float) -> Iterator[tuple[str, str]]:
    for name, weight in zip(names, weights[:-1], strict=True):
        row = written(weight, step)
        if any(abs(ord(sign) - ord(ZERO)) >= _LEAST_STEPS for sign in row):
            yield name, row
