"""Tales of the past: they open with a date, go on while they are told in the past, and close with how it ended."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bot.language.dates import closes_the_clause_of, goes_on_since, heads_its_sentence, speaks_of_all_before
from bot.language.tense import Tenses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.cues import Cue, Place
    from bot.language.text import Word

# Which dates each kind of ending closes: "in may i bled. nothing since", "at 2 he had fits. hes eleven".
_CLOSED_BY = {
    "over": frozenset({"then", "once"}),
    "today": frozenset({"then", "young"}),
    "aged": frozenset({"then", "young", "little"}),
}
_DATES = frozenset({"then", "once", "young", "little"})
# A "now" in the sentence of one of these sets it against today, and only ends it: "in 2014 i bled, now im at uni".
_OF_A_DAY = frozenset({"then", "once"})
# What stands behind one of these is no ending: "not back to normal".
_NOT = frozenset(["not", "never", "no", "isnt", "wasnt", "hasnt", "havent", "hadnt", "didnt", "cant", "without", "nor"])
# Behind one of these something else begins: "years ago i had piles, but i fainted".
_TURNING = frozenset({"but", "however", "though", "although", "yet"})
# So many dates on each side of a term are held against it.
_NEAREST = 3


class _Tale(NamedTuple):
    """Sentences up to one that turns to now: the dates in them, what tells how it ended, and the last of each kind."""

    dates: list[Cue]
    endings: list[int]
    last: dict[str, int]


class Tales:
    """The tales of a message; looked for only where there is a date, and only if somebody asks."""

    def __init__(self, cues: Sequence[Cue], meant: Iterable[Cue], words: Sequence[Word]) -> None:
        """Take all cues in the order of the text, those of them that nothing undoes, and the words of the message."""
        self.tenses = Tenses(words)
        self._cues = cues
        self._meant = meant
        self._words = words
        self._dated = any(cue.rule.tale in _DATES for cue in cues)

    def rule_of(self, place: Place) -> str:
        """Return the id of the rule that dates the tale in which the term stands, if it is over; else "".

        It is over if its ending is told. Without one only a date long ago counts, and only for what shares its sentence
        or is expressly dated: "i had sepsis in 2017. i was shaking" may have come to today.
        """
        if not self._dated or place.crisis:
            return ""
        sentence = self._words[place.start].sentence
        tale = self._tales[sentence]
        if not tale.dates or place.end > self._turns[sentence] or not self.tenses.goes_on_as_past(place):
            return ""
        closed = self._closed(place, tale)
        return next((date.rule.id for date in _nearest(place, tale) if self._dates(date, place, closed)), "")

    def _closed(self, place: Place, tale: _Tale) -> AbstractSet[str]:
        """Return the kinds of dates that endings behind the term close; how it is today, only in another sentence."""
        behind = {
            "over": place.end,
            "aged": self.tenses.clause_of(place)[1],
            "today": self.tenses.sentences[self._words[place.start].sentence][1],
        }
        return frozenset[str]().union(*[_CLOSED_BY[kind] for kind, at in tale.last.items() if at >= behind[kind]])

    def _dates(self, date: Cue, place: Place, closed: AbstractSet[str]) -> bool:
        """Tell whether `date` is the term's, and of a kind that is `closed`, or long ago."""
        words, is_closed = self._words, date.rule.tale in closed
        long_ago = date.rule.tale == "then" and words[place.start].sentence not in self._today
        if date.start < place.end:
            return is_closed or (long_ago and self._shares_its_sentence(date, place))
        if not (is_closed or long_ago) or self._turns[self._sentence(date)] < date.start:
            return False
        return closes_the_clause_of(date, place, words) or speaks_of_all_before(date, place, words)

    def _shares_its_sentence(self, date: Cue, place: Place) -> bool:
        """Tell whether the term has a past of its own in the sentence of the date, or that one heads it.

        "years ago i had fits, blue lips and all"; not "i had my gallbladder out years ago, blood on the paper".
        """
        words = self._words
        between = words[date.end : place.start]
        if words[date.start].sentence != words[place.start].sentence or any(word.form in _TURNING for word in between):
            return False
        first, _ = self.tenses.clause_of(place)
        goes_on = heads_its_sentence(date, words) or words[first].form == "then"
        return goes_on or self.tenses.clause_has_past(place)

    @cached_property
    def _today(self) -> set[int]:
        """The sentences that name a day of now: "i bled years ago, and today too"."""
        return {self._sentence(cue) for cue in self._cues if cue.rule.means == "today"}

    @cached_property
    def _turns(self) -> dict[int, int]:
        """By sentence, the word at which it turns to now; -1 if it tells of what is not over."""
        turns = self.tenses.turns()
        dated = {self._sentence(cue) for cue in self._cues if cue.rule.tale in _OF_A_DAY}
        for cue in self._cues:
            sentence = self._sentence(cue)
            if cue.rule.tale == "again" or (cue.rule.tale == "now" and sentence not in dated):
                turns[sentence] = -1
            elif cue.rule.tale == "now":
                turns[sentence] = min(turns[sentence], cue.start)
        return turns

    @cached_property
    def _tales(self) -> dict[int, _Tale]:
        """By sentence, the tale that it belongs to."""
        again = self._by_sentence(cue for cue in self._cues if cue.rule.tale == "again")
        dates = self._by_sentence(cue for cue in self._cues if cue.rule.tale in _DATES)
        endings = self._by_sentence(cue for cue in self._meant if cue.rule.tale in _CLOSED_BY and not self._denied(cue))
        tales: dict[int, _Tale] = {}
        for run in self._runs():
            undone = any(cue.rule.back for sentence in run for cue in again.get(sentence, ()))
            told = [cue for sentence in run if sentence not in again for cue in dates.get(sentence, ())]
            closing = [cue for sentence in run for cue in endings.get(sentence, ())]
            tale = _Tale(
                [] if undone else [cue for cue in told if not goes_on_since(cue, self._words)],
                [cue.start for cue in closing],
                {cue.rule.tale or "": cue.start for cue in closing},
            )
            tales.update(dict.fromkeys(run, tale))
        return tales

    def _runs(self) -> Iterator[list[int]]:
        """Yield the sentences of each tale: up to one that turns to now, it included."""
        run: list[int] = []
        for sentence, (_, last) in self.tenses.sentences.items():
            run.append(sentence)
            if self._turns[sentence] < last:
                yield run
                run = []
        yield run

    def _by_sentence(self, cues: Iterable[Cue]) -> dict[int, list[Cue]]:
        found: dict[int, list[Cue]] = {}
        for cue in cues:
            found.setdefault(self._sentence(cue), []).append(cue)
        return found

    def _denied(self, ending: Cue) -> bool:
        return ending.start > 0 and self._words[ending.start - 1].form in _NOT

    def _sentence(self, cue: Cue) -> int:
        return self._words[cue.start].sentence


_start = attrgetter("start")


def _nearest(place: Place, tale: _Tale) -> list[Cue]:
    """Return the dates next to the term, of those before it the ones with no ending between."""
    at = bisect_left(tale.dates, place.start, key=_start)
    ended = bisect_left(tale.endings, place.start)
    since = tale.endings[ended - 1] if ended else -1
    before = [
        date for date in tale.dates[max(at - _NEAREST, 0) : at] if date.start >= since and date.end <= place.start
    ]
    return before + [date for date in tale.dates[at : at + _NEAREST] if date.start >= place.end]
