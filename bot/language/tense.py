"""Whether something is told in the past tense, or of now."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.cues import Place
    from bot.language.text import Word

# Somebody tells of what is there now, with one of these.
_PRESENT = frozenset(
    ["is", "are", "am", "im", "its", "hes", "shes", "theyre", "theres", "isnt", "arent", "have", "has", "ive", "havent"]
).union(
    ["get", "gets", "feel", "feels", "keep", "keeps", "do", "does", "dont", "doesnt", "can", "cant", "cannot", "go"],
    ["goes", "come", "comes", "coming", "bleed", "bleeds", "hurt", "hurts", "leak", "leaks", "look", "looks", "see"],
    ["say", "pass", "passes", "notice", "want", "wants", "find", "still", "been", "being"],
)
# Behind one of these they name a thing, and tell of no time: "they clipped the bleed".
_NAMING = frozenset({"the", "a", "my", "his", "her", "that", "this"})
_NOUNS_TOO = frozenset({"bleed", "bleeds", "leak", "leaks", "look", "pass", "find"})
_WHO_IS = frozenset({"hes", "shes", "im", "theyre"})
_JOINS = frozenset({"and", "but"})
# What ends in "ed" besides. Where both tenses look alike ("cut", "put"), it is not among them.
_PAST = frozenset(
    ["was", "were", "had", "did", "didnt", "wasnt", "werent", "hadnt", "got", "bled", "went", "came", "couldnt"]
).union(
    ["could", "wore", "kept", "lost", "felt", "burst", "told", "took", "began", "saw", "threw", "found", "said"],
    ["made", "ate", "gave", "left", "sat", "stood", "ran", "fell", "woke", "drove", "slept", "drank", "spent", "broke"],
    ["thought", "knew", "brought", "bought", "caught", "taught", "fought", "held", "led", "met", "paid", "sent"],
    ["wrote", "spoke", "chose", "tore", "grew", "blew", "flew", "shook", "shat", "became", "rang", "stuck", "hung"],
    ["won", "forgot", "hid", "rode", "rose", "heard", "meant", "dealt", "learnt", "crept", "lay", "used", "died"],
)
_LETTERS_OF_PAST = 4
_ADVERBS = frozenset(["just", "never", "only", "also", "really", "nearly", "once", "then", "always"]).union(
    ["actually", "even", "first", "mostly"]
)
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
        first, last = self._sentences[self._words[place.start].sentence]
        last = min(last, end)
        if last <= first or self._told[last - 1].of_now:
            return False
        return self._pasts(first, last) > 0 or last - first <= _HEADING

    def clause_is_past(self, place: Place) -> bool:
        """Tell whether the clause of the term is past, and its sentence up to there has nothing of now."""
        first, last = self._clauses[place.start]
        return self._pasts(first, last) > 0 and not self._told[last - 1].of_now

    def forms_beside(self, place: Place) -> set[str]:
        """Return the words of the sentence of the term."""
        first, last = self._sentences[self._words[place.start].sentence]
        return {word.form for word in self._words[first:last]}

    def _pasts(self, first: int, last: int) -> int:
        return self._told[last - 1].pasts - (self._told[first - 1].pasts if first else 0)

    @cached_property
    def _told(self) -> list[_Told]:
        words = self._words
        told: list[_Told] = []
        for at, word in enumerate(words):
            before = told[-1] if told else _Told(of_now=False, pasts=0)
            goes_on = at > 0 and words[at - 1].sentence == word.sentence and before.of_now
            told.append(_Told(goes_on or _tells_of_now(at, words), before.pasts + is_past(word.form)))
        return told

    @cached_property
    def _sentences(self) -> dict[int, tuple[int, int]]:
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


def is_past(form: str) -> bool:
    """Tell whether a word is a verb in the past tense."""
    return form in _PAST or (form.endswith("ed") and len(form) > _LETTERS_OF_PAST and form not in _PRESENT)


def _tells_of_now(at: int, words: Sequence[Word]) -> bool:
    """Tell whether a word is a verb of now: one that is known, or one right behind "i" that is not past."""
    form = words[at].form
    if form in _PRESENT:
        return not (_names(at, words) or _tells_an_age(at, words))
    behind = at - 1 - (at > 1 and words[at - 1].form in _ADVERBS)
    if at == 0 or words[behind].form != "i" or words[behind].sentence != words[at].sentence:
        return False
    return form not in _ADVERBS and not is_past(form)


def _tells_an_age(at: int, words: Sequence[Word]) -> bool:
    """Tell whether "hes" stands before a number: "i bled when i had sam, hes 22 now"."""
    return words[at].form in _WHO_IS and at + 1 < len(words) and words[at + 1].form.isdigit()


def _names(at: int, words: Sequence[Word]) -> bool:
    if not at or words[at].form not in _NOUNS_TOO:
        return False
    return words[at - 1].form in _NAMING or (at > 1 and words[at - 2].form == "a")
