"""Alarms that were learned from examples: a second pair of eyes beside the rules. It only ever raises a level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import log
from typing import TYPE_CHECKING

from bot.knowledge.model import Level
from bot.knowledge.rows import Rows
from bot.triage.signs import SIGNS, rest_on, signs, strength
from bot.triage.turns import loudest, of_now, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.knowledge.model import Alarms
    from bot.language.reading import Reading
    from bot.language.text import Span

LEVELS = (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)
# On the scale of log odds: a flag that is right 19 times of 20 may call for an emergency by itself.
_CERTAIN = 2.94
# Beside a sign, a word says so much.
_OF_WORDS = 2.0
# So many flags are named, and so many of the words that spoke for them shown.
_NAMED = 3
_SHOWN = 4


@dataclass(slots=True)
class Heard:
    """What the examples say of a message: the level, the likely flags, and the words that spoke loudest for it.

    `flags`: the likeliest first, each with the level to which it can raise a message by itself.
    """

    level: Level
    flags: tuple[tuple[str, Level], ...]
    look: Callable[[], tuple[Span, ...]]  # for these words
    _spans: tuple[Span, ...] | None = None

    def spans(self) -> tuple[Span, ...]:
        """Return where these words stand; looked for once, when they are first needed."""
        if self._spans is None:
            self._spans = self.look()
        return self._spans


class LearnedAlarms:
    """The learned weights of one knowledge folder."""

    def __init__(self, alarms: Alarms) -> None:
        """Index the rows of `alarms`."""
        # From probabilities to the scale of the sums.
        self._limits = tuple(log(limit / (1 - limit)) if 0 < limit < 1 else float("inf") for limit in alarms.limits)
        self._flags = alarms.flags
        self._named = tuple(zip(alarms.flags, alarms.named, alarms.sure, strict=True))
        rows = alarms.weights.items()
        self._signs = Rows({name: row for name, row in rows if name.startswith(SIGNS)}, alarms.bias, alarms.step)
        self.words = Rows({name: row for name, row in rows if not name.startswith(SIGNS)}, alarms.bias, alarms.step)
        self._least = self._signs.nearly((*self._limits, *alarms.named))

    def prepare(self) -> None:
        """Make the rows of all signs ready now."""
        self._signs.prepare()

    def heard(self, reading: Reading, turns: int, said: int) -> Heard | None:
        """Return what the examples say of `reading`; None if that is nothing.

        `said`: the sum of the rows of its turns of phrase, of which it has so many.
        """
        found = signs(reading)
        both = ((strength(len(found)), self._signs.sum_of(found)), (loudness(turns), said))
        sums = self._signs.near(both, self._least)
        if sums is None:  # as in most messages
            return None
        levels = zip(LEVELS, sums, self._limits, strict=False)
        level = max((level for level, sure, limit in levels if sure >= limit), default=Level.NONE)
        flags = self._likely(sums[len(LEVELS) : -1])
        if not (level or flags):
            return None
        place = LEVELS.index(level) if level else len(LEVELS) + self._flags.index(flags[0][0])
        return Heard(level, flags, partial(self._spans, reading, place))

    def _likely(self, sums: Sequence[float]) -> tuple[tuple[str, Level], ...]:
        heard = zip(sums, self._named, strict=True)
        likely = sorted([(odds, flag, sure) for odds, (flag, least, sure) in heard if odds > least], reverse=True)
        return tuple([(flag, _raised_to(odds, sure)) for odds, flag, sure in likely[:_NAMED]])

    def _spans(self, reading: Reading, place: int) -> tuple[Span, ...]:
        weights = [(self._signs.weight(name, place), terms) for name, terms in rest_on(reading).items()]
        loud = sorted([one for one in weights if one[0] > 0], key=lambda one: -one[0])
        spans = dict.fromkeys([term.span for _, terms in loud for term in terms])
        return tuple(sorted(list(spans)[:_SHOWN])) or loudest(reading, of_now(reading), self.words, place)


def _raised_to(odds: float, sure: float) -> Level:
    if odds > _CERTAIN:
        return Level.EMERGENCY
    return Level.URGENT if odds > sure else Level.NONE


def loudness(turns: int) -> float:
    """Return how much each of so many turns of phrase says, beside a sign."""
    return _OF_WORDS * share(turns)
