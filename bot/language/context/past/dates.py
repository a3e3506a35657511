"""What a date in a tale of the past is the date of: what follows it, what stands beside it, or all before it."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.context.clauses import begins_clause
from bot.language.context.kinds import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# How long ago something was.
NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen"]
).union(["twenty", "thirty", "forty", "a", "couple", "few", "of", "some", "many"])
# Behind one of these a date tells of what goes on: "since 2014".
_SINCE = frozenset({"since", "from", "until", "till", "til"})
_THAT = frozenset(["that", "thats", "this", "it", "those", "these", "all", "they", "them", "both", "which"])
# Only these stand beside a date that speaks of all before it: "that was in 2014", "eight years ago now".
_BESIDE = NUMBERS.union(
    _THAT, ["was", "were", "is", "about", "over", "nearly", "almost", "around", "roughly", "back", "way", "and", "so"]
).union(["now", "in", "the", "or", "before"])
_AGO = frozenset({"ago", "back"})
_BEGAN = frozenset({"started", "began", "begun", "start", "starting", "starts", "appeared", "developed"})
# These stand between what began and how long ago: "started with a bit of blood about 3".
_BEFORE_AGO = NUMBERS.union(
    ["about", "over", "nearly", "almost", "around", "roughly", "like", "only", "just", "maybe", "with", "the", "my"],
    ["some", "bit", "little", "in", "from", "this", "having", "to"],
)
# So many words at most lie between a term and the date of its clause.
_IN_A_CLAUSE = 20


def goes_on_since(date: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the date is only where something begins or ends: "since 2014"."""
    return date.start > 0 and words[date.start - 1].form in _SINCE


class Beginnings:
    """The signs of a message, for dates that only say how long ago one of them began; looked for once."""

    def __init__(self, places: Iterable[Place], words: Sequence[Word]) -> None:
        """Take where the terms stand, and the words."""
        self._words = words
        signs = sorted([place for place in places if place.kind in CLAIMS], key=attrgetter("start"))
        self._inside = {at for place in signs for at in range(place.start, place.end)}
        self._first = {words[place.start].sentence: place.start for place in reversed(signs)}  # by sentence

    def dated_by(self, date: Cue) -> bool:
        """Tell whether `date` says when a sign before it in its sentence began: "the bleeding started 2 months ago".

        What began then goes on until its end is told: "i started bleeding a year ago"; not "i started work a year ago".
        """
        words, at = self._words, date.start - 1
        sentence = words[date.start].sentence
        if words[date.end - 1].form not in _AGO or self._first.get(sentence, date.start) >= date.start:
            return False
        while at >= 0 and (at in self._inside or words[at].form in _BEFORE_AGO or words[at].form.isdigit()):
            at -= 1
        return at >= 0 and words[at].form in _BEGAN and words[at].sentence == sentence


def closes_the_clause_of(date: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the term stands before the date in one clause: "i had the runs for a fortnight in spring"."""
    if words[place.start].sentence != words[date.start].sentence or date.start - place.end > _IN_A_CLAUSE:
        return False
    return not any(word.comma for word in words[place.end : date.start + 1])


def speaks_of_all_before(date: Cue, place: Place, words: Sequence[Word]) -> bool:
    """Tell whether the date is a clause of its own and dates the term before it.

    It is of "that", the whole of a sentence, or the end of the term's: "that was in 2014", "..., summer of 2017".
    """
    first = date.start
    while not begins_clause(first, words) and words[first - 1].form in _BESIDE:
        first -= 1
    if not begins_clause(first, words):
        return False
    if any(word.form in _THAT for word in words[first : date.start]):
        return True
    sentence = words[date.start].sentence
    alone = first == 0 or words[first - 1].sentence != sentence
    return (alone or words[place.start].sentence == sentence) and _ends_sentence(date, words)


def _ends_sentence(date: Cue, words: Sequence[Word]) -> bool:
    """Tell whether nothing but small words and numbers follows the date in its sentence."""
    end = date.end
    while end < len(words) and words[end].sentence == words[date.start].sentence:
        if not (words[end].form in _BESIDE or words[end].form.isdigit()):
            return False
        end += 1
    return True
