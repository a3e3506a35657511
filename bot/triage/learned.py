"""Alarms that were learned from examples: a second pair of eyes beside the rules. It only ever raises a level."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from bot.knowledge.model import Level
from bot.triage.signs import signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.knowledge.model import Alarms
    from bot.language.reading import Reading, Term
    from bot.language.text import Span

LEVELS = (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)
# An alarm must be able to say of what: a sum, on the scale of log odds.
_MORE_LIKELY_THAN_NOT = 0.0
# So many of the words that spoke for it are shown.
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Raised:
    """What the examples say of a message: the level, the likeliest flag, and the words that spoke loudest for it."""

    level: Level
    flag: str
    spans: tuple[Span, ...]


class LearnedAlarms:
    """The learned weights of one knowledge folder."""

    def __init__(self, alarms: Alarms) -> None:
        """Index the rows of `alarms`."""
        self._bias = alarms.bias
        self._limits = alarms.limits
        self._flags = alarms.flags
        self._rows = {
            name: dict(zip(map(int, row[::2]), row[1::2], strict=True)) for name, row in alarms.weights.items()
        }
        # Nearly every message stays calm: only the levels are summed up for it, and the flags for the others.
        self._levels = {name: (row.get(0, 0.0), row.get(1, 0.0), row.get(2, 0.0)) for name, row in self._rows.items()}

    def raised(self, reading: Reading, above: Level) -> Raised | None:
        """Return what the examples say of `reading`, if that is more than `above`."""
        if above is LEVELS[-1]:
            return None
        found = {name: terms for name, terms in signs(reading).items() if name in self._levels}
        level = self._level(found) if found else Level.NONE
        if level <= above:
            return None
        sure, flag = max((self._sum(found, len(LEVELS) + place), flag) for place, flag in enumerate(self._flags))
        spans = self._spans(found, LEVELS.index(level))
        return Raised(level, flag, spans) if spans and sure > _MORE_LIKELY_THAN_NOT else None

    def _sum(self, found: Iterable[str], output: int) -> float:
        return self._bias[output] + sum(self._rows[name].get(output, 0.0) for name in found)

    def _level(self, found: Iterable[str]) -> Level:
        """Return the highest level that is certain enough; `limits` are probabilities."""
        columns = zip(*(self._levels[name] for name in found), strict=True)
        sums = [bias + sum(column) for bias, column in zip(self._bias, columns, strict=False)]
        certain = [
            level
            for place, level in enumerate(LEVELS)
            if 1 / (1 + exp(-max(-30.0, min(30.0, sums[place])))) >= self._limits[place]
        ]
        return max(certain, default=Level.NONE)

    def _spans(self, found: Mapping[str, tuple[Term, ...]], output: int) -> tuple[Span, ...]:
        loud = sorted(
            ((self._rows[name].get(output, 0.0), terms) for name, terms in found.items() if terms),
            key=lambda one: -one[0],
        )
        spans = dict.fromkeys(term.span for weight, terms in loud if weight > 0 for term in terms)
        return tuple(sorted(list(spans)[:_SHOWN]))
