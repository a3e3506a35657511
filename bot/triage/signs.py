"""What the learned alarms look at: concepts that are live, concepts that are not, and pairs of live ones."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from bot.knowledge.rows import pair
from bot.language.context.kinds import MOODS
from bot.language.together import said_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.knowledge.rows import Sign
    from bot.language.reading import Reading, Term
    from bot.language.values import Value

# How the names of signs begin; those of words do not.
SIGNS = ("c:", "x:", "p:", "v:")
_LIVE = "c:"
# A concept is paired with so many that follow it in its sentence, so that the longest message stays cheap.
_PARTNERS = 6
# So many signs are few: of more, each says a little less. Who writes a long story names much that is not his trouble.
_FEW = 16
# Where a number begins to mean something else: years, times in 24 hours, days, degrees Celsius, tablets.
_BANDS: Mapping[str, tuple[float, ...]] = {
    "age": (1, 13, 18, 60, 70),
    "count_per_day": (6,),
    "duration": (1, 4, 15),
    "temperature": (38,),
    "dose": (5,),
}


def signs(reading: Reading) -> set[Sign]:
    """Return the features of a message.

    "c:blood": said of now; "x:blood": denied, past, supposed, quoted or an animal's; ("blood", "faint"): both live in
    one sentence; "v:age:2": a number, by band. What stands inside a look-alike says nothing.
    """
    live, gone = _live_and_gone(reading)
    found: set[Sign] = {*said_together(live, _PARTNERS), *[_LIVE + term.concept for term in live]}
    for term in gone:
        if _LIVE + term.concept not in found:
            found.add("x:" + term.concept)
    for value in reading.values:
        found.add(f"v:{value.kind}:{_band(value)}")
    return found


def rest_on(reading: Reading) -> dict[Sign, tuple[Term, ...]]:
    """Return the terms that each feature of a message rests on, if it rests on any that are live."""
    found: dict[Sign, tuple[Term, ...]] = {}
    live, _ = _live_and_gone(reading)
    for place, term in enumerate(live):
        found.setdefault(_LIVE + term.concept, (term,))
        for other in live[place + 1 : place + 1 + _PARTNERS]:
            if other.sentence != term.sentence:
                break
            if other.concept != term.concept:
                found.setdefault(pair(term.concept, other.concept), (term, other))
    return found


def _live_and_gone(reading: Reading) -> tuple[Sequence[Term], Sequence[Term]]:
    """Return the terms that are live, and those that are not, but for what is said in a crisis.

    Halves of that have rules of their own, and an ear that goes by words.
    """
    terms = [term for term in reading.terms if term.kind not in MOODS]
    if not (reading.gone or reading.masked):  # as of most messages
        return terms, ()
    heard = [term for term in terms if not term.masked]
    return [term for term in heard if term.live], [term for term in heard if not term.live]


def strength(signs: int) -> float:
    """Return how much (0 to 1) each of so many says."""
    return sqrt(sqrt(_FEW / max(signs, _FEW)))


def _band(value: Value) -> int:
    return sum(value.number >= start for start in _BANDS.get(value.kind, ()))
