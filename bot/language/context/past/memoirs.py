"""Stories that no date closes, and that are over all the same: by their ending, or by how long they are told."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.context.kinds import CLAIMS
from bot.language.context.past.tales import CLOSED_BY, DATES, is_denied
from bot.language.context.questions import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

# An ending that closes whatever was told before it.
_CLOSED = "closed"
# So many sentences told in the past make a story, which any ending closes.
_STORY = 2
# So many sentences, and so many words, that tell of then alone need no ending: who is in need comes to now sooner.
_LONG = 3
_LONG_IN_WORDS = 24
# One of these in what is not told of then calls for somebody, and a question about one of the others does.
_CALLING = frozenset(
    ["help", "please", "pls", "plz", "advice", "urgent", "urgently", "999", "911", "111", "112"]
).union(["scared", "worried", "frightened", "terrified", "afraid", "panicking", "sos", "should"])
_ASKED_OF = frozenset(["i", "im", "ive", "my", "me", "we", "he", "she", "his", "her", "it", "this", "that", "these"])
# The rule that stands for a story told at length, where no cue closes it.
NARRATED = "narrated"
# So many sentences at most behind one that is told in the past, what has no verb goes on with it.
_GOES_ON = 2
_OF_NOW = frozenset({"now", "again"})
# These are told of any time: "i woke up and noticed".
_OF_ANY_TIME = frozenset({"woke up", "noticed", "i noticed", "since", "ever since", "so far"})


class Memoirs:
    """What closes the stories of a message; looked for only if somebody asks."""

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
        self._tenses = tenses
        # Most messages have neither an ending nor a date: nobody need ask then which time they tell of.
        tales = {cue.rule.tale for cue in cues}
        sentences = words[-1].sentence + 1 if words else 0
        self._ends = _CLOSED in tales or (sentences > _STORY and not CLOSED_BY.keys().isdisjoint(tales))
        self.dated = not DATES.isdisjoint(tales)
        self._at_length = sentences >= _LONG and len(words) >= _LONG_IN_WORDS

    def rule_of(self, place: Place) -> str:
        """Return the id of the rule that closes the story in which the term stands; "" if none does."""
        closed = self._closed_by(place) if self._ends else ""
        return closed or (NARRATED if self._at_length and self._is_narrated and self._is_told(place) else "")

    def _closed_by(self, place: Place) -> str:
        """Return the rule of the next ending, if no day of now stands before it, and no sign of now behind it."""
        at = bisect_left(self._endings, place.end, key=_start)
        if at == len(self._endings) or not self._is_told(place):
            return ""
        ending = self._endings[at]
        first, _ = self._tenses.sentences[self._sentence(place)]
        now = bisect_left(self._days, first)
        if (now < len(self._days) and self._days[now] < ending.start) or self._anew > ending.start:
            return ""
        return ending.rule.id

    def _is_told(self, place: Place) -> bool:
        """Tell whether the term is told in the past, or without any verb behind what is."""
        if self._tenses.goes_on_as_past(place):
            return True
        sentence = self._sentence(place)
        if not any(sentence - back in self._told for back in range(_GOES_ON + 1)):
            return False
        return self._tenses.clause_of(place)[1] <= self._turns[sentence]

    @cached_property
    def _endings(self) -> list[Cue]:
        """What closes by itself, and any ending behind a story, in the order of the text."""
        told = sorted(self._told)
        return [
            cue
            for cue in self._meant
            if cue.rule.tale == _CLOSED
            or (
                cue.rule.tale in CLOSED_BY
                and bisect_left(told, self._sentence(cue)) >= _STORY
                and not is_denied(cue, self._words)
            )
        ]

    @cached_property
    def _is_narrated(self) -> bool:
        """Tell whether the whole message is one long story, with nothing of now in it, and nobody who calls."""
        if len(self._told) < _LONG or self._days or self._came_back >= 0 or self._calls:
            return False
        return all(self._is_told(place) for place in self._places if place.kind in CLAIMS)

    @property
    def _calls(self) -> bool:
        """Tell whether it goes on, or somebody calls for help or asks of somebody, outside of what is told of then."""
        told, turns, words = self._told, self._turns, self._words
        if any(cue.rule.tale == "again" and self._sentence(cue) not in told for cue in self._cues):
            return True
        if any(word.form in _CALLING for word in words if word.sentence not in told):
            return True
        return any(
            turns[words[first].sentence] < last and any(word.form in _ASKED_OF for word in words[first:last])
            for first, last in questions(words)
        )

    @cached_property
    def _days(self) -> list[int]:
        """Where a day of now is named."""
        return [cue.start for cue in self._cues if cue.rule.tale == "now" and self._is_of_its_time(cue)]

    @cached_property
    def _anew(self) -> int:
        """Where it is last said to be there again, or a sign is named beside what is of now; -1 if nowhere."""
        near = {self._sentence(cue) for cue in self._cues if cue.rule.tale in _OF_NOW and self._is_of_its_time(cue)}
        signs = [at.start for at in self._places if at.kind in CLAIMS and self._sentence(at) in near]
        return max([*signs, self._came_back])

    @cached_property
    def _came_back(self) -> int:
        return max((cue.start for cue in self._cues if cue.rule.tale == "again" and cue.rule.back), default=-1)

    def _is_of_its_time(self, cue: Cue) -> bool:
        return " ".join(word.form for word in self._words[cue.start : cue.end]) not in _OF_ANY_TIME

    @cached_property
    def _told(self) -> set[int]:
        """The sentences that are told in the past and do not turn to now."""
        sentences = self._tenses.sentences.items()
        return {
            sentence
            for sentence, (first, last) in sentences
            if self._turns[sentence] == last and self._tenses.has_past(first, last)
        }

    @cached_property
    def _turns(self) -> dict[int, int]:
        return self._tenses.turns()

    def _sentence(self, one: Cue | Place) -> int:
        return self._words[one.start].sentence


def _start(cue: Cue) -> int:
    return cue.start
