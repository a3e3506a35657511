"""Whether something is told in the past tense, or of now."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from bot.language.context.past.verbs import tells_of_now, tells_of_then

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.context.cues import Place
    from bot.language.text import Word

_JOINS = frozenset({"and", "but"})
# So few words make a heading, which has no tense: "the bleeding? all gone".
_HEADING = 3


class _Told(NamedTuple):
    """What stands up to a word, it included: whether its sentence tells of now, and how many verbs of the past."""

    of_now: bool
    pasts: int


class Tenses:
    """In which tense each part of a message is told; looked at once, and only if somebody asks."""

    def __init__(self, words: Sequence[Word]) -> None:
        """Take the words of the message."""
        self._words = words

    def told_as_past(self, place: Place, end: int) -> bool:
        """Tell whether the sentence of the term is told in the past tense, with nothing of now before word `end`.

        A heading counts as such: it has no tense, and what is said of it follows ("the bleeding? all gone").
        """
        first, last = self.sentences[self._words[place.start].sentence]
        last = min(last, end)
        if last <= first or self._told[last - 1].of_now:
            return False
        return self._pasts(first, last) > 0 or last - first <= _HEADING

    def clause_is_past(self, place: Place) -> bool:
        """Tell whether the clause of the term is past, and its sentence up to there has nothing of now."""
        return self.clause_has_past(place) and not self._told[self.clause_of(place)[1] - 1].of_now

    def clause_has_past(self, place: Place) -> bool:
        """Tell whether a verb of the past stands in the clause of the term."""
        return self._pasts(*self.clause_of(place)) > 0

    def goes_on_as_past(self, place: Place) -> bool:
        """Tell whether the sentence of the term is told in the past up to the end of the term's clause.

        A clause without a verb goes on with those before it: "he had fits, blue lips and all".
        """
        return self.told_as_past(place, self.clause_of(place)[1])

    def clause_of(self, place: Place) -> tuple[int, int]:
        """Return where the clause of the term begins and ends."""
        return self._clauses[place.start]

    def sentence_of(self, place: Place) -> tuple[int, int]:
        """Return where the sentence of the term begins and ends."""
        return self.sentences[self._words[place.start].sentence]

    def forms_beside(self, place: Place) -> set[str]:
        """Return the words of the sentence of the term."""
        first, last = self.sentence_of(place)
        return {word.form for word in self._words[first:last]}

    def has_past(self, first: int, last: int) -> bool:
        """Tell whether a verb of the past stands among the words `first` to `last` (exclusive)."""
        return self._pasts(first, last) > 0

    def turns(self) -> dict[int, int]:
        """Return for each sentence the first word that tells of now; its end if none does."""
        told = self._told
        return {
            sentence: next((at for at in range(first, last) if told[at].of_now), last)
            for sentence, (first, last) in self.sentences.items()
        }

    def _pasts(self, first: int, last: int) -> int:
        return self._told[last - 1].pasts - (self._told[first - 1].pasts if first else 0)

    @cached_property
    def _told(self) -> list[_Told]:
        words = self._words
        told: list[_Told] = []
        for at, word in enumerate(words):
            before = told[-1] if told else _Told(of_now=False, pasts=0)
            goes_on = at > 0 and words[at - 1].sentence == word.sentence and before.of_now
            told.append(_Told(goes_on or tells_of_now(at, words), before.pasts + tells_of_then(at, words)))
        return told

    @cached_property
    def sentences(self) -> dict[int, tuple[int, int]]:
        """Where each sentence begins and ends."""
        where: dict[int, tuple[int, int]] = {}
        for at, word in enumerate(self._words):
            where[word.sentence] = where.get(word.sentence, (at, 0))[0], at + 1
        return where

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        """Where the clause of each word begins and ends."""
        words = self._words
        begins = [
            at == 0 or word.comma or word.form in _JOINS or words[at - 1].sentence != word.sentence
            for at, word in enumerate(words)
        ]
        starts = [at for at, first in enumerate(begins) if first]
        ends = [*starts[1:], len(words)]
        return [(starts[number - 1], ends[number - 1]) for number in accumulate(begins)]
