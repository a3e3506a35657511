"""Alarms that were learned from examples: a second pair of eyes beside the rules. It only ever raises a level."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Level
from bot.knowledge.rows import STEP, Rows
from bot.triage.signs import signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.knowledge.model import Alarms
    from bot.language.reading import Reading, Term
    from bot.language.text import Span

LEVELS = (Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY)
# A flag is named when it is likelier than not: a sum, on the scale of log odds.
_MORE_LIKELY_THAN_NOT = 0.0
# So many of the words that spoke for it are shown.
_SHOWN = 4


class Raised(NamedTuple):
    """What the examples say of a message: the level, the likeliest flag, and the words that spoke loudest for it.

    `flag` is None where no flag is likely enough to be named.
    """

    level: Level
    flag: str | None
    spans: tuple[Span, ...]


class LearnedAlarms:
    """The learned weights of one knowledge folder."""

    def __init__(self, alarms: Alarms) -> None:
        """Index the rows of `alarms`."""
        self._bias = alarms.bias
        # From probabilities to the scale of the sums.
        self._limits = tuple(log(limit / (1 - limit)) if 0 < limit < 1 else float("inf") for limit in alarms.limits)
        self._flags = alarms.flags
        self._rows = Rows(alarms.weights, len(alarms.bias))

    def raised(self, reading: Reading, above: Level) -> Raised | None:
        """Return what the examples say of `reading`, if that is more than `above`."""
        if above is LEVELS[-1]:
            return None
        found = {name: terms for name, terms in signs(reading).items() if name in self._rows}
        if not found:
            return None
        sums = [bias + STEP * more for bias, more in zip(self._bias, self._rows.total(found), strict=False)]
        level = max(
            (level for level, sure, limit in zip(LEVELS, sums, self._limits, strict=False) if sure >= limit),
            default=Level.NONE,
        )
        spans = self._spans(found, LEVELS.index(level)) if level > above else ()
        return Raised(level, self._likeliest(sums[len(LEVELS) :]), spans) if spans else None

    def _likeliest(self, sums: Sequence[float]) -> str | None:
        sure, flag = max(zip(sums, self._flags, strict=True))
        return flag if sure > _MORE_LIKELY_THAN_NOT else None

    def _spans(self, found: Mapping[str, tuple[Term, ...]], place: int) -> tuple[Span, ...]:
        loud = sorted(
            ((self._rows.weight(name, place), terms) for name, terms in found.items() if terms),
            key=lambda one: -one[0],
        )
        spans = dict.fromkeys(term.span for weight, terms in loud if weight > 0 for term in terms)
        return tuple(sorted(list(spans)[:_SHOWN]))
