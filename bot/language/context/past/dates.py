"""What a date in a tale of the past is the date of: what follows it, what stands beside it, or all before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.clauses import begins_clause
from bot.language.context.kinds import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def tells_when_it_began(date: Cue, places: Sequence[Place], words: Sequence[Word]) -> bool:
    """Tell whether it only says how long ago a sign of its sentence began: "the bleeding started two months ago".

    What began then goes on until its end is told: "i started bleeding a year ago"; not "i started work a year ago".
    """
    if words[date.end - 1].form not in _AGO:
        return False
    sentence, at = words[date.start].sentence, date.start - 1
    signs = [place for place in places if place.kind in CLAIMS and words[place.start].sentence == sentence]
    inside = {word for place in signs for word in range(place.start, place.end)}
    while at >= 0 and (at in inside or words[at].form in _BEFORE_AGO or words[at].form.isdigit()):
        at -= 1
    begins = at >= 0 and words[at].form in _BEGAN and words[at].sentence == sentence
    return begins and any(place.start < date.start for place in signs)


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
