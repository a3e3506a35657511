"""Learn how messages go on with the topic that is talked about, and what certainty to ask for.

The thresholds come from folds that were left out. Deterministic: the same lesson gives the same numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.eval.going_on import Whether, Whither
from bot.knowledge.model import FollowUps
from bot.matching.following import PAIR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.knowledge.model import TopicKind

# Cues seen in fewer messages than this are chance.
_SEEN = 3
# Two words in a row are learned of where follow-ups have them so often: there are many.
_PAIR_SEEN = 4
# How strongly weights are drawn towards nothing: those of words, which are many, more than those of the signals.
_OF_A_WORD, _OF_A_SIGNAL, _OF_THE_BIAS = 1.0, 0.1, 0.01
FOLDS = 5
# Of what starts anew in the forms of a follow-up ("how do i get rid of mice") so much must be told from one. Those of
# the folder are written to be taken for one: of what people chat about, more is told apart. To send somebody away who
# goes on is worse than to offer them a topic that they did not ask for.
STARTS_ANEW = 0.8
# Of what is told with certainty to somebody who seems to go on, so much must be right.
SURE_RIGHT = 0.9
# A row of smaller weights says nothing.
_SAYS = 0.05


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was written after a topic was told.

    `alone`: the topics' log odds by its own words, those of general ones given to what belongs to the last topic;
    `places`: of the last topic and of its kin by kind, none for a kind whose own is the last. `right`: where it leads,
    to nothing: nowhere. Of one `group` are all that say the same. `counts`: how much it counts.
    """

    cues: Mapping[str, float]
    alone: NDArray[np.float64]
    places: tuple[int | None, ...]
    right: frozenset[int]
    group: int
    counts: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from.

    `turns`: follow-ups, and what starts anew in their forms; `strangers`: cues of what lies elsewhere, and how much
    each counts; `named`: messages about a topic of their own, whatever was told before. `kinds` of kin, in order.
    """

    turns: Sequence[Said]
    strangers: Sequence[tuple[Mapping[str, float], float]]
    named: Sequence[Said]
    kinds: tuple[TopicKind, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """What was learned, and how the follow-ups that were left out were read (shares)."""

    follow_ups: FollowUps
    kept: float = 0.0  # of what goes on: taken for that
    apart: float = 0.0  # of what starts anew: told from it
    right: float = 0.0  # of what was kept: led to the right topic


def learn_follow_ups(lesson: Lesson) -> Followed:
    """Return what `lesson` teaches; of one without both sides, that no message goes on with anything."""
    if len({bool(one.right) for one in lesson.turns}) < 2:  # noqa: PLR2004 - what goes on, and what does not
        return Followed(FollowUps())
    names = _names(lesson)
    whether, whither = _whether(lesson, names), _whither([*lesson.turns, *lesson.named], names)
    weights, scale = whither.fit(np.arange(len(whither.right)))
    table = np.column_stack([whether.fit(np.arange(len(whether.right))), weights])
    accept, sure, *figures = _thresholds(lesson.turns, whether, whither)
    rows = {name: tuple(round(float(value), 2) for value in row) for name, row in zip(names, table, strict=True)}
    telling = {name: row for name, row in rows.items() if max(map(abs, row)) >= _SAYS}
    numbers = {"accept": accept, "sure": sure, "scale": scale}
    found = FollowUps(kinds=lesson.kinds, weights=telling, **{name: round(one, 3) for name, one in numbers.items()})
    return Followed(found, *figures)


def _names(lesson: Lesson) -> list[str]:
    """Return the cues to learn of; each text counts once, whatever it followed."""
    said = Counter(name for cues in {one.group: one.cues for one in lesson.turns}.values() for name in cues)
    whole = said + Counter(name for cues, _ in lesson.strangers for name in cues)
    return [name for name in whole if (said[name] >= _PAIR_SEEN if name.startswith(PAIR) else whole[name] >= _SEEN)]


def _penalty(name: str) -> float:
    if name.startswith(("w:", PAIR)):
        return _OF_A_WORD
    return _OF_THE_BIAS if name == "bias" else _OF_A_SIGNAL


def _matrix(cues: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.get(name, 0.0) for name in names] for one in cues])


def _whether(lesson: Lesson, names: Sequence[str]) -> Whether:
    """Follow-ups come first, in their order."""
    cues = [*(one.cues for one in lesson.turns), *(cues for cues, _ in lesson.strangers)]
    right = [*(float(bool(one.right)) for one in lesson.turns), *(0.0 for _ in lesson.strangers)]
    counts = [*(one.counts for one in lesson.turns), *(counts for _, counts in lesson.strangers)]
    return Whether(_matrix(cues, names), np.array(right), np.array(counts), np.array([*map(_penalty, names)]))


def _whither(said: Sequence[Said], names: Sequence[str]) -> Whither:
    topics, relations = len(said[0].alone), len(said[0].places)
    speaks, right = np.zeros((len(said), relations, topics)), np.zeros((len(said), topics))
    for row, one in enumerate(said):
        right[row, list(one.right)] = 1.0
        for relation, place in enumerate(one.places):
            if place is not None:
                speaks[row, relation, place] = 1.0
    return Whither(
        _matrix([one.cues for one in said], names),
        np.array([one.alone for one in said]),
        speaks,
        right,
        np.array([one.counts for one in said]),
        np.array([*map(_penalty, names)]),
    )


def _thresholds(turns: Sequence[Said], whether: Whether, whither: Whither) -> tuple[float, float, float, float, float]:
    """Return `accept` and `sure`, and the figures of `Followed`: each message read as learned without its fold."""
    going, scores, right = _left_out(turns, whether, whither)
    goes, counts = whether.right[: len(turns)] > 0, whether.counts[: len(turns)]
    accept = float(np.quantile(going[~goes], STARTS_ANEW))
    kept = going >= accept
    figures = (_share(kept, goes, counts), _share(~kept, ~goes, counts), _share(right, goes & kept, counts))
    return accept, _sure(scores, right, kept, counts), *figures


def _left_out(
    turns: Sequence[Said], whether: Whether, whither: Whither
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return of each of `turns` how surely it goes on, the score of its first topic, and whether that is right."""
    folds = np.array([one.group % FOLDS for one in turns])
    going, scores, right = np.zeros(len(turns)), np.zeros(len(turns)), np.zeros(len(turns), bool)
    strangers, named = (np.arange(len(turns), len(one.right)) for one in (whether, whither))
    for fold in range(FOLDS):
        mine, others = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        going[mine] = whether.sure(whether.fit(np.append(others, strangers)), mine)
        shares = whither.shares(*whither.fit(np.append(others, named)), mine)
        scores[mine] = going[mine] * shares.max(axis=1)
        right[mine] = whither.right[mine, shares.argmax(axis=1)] > 0
    return going, scores, right


def _sure(
    scores: NDArray[np.float64], right: NDArray[np.bool_], kept: NDArray[np.bool_], counts: NDArray[np.float64]
) -> float:
    """Return the lowest threshold on the score at which answers are right often enough."""
    for least in np.arange(0.3, 0.98, 0.01):
        told = kept & (scores >= least)
        if told.any() and _share(right, told, counts) >= SURE_RIGHT:
            return float(least)
    return 0.98


def _share(hit: NDArray[np.bool_], among: NDArray[np.bool_], counts: NDArray[np.float64]) -> float:
    return float(np.average(hit[among], weights=counts[among])) if among.any() else 0.0
