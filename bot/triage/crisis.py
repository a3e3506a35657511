"""An ear for crises, word by word: people in one rarely say it in words that a list can hold."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from operator import ge
from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.knowledge.model import Crises
    from bot.language.reading import Reading
    from bot.language.text import Span

# So many words, and pairs of them, are few: one that stands nearly alone is no louder for that.
_FEW = 15
# So many of the words that spoke loudest are shown.
_SHOWN = 3


def turns_of_phrase(stems: Sequence[str]) -> set[str]:
    """Return what is listened to: each word by its stem, and each two that follow one another ("be gone")."""
    return {*stems, *map(" ".join, pairwise(stems))}


def share(turns: int) -> float:
    """Return how much each of so many counts: in a long message a word says less, in a very short one no more."""
    return 1 / sqrt(max(turns, _FEW))


class Sounds(NamedTuple):
    """The red flags that a message sounds like: surely, likely enough to ask about, and not unlike."""

    sure: tuple[str, ...]
    likely: tuple[str, ...]
    possible: tuple[str, ...]


_NOTHING = Sounds((), (), ())


class CrisisEar:
    """The learned weights of words for the red flags of crises. It only ever adds to what the rules find."""

    def __init__(self, crises: Crises) -> None:
        """Index the rows of `crises`."""
        self._flags = crises.flags
        self._rows = Rows(crises.weights, [0.0] * len(crises.flags), crises.step)
        # The bias is taken off the limits once, instead of being added to each sum.
        self._sure, self._likely, self._possible = (
            tuple(limit - bias for limit, bias in zip(limits, crises.bias, strict=True))
            for limits in (crises.sure, crises.likely, crises.possible)
        )

    def prepare(self) -> None:
        """Make all rows ready now."""
        self._rows.prepare()

    def heard(self, reading: Reading) -> Sounds:
        """Return what `reading` sounds like; nothing is needed but its words."""
        turns = turns_of_phrase(reading.stems)
        each = share(len(turns))
        odds = [each * sum_ for sum_ in self._rows.of_all(turns)[:-1]]
        if not any(map(ge, odds, self._possible)):
            return _NOTHING
        return Sounds(self._from(odds, self._sure), self._from(odds, self._likely), self._from(odds, self._possible))

    def _from(self, odds: Iterable[float], limits: Iterable[float]) -> tuple[str, ...]:
        return tuple(flag for flag, sum_, limit in zip(self._flags, odds, limits, strict=True) if sum_ >= limit)

    def spans(self, reading: Reading, flag: str) -> tuple[Span, ...]:
        """Return the words of `reading` that speak loudest for `flag`, in the order of the text."""
        place, stems = self._flags.index(flag), reading.stems
        loud: dict[int, float] = {}
        for at, stem in enumerate(stems):
            loud[at] = loud.get(at, 0.0) + self._rows.weight(stem, place)
            if at + 1 < len(stems):
                both = self._rows.weight(f"{stem} {stems[at + 1]}", place) / 2
                loud[at] += both
                loud[at + 1] = both
        best = sorted((at for at in loud if loud[at] > 0), key=lambda at: -loud[at])[:_SHOWN]
        spans = reading.places()
        return tuple(spans[at] for at in sorted(best))
