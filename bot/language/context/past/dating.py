"""Which terms a tale of the past dates: it opens with a date, and closes with how it ended."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.context.clauses import heads_its_sentence
from bot.language.context.kinds import CLOSED_BY
from bot.language.context.past.dates import closes_the_clause_of, speaks_of_all_before
from bot.language.context.past.memoirs import Memoirs
from bot.language.context.past.tales import tales_of, turns_of
from bot.language.context.past.telling import Telling
from bot.language.context.past.tense import Tenses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tales import Tale
    from bot.language.text import Word

# Behind one of these something else begins: "years ago i had piles, but i fainted".
_TURNING = frozenset({"but", "however", "though", "although", "yet"})


class Dating:
    """The tales of a message, and what they date; looked for only where there is a date, and only if somebody asks."""

    def __init__(
        self, cues: Sequence[Cue], meant: Iterable[Cue], places: Iterable[Place], words: Sequence[Word]
    ) -> None:
        """Take all cues and terms in the order of the text, and those of the cues that nothing undoes."""
        self.tenses = Tenses(words)
        self._cues = cues
        self._meant = meant
        self._places = places
        self._words = words
        self._dates = True in [cue.rule.dates for cue in cues]

    def rule_of(self, place: Place) -> str:
        """Return the id of the rule that dates the tale in which the term stands, if it is over; else "".

        It is over if its ending is told. Without one only a date long ago counts, and only for what shares its sentence
        or is expressly dated: "i had sepsis in 2017. i was shaking" may have come to today.
        """
        if place.crisis or not self._dates:
            return ""
        return (self._memoirs.dated and self._dated_by(place)) or self._memoirs.rule_of(place)

    def _dated_by(self, place: Place) -> str:
        sentence = self._words[place.start].sentence
        tale = self._tales[sentence]
        if not tale.dates or place.end > self._turns[sentence] or not self.tenses.goes_on_as_past(place):
            return ""
        closed = self._closed(place, tale)
        return next((date.rule.id for date in tale.nearest(place) if self._is_dated_by(date, place, closed)), "")

    def _closed(self, place: Place, tale: Tale) -> AbstractSet[str]:
        """Return the kinds of dates that endings behind the term close; how it is today, only in another sentence."""
        behind = {
            "over": place.end,
            "aged": self.tenses.clause_of(place)[1],
            "today": self.tenses.sentences[self._words[place.start].sentence][1],
        }
        return frozenset[str]().union(*[CLOSED_BY[kind] for kind, at in tale.last.items() if at >= behind[kind]])

    def _is_dated_by(self, date: Cue, place: Place, closed: AbstractSet[str]) -> bool:
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
    def _memoirs(self) -> Memoirs:
        telling = Telling(self._cues, self._meant, self._places, self._words, self.tenses)
        return Memoirs(telling, self._cues, self._meant, self._words)

    @cached_property
    def _today(self) -> set[int]:
        """The sentences that name a day of now: "i bled years ago, and today too"."""
        return {self._sentence(cue) for cue in self._cues if cue.rule.means == "today"}

    @cached_property
    def _turns(self) -> dict[int, int]:
        """By sentence, the word at which it turns to now; -1 if it tells of what is not over."""
        return turns_of(self._cues, self._words, self.tenses)

    @cached_property
    def _tales(self) -> dict[int, Tale]:
        """By sentence, the tale that it belongs to."""
        return tales_of(self._cues, self._meant, self._words, self.tenses, self._turns)

    def _sentence(self, cue: Cue) -> int:
        return self._words[cue.start].sentence
