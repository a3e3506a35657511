"""The parts of a message, each of which may be about something else: its sentences, and what stands inside these."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.text import Span, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    told = {(0, len(words))}
    for place in places:
        at = max(bisect_right(words, place, key=_start) - 1, 0)
        for part in (_sentence(words, at), _piece(words, at)):
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


def _sentence(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return the places of the first word of the sentence of the word `at`, and of the one behind its last."""
    first = last = at
    while first and words[first - 1].sentence == words[at].sentence:
        first -= 1
    while last < len(words) and words[last].sentence == words[at].sentence:
        last += 1
    return first, last


def _piece(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return the same for the part of the sentence in which a word stands."""
    first, last = at, at + 1
    while first and not _parts(words[first - 1], words[first]):
        first -= 1
    while last < len(words) and not _parts(words[last - 1], words[last]):
        last += 1
    return first + (words[first].form in _JOINING), last


def _parts(before: Word, word: Word) -> bool:
    """Tell whether a part ends between two words."""
    return word.comma or word.clause != before.clause or word.form in _JOINING
