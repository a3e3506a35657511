"""What is meant after all, though it begins like what is not: a look-alike beside the words of a danger is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.patterns import Found, Pattern

# So many words from one to the other: about two sentences.
_NEAR = 20


class Earnest:
    """The concepts of red flags near which none of their look-alikes holds."""

    def __init__(self, concepts: Mapping[Pattern, frozenset[str]]) -> None:
        """Index none yet; `concepts`: what the pattern of each concept means."""
        self._concepts = concepts
        self._by_shield: dict[Pattern, frozenset[str]] = {}

    def add(self, shield: Pattern, concepts: Iterable[str]) -> None:
        """Let no look-alike that is a `shield` hold near one of these concepts."""
        self._by_shield[shield] = frozenset(concepts)

    def held(self, lookalikes: Sequence[Found], concepts: Iterable[Found]) -> list[Found]:
        """Return the look-alikes near which nobody is in earnest; of `concepts`, what stands in one is not meant."""
        said = [
            (item, self._concepts[item.pattern])
            for item in concepts
            if not any(_apart(shield, item) < 0 for shield in lookalikes)
        ]
        return [item for item in lookalikes if not self._is_meant(item, said)]

    def _is_meant(self, shield: Found, said: Sequence[tuple[Found, frozenset[str]]]) -> bool:
        earnest = self._by_shield.get(shield.pattern, frozenset())
        return any(_apart(shield, item) <= _NEAR and not earnest.isdisjoint(ids) for item, ids in said)


def _apart(one: Found, other: Found) -> int:
    """Return how many words lie between two finds; less than none if they share some."""
    return max(one.start - other.end, other.start - one.end)
