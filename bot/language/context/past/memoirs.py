"""Stories that no date closes, and that are over all the same: by their ending, or by how long they are told."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.context.past.tales import CLOSED, CLOSED_BY, DATES, is_denied
from bot.language.context.past.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

# So many sentences told in the past make a story, which any ending closes.
_STORY = 2
# So many sentences, and so many words, that tell of then alone need no ending: who is in need comes to now sooner.
_LONG = 3
_LONG_IN_WORDS = 24
# The rule that stands for a story told at length, where no cue closes it.
NARRATED = "narrated"


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
        self._meant = meant
        self._words = words
        self._tenses = tenses
        self._telling = Telling(cues, meant, places, words, tenses)
        # Most messages have neither an ending nor a date: nobody need ask then which time they tell of.
        tales = {cue.rule.tale for cue in cues}
        sentences = words[-1].sentence + 1 if words else 0
        self._ends = CLOSED in tales or (sentences > _STORY and not CLOSED_BY.keys().isdisjoint(tales))
        self.dated = not DATES.isdisjoint(tales)
        self._at_length = sentences >= _LONG and len(words) >= _LONG_IN_WORDS

    def rule_of(self, place: Place) -> str:
        """Return the id of the rule that closes the story in which the term stands; "" if none does."""
        closed = self._closed_by(place) if self._ends else ""
        return closed or (NARRATED if self._at_length and self._is_narrated and self._telling.is_told(place) else "")

    def _closed_by(self, place: Place) -> str:
        """Return the rule of the next ending, if no day of now stands before it, and no sign of now behind it."""
        telling = self._telling
        at = bisect_left(self._endings, place.end, key=_start)
        if at == len(self._endings) or not telling.is_told(place):
            return ""
        ending = self._endings[at]
        first, _ = self._tenses.sentences[telling.sentence(place)]
        now = bisect_left(telling.days, first)
        if (now < len(telling.days) and telling.days[now] < ending.start) or telling.anew > ending.start:
            return ""
        return ending.rule.id

    @cached_property
    def _endings(self) -> list[Cue]:
        """What closes by itself, and any ending behind a story, in the order of the text."""
        told = sorted(self._telling.told)
        return [
            cue
            for cue in self._meant
            if cue.rule.tale == CLOSED
            or (
                cue.rule.tale in CLOSED_BY
                and bisect_left(told, self._telling.sentence(cue)) >= _STORY
                and not is_denied(cue, self._words)
            )
        ]

    @cached_property
    def _is_narrated(self) -> bool:
        """Tell whether the whole message is one long story of then."""
        return len(self._telling.told) >= _LONG and self._telling.is_of_then


def _start(cue: Cue) -> int:
    return cue.start
