"""Two words that somebody wrote without the space between them: "pinkwater", "slitmy wrists"."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

_SHORTEST_PART = 3
# Words of one or two letters that people run together with the next one, in English and the other Latin languages.
_LITTLE = frozenset(
    re.findall(
        r"[a-z]+",
        "i a my in on of to is it no me im up do so we he if at or be by an as us am go id yo"
        " al la le de il el je se mi du ne zu um n yo",
    )
)
_ALONE = frozenset({"a", "i"})


class Apart:
    """The words that may have been run together."""

    def __init__(
        self,
        forms: AbstractSet[str],
        english: AbstractSet[str],
        small: AbstractSet[str],
        phrases: Sequence[Iterable[str]],
    ) -> None:
        """Take all words of the lexicon, all English words, the small ones, and the phrases of each red flag."""
        self._forms = forms
        self._english = english
        self._small = small
        self._phrases = phrases

    @cached_property
    def _neighbours(self) -> frozenset[str]:
        """The words that stand side by side in the phrases of the red flags, each two with a space between."""
        pairs = (pairwise(phrase.split(" ")) for some in self._phrases for phrase in some)
        return frozenset(map(" ".join, chain.from_iterable(pairs)))

    @cached_property
    def _longest(self) -> int:
        """The letters of the longest word."""
        return max(map(len, (*self._forms, *self._english)), default=0)

    def prepare(self) -> None:
        """Index now what the first such word would ask for."""
        _ = self._neighbours, self._longest

    def pairs(self, form: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs of words that `form` may be made of: one the lexicon's and one long, or both small words."""
        forms, small, length = self._forms, self._small, len(form)
        if length > 2 * self._longest:
            return ()
        # Few say anything, and only of these is it asked whether both are words.
        telling = [
            (form[:at], form[at:])
            for at in range(1, length)
            if (at > _SHORTEST_PART and form[:at] in forms)
            or (length - at > _SHORTEST_PART and form[at:] in forms)
            or (form[:at] in small and form[at:] in small)
        ]
        return tuple([pair for pair in telling if all(map(self._is_part, pair))])

    def _is_part(self, part: str) -> bool:
        return part in self._forms or part in (_LITTLE if len(part) < _SHORTEST_PART else self._english)

    def small(self, pair: Sequence[str]) -> bool:
        """Tell whether both are the small change of a sentence: "have a", "now its"."""
        return all(part in self._small for part in pair)

    def ends_little(self, pair: tuple[str, str]) -> bool:
        """Tell whether a long word has a little one behind it, which is no ending: "bloodis"."""
        return len(pair[0]) > _SHORTEST_PART > len(pair[1]) and all(map(self.whole, pair))

    def of_listed(self, form: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs for a spelling that the lexicon lists: those that a red flag writes apart ("everytime").

        No others: "bloodline" is no blood.
        """
        neighbours = self._neighbours
        pairs = [(form[:at], form[at:]) for at in range(1, len(form))]
        return tuple([pair for pair in pairs if " ".join(pair) in neighbours])

    def of_ending(self, form: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs for what shares all but an ending with a word of the lexicon: no ending is a word."""
        return tuple(pair for pair in self.pairs(form) if all(part in self._forms for part in pair))

    def likeliest(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
        """Return the pair that says most: words of the lexicon, then small ones ("now its"), then a long one."""
        sure = [pair for pair in pairs if all(map(self.whole, pair))]
        return max(sure, key=self._weight, default=None)

    def _weight(self, pair: tuple[str, str]) -> tuple[int, bool, int]:
        known = [len(part) for part in pair if part in self._forms]
        return len(known), self.small(pair) or pair[0] in _ALONE, max(known, default=0)

    def whole(self, part: str) -> bool:
        """Tell whether a part is a word: where it is short, one of those that people leave no space behind."""
        return part in _LITTLE if len(part) < _SHORTEST_PART else part in self._forms or part in self._english
