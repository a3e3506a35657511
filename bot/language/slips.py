"""Slips of the finger: the word of a closed list that a misspelt one was meant to be."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from collections.abc import Set as AbstractSet

# Shorter words have too many neighbours ("food" and "mood" are one slip from other words). Damerau's transpositions
# count as one slip (optimal string alignment).
SHORTEST = 5
SHORTEST_FOR_TWO = 9
_MOST = 8
_TWO = 2  # slips
# The rows of an English keyboard.
_KEYS = "qwertyuiop asdfghjkl zxcvbnm"
_VOWELS = frozenset("aeiouy")
_SURE_LETTERS = 3  # two slips: the first letters must be right


class Slips:
    """Words by what is left of them when a letter is missing (symmetric deletion, after W. Garbe's SymSpell)."""

    def __init__(self, words: Collection[str], signs: AbstractSet[str], often: Mapping[str, int]) -> None:
        """Index the long ones of `words`; those of `signs` are preferred, and reached past a wrong first letter.

        Of words alike in that, those that people use most `often` are preferred.
        """
        self._signs = signs
        self._often = often
        self._one: dict[str, str] = {}  # most are left of one word alone; of several, these stand with a space between
        self._two: dict[str, list[str]] = {}
        for word in sorted(words):
            if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
                continue
            for rest in {word, *_shortened(word)}:
                self._one[rest] = f"{self._one[rest]} {word}" if rest in self._one else word
            if len(word) >= SHORTEST_FOR_TWO:
                self._two.setdefault(word[:_SURE_LETTERS], []).append(word)
        self._longest = _TWO + max(map(len, words), default=0)

    def near(self, form: str) -> tuple[str, ...]:
        """Return the words that `form` may be meant for, the likeliest first: one slip away, or two in a long word.

        All of them are `likely` slips, or none is.
        """
        if not SHORTEST - 1 <= len(form) <= self._longest:
            return ()
        one = self._one
        words = {word for rest in (form, *_shortened(form)) if rest in one for word in one[rest].split()}
        found = [word for word in words if OSA.distance(form, word) == 1 and self._allowed(form, word)]
        if not found and len(form) >= SHORTEST_FOR_TWO - 1:
            far = self._two.get(form[:_SURE_LETTERS], ())
            found = [
                word
                for word in far
                if abs(len(word) - len(form)) <= _TWO and OSA.distance(form, word, score_cutoff=_TWO) == _TWO
            ]
        if not found:  # as of most words
            return ()
        found = [word for word in found if likely(form, word)] or found
        # Of "blood" and "bloods", the one as long as what was typed is meant.
        plain = [word for word in found if word[-1] != "s" or word[:-1] not in found or len(word) == len(form)]
        return tuple(sorted(plain, key=lambda word: self._unlikely(form, word))[:_MOST])

    def _allowed(self, form: str, word: str) -> bool:
        """Tell whether the slip may be one at the first letter: only in a long sign."""
        return form[0] == word[0] or (word in self._signs and min(len(form), len(word)) > SHORTEST)

    def _unlikely(self, form: str, word: str) -> tuple[bool, bool, int, int, bool, str]:
        """Return what to sort by: a wrong first letter is rare, then come signs, frequent words, as long, near keys."""
        rare, away = -self._often.get(word, 0), abs(len(form) - len(word))
        return form[0] != word[0], word not in self._signs, rare, away, not _side_by_side(form, word), word


def likely(form: str, word: str) -> bool:
    """Tell whether fingers or ears make `form` of `word`: a letter missing, doubled, changed over, another vowel."""
    if len(form) < len(word):
        return True
    pairs = enumerate(zip(form, word, strict=False))
    at = next((place for place, (typed, meant) in pairs if typed != meant), len(word))
    if len(form) > len(word):
        return form[at] == form[at - 1]
    if form[at : at + 2] == word[at : at + 2][::-1] or _VOWELS.issuperset((form[at], word[at])):
        return True
    return _side_by_side(form, word)


def _side_by_side(form: str, word: str) -> bool:
    """Tell whether each letter is right, or beside the right one on the keyboard: "bloos" is blood, not blobs."""
    return len(form) == len(word) and all(
        typed == meant or typed + meant in _KEYS or meant + typed in _KEYS
        for typed, meant in zip(form, word, strict=True)
    )


def _shortened(word: str) -> list[str]:
    return list(map("".join, combinations(word, len(word) - 1)))
