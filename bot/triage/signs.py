"""What the learned alarms look at: concepts that are live, concepts that are not, and pairs of live ones."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from bot.knowledge.rows import pair
from bot.language.context.kinds import MOODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.language.reading import Reading, Term
    from bot.language.values import Value

# How the names of signs begin; those of words do not.
SIGNS = ("c:", "x:", "p:", "v:")
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


def signs(reading: Reading) -> dict[str, tuple[Term, ...]]:
    """Return each feature of a message with the terms that it rests on.

    "c:blood": said of now; "x:blood": denied, past, supposed, quoted or an animal's; "p:blood faint": both live in one
    sentence; "v:age:2": a number, by band. What stands inside a look-alike says nothing.
    """
    found: dict[str, tuple[Term, ...]] = {}
    live, gone = _live_and_gone(reading.terms)
    for place, term in enumerate(live):
        concept, sentence = term.concept, term.sentence
        found.setdefault("c:" + concept, (term,))
        for other in live[place + 1 : place + 1 + _PARTNERS]:
            if other.sentence != sentence:
                break
            if other.concept != concept:
                name = pair(concept, other.concept)
                if name not in found:
                    found[name] = term, other
    for term in gone:
        if "c:" + term.concept not in found:
            found.setdefault("x:" + term.concept, ())
    for value in reading.values:
        found.setdefault(f"v:{value.kind}:{_band(value)}", ())
    return found


def _live_and_gone(terms: Iterable[Term]) -> tuple[list[Term], list[Term]]:
    """Return the terms that are live, and those that are not, but for what is said in a crisis.

    Halves of that have rules of their own, and an ear that goes by words.
    """
    live: list[Term] = []
    gone: list[Term] = []
    for term in terms:
        if not term.masked and term.kind not in MOODS:
            (live if term.live else gone).append(term)
    return live, gone


def strength(signs: int) -> float:
    """Return how much (0 to 1) each of so many says."""
    return sqrt(sqrt(_FEW / max(signs, _FEW)))


def _band(value: Value) -> int:
    return sum(value.number >= start for start in _BANDS.get(value.kind, ()))
