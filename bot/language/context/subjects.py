"""Whom a term is about: the one who writes, somebody else, or an animal."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.context.clauses import closes_its_sentence
from bot.language.context.kinds import OTHERS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# An animal named behind one of these is not whom the tale is about.
_ASIDE = frozenset(
    ["ate", "eat", "eats", "eating", "eaten", "cooked", "fried", "drank", "drink", "drinking", "feeding", "fed", "feed"]
).union(
    ["walking", "walked", "walk", "riding", "rode", "ride", "milking", "milked", "grooming"],
    ["like", "than", "over", "off"],
)
_ARTICLES = frozenset({"my", "the", "a", "an", "his", "her", "our", "their", "some"})

_start = attrgetter("start")


class Subjects:
    """Who is named in a message."""

    __slots__ = ("_behind", "_named", "_words")

    def __init__(self, cues: Iterable[Cue], words: Sequence[Word]) -> None:
        """Take the cues of the message, in order, and its words."""
        self._words = words
        self._named: list[Cue] = []
        # So many words behind a term whom it is about may be named.
        self._behind = 0
        for cue in cues:
            if cue.rule.means in OTHERS:
                break
        else:  # nobody else is named: a term is about the one who writes, and nobody need ask
            return
        self._named = [cue for cue in cues if cue.rule.means in SUBJECTS and not _is_named_aside(cue, words)]
        self._behind = max([cue.rule.before for cue in self._named], default=0)

    def of(self, place: Place) -> Cue | None:
        """Return who the term is about: the nearest before it, in its sentence or else the last one named before.

        "in my dogs poo": an animal named right behind the term owns it too, unless it only stays behind: "when im gone
        look after the cat". "my dog is fine. blood in my poo": so does "my" where the animal stands elsewhere.
        """
        named, words = self._named, self._words
        if not named:
            return None
        at = bisect_left(named, place.end, key=_start)
        before = named[at - 1] if at else None
        for cue in islice(named, at, None):
            if cue.start - place.end >= self._behind:
                break
            if cue.rule.before and _owns(cue, place, words):
                means = cue.rule.means
                elsewhere = before is not None and words[before.start].sentence != words[place.start].sentence
                if elsewhere or (means == "animal_subject" and not place.crisis):
                    return cue
        return before

    def is_another(self, place: Place) -> bool:
        """Tell whether the term is about somebody else."""
        subject = self.of(place)
        return subject is not None and subject.rule.means == "somebody"


def _is_named_aside(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the animal only has something done to it, and no tale is of it: "fed the hens", "ate rabbit"."""
    if cue.rule.means != "animal_subject":
        return False
    at = cue.start - 1
    while at >= 0 and words[at].form in _ARTICLES:
        at -= 1
    return at >= 0 and words[at].form in _ASIDE and words[at].sentence == words[cue.start].sentence


def _owns(cue: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether who is named behind the term is whom it is about; behind a comma only as the last word."""
    if cue.start - place.end >= cue.rule.before or words[cue.start].sentence != words[place.start].sentence:
        return False
    return closes_its_sentence(cue, words) or not any(word.comma for word in words[place.end : cue.start + 1])
