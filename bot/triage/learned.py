"""Alarms that were learned from examples: a second pair of eyes beside the rules. It only ever raises a level."""

from __future__ import annotations

from functools import partial
from math import log
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Level
from bot.knowledge.rows import Rows
from bot.triage.signs import signs, strength

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.knowledge.model import Alarms
    from bot.language.reading import Reading, Term
    from bot.language.text import Span

LEVELS = (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)
# On the scale of log odds: a flag that is likely once in four times is named beside others; one that is 19 times of 20
# raises the level by itself.
_LIKELY, _SURE = -1.1, 2.94
# So many flags are named, and so many of the words that spoke for them shown.
_NAMED = 3
_SHOWN = 4


class Heard(NamedTuple):
    """What the examples say of a message: the level, the likely flags, and the words that spoke loudest for it.

    `flags`: the likeliest first, each with whether it is sure. `spans`: looked for when they are needed.
    """

    level: Level
    flags: tuple[tuple[str, bool], ...]
    spans: Callable[[], tuple[Span, ...]]


class LearnedAlarms:
    """The learned weights of one knowledge folder."""

    def __init__(self, alarms: Alarms) -> None:
        """Index the rows of `alarms`."""
        # From probabilities to the scale of the sums.
        self._limits = tuple(log(limit / (1 - limit)) if 0 < limit < 1 else float("inf") for limit in alarms.limits)
        self._flags = alarms.flags
        self._rows = Rows(alarms.weights, alarms.bias, alarms.step)
        self._least = self._rows.nearly((*self._limits, *(_LIKELY for _ in self._flags)))

    def prepare(self) -> None:
        """Make all rows ready now."""
        self._rows.prepare()

    def heard(self, reading: Reading) -> Heard | None:
        """Return what the examples say of `reading`; None if that is nothing."""
        found = signs(reading)
        if self._rows.lack(found):
            return None
        sums = self._rows.of_all_near(found, strength(len(found)), self._least)
        if sums is None:  # as in most messages
            return None
        levels = zip(LEVELS, sums, self._limits, strict=False)
        level = max((level for level, sure, limit in levels if sure >= limit), default=Level.NONE)
        flags = self._likely(sums[len(LEVELS) : -1])
        if not (level or flags):
            return None
        place = LEVELS.index(level) if level else len(LEVELS) + self._flags.index(flags[0][0])
        return Heard(level, flags, partial(self._spans, found, place))

    def _likely(self, sums: Sequence[float]) -> tuple[tuple[str, bool], ...]:
        likely = sorted(
            ((sure, flag) for sure, flag in zip(sums, self._flags, strict=True) if sure > _LIKELY), reverse=True
        )
        return tuple((flag, sure > _SURE) for sure, flag in likely[:_NAMED])

    def _spans(self, found: Mapping[str, tuple[Term, ...]], place: int) -> tuple[Span, ...]:
        weights = [(self._rows.weight(name, place), terms) for name, terms in found.items() if terms]
        loud = sorted([one for one in weights if one[0] > 0], key=lambda one: -one[0])
        spans = dict.fromkeys([term.span for _, terms in loud for term in terms])
        return tuple(sorted(list(spans)[:_SHOWN]))
