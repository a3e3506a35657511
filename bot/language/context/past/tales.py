"""Tales of the past: the sentences of a message that belong together, up to one that turns to now."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bot.language.context.kinds import CLOSED_BY, DATES, ENDINGS
from bot.language.context.past.dates import Beginnings, goes_on_since

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

# A "now" in the sentence of one of these sets it against today, and only ends it: "in 2014 i bled, now im at uni".
_OF_A_DAY = frozenset({"then", "once"})
# What stands behind one of these is no ending: "not back to normal".
_NOT = frozenset(["not", "never", "no", "isnt", "wasnt", "hasnt", "havent", "hadnt", "didnt", "cant", "without", "nor"])
# So many dates on each side of a term are held against it.
_NEAREST = 3

_start = attrgetter("start")


class Tale(NamedTuple):
    """Sentences up to one that turns to now: the dates in them, what tells how it ended, and the last of each kind."""

    dates: list[Cue]
    endings: list[int]
    last: dict[str, int]

    def nearest(self, place: Place) -> list[Cue]:
        """Return the dates next to the term, of those before it the ones with no ending between."""
        at = bisect_left(self.dates, place.start, key=_start)
        ended = bisect_left(self.endings, place.start)
        since = self.endings[ended - 1] if ended else -1
        before = [
            date for date in self.dates[max(at - _NEAREST, 0) : at] if date.start >= since and date.end <= place.start
        ]
        return before + [date for date in self.dates[at : at + _NEAREST] if date.start >= place.end]


def dating_what_is_over(cues: Sequence[Cue], places: Sequence[Place], words: Sequence[Word]) -> Sequence[Cue]:
    """Return `cues` without the dates that only say how long ago a sign began, if no ending is told."""
    tales = {cue.rule.tale for cue in cues}
    if DATES.isdisjoint(tales) or not ENDINGS.isdisjoint(tales):
        return cues
    beginnings = Beginnings(places, words)
    return [cue for cue in cues if cue.rule.tale not in DATES or not beginnings.dated_by(cue)]


def turns_of(cues: Iterable[Cue], words: Sequence[Word], tenses: Tenses) -> dict[int, int]:
    """Return by sentence the word at which it turns to now; -1 if it tells of what is not over."""
    turns = tenses.turns()
    dated = {words[cue.start].sentence for cue in cues if cue.rule.tale in _OF_A_DAY}
    for cue in cues:
        sentence = words[cue.start].sentence
        if cue.rule.tale == "again" or (cue.rule.tale == "now" and sentence not in dated):
            turns[sentence] = -1
        elif cue.rule.tale == "now":
            turns[sentence] = min(turns[sentence], cue.start)
    return turns


def tales_of(
    cues: Iterable[Cue], meant: Iterable[Cue], words: Sequence[Word], tenses: Tenses, turns: Mapping[int, int]
) -> dict[int, Tale]:
    """Return by sentence the tale that it belongs to; `turns`: where each turns to now.

    `cues` are all in the order of the text, `meant` those that nothing undoes: an ending must be one of them.
    """
    again = _by_sentence((cue for cue in cues if cue.rule.tale == "again"), words)
    dates = _by_sentence((cue for cue in cues if cue.rule.tale in DATES and not goes_on_since(cue, words)), words)
    ended = (cue for cue in meant if cue.rule.tale in CLOSED_BY and not is_denied(cue, words))
    endings = _by_sentence(ended, words)
    tales: dict[int, Tale] = {}
    for run in _runs(tenses.sentences, turns):
        undone = any(cue.rule.back for sentence in run for cue in again.get(sentence, ()))
        told = [cue for sentence in run if sentence not in again for cue in dates.get(sentence, ())]
        closing = [cue for sentence in run for cue in endings.get(sentence, ())]
        last = {cue.rule.tale or "": cue.start for cue in closing}
        tale = Tale([] if undone else told, [cue.start for cue in closing], last)
        tales.update(dict.fromkeys(run, tale))
    return tales


def _runs(sentences: Mapping[int, tuple[int, int]], turns: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield the sentences of each tale: up to one that turns to now, it included."""
    run: list[int] = []
    for sentence, (_, last) in sentences.items():
        run.append(sentence)
        if turns[sentence] < last:
            yield run
            run = []
    yield run


def _by_sentence(cues: Iterable[Cue], words: Sequence[Word]) -> dict[int, list[Cue]]:
    found: dict[int, list[Cue]] = {}
    for cue in cues:
        found.setdefault(words[cue.start].sentence, []).append(cue)
    return found


def is_denied(ending: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the ending stands behind a denial: "not back to normal"."""
    return ending.start > 0 and words[ending.start - 1].form in _NOT
