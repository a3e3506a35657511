"""The parts of a message, each of which may be about something else: its sentences, and what stands inside these."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.text import Span, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.language.text import Word

# What joins two things that need not have to do with each other: "i have asthma and piles", "tired plus the runs".
_JOINING = frozenset(
    ["and", "but", "plus", "also", "then", "so", "now", "or", "with", "while", "since", "except"]
).union(["because", "cause", "cos", "bc", "cuz", "although", "though"])
# Who or what a clause of its own is about, as its first word.
_SUBJECTS = frozenset(
    [
        "i",
        "im",
        "ive",
        "id",
        "ill",
        "my",
        "we",
        "weve",
        "our",
        "he",
        "hes",
        "his",
        "she",
        "shes",
        "her",
        "they",
        "theyre",
    ]
).union(["their", "you", "your", "the", "there", "theres", "it", "its"])
_ADDING = frozenset({"and", "but", "plus", "also", "then"})
_FEWEST = 2  # words: one alone seldom says enough

_start = attrgetter("start")


def parts_around(text: str, places: Iterable[int]) -> Iterator[Span]:
    """Yield the parts of `text` in which the characters at `places` stand, of each the sentence and then what is in it.

    Inside a sentence a part ends at a pause and at a word that joins. Each is yielded once, and never the whole text.
    """
    words = fold(text).words
    sentences = _Cut(words, _ends_sentence)
    pieces = _Cut(words, _parts)
    told = {(0, len(words))}
    for place in places:
        at = max(bisect_right(words, place, key=_start) - 1, 0)
        first, last = pieces.around(at)
        for part in (sentences.around(at), (first + (words[first].form in _JOINING), last)):
            if part not in told and part[1] - part[0] >= _FEWEST:
                told.add(part)
                yield Span(words[part[0]].start, words[part[1] - 1].end)


def openings(words: Sequence[Word]) -> tuple[int, ...]:
    """Return where clauses begin that are about somebody or something again: "he is confused, | i had piles"."""
    return tuple(
        [
            at
            for at in range(1, len(words))
            if words[at].form in _SUBJECTS and (words[at].comma or words[at - 1].form in _ADDING)
        ]
    )


class _Cut:
    """A message cut where something ends between two words; looked for once for all places."""

    def __init__(self, words: Sequence[Word], ends: Callable[[Word, Word], bool]) -> None:
        """Cut `words` where `ends` says so of two that follow one another."""
        cuts = [at for at, (before, word) in enumerate(pairwise(words), start=1) if ends(before, word)]
        self._bounds = (0, *cuts, len(words))

    def around(self, at: int) -> tuple[int, int]:
        """Return the places of the first word of the part in which the word `at` stands, and of the one behind it."""
        behind = bisect_right(self._bounds, at)
        return self._bounds[behind - 1], self._bounds[behind]


def _ends_sentence(before: Word, word: Word) -> bool:
    return word.sentence != before.sentence


def _parts(before: Word, word: Word) -> bool:
    """Tell whether a part ends between two words."""
    return word.comma or word.clause != before.clause or word.form in _JOINING
