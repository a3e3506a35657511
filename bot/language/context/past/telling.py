"""What a message tells of then, and what in it is of now: a day, a sign, a question, a call for help."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.context.kinds import CLAIMS, CLOSED, CLOSED_BY, NEGATED
from bot.language.context.questions import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

# So many sentences at most behind one that is told in the past, what has no verb goes on with it.
_GOES_ON = 2
_OF_NOW = frozenset({"now", "again"})
# These are told of any time: "i woke up and noticed".
_OF_ANY_TIME = frozenset({"woke up", "noticed", "i noticed", "since", "ever since", "so far"})
# One of these in what is not told of then calls for somebody, and a question about one of the others does.
_CALLING = frozenset(
    ["help", "please", "pls", "plz", "advice", "urgent", "urgently", "999", "911", "111", "112"]
).union(["scared", "worried", "frightened", "terrified", "afraid", "panicking", "sos", "should"])
_ASKED_OF = frozenset(["i", "im", "ive", "my", "me", "we", "he", "she", "his", "her", "it", "this", "that", "these"])


class Telling:
    """Which sentences and terms of a message are told of then; looked at once, and only if somebody asks."""

    def __init__(
        self,
        cues: Sequence[Cue],
        meant: Iterable[Cue],
        places: Iterable[Place],
        words: Sequence[Word],
        tenses: Tenses,
    ) -> None:
        """Take all cues and terms in the order of the text, and those of the cues that nothing undoes."""
        self._cues = cues
        self._meant = meant
        self._places = places
        self._words = words
        self.tenses = tenses

    def is_told(self, place: Place) -> bool:
        """Tell whether the term is told in the past, or without any verb behind what is."""
        if self.tenses.goes_on_as_past(place):
            return True
        sentence = self.sentence(place)
        if not any(sentence - back in self.told for back in range(_GOES_ON + 1)):
            return False
        return self.tenses.clause_of(place)[1] <= self._turns[sentence]

    @property
    def is_of_then(self) -> bool:
        """Whether nothing is of now, nobody calls for help, and all signs are told; a condition stays."""
        if self.days or self.came_back >= 0 or self._calls:
            return False
        return all(self.is_told(place) for place in self._claimed if place.kind != "condition")

    @cached_property
    def told(self) -> set[int]:
        """The sentences that are told in the past and do not turn to now."""
        sentences = self.tenses.sentences.items()
        return {
            sentence
            for sentence, (first, last) in sentences
            if self._turns[sentence] == last and self.tenses.has_past(first, last)
        }

    @cached_property
    def days(self) -> list[int]:
        """Where a day of now is named."""
        return [cue.start for cue in self._cues if cue.rule.tale == "now" and self._is_of_its_time(cue)]

    @cached_property
    def anew(self) -> int:
        """Where it is last said to be there again, or a sign is named beside what is of now; -1 if nowhere."""
        near = {self.sentence(cue) for cue in self._cues if cue.rule.tale in _OF_NOW and self._is_of_its_time(cue)}
        signs = [at.start for at in self._claimed if self.sentence(at) in near]
        return max([*signs, self.came_back])

    @cached_property
    def came_back(self) -> int:
        """Where it is last said to be there again; -1 if nowhere."""
        return max((cue.start for cue in self._cues if cue.rule.tale == "again" and cue.rule.back), default=-1)

    def sentence(self, one: Cue | Place) -> int:
        """Return the sentence in which a cue or a term stands."""
        return self._words[one.start].sentence

    @property
    def _calls(self) -> bool:
        """Tell whether it goes on, or somebody calls for help or asks of somebody, outside of what is told of then."""
        told, turns, words = self.told, self._turns, self._words
        if any(cue.rule.tale == "again" and self.sentence(cue) not in told for cue in self._cues):
            return True
        if any(word.form in _CALLING for word in words if word.sentence not in told):
            return True
        return any(
            turns[words[first].sentence] < last and any(word.form in _ASKED_OF for word in words[first:last])
            for first, last in questions(words)
        )

    @cached_property
    def _claimed(self) -> list[Place]:
        """The signs and conditions that nobody denies, and that are no part of an ending: "no accident since"."""
        taken = {at for cue in self._meant for at in self._taken_by(cue)}
        return [place for place in self._places if place.kind in CLAIMS and place.start not in taken]

    def _taken_by(self, cue: Cue) -> range:
        """Return the words of an ending, or those that a denial reaches behind it: in its sentence, over no comma."""
        if cue.rule.tale == CLOSED or cue.rule.tale in CLOSED_BY:
            return range(cue.start, cue.end)
        end, words = cue.end, self._words
        if cue.rule.means is NEGATED:
            last = min(len(words), end + cue.rule.after)
            while end < last and not words[end].comma and words[end].sentence == words[cue.start].sentence:
                end += 1
        return range(cue.end, end)

    def _is_of_its_time(self, cue: Cue) -> bool:
        return " ".join(word.form for word in self._words[cue.start : cue.end]) not in _OF_ANY_TIME

    @cached_property
    def _turns(self) -> dict[int, int]:
        return self.tenses.turns()
