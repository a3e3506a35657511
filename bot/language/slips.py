"""Slips of the finger: the word of a closed list that a misspelt one was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

# Shorter words have too many neighbours ("food" and "mood" are one slip from other words). Damerau's transpositions
# count as one slip (optimal string alignment).
SHORTEST = 5
SHORTEST_FOR_TWO = 9
_MOST = 4
# The rows of an English keyboard.
_KEYS = "qwertyuiop asdfghjkl zxcvbnm"
_SURE_LETTERS = 3  # two slips: the first letters must be right


class Slips:
    """Words by what is left of them when a letter is missing (symmetric deletion, after W. Garbe's SymSpell)."""

    def __init__(self, words: Iterable[str], signs: AbstractSet[str]) -> None:
        """Index the long ones of `words`; those of `signs` are preferred, and reached past a wrong first letter."""
        self._signs = signs
        self._one: dict[str, str] = {}  # most are left of one word alone; of several, these stand with a space between
        self._two: dict[str, list[str]] = {}
        for word in sorted(words):
            if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
                continue
            for rest in {word, *_shortened(word)}:
                self._one[rest] = f"{self._one[rest]} {word}" if rest in self._one else word
            if len(word) >= SHORTEST_FOR_TWO:
                self._two.setdefault(word[:_SURE_LETTERS], []).append(word)

    def near(self, form: str) -> tuple[str, ...]:
        """Return the words that `form` may be meant for, the likeliest first: one slip away, or two in a long word."""
        if len(form) < SHORTEST - 1:
            return ()
        one = self._one
        words = {word for rest in (form, *_shortened(form)) if rest in one for word in one[rest].split()}
        found = [word for word in words if OSA.distance(form, word) == 1 and self._allowed(form, word)]
        if not found and len(form) >= SHORTEST_FOR_TWO - 1:
            far = self._two.get(form[:_SURE_LETTERS], ())
            found = [word for word in far if OSA.distance(form, word, score_cutoff=2) == 2]  # noqa: PLR2004
        # Of "blood" and "bloods", the one as long as what was typed is meant.
        plain = [word for word in found if word[-1] != "s" or word[:-1] not in found or len(word) == len(form)]
        return tuple(sorted(plain, key=lambda word: self._unlikely(form, word))[:_MOST])

    def _allowed(self, form: str, word: str) -> bool:
        """Tell whether the slip may be one at the first letter: only in a long sign."""
        return form[0] == word[0] or (word in self._signs and min(len(form), len(word)) > SHORTEST)

    def _unlikely(self, form: str, word: str) -> tuple[bool, bool, int, bool, str]:
        """Return what to sort by: a wrong first letter is rare, then signs come first, words as long, near keys."""
        away = abs(len(form) - len(word))
        return form[0] != word[0], word not in self._signs, away, not _side_by_side(form, word), word


def _side_by_side(form: str, word: str) -> bool:
    """Tell whether each letter is right, or beside the right one on the keyboard: "bloos" is blood, not blobs."""
    return len(form) == len(word) and all(
        typed == meant or typed + meant in _KEYS or meant + typed in _KEYS
        for typed, meant in zip(form, word, strict=True)
    )


def _shortened(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
