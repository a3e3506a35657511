"""An ear for crises, word by word: people in one rarely say it in words that a list can hold."""

from __future__ import annotations

from operator import ge
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.rows import Rows
from bot.triage.turns import loudest, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.model import Crises
    from bot.language.reading import Reading
    from bot.language.text import Span


class Sounds(NamedTuple):
    """The red flags that a message sounds like: surely, likely enough to ask about, and not unlike."""

    sure: tuple[str, ...]
    likely: tuple[str, ...]
    possible: tuple[str, ...]


SILENCE = Sounds((), (), ())


class CrisisEar:
    """The learned weights of words for the red flags of crises. It only ever adds to what the rules find."""

    def __init__(self, crises: Crises) -> None:
        """Index the rows of `crises`."""
        self._flags = crises.flags
        self.rows = Rows(crises.weights, [0.0] * len(crises.flags), crises.step)
        # The bias is taken off the limits once, instead of being added to each sum.
        self._sure, self._likely, self._possible = (
            tuple(limit - bias for limit, bias in zip(limits, crises.bias, strict=True))
            for limits in (crises.sure, crises.likely, crises.possible)
        )

    def heard(self, turns: int, said: int) -> Sounds:
        """Return what a message of so many turns of phrase sounds like; `said` is the sum of their rows."""
        each = share(turns)
        odds = [each * sum_ for sum_ in self.rows.of_sum(said)[:-1]]
        if not any(map(ge, odds, self._possible)):  # as in most messages
            return SILENCE
        return Sounds(self._from(odds, self._sure), self._from(odds, self._likely), self._from(odds, self._possible))

    def _from(self, odds: Iterable[float], limits: Iterable[float]) -> tuple[str, ...]:
        return tuple(flag for flag, sum_, limit in zip(self._flags, odds, limits, strict=True) if sum_ >= limit)

    def spans(self, reading: Reading, flag: str) -> tuple[Span, ...]:
        """Return the words of `reading` that speak loudest for `flag`, in the order of the text."""
        return loudest(reading, reading.stems, self.rows, self._flags.index(flag))
