"""Concepts that are said together: each two that stand near one another in a sentence."""

from __future__ import annotations

from itertools import combinations, groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.reading import Term

_sentence = attrgetter("sentence")


def said_together(terms: Iterable[Term], ahead: int) -> set[tuple[str, str]]:
    """Return the pairs (`pair`) of concepts of `terms`, which stand in the order of the text.

    Each goes with every other one among so many that stand `ahead` of it in its sentence.
    """
    found: set[tuple[str, str]] = set()
    for _, here in groupby(terms, _sentence):
        found |= _pairs([term.concept for term in here], ahead)
    return found


def _pairs(concepts: Sequence[str], ahead: int) -> set[tuple[str, str]]:
    if len(concepts) <= ahead + 1:  # as in most sentences: all go with all, those that come first by name named first
        return set(combinations(sorted({*concepts}), 2))
    found: set[tuple[str, str]] = set()
    for place, first in enumerate(concepts):
        for second in concepts[place + 1 : place + 1 + ahead]:
            # What `pair` makes of them, without a call for each two.
            if first < second:
                found.add((first, second))
            elif first != second:
                found.add((second, first))
    return found
