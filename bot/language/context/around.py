"""What stands around a term, found once for all terms of a message."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.knowledge.model import Context
from bot.language.context.backward import looking_back
from bot.language.context.denial import doubly_denied
from bot.language.context.kinds import NEGATED
from bot.language.context.reach import ANSWERED, stops_of
from bot.language.context.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.language.context.asking import Asking
    from bot.language.context.cues import Cue, Place
    from bot.language.context.past.dating import Dating
    from bot.language.context.past.tense import Tenses
    from bot.language.text import Word

T = TypeVar("T")

# What may begin a clause of its own behind a denial.
_NAMED = frozenset({"sign", "condition", "treatment", "elsewhere"})
# So few are looked at one by one sooner than searched.
_FEW = 24


@dataclass(slots=True)
class Around:
    """What stands around a term: all words, cues and where they end, who it is about, and what is named."""

    words: Sequence[Word]
    tenses: Tenses
    dating: Dating
    asking: Asking
    subjects: Subjects
    acting: _Near[Cue]
    stops: _Near[Cue]
    named: list[Place]
    back: _Near[tuple[Cue, int]]  # what speaks of all before it, with the first word that it speaks of
    affirming: frozenset[int]  # where denials begin that stand under another one


def look_around(
    places: Sequence[Place], cues: Sequence[Cue], words: Sequence[Word], dating: Dating, asking: Asking
) -> Around:
    """Return what stands around the terms of a message; `cues` are those that count, in the order of the text."""
    acting = [cue for cue in cues if cue.rule.acts]
    if back := looking_back(cues, words):
        back = [one for one in back if isinstance(one[0].rule.means, Context)]
    reach = partial(_farthest, acting)
    return Around(
        words,
        dating.tenses,
        dating,
        asking,
        Subjects(cues, words),
        acting=_Near(acting, _start, reach),
        stops=_Near(stops_of(cues, words), _start, reach),
        named=sorted([place for place in places if place.kind in _NAMED], key=_start),
        back=_Near(back, _start_of_first, partial(_farthest_back, back)),
        affirming=frozenset([cue.start for cue in acting if cue.rule.means is NEGATED and doubly_denied(cue, words)]),
    )


_start = attrgetter("start")


def _start_of_first(one: tuple[Cue, int]) -> int:
    return one[0].start


def _farthest(acting: Iterable[Cue]) -> int:
    """Return how many words the farthest of the cues reaches."""
    return max([max(cue.rule.before, cue.rule.after + cue.end - cue.start, ANSWERED) for cue in acting], default=0)


def _farthest_back(back: Iterable[tuple[Cue, int]]) -> int:
    return max([cue.start - first for cue, first in back], default=0)


class _Near(Generic[T]):
    """What stands in the order of the text, so that a term is held against that alone which may reach it."""

    __slots__ = ("_items", "_reach", "_starts")

    def __init__(self, items: Sequence[T], start: Callable[[T], int], reach: Callable[[], int]) -> None:
        """Take `items`, what tells the word at which one begins, and how many words the farthest of them reaches."""
        self._items = items
        self._starts = list(map(start, items)) if len(items) > _FEW else ()
        self._reach = reach() if self._starts else 0

    def to(self, place: Place) -> Sequence[T]:
        """Return the items from which no more words lie to the term than the farthest of all reaches."""
        if not self._starts:
            return self._items
        first = bisect_left(self._starts, place.start - self._reach)
        return self._items[first : bisect_right(self._starts, place.end + self._reach)]
