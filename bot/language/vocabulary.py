"""One word at a time: its stem, and the word that a slip of the finger was meant to be."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from Stemmer import Stemmer

_ENGLISH = Stemmer("english")
_TWICE = re.compile(r"([a-z])\1")

# Shorter words have too many neighbours ("food" and "mood" are one slip from other words); Damerau's transpositions
# count as one slip (optimal string alignment).
SHORTEST = 5
SHORTEST_FOR_TWO = 9
_SHORTEST_PART = 3
_CACHED_WORDS = 20_000


class Meant(NamedTuple):
    """What a word as folded stands for: `stem` and `form` of the word meant, and how many slips away it is."""

    stem: str
    form: str
    edits: int


@cache
def stem(form: str) -> str:
    """Return the Snowball stem of a folded word; numbers stay as they are."""
    return str(_ENGLISH.stemWord(form)) if len(form) > 3 else _short(form)  # noqa: PLR2004


def _short(form: str) -> str:
    return form[:-1] if len(form) == 3 and form[2] == "s" and form[1] not in "aius" else form  # noqa: PLR2004


class Vocabulary:
    """The closed list of words that a slip may be corrected to, and the English words that are never corrected."""

    def __init__(
        self, forms: frozenset[str], mended: frozenset[str], english: frozenset[str], small: frozenset[str]
    ) -> None:
        """Index `forms`, all folded words of the lexicon.

        Slips are mended towards the long ones of `mended`; words of `english` are left as they are.
        """
        self._english = english
        self._small = small
        self._mended = mended
        self._forms = forms
        self._cache: dict[str, tuple[Meant, ...]] = {}

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of the lexicon's words; made for the first word that is not known as it stands."""
        return frozenset(stem(form) for form in self._forms)

    @cached_property
    def _buckets(self) -> dict[tuple[str, int], list[str]]:
        """The words that a slip may be corrected to, by first letter and length; made for the first slip."""
        buckets: dict[tuple[str, int], list[str]] = {}
        for form in sorted(self._mended):
            if len(form) >= SHORTEST and form.isalpha():
                buckets.setdefault((form[0], len(form)), []).append(form)
        return buckets

    def meant(self, form: str) -> tuple[Meant, ...]:
        """Return what `form` stands for: one word, or two that were written without the space between them."""
        known = self._cache.get(form)
        if known is None:
            if len(self._cache) >= _CACHED_WORDS:
                self._cache.clear()
            known = self._cache[form] = self._resolve(form)
        return known

    def known(self, form: str) -> bool:
        """Tell whether `form` is a word of the lexicon or of English as it stands."""
        return form in self._forms or form in self._english or stem(form) in self._stems

    def small(self, form: str) -> bool:
        """Tell whether `form` is the small change of a sentence: "is", "there", "about", a number."""
        return form in self._small or form[0].isdigit()

    def _resolve(self, form: str) -> tuple[Meant, ...]:
        if self.known(form) or not form.isalpha() or not form.isascii():
            return (Meant(stem(form), form, 0),)
        single = _TWICE.sub(r"\1", form)
        if single != form and self.known(single):
            return (Meant(stem(single), single, 0),)
        corrected = self._corrected(form)
        if corrected is not None:
            return (Meant(stem(corrected), corrected, OSA.distance(form, corrected)),)
        return self._split(form) or (Meant(stem(form), form, 0),)

    def _corrected(self, form: str) -> str | None:
        """Return the nearest word of the lexicon: same first letter, one slip, or two in a long word."""
        length = len(form)
        if length < SHORTEST:
            return None
        allowed = 2 if length >= SHORTEST_FOR_TWO else 1
        near = [
            word
            for size in range(length - allowed, length + allowed + 1)
            for word in self._buckets.get((form[0], size), ())
        ]
        found = extract(form, near, scorer=OSA.distance, score_cutoff=allowed, limit=3)
        for word, edits, _ in found:
            if edits == 1 or word[:3] == form[:3]:
                return str(word)
        return None

    def _split(self, form: str) -> tuple[Meant, ...]:
        """Return the two words that `form` is made of, if one of them is the lexicon's: "bloodin" is blood, in."""
        for at in range(2, len(form) - 1):
            left, right = form[:at], form[at:]
            if max(len(left), len(right)) < _SHORTEST_PART + 1 or not (self._whole(left) and self._whole(right)):
                continue
            if any(len(part) > _SHORTEST_PART and part in self._mended for part in (left, right)):
                return (Meant(stem(left), left, 1), Meant(stem(right), right, 1))
        return ()

    def _whole(self, part: str) -> bool:
        if len(part) < _SHORTEST_PART:
            return part in _LITTLE
        return part in self._forms or part in self._english


# Words of one or two letters that people run together with the next one.
_LITTLE = frozenset(
    {"i", "a", "my", "in", "on", "of", "to", "is", "it", "no", "me", "im", "up", "do", "so", "we", "he"}
)
