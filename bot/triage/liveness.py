"""A second look at a sign that the rules met: whether it is there now, or was told of the past, supposed, meant else.

Learned from examples, where the words around a sign say more than any list of rules. It looks at signs below an
emergency alone, and takes none back that it is not sure of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Level
from bot.triage.around import surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Liveness
    from bot.language.reading import Reading
    from bot.language.text import Span

# The levels that it may take back.
LOOKED_AT = (Level.SEE_DOCTOR, Level.URGENT)
# So many of the words that spoke loudest are shown.
_SHOWN = 4
# What no other reason is found for.
_LOOKALIKE = "lookalike"


class Doubt(NamedTuple):
    """What speaks against a sign: whether it is taken back, why, and the words that spoke loudest."""

    gone: bool
    why: str = ""
    against: tuple[Span, ...] = ()


class LearnedLiveness:
    """The learned weights of one knowledge folder."""

    @classmethod
    def of(cls, knowledge: Knowledge) -> LearnedLiveness:
        """Return what a knowledge folder has learned."""
        return cls(knowledge.liveness, knowledge.small_words)

    def __init__(self, liveness: Liveness, small: AbstractSet[str]) -> None:
        """Take what was learned, and the small words of a sentence."""
        self._bias = liveness.bias
        self._weights = liveness.weights
        self._reasons = liveness.reasons
        self._limits = dict(zip(LOOKED_AT, liveness.limits, strict=True))
        self._small = small

    def doubt(self, reading: Reading, level: Level, spans: Sequence[Span], rules: Iterable[str]) -> Doubt | None:
        """Return what speaks against a sign of `level` that `rules` met at `spans`; None if it is likelier there."""
        weights = self._weights
        limit = self._limits.get(level)
        if limit is None or not weights:
            return None
        # Wherever it is said, it is there if one of them says so.
        odds, found = max(
            (
                (sum([weights[name] for name in found if name in weights]), found)
                for found in surroundings(reading, spans, rules, self._small)
            ),
            key=lambda one: one[0],
        )
        odds += self._bias
        if odds >= 0:
            return None
        return self._gone(reading, found) if odds < limit else Doubt(gone=False)

    def _gone(self, reading: Reading, found: Mapping[str, int]) -> Doubt:
        weights = self._weights
        loud = sorted((weights[name], name) for name in found if weights.get(name, 0.0) < 0)
        places = dict.fromkeys(found[name] for _, name in loud if found[name] >= 0)
        against = sorted(list(places)[:_SHOWN])
        return Doubt(gone=True, why=self._why(loud), against=tuple(reading.span(at) for at in against))

    def _why(self, loud: Iterable[tuple[float, str]]) -> str:
        """Return the reason that what speaks against it is a sign of."""
        told: dict[str, float] = {}
        for weight, name in loud:
            if name in self._reasons:
                told[self._reasons[name]] = told.get(self._reasons[name], 0.0) - weight
        return max(told, key=lambda why: told[why], default=_LOOKALIKE)
