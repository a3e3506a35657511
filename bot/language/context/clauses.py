"""Where something stands in its clause and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.context.cues import Cue
    from bot.language.text import Word

# So many words make the head of a clause.
_LEAD = 3
# These stand before a question without changing it.
_OPENERS = frozenset({"so", "and", "but", "also", "hi", "hey", "hello", "ok", "well"})


def leads(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at most two words stand before the cue in its clause: "well years ago i had"."""
    for at in range(cue.start, cue.start - _LEAD, -1):
        if at == 0 or words[at].comma or words[at - 1].sentence != words[cue.start].sentence:
            return True
    return False


def heads_its_sentence(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether at most two words stand before the cue in its sentence: "well in 2014"."""
    return cue.start < _LEAD or words[cue.start - _LEAD].sentence != words[cue.start].sentence


def opens_its_sentence(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the cue begins its sentence, but for a "so" or a greeting."""
    at = cue.start
    while at > 0 and words[at - 1].sentence == words[cue.start].sentence and words[at - 1].form in _OPENERS:
        at -= 1
    return at == 0 or words[at - 1].sentence != words[cue.start].sentence


def closes_its_sentence(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether the cue ends its sentence."""
    return cue.end == len(words) or words[cue.end].sentence != words[cue.start].sentence


def begins_clause(at: int, words: Sequence[Word]) -> bool:
    """Tell whether a pause or the end of a sentence stands before word `at`."""
    return at == 0 or words[at].comma or words[at - 1].sentence != words[at].sentence


def start_of_sentence(at: int, words: Sequence[Word]) -> int:
    """Return where the sentence of word `at` begins."""
    while at > 0 and words[at - 1].sentence == words[at].sentence:
        at -= 1
    return at
