"""Stories that no date closes, and that are over all the same: by their ending, or told at length behind a date."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from bot.language.context.kinds import CLOSED, CLOSED_BY, DATES
from bot.language.context.past.tales import is_denied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.telling import Telling
    from bot.language.text import Word

# So many sentences told in the past make a story, which any ending closes.
_STORY = 2
# So many sentences, and so many words, that tell of then alone, with a date or an ending anywhere, are over: who is in
# need comes to now sooner. What has just happened is told without either, "later" or not.
_LONG = 3
_LONG_IN_WORDS = 24
# The rule that stands for a story told at length, where no cue closes it.
NARRATED = "narrated"


class Memoirs:
    """What closes the stories of a message; looked for only if somebody asks."""

    def __init__(self, telling: Telling, cues: Sequence[Cue], meant: Iterable[Cue], words: Sequence[Word]) -> None:
        """Take what is told of then, all cues in the order of the text, and those of them that nothing undoes."""
        self._meant = meant
        self._words = words
        self._telling = telling
        # Most messages have neither an ending nor a date: nobody need ask then which time they tell of.
        tales = {cue.rule.tale for cue in cues}
        sentences = words[-1].sentence + 1 if words else 0
        closes = CLOSED in tales
        ends = closes or not CLOSED_BY.keys().isdisjoint(tales)
        self._ends = closes or (ends and sentences > _STORY)
        self.dated = not DATES.isdisjoint(tales)
        self._at_length = (self.dated or ends) and sentences >= _LONG and len(words) >= _LONG_IN_WORDS

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
        first, _ = telling.tenses.sentences[telling.sentence(place)]
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
